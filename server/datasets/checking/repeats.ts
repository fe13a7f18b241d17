import type { MultiPolygon, Polygon, Position } from "geojson";

/**
 * The polygon without what is drawn twice and adds nothing: vertices that repeat the one before, a ring that runs round more than once,
 * a hole that is there already, a part that is there already. What encloses the same ground stays; a new object where anything went.
 */
export function withoutRepeats(polygon: Polygon | MultiPolygon): Polygon | MultiPolygon {
  if (polygon.type === "Polygon")
    return { type: "Polygon", coordinates: ringsWithoutRepeats(polygon.coordinates) };
  const parts = new Map<string, Position[][]>();
  for (const part of polygon.coordinates) {
    const rings = ringsWithoutRepeats(part);
    const key = rings.map(keyOf).sort().join("|");
    if (!parts.has(key)) parts.set(key, rings);
  }
  return { type: "MultiPolygon", coordinates: [...parts.values()] };
}

function ringsWithoutRepeats(rings: readonly Position[][]): Position[][] {
  const [shell = [], ...holes] = rings.map(once);
  const kept = new Map<string, Position[]>();
  for (const hole of holes) {
    const key = keyOf(hole);
    if (!kept.has(key)) kept.set(key, hole);
  }
  return [shell, ...kept.values()];
}

/** A closed ring run round once, without repeated vertices. */
function once(ring: Position[]): Position[] {
  const corners = ring.filter((each, i) => i === 0 || !isSame(each, ring[i - 1]!));
  corners.pop();
  const period = periodOf(corners);
  if (period < 3) return ring;
  return [...corners.slice(0, period), corners[0]!];
}

/** The length of the shortest beginning of which the whole is a repetition; found by borders, as in the search of Knuth, Morris and Pratt. */
function periodOf(corners: readonly Position[]): number {
  const border = new Int32Array(corners.length);
  for (let i = 1, length = 0; i < corners.length; i++) {
    while (length > 0 && !isSame(corners[i]!, corners[length]!)) length = border[length - 1]!;
    if (isSame(corners[i]!, corners[length]!)) length++;
    border[i] = length;
  }
  const period = corners.length - (border.at(-1) ?? 0);
  return corners.length % period === 0 ? period : corners.length;
}

function isSame(a: Position, b: Position): boolean {
  return a[0] === b[0] && a[1] === b[1];
}

/** The same text for the same ring, wherever it begins and whichever way it runs. */
function keyOf(ring: readonly Position[]): string {
  const corners = ring.slice(0, -1).map(([x, y]) => `${x} ${y}`);
  const least = corners.reduce((best, each, i) => (each < corners[best]! ? i : best), 0);
  const forwards = [...corners.slice(least), ...corners.slice(0, least)];
  const backwards = [forwards[0]!, ...forwards.slice(1).reverse()];
  const [one, other] = [forwards.join(), backwards.join()];
  return one < other ? one : other;
}
