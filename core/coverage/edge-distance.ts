import { type Frame } from "../geodesy/ellipsoid.ts";
import { exactSegmentDistanceM, planeDistanceSquared } from "../geodesy/segment-distance.ts";

/** Twice the area of the triangle p-q-r, positive when r lies to the left of p-q. */
function side(px: number, py: number, qx: number, qy: number, rx: number, ry: number): number {
  return (qx - px) * (ry - py) - (qy - py) * (rx - px);
}

/**
 * Square of the metres between the pieces at edges[e] .. edges[e + 3] and ends[s] .. ends[s + 3], in the local frame of a place between
 * or near them: 0 where they cross, else the least of the four distances from an end to the other piece.
 */
export function edgeDistanceSquared(
  edges: Float64Array,
  e: number,
  ends: Float64Array,
  s: number,
  frame: Frame,
  lng: number,
  lat: number,
): number {
  const kx = frame[0]!;
  const kxy = frame[1]!;
  const ky = frame[2]!;
  const kyy = frame[3]!;
  const kxx = frame[4]!;
  let dx = edges[e]! - lng;
  let dy = edges[e + 1]! - lat;
  const ax = dx * (kx + kxy * dy);
  const ay = dy * (ky + kyy * dy) + kxx * dx * dx;
  dx = edges[e + 2]! - lng;
  dy = edges[e + 3]! - lat;
  const bx = dx * (kx + kxy * dy);
  const by = dy * (ky + kyy * dy) + kxx * dx * dx;
  dx = ends[s]! - lng;
  dy = ends[s + 1]! - lat;
  const cx = dx * (kx + kxy * dy);
  const cy = dy * (ky + kyy * dy) + kxx * dx * dx;
  dx = ends[s + 2]! - lng;
  dy = ends[s + 3]! - lat;
  const ex = dx * (kx + kxy * dy);
  const ey = dy * (ky + kyy * dy) + kxx * dx * dx;
  const apart =
    side(ax, ay, bx, by, cx, cy) * side(ax, ay, bx, by, ex, ey) >= 0 ||
    side(cx, cy, ex, ey, ax, ay) * side(cx, cy, ex, ey, bx, by) >= 0;
  // Pieces that only touch are 0 m apart by one of their ends.
  if (!apart) return 0;
  return Math.min(
    planeDistanceSquared(cx - ax, cy - ay, ex - ax, ey - ay),
    planeDistanceSquared(cx - bx, cy - by, ex - bx, ey - by),
    planeDistanceSquared(ax - cx, ay - cy, bx - cx, by - cy),
    planeDistanceSquared(ax - ex, ay - ey, bx - ex, by - ey),
  );
}

/** Metres on WGS 84 between two pieces that do not cross, good to 1 mm. */
export function exactEdgeDistanceM(
  edges: Float64Array,
  e: number,
  ends: Float64Array,
  s: number,
): number {
  const [ax, ay, bx, by] = edges.subarray(e, e + 4) as unknown as [number, number, number, number];
  const [cx, cy, dx, dy] = ends.subarray(s, s + 4) as unknown as [number, number, number, number];
  return Math.min(
    exactSegmentDistanceM(ax, ay, cx, cy, dx, dy),
    exactSegmentDistanceM(bx, by, cx, cy, dx, dy),
    exactSegmentDistanceM(cx, cy, ax, ay, bx, by),
    exactSegmentDistanceM(dx, dy, ax, ay, bx, by),
  );
}
