import type { Box } from "./polygons.ts";

/**
 * Metres to a degree on WGS 84 from below, and the frame's terms of second order (see `localFrame`) from above, at any latitude:
 * ky >= 110,574, |kyy| <= 10, |kxx| <= 488, |kxy| <= 1,950, kx >= 111,319 cos(latitude).
 */
const NORTH_M = 110_574;
const EAST_M = 111_319;
const KYY = 10;
const KXX = 488;
const KXY = 1_950;
/** What rounding may add to a bound: a part in a billion and a micrometre. */
const SURELY = 1 - 1e-9;
const SURELY_M = 1e-6;

/**
 * Square of metres from below: no place in the box at boxes[at] .. boxes[at + 3], in its own local frame or in that of the middle of an
 * edge no longer than two `halfEdge` degrees through it, lies nearer to a straight piece in the other box. `cosine` is that of the
 * latitude of the first box that is farthest from the equator.
 * The frame puts what lies dx, dy away at dx (kx + kxy dy) and dy (ky + kyy dy) + kxx dx2, and a piece between its ends: each of the two
 * is bounded by itself.
 */
export function boundSquared(
  boxes: Float64Array,
  at: number,
  cosine: number,
  halfEdge: number,
  other: Box,
): number {
  const west = boxes[at]!;
  const south = boxes[at + 1]!;
  const east = boxes[at + 2]!;
  const north = boxes[at + 3]!;
  const gapX = Math.max(0, other[0] - east, west - other[2]);
  const gapY = Math.max(0, other[1] - north, south - other[3]);
  if (gapX === 0 && gapY === 0) return 0;
  const mostX = Math.max(other[2] - west, east - other[0]);
  const mostY = Math.max(other[3] - south, north - other[1]);
  const slant = KXY * halfEdge * mostY;
  const eastM = gapX * Math.max(0, EAST_M * cosine - KXY * mostY) - slant;
  const northM = gapY * Math.max(0, NORTH_M - 2 * KYY * mostY) - KXX * mostX * mostX;
  const x = Math.max(0, eastM - SURELY_M);
  const y = Math.max(0, northM - SURELY_M);
  return (x * x + y * y) * SURELY;
}
