import gcoordModule from "gcoord";
import type { Geometry } from "geojson";
import type { Datum } from "../../core/contract/dataset.ts";
import type { AreaContext } from "./area-context.ts";
import { parseDegrees } from "./checking/degrees.ts";
import type { ToWgs84 } from "./checking/geometry.ts";
import type { Mapping } from "./mapping/columns.ts";
import { ProblemLog, refuse } from "./problems.ts";
import { crsOfName, type Crs } from "./reading/crs.ts";
import type { Cell, OpenedFile, RawRow } from "./reading/reader.ts";

// The types of gcoord describe its default export one level deeper than Node loads it.
const gcoord = gcoordModule as unknown as typeof gcoordModule.default;

/** Above this a number is no slip in degrees any more: coordinates in metres are larger by far. */
const MIN_METRES = 1_000;
const NO_DATA = 1e30;

/** How the places of a file become WGS 84. */
export interface Placing {
  /** For the report: "EPSG:4545", "degrees". */
  crs: string;
  datum: Datum;
  toWgs84: ToWgs84;
  /** The shape of a row in the file's own coordinates: its geometry, or a point from its columns; null when it has none. */
  shapeOf(raw: RawRow, log: ProblemLog): Geometry | null;
}

export interface PlacingOptions {
  datum?: Datum;
  /** Reference system that the user names. */
  crs?: string;
}

/**
 * Decides the reference system and the datum. What the user says goes before what the file says. Throws DatasetRefused
 * when the first rows show that it cannot be right: metres without a system, degrees in a metric one, or the reverse.
 */
export function decidePlacing(
  opened: OpenedFile,
  mapping: Mapping,
  sample: readonly RawRow[],
  area: AreaContext,
  options: PlacingOptions,
  log: ProblemLog,
): Placing {
  const crs = options.crs === undefined ? opened.crs : crsOfName(options.crs);
  const shapeOf = opened.hasShapes ? (raw: RawRow) => raw.geometry : pointFromColumns(mapping, crs);
  judgeNumbers(
    sample.map((raw) => shapeOf(raw, new ProblemLog())),
    crs,
    opened,
  );
  const datum = decideDatum(crs, area, options.datum, log);
  const toDegrees = crs?.toDegrees ?? ((x: number, y: number): [number, number] => [x, y]);
  return {
    crs: crs?.name ?? "degrees",
    datum,
    toWgs84: datum === "gcj02" ? (x, y) => fromGcj02(toDegrees(x, y)) : toDegrees,
    shapeOf,
  };
}

/** WGS 84 from GCJ-02 by iteration, to a few millimetres; outside China the two are the same. */
export function fromGcj02(position: [number, number]): [number, number] {
  if (!Number.isFinite(position[0]) || !Number.isFinite(position[1])) return position;
  return gcoord.transform(position, gcoord.GCJ02, gcoord.WGS84);
}

function decideDatum(
  crs: Crs | null,
  area: AreaContext,
  said: Datum | undefined,
  log: ProblemLog,
): Datum {
  const known = crs?.datum ?? null;
  if (said === undefined && known === null) {
    log.add("datum-assumed", area.isChinese ? "warning" : "info", null, {
      field: "datum",
      message: area.isChinese
        ? "The file does not say its datum; WGS 84 was assumed. Web maps and phones in China give GCJ-02, about 500 m off."
        : "The file does not say its datum; WGS 84 was assumed.",
      mend: "Give --datum wgs84, cgcs2000 or gcj02.",
    });
    return "wgs84";
  }
  if (said !== undefined && known !== null && said !== known)
    log.add("datum-overridden", said === "gcj02" ? "warning" : "info", null, {
      field: "datum",
      message: `The file says ${known} and you say ${said}; ${said} was used.`,
      mend: "Check which one is right: GCJ-02 lies about 500 m from the other two.",
      params: { file: known, said },
    });
  return said ?? known ?? "wgs84";
}

function pointFromColumns(mapping: Mapping, crs: Crs | null): Placing["shapeOf"] {
  const lng = mapping.columns.get("lng");
  const lat = mapping.columns.get("lat");
  if (lng === undefined || lat === undefined) return () => null;
  const parse = crs?.projected === true ? parseMetres : parseDegrees;
  return (raw, log) => {
    const [east, north] = [raw.values[lng] ?? null, raw.values[lat] ?? null];
    if (east === null && north === null) return null;
    const x = parse(east);
    const y = parse(north);
    if (x !== null && y !== null) return { type: "Point", coordinates: [x, y] };
    log.add("not-a-coordinate", "error", raw.row, {
      field: x === null ? "lng" : "lat",
      message: `Coordinates that cannot be read, for example ${JSON.stringify(`${x === null ? east : north}`.slice(0, 40))}.`,
      mend: "Write 109.2083 or 109°12′30″; minutes and seconds are below 60.",
    });
    return null;
  };
}

function parseMetres(value: Cell): number | null {
  const number =
    typeof value === "string"
      ? Number(value.normalize("NFKC").replaceAll(",", "").trim() || Number.NaN)
      : value;
  return typeof number === "number" && Number.isFinite(number) ? number : null;
}

/** Judges the size of the coordinates of the first rows. */
function judgeNumbers(
  shapes: readonly (Geometry | null)[],
  crs: Crs | null,
  opened: OpenedFile,
): void {
  let angles = 0;
  let metres = 0;
  for (const shape of shapes) {
    const first = shape === null ? null : firstPosition(shape);
    if (first === null) continue;
    const [x, y] = first.map(Math.abs) as [number, number];
    if (!(x < NO_DATA) || !(y < NO_DATA)) continue;
    if (x > MIN_METRES || y > MIN_METRES) metres++;
    else if (x <= 180 && y <= 180) angles++;
  }
  const source = opened.format === "Shapefile" ? "The .prj" : "The reference system";
  if (metres > angles && crs === null)
    throw refuse("metres-without-crs", {
      message: "The coordinates are metres, but nothing says of which reference system.",
      mend: "Add the .prj file, or name the system with --crs (CGCS2000 three-degree zones of Guangxi: EPSG:4544, 4545, 4546; with the zone before the easting: 4523, 4524, 4525).",
    });
  if (metres > angles && crs !== null && !crs.projected)
    throw refuse("crs-disagrees", {
      message: `${source} says degrees (${crs.name}), but the coordinates are metres.`,
      mend: "Give the right .prj, or name the system with --crs.",
      params: { crs: crs.name },
    });
  if (angles > metres && crs?.projected === true)
    throw refuse("crs-disagrees", {
      message: `${source} says metres (${crs.name}), but the coordinates are degrees.`,
      mend: "Give the right .prj, or name the system with --crs EPSG:4490 or EPSG:4326.",
      params: { crs: crs.name },
    });
}

export function firstPosition(geometry: Geometry): readonly [number, number] | null {
  let at: unknown = geometry.type === "GeometryCollection" ? null : geometry.coordinates;
  while (Array.isArray(at) && Array.isArray(at[0])) at = at[0];
  return Array.isArray(at) && typeof at[0] === "number" && typeof at[1] === "number"
    ? [at[0], at[1]]
    : null;
}
