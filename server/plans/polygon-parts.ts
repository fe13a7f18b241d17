import { area, featureCollection, intersect, polygon } from "@turf/turf";
import Flatbush from "flatbush";
import type { Polygon, Position } from "geojson";
import { isInside, type Box } from "../../core/coverage/polygons.ts";
import type { PolygonColumns } from "../../core/coverage/snapshot.ts";

/** Some rows of polygons behind an R-tree, a polygon of several parts part by part: what a site meets. */
export class PolygonParts {
  readonly #columns: PolygonColumns;
  readonly #parts: { row: number; part: number }[] = [];
  readonly #tree: Flatbush | null;

  constructor(columns: PolygonColumns, rows: Iterable<number>) {
    this.#columns = columns;
    for (const row of rows)
      for (let part = columns.polygonOf[row]!; part < columns.polygonOf[row + 1]!; part++)
        this.#parts.push({ row, part });
    this.#tree = this.#parts.length > 0 ? new Flatbush(this.#parts.length) : null;
    for (const { part } of this.#parts) this.#tree?.add(...this.#boxOf(part));
    this.#tree?.finish();
  }

  /** The rows that hold a place, ascending. */
  holding([lng, lat]: Position): number[] {
    const found = new Set<number>();
    for (const { row, part } of this.#near([lng!, lat!, lng!, lat!]))
      if (!found.has(row) && isInside(lng!, lat!, this.#polygonOf(part))) found.add(row);
    return [...found].sort((a, b) => a - b);
  }

  /** The parts whose box touches a box, each with its row. */
  *touching(box: Box): Generator<{ row: number; polygon: Polygon }> {
    for (const { row, part } of this.#near(box)) yield { row, polygon: this.#polygonOf(part) };
  }

  /** The rows that share some area with a simple polygon, ascending, with the m2 shared. */
  meeting(outline: Polygon): { row: number; overlapM2: number }[] {
    const box = boxOf(outline.coordinates[0]!);
    const whole = area(outline);
    const shared = new Map<number, number>();
    for (const { row, part } of this.#near(box)) {
      const overlapM2 = this.#overlapM2(part, outline, box, whole);
      if (overlapM2 > 0) shared.set(row, (shared.get(row) ?? 0) + overlapM2);
    }
    return [...shared]
      .map(([row, overlapM2]) => ({ row, overlapM2 }))
      .sort((a, b) => a.row - b.row);
  }

  /** Where no edge of the part comes near, the outline lies in it or apart from it, and no overlay is needed. */
  #overlapM2(part: number, outline: Polygon, box: Box, wholeM2: number): number {
    const other = this.#polygonOf(part);
    if (!this.#hasEdgeIn(part, box)) {
      const [lng, lat] = outline.coordinates[0]![0]!;
      return isInside(lng!, lat!, other) ? wholeM2 : 0;
    }
    const both = intersect(
      featureCollection([polygon(outline.coordinates), polygon(other.coordinates)]),
    );
    return both === null ? 0 : area(both);
  }

  *#near(box: Box): Generator<{ row: number; part: number }> {
    for (const at of this.#tree?.search(...box) ?? []) yield this.#parts[at]!;
  }

  #hasEdgeIn(part: number, [west, south, east, north]: Box): boolean {
    const { ringOf, vertexOf, coordinates } = this.#columns;
    for (let ring = ringOf[part]!; ring < ringOf[part + 1]!; ring++)
      for (let v = vertexOf[ring]!; v + 1 < vertexOf[ring + 1]!; v++) {
        const [ax, ay] = [coordinates[2 * v]!, coordinates[2 * v + 1]!];
        const [bx, by] = [coordinates[2 * v + 2]!, coordinates[2 * v + 3]!];
        const isApart =
          Math.max(ax, bx) < west ||
          Math.min(ax, bx) > east ||
          Math.max(ay, by) < south ||
          Math.min(ay, by) > north;
        if (!isApart) return true;
      }
    return false;
  }

  #boxOf(part: number): Box {
    const { ringOf, vertexOf, coordinates } = this.#columns;
    const first = vertexOf[ringOf[part]!]!;
    const end = vertexOf[ringOf[part + 1]!]!;
    const corners: Position[] = [];
    for (let v = first; v < end; v++) corners.push([coordinates[2 * v]!, coordinates[2 * v + 1]!]);
    return boxOf(corners);
  }

  #polygonOf(part: number): Polygon {
    const { ringOf, vertexOf, coordinates } = this.#columns;
    const rings: Position[][] = [];
    for (let ring = ringOf[part]!; ring < ringOf[part + 1]!; ring++) {
      const corners: Position[] = [];
      for (let v = vertexOf[ring]!; v < vertexOf[ring + 1]!; v++)
        corners.push([coordinates[2 * v]!, coordinates[2 * v + 1]!]);
      rings.push(corners);
    }
    return { type: "Polygon", coordinates: rings };
  }
}

function boxOf(corners: readonly Position[]): Box {
  const box: Box = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of corners as [number, number][]) {
    if (x < box[0]) box[0] = x;
    if (y < box[1]) box[1] = y;
    if (x > box[2]) box[2] = x;
    if (y > box[3]) box[3] = y;
  }
  return box;
}
