import { booleanPointInPolygon } from "@turf/turf";
import Flatbush from "flatbush";
import type { MultiPolygon, Polygon, Position } from "geojson";
import { isPlace } from "../geodesy/place.ts";
import { Recent } from "./recent.ts";
import { POLYGON, type FeatureColumns, type PolygonColumns } from "./snapshot.ts";

type Area = Polygon | MultiPolygon;
/** West, south, east, north in degrees. */
export type Box = [west: number, south: number, east: number, north: number];

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

/** Box of the vertices first .. end of a column, null when there is none or one of them is no place. */
function boxOfVertices(coordinates: Float64Array, first: number, end: number): Box | null {
  const box: Box = [Infinity, Infinity, -Infinity, -Infinity];
  for (let v = first; v < end; v++) {
    const x = coordinates[2 * v]!;
    const y = coordinates[2 * v + 1]!;
    if (!isPlace(x, y)) return null;
    if (x < box[0]) box[0] = x;
    if (y < box[1]) box[1] = y;
    if (x > box[2]) box[2] = x;
    if (y > box[3]) box[3] = y;
  }
  return first < end ? box : null;
}

/** Box of a polygon, null when it has no vertex or one that is not a number. */
export function boxOf(area: Area): Box | null {
  const rings = area.type === "Polygon" ? area.coordinates : area.coordinates.flat();
  const flat = Float64Array.from(rings.flat(2));
  return boxOfVertices(flat, 0, flat.length / 2);
}

/** Box of one row of polygons, null when it has none or a vertex that is not a number. */
export function boxOfRow(columns: PolygonColumns, row: number): Box | null {
  const { polygonOf, ringOf, vertexOf, coordinates } = columns;
  const first = vertexOf[ringOf[polygonOf[row]!]!]!;
  return boxOfVertices(coordinates, first, vertexOf[ringOf[polygonOf[row + 1]!]!]!);
}

/** True when a place lies in a polygon or on its border, by Turf. */
export function isInside(lng: number, lat: number, area: Area): boolean {
  return booleanPointInPolygon([lng, lat], area);
}

/** GeoJSON objects weigh ten times their columns; places come in the order of place, so a few thousand serve nearly all. */
const POLYGONS_REMEMBERED = 4096;

/** Polygon features behind an R-tree: which of them hold a place. */
export class PolygonIndex {
  readonly #features: FeatureColumns;
  readonly #ids: number[] = [];
  readonly #tree: Flatbush | null;
  readonly #recent = new Recent<number, MultiPolygon>(POLYGONS_REMEMBERED);

  /** Of some features, given by index, those that are polygons with finite vertices. */
  constructor(features: FeatureColumns, indices: Iterable<number>) {
    this.#features = features;
    const boxes: Box[] = [];
    for (const i of indices) {
      if (features.geometry[i] !== POLYGON) continue;
      const first = features.vertexOf[features.partOf[i]!]!;
      const end = features.vertexOf[features.partOf[i + 1]!]!;
      const box = boxOfVertices(features.coordinates, first, end);
      if (!box) continue;
      this.#ids.push(i);
      boxes.push(box);
    }
    this.#tree = boxes.length > 0 ? new Flatbush(boxes.length) : null;
    for (const box of boxes) this.#tree?.add(...box);
    this.#tree?.finish();
  }

  get isEmpty(): boolean {
    return this.#tree === null;
  }

  /** The smallest index among the features that hold the place, -1 when none does. Those with a 1 in `out` are passed over. */
  firstHolding(lng: number, lat: number, out?: Uint8Array): number {
    let first = -1;
    this.#tree?.search(lng, lat, lng, lat, (n) => {
      const id = this.#ids[n]!;
      if ((first >= 0 && id > first) || out?.[id] === 1) return false;
      const area = this.#recent.get(id, () => polygonOfFeature(this.#features, id)!);
      if (isInside(lng, lat, area)) first = id;
      return false;
    });
    return first;
  }
}
