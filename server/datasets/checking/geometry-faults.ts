/** Faults of a record's geometry, in words for its user. Each refuses the record. */
export const GEOMETRY_FAULTS = {
  "geometry-collection": {
    message: "Collections of mixed geometries cannot be used.",
    mend: "Export points, lines and polygons as separate files.",
  },
  "not-finite": {
    message:
      "Coordinates that are no numbers (NaN, infinite, or a no-data mark such as -1.797e308).",
    mend: "Give these records a place, or take them out of the file.",
  },
  "out-of-range": {
    message: "Coordinates outside longitude -180 to 180 and latitude -90 to 90.",
    mend: "Correct these coordinates; if all are wrong, the reference system (.prj, --crs) is.",
  },
  "null-island": {
    message: "Coordinates of exactly 0, 0, which programs write where a place is missing.",
    mend: "Give these records a place, or take them out of the file.",
  },
  "crosses-antimeridian": {
    message: "Lines or borders that step over the 180th meridian or round the globe.",
    mend: "Cut them at the meridian, or correct the coordinate that is wrong.",
  },
  "no-geometry": {
    message: "Records without a place.",
    mend: "Give these records a place, or take them out of the file.",
  },
  "zero-length-line": {
    message: "Lines of one place, without length.",
    mend: "Draw these lines, or take them out of the file.",
  },
  "no-area": {
    message: "Polygons of fewer than three different places.",
    mend: "Draw these polygons, or take them out of the file.",
  },
} as const;

export type GeometryFault = keyof typeof GEOMETRY_FAULTS;
