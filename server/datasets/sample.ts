import type { Geometry } from "geojson";
import { Pace } from "../pace.ts";
import { firstPosition } from "./placing.ts";
import { ProblemLog } from "./problems.ts";
import type { Cell, OpenedFile, RawRow } from "./reading/reader.ts";

/** Rows from the beginning by which columns and coordinates are judged. */
const SAMPLE_ROWS = 500;
/** What the rows looked at may cost to read and to keep, in characters and vertices: no more are looked at after that. */
const SAMPLE_COST = 4_000_000;
/** Longer texts are kept by their beginning. */
const KEPT_CHARACTERS = 200;

/**
 * Rows from the beginning of a file, with the beginnings of their texts and of each shape its first position as a point. Few kilobytes
 * a row, whatever the shapes hold.
 */
export async function takeSample(opened: OpenedFile): Promise<RawRow[]> {
  const sample: RawRow[] = [];
  const pace = new Pace();
  let cost = 0;
  for await (const { row, values, geometry } of opened.rows(new ProblemLog())) {
    const first = geometry === null ? null : firstPosition(geometry);
    cost += geometry === null ? 0 : countPositions(geometry);
    for (const value of values) cost += typeof value === "string" ? value.length : 1;
    sample.push({
      row,
      values: values.map(beginningOf),
      geometry: first === null ? null : { type: "Point", coordinates: [...first] },
    });
    if (sample.length === SAMPLE_ROWS || cost > SAMPLE_COST) break;
    if (pace.isDue) await pace.rest();
  }
  return sample;
}

/** The beginning of a text in memory of its own: a slice would keep the whole. */
function beginningOf(value: Cell): Cell {
  return typeof value === "string" && value.length > KEPT_CHARACTERS
    ? Buffer.from(value.slice(0, KEPT_CHARACTERS), "utf16le").toString("utf16le")
    : value;
}

function countPositions(geometry: Geometry): number {
  if (geometry.type === "GeometryCollection")
    return geometry.geometries.reduce((sum, each) => sum + countPositions(each), 0);
  return countIn(geometry.coordinates);
}

function countIn(list: readonly unknown[]): number {
  if (!Array.isArray(list[0])) return list.length > 0 ? 1 : 0;
  if (!Array.isArray((list[0] as unknown[])[0])) return list.length;
  return list.reduce<number>((sum, each) => sum + countIn(each as unknown[]), 0);
}
