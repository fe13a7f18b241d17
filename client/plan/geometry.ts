import type { Works } from "../../core/contract/plan.ts";

type Position = readonly [number, number];

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
