import Flatbush from "flatbush";
import type { MultiPolygon, Polygon, Position } from "geojson";
import { MAX_REPAIR_NESTINGS } from "../reading/limits.ts";

/** Vertices that are looked at before the count is given up. */
const MAX_STEPS = 5_000_000;

interface Ring {
  positions: Position[];
  part: number;
  isHole: boolean;
  box: [west: number, south: number, east: number, north: number];
}

/**
 * Finds a polygon in which far too many parts lie within other parts, or holes within holes of the same part: the place and the name of
 * the first fault, in the words of GEOS. Null when there are not so many, or when finding out would take too long.
 */
export function findNesting(
  polygon: Polygon | MultiPolygon,
): { place: Position; fault: string } | null {
  const parts = polygon.type === "Polygon" ? [polygon.coordinates] : polygon.coordinates;
  const rings: Ring[] = parts.flatMap((part, k) =>
    part.map((positions, i) => ({ positions, part: k, isHole: i > 0, box: boxOf(positions) })),
  );
  if (rings.length <= MAX_REPAIR_NESTINGS) return null;
  const tree = new Flatbush(rings.length);
  for (const { box } of rings) tree.add(...box);
  tree.finish();
  let first: Ring | null = null;
  let nestings = 0;
  let steps = 0;
  for (const ring of rings) {
    const [x, y] = ring.positions[0]! as [number, number];
    const around = tree.search(x, y, x, y).map((i) => rings[i]!);
    steps += around.length;
    const holds = (other: Ring): boolean => {
      steps += other.positions.length;
      return other !== ring && isWithinBox(ring, other) && isInside(other.positions, x, y);
    };
    const outer = around.find(
      (other) =>
        steps < MAX_STEPS &&
        other.isHole === ring.isHole &&
        (other.part === ring.part) === ring.isHole &&
        holds(other),
    );
    if (steps >= MAX_STEPS) return null;
    if (outer === undefined) continue;
    const isIsland =
      !ring.isHole &&
      around.some((other) => other.isHole && other.part === outer.part && holds(other));
    if (isIsland) continue;
    first ??= ring;
    if (++nestings > MAX_REPAIR_NESTINGS)
      return {
        place: first.positions[0]!,
        fault: first.isHole ? "Holes are nested" : "Nested shells",
      };
  }
  return null;
}

function isWithinBox(inner: Ring, outer: Ring): boolean {
  return (
    inner.box[0] >= outer.box[0] &&
    inner.box[1] >= outer.box[1] &&
    inner.box[2] <= outer.box[2] &&
    inner.box[3] <= outer.box[3]
  );
}

function boxOf(positions: readonly Position[]): Ring["box"] {
  const box: Ring["box"] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of positions) {
    box[0] = Math.min(box[0], x!);
    box[1] = Math.min(box[1], y!);
    box[2] = Math.max(box[2], x!);
    box[3] = Math.max(box[3], y!);
  }
  return box;
}

function isInside(ring: readonly Position[], x: number, y: number): boolean {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [xi, yi] = ring[i]! as [number, number];
    const [xj, yj] = ring[j]! as [number, number];
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) inside = !inside;
  }
  return inside;
}
