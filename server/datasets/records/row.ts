import type { Geometry, MultiPolygon, Polygon } from "geojson";
import type { DatasetKind } from "../../../core/contract/dataset.ts";
import type { Level } from "../../../core/contract/area.ts";
import type { DatasetRecord } from "../../../core/contract/record.ts";
import type { AreaContext } from "../area-context.ts";
import type { CellReader } from "../checking/values.ts";
import type { Draft } from "../checking/polygons.ts";
import type { Placing } from "../placing.ts";
import type { Cell } from "../reading/reader.ts";
import type { ProblemLog } from "../problems.ts";

/** One row on its way to a record: its place in WGS 84 and its cells by field. */
export interface Row {
  row: number;
  geometry: Geometry | null;
  /** The cell of a field, or the value said for all rows; null when there is none. */
  readonly cell: (field: string) => Cell;
}

/** A record whose polygon (if it has one) is still to be checked. `finish` runs after that, in the order of the file. */
export interface RecordDraft extends Draft {
  finish(draft: RecordDraft): DatasetRecord | null;
}

export interface Conversion {
  kind: DatasetKind;
  level: Level | null;
  area: AreaContext;
  log: ProblemLog;
  read: CellReader;
  placing: Placing;
}

/** Turns rows of one kind into drafts; null when the row cannot be taken in (the log says why). */
export type Converter = (row: Row) => Omit<RecordDraft, "vertices"> | null;

/** Tells that a row has no place, and gives null. */
export function withoutPlace({ log }: Conversion, row: number): null {
  log.add("no-geometry", "error", row, {
    message: "Records without a place.",
    mend: "Give these records a place, or take them out of the file.",
  });
  return null;
}

/** Tells that a row's shape cannot stand for this kind, and gives null. */
export function wrongShape(
  { log, kind }: Conversion,
  row: number,
  geometry: Geometry,
  wanted: string,
): null {
  log.add("geometry-kind", "error", row, {
    message: `Records of ${kind} with the shape ${geometry.type}; ${wanted} are needed.`,
    mend: `Check that the file really holds ${kind}, and export ${wanted}.`,
    params: { shape: geometry.type },
  });
  return null;
}

export function asPolygon(geometry: Geometry): Polygon | MultiPolygon | null {
  return geometry.type === "Polygon" || geometry.type === "MultiPolygon" ? geometry : null;
}

/** The one position of a point or of a multipoint of one. */
export function asPosition(geometry: Geometry): readonly [number, number] | null {
  const position =
    geometry.type === "Point"
      ? geometry.coordinates
      : geometry.type === "MultiPoint" && geometry.coordinates.length === 1
        ? geometry.coordinates[0]
        : undefined;
  return position === undefined ? null : [position[0]!, position[1]!];
}
