import type { Polygon, Position as GeoPosition } from "geojson";
import { type Point, toPosition } from "./plane.ts";
import type { Random } from "./random.ts";

/** Rounded area around the places, reaching `reachKm` beyond each, a little uneven. Always convex and valid. */
export function blobAround(places: readonly Point[], reachKm: number, random: Random): Polygon {
  const corners: Point[] = [];
  for (const [x, y] of places) {
    const turn = random.between(0, 0.7);
    for (let k = 0; k < 9; k++) {
      const angle = turn + (k * 2 * Math.PI) / 9;
      const reach = reachKm * random.between(0.85, 1.15);
      corners.push([x + reach * Math.cos(angle), y + reach * Math.sin(angle)]);
    }
  }
  const ring = convexHull(corners).map(([x, y]) => toPosition(x, y) as unknown as GeoPosition);
  ring.push(ring[0] as GeoPosition);
  return { type: "Polygon", coordinates: [ring] };
}

/** Uneven closed outline around a middle: a slope or a hollow. Star-shaped, so it never crosses itself. */
export function roughRing(x: number, y: number, reachKm: number, random: Random): Point[] {
  const corners = 18;
  const stretch = random.between(0.55, 1);
  const turn = random.between(0, Math.PI);
  const waves = [2, 3, 5].map((count) => ({
    count,
    height: random.between(0.05, 0.16),
    phase: random.between(0, 2 * Math.PI),
  }));
  return Array.from({ length: corners }, (_, k): Point => {
    const angle = (k * 2 * Math.PI) / corners;
    const reach =
      reachKm *
      waves.reduce((sum, wave) => sum + wave.height * Math.sin(wave.count * angle + wave.phase), 1);
    const along = reach * Math.cos(angle);
    const across = reach * stretch * Math.sin(angle);
    return [
      x + along * Math.cos(turn) - across * Math.sin(turn),
      y + along * Math.sin(turn) + across * Math.cos(turn),
    ];
  });
}

/** The ring as a GeoJSON polygon, anticlockwise. */
export function polygonOfRing(ring: readonly Point[]): Polygon {
  const positions = ring.map(([x, y]) => toPosition(x, y) as unknown as GeoPosition);
  positions.push(positions[0] as GeoPosition);
  return { type: "Polygon", coordinates: [positions] };
}

/** Corners of the convex hull, anticlockwise. Source: Andrew's monotone chain, 1979. */
function convexHull(points: readonly Point[]): Point[] {
  const sorted = [...points].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const half = (from: readonly Point[]): Point[] => {
    const chain: Point[] = [];
    for (const point of from) {
      while (chain.length > 1 && turnOf(chain.at(-2) as Point, chain.at(-1) as Point, point) <= 0)
        chain.pop();
      chain.push(point);
    }
    chain.pop();
    return chain;
  };
  return [...half(sorted), ...half(sorted.toReversed())];
}

function turnOf(a: Point, b: Point, c: Point): number {
  return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
}
