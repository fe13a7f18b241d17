import type { LineString, Point, Polygon } from "geojson";
import type { Works } from "../../core/contract/plan.ts";

type Position = readonly [number, number];
type Shape = NonNullable<Works["geometry"]>;

/** A position as plans keep it: two numbers, to a centimetre. */
function place(position: readonly number[]): [number, number] {
  const round = (degrees: number | undefined): number => Math.round((degrees ?? 0) * 1e7) / 1e7;
  return [round(position[0]), round(position[1])];
}

/** A shape as a hand has drawn it, as plans keep it. */
export function planShape(drawn: Point | LineString | Polygon): Shape {
  if (drawn.type === "Point") return { type: "Point", coordinates: place(drawn.coordinates) };
  if (drawn.type === "LineString")
    return { type: "LineString", coordinates: drawn.coordinates.map(place) };
  return { type: "Polygon", coordinates: drawn.coordinates.map((ring) => ring.map(place)) };
}

/** A sign's position as plans keep it. */
export const planPlace = place;

/** A place of a geometry to look at: the point, the middle vertex, the first corner; null without a geometry. */
export function middleOf(geometry: Works["geometry"]): Position | null {
  if (geometry === null) return null;
  if (geometry.type === "Point") return geometry.coordinates;
  if (geometry.type === "LineString")
    return geometry.coordinates[Math.floor(geometry.coordinates.length / 2)] ?? null;
  return geometry.coordinates[0]?.[0] ?? null;
}

/** The middle of a ring's vertices, for a settlement's place. */
export function middleOfRing(ring: readonly Position[]): Position {
  const open = ring.slice(0, -1);
  const sum = open.reduce(([x, y], [lng, lat]) => [x + lng, y + lat] as const, [0, 0] as const);
  return [sum[0] / open.length, sum[1] / open.length];
}
