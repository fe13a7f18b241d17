/** A figure of the Earth: half its equatorial axis and the square of its first eccentricity. */
export interface Ellipsoid {
  readonly equatorialRadiusM: number;
  readonly eccentricitySquared: number;
}

const FLATTENING = 1 / 298.257223563;

/** WGS 84, on which every distance that is shown or judged is measured. Source: NIMA TR8350.2. */
export const WGS84: Ellipsoid = {
  equatorialRadiusM: 6_378_137,
  eccentricitySquared: FLATTENING * (2 - FLATTENING),
};

/** The sphere on which Turf measures; only to compare with Turf. */
export const TURF_SPHERE: Ellipsoid = { equatorialRadiusM: 6_371_008.8, eccentricitySquared: 0 };

export const RADIANS = Math.PI / 180;

/** Coefficients of a local frame, see `localFrame`. */
export type Frame = Float64Array;

export function createFrame(): Frame {
  return new Float64Array(5);
}

/**
 * Writes into `frame` the second-order east-north frame at a latitude. A place dx, dy degrees from the centre lies at
 *   east  = dx * (frame[0] + frame[1] * dy)
 *   north = dy * (frame[2] + frame[3] * dy) + frame[4] * dx * dx      metres.
 * What is left out is of third order. Measured against geographiclib at China's latitudes: at most 0.1 mm at 500 m, 0.7 mm at 2 km,
 * 2 mm at 5 km, 1 cm at 10 km and 7 cm at 20 km, for segments up to 10 km.
 * Source: series of the geodesic about its start (Helmert); radii of curvature M and N.
 */
export function localFrame(lat: number, ellipsoid: Ellipsoid, frame: Frame): void {
  const sine = Math.sin(lat * RADIANS);
  const cosine = Math.cos(lat * RADIANS);
  const e2 = ellipsoid.eccentricitySquared;
  const w = 1 - e2 * sine * sine;
  const primeVertical = ellipsoid.equatorialRadiusM / Math.sqrt(w);
  const meridian = (primeVertical * (1 - e2)) / w;
  frame[0] = primeVertical * cosine * RADIANS;
  frame[1] = -meridian * sine * RADIANS * RADIANS;
  frame[2] = meridian * RADIANS;
  frame[3] = ((1.5 * meridian * e2 * sine * cosine) / w) * RADIANS * RADIANS;
  frame[4] = 0.5 * primeVertical * sine * cosine * RADIANS * RADIANS;
}
