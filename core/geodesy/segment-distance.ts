import { createFrame, localFrame, RADIANS, type Ellipsoid, type Frame } from "./ellipsoid.ts";
import { geodesicBetween, geodesicDestination } from "./geodesic.ts";

/** Segments longer than this are split where they are loaded: beyond it the local frame is no longer good to the millimetre. */
export const LONGEST_SEGMENT_M = 10_000;

/** Beyond this distance the local frame is left for the geodesic itself. */
export const FRAME_REACH_M = 20_000;

/**
 * How far a distance by the local frame may lie from a threshold and still be rechecked exactly: more than five times the largest
 * difference between frame and geodesic at that distance (see `localFrame`), growing as that does with the cube.
 */
export function recheckBandM(thresholdM: number): number {
  return 0.05 + 2e-5 * thresholdM + 2e-14 * thresholdM ** 3;
}

/** Square of the metres from the origin to the segment a-b, all in the plane. A zero-length segment is its point. */
export function planeDistanceSquared(ax: number, ay: number, bx: number, by: number): number {
  const dx = bx - ax;
  const dy = by - ay;
  const squared = dx * dx + dy * dy;
  let t = squared > 0 ? -(ax * dx + ay * dy) / squared : 0;
  t = t < 0 ? 0 : t > 1 ? 1 : t;
  const x = ax + t * dx;
  const y = ay + t * dy;
  return x * x + y * y;
}

const scratch: Frame = createFrame();

/** Metres from a point to a segment of at most `LONGEST_SEGMENT_M` in the local frame of the point. */
export function frameDistanceM(
  lng: number,
  lat: number,
  lngA: number,
  latA: number,
  lngB: number,
  latB: number,
  ellipsoid: Ellipsoid,
): number {
  localFrame(lat, ellipsoid, scratch);
  const [kx, kxy, ky, kyy, kxx] = scratch as unknown as [number, number, number, number, number];
  const xa = lngA - lng;
  const ya = latA - lat;
  const xb = lngB - lng;
  const yb = latB - lat;
  return Math.sqrt(
    planeDistanceSquared(
      xa * (kx + kxy * ya),
      ya * (ky + kyy * ya) + kxx * xa * xa,
      xb * (kx + kxy * yb),
      yb * (ky + kyy * yb) + kxx * xb * xb,
    ),
  );
}

/**
 * Metres on WGS 84 from a point to a segment (the geodesic between two places), good to 1 mm: walks along the segment to the place from
 * which the point is seen at a right angle, or to an end. Works at any length of segment.
 */
export function exactSegmentDistanceM(
  lng: number,
  lat: number,
  lngA: number,
  latA: number,
  lngB: number,
  latB: number,
): number {
  const segment = geodesicBetween(lngA, latA, lngB, latB);
  const fromA = geodesicBetween(lngA, latA, lng, lat);
  if (segment.distanceM === 0 || fromA.distanceM === 0) return fromA.distanceM;
  const length = segment.distanceM;
  const ahead = Math.cos((fromA.startAzimuth - segment.startAzimuth) * RADIANS);
  let along = Math.max(0, Math.min(length, fromA.distanceM * ahead));
  for (let round = 0; round < 50; round++) {
    const foot = geodesicDestination(lngA, latA, segment.startAzimuth, along);
    const toPoint = geodesicBetween(foot.lng, foot.lat, lng, lat);
    const step = toPoint.distanceM * Math.cos((toPoint.startAzimuth - foot.azimuth) * RADIANS);
    const next = Math.max(0, Math.min(length, along + step));
    // A step of 1 cm changes the distance by less than 0.1 mm once the foot is within centimetres of the right angle.
    if (Math.abs(next - along) < 1e-3) return toPoint.distanceM;
    along = next;
  }
  const foot = geodesicDestination(lngA, latA, segment.startAzimuth, along);
  return geodesicBetween(foot.lng, foot.lat, lng, lat).distanceM;
}
