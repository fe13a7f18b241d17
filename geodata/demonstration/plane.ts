import type { Position } from "../../core/contract/record.ts";

/** A place on the working plane, in kilometres. */
export type Point = readonly [xKm: number, yKm: number];

const CENTRE_LNG = 108.5;
const CENTRE_LAT = 23.8;
const KM_PER_DEGREE_LAT = 110.77;
const KM_PER_DEGREE_LNG = 111.32;

const cosOf = (lat: number): number => Math.cos((lat * Math.PI) / 180);

/** Sinusoidal plane around the middle of Guangxi: equal in area, true in length to about 3 % at the edges. */
export function toPlane([lng, lat]: readonly [number, number]): Point {
  return [
    (lng - CENTRE_LNG) * KM_PER_DEGREE_LNG * cosOf(lat),
    (lat - CENTRE_LAT) * KM_PER_DEGREE_LAT,
  ];
}

/** Longitude and latitude to six decimals (0.1 m), so that equal points stay equal in every dataset. */
export function toPosition(x: number, y: number): Position {
  const lat = CENTRE_LAT + y / KM_PER_DEGREE_LAT;
  const lng = CENTRE_LNG + x / (KM_PER_DEGREE_LNG * cosOf(lat));
  return [Math.round(lng * 1e6) / 1e6, Math.round(lat * 1e6) / 1e6];
}

/** True when the place lies inside the ring (even-odd; the ring need not repeat its first point). */
export function isInside(ring: readonly Point[], x: number, y: number): boolean {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [ax, ay] = ring[i] as Point;
    const [bx, by] = ring[j] as Point;
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
  }
  return inside;
}

/** Distance in kilometres from a place to a segment. */
export function distanceToSegment(
  x: number,
  y: number,
  ax: number,
  ay: number,
  bx: number,
  by: number,
): number {
  const dx = bx - ax;
  const dy = by - ay;
  const lengthSquared = dx * dx + dy * dy;
  const t =
    lengthSquared === 0
      ? 0
      : Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / lengthSquared));
  return Math.hypot(x - ax - t * dx, y - ay - t * dy);
}
