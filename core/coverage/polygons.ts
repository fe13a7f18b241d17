import { booleanPointInPolygon } from "@turf/turf";
import Flatbush from "flatbush";
import type { MultiPolygon, Polygon, Position } from "geojson";
import { POLYGON, type FeatureColumns, type PolygonColumns } from "./snapshot.ts";

type Area = Polygon | MultiPolygon;

function ringOf(coordinates: Float64Array, first: number, end: number): Position[] {
  const ring: Position[] = [];
  for (let v = first; v < end; v++) ring.push([coordinates[2 * v]!, coordinates[2 * v + 1]!]);
  return ring;
}

/** True when a row of polygons holds at least one ring. */
export function hasPolygon(columns: PolygonColumns, row: number): boolean {
  return columns.polygonOf[row + 1]! > columns.polygonOf[row]!;
}

/** One row of polygons as GeoJSON, null when it has none. */
export function polygonOfRow(columns: PolygonColumns, row: number): MultiPolygon | null {
  if (!hasPolygon(columns, row)) return null;
  const coordinates: Position[][][] = [];
  for (let p = columns.polygonOf[row]!; p < columns.polygonOf[row + 1]!; p++) {
    const rings: Position[][] = [];
    for (let r = columns.ringOf[p]!; r < columns.ringOf[p + 1]!; r++) {
      rings.push(ringOf(columns.coordinates, columns.vertexOf[r]!, columns.vertexOf[r + 1]!));
    }
    coordinates.push(rings);
  }
  return { type: "MultiPolygon", coordinates };
}

/** A polygon feature as GeoJSON, null for a point, a line or a polygon without rings. */
export function polygonOfFeature(features: FeatureColumns, index: number): MultiPolygon | null {
  if (features.geometry[index] !== POLYGON) return null;
  const coordinates: Position[][][] = [];
  for (let part = features.partOf[index]!; part < features.partOf[index + 1]!; part++) {
    const ring = ringOf(
      features.coordinates,
      features.vertexOf[part]!,
      features.vertexOf[part + 1]!,
    );
    const last = coordinates.at(-1);
    if (features.role[part] === 2 && last) last.push(ring);
    else coordinates.push([ring]);
  }
  return coordinates.length > 0 ? { type: "MultiPolygon", coordinates } : null;
}

/** Box of a polygon in degrees, null when a coordinate is not a number or there is none. */
export function boxOf(area: Area): [number, number, number, number] | null {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  const polygons = area.type === "Polygon" ? [area.coordinates] : area.coordinates;
  for (const [x, y] of polygons.flat(2) as [number, number][]) {
    if (!Number.isFinite(x + y)) return null;
    west = Math.min(west, x);
    east = Math.max(east, x);
    south = Math.min(south, y);
    north = Math.max(north, y);
  }
  return west <= east ? [west, south, east, north] : null;
}

/** True when a place lies in a polygon or on its border, by Turf. */
export function isInside(lng: number, lat: number, area: Area): boolean {
  return booleanPointInPolygon([lng, lat], area);
}

/** Polygons behind an R-tree: which of them hold a place. */
export class PolygonIndex {
  readonly count: number;
  readonly #areas: Area[] = [];
  readonly #ids: number[] = [];
  readonly #tree: Flatbush | null;

  /** `ids` are handed back by the searches; polygons without a finite box are left out. */
  constructor(polygons: Iterable<readonly [id: number, area: Area]>) {
    const boxes: [number, number, number, number][] = [];
    for (const [id, area] of polygons) {
      const box = boxOf(area);
      if (!box) continue;
      this.#areas.push(area);
      this.#ids.push(id);
      boxes.push(box);
    }
    this.count = boxes.length;
    this.#tree = boxes.length > 0 ? new Flatbush(boxes.length) : null;
    for (const box of boxes) this.#tree?.add(...box);
    this.#tree?.finish();
  }

  /** Ids of the polygons that hold the place, smallest first. */
  holding(lng: number, lat: number): number[] {
    const found = this.#tree?.search(lng, lat, lng, lat, (n) =>
      isInside(lng, lat, this.#areas[n]!),
    );
    return (found ?? []).map((n) => this.#ids[n]!).sort((a, b) => a - b);
  }

  /** The smallest id among the polygons that hold the place, -1 when none does. */
  firstHolding(lng: number, lat: number): number {
    let first = -1;
    this.#tree?.search(lng, lat, lng, lat, (n) => {
      const id = this.#ids[n]!;
      if ((first < 0 || id < first) && isInside(lng, lat, this.#areas[n]!)) first = id;
      return false;
    });
    return first;
  }

  /** Ids of the polygons whose box touches a box. */
  near(box: readonly [number, number, number, number]): number[] {
    return (this.#tree?.search(...box) ?? []).map((n) => this.#ids[n]!);
  }
}
