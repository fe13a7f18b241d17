import { RADIANS, WGS84 } from "./ellipsoid.ts";

/** The shortest line between two places: its length, and its directions at both ends in degrees clockwise from north. */
export interface Geodesic {
  readonly distanceM: number;
  readonly startAzimuth: number;
  readonly endAzimuth: number;
}

/** A place on a geodesic and the direction in which the geodesic goes on there. */
export interface GeodesicPlace {
  readonly lng: number;
  readonly lat: number;
  readonly azimuth: number;
}

const A = WGS84.equatorialRadiusM;
const F = 1 - Math.sqrt(1 - WGS84.eccentricitySquared);
const B = A * (1 - F);
const SECOND_ECCENTRICITY_SQUARED = (A * A - B * B) / (B * B);
const MEAN_RADIUS_M = (2 * A + B) / 3;
const MAX_ROUNDS = 100;

function seriesA(u2: number): number {
  return 1 + (u2 / 16384) * (4096 + u2 * (-768 + u2 * (320 - 175 * u2)));
}

function seriesB(u2: number): number {
  return (u2 / 1024) * (256 + u2 * (-128 + u2 * (74 - 47 * u2)));
}

function arcCorrection(b: number, sinSigma: number, cosSigma: number, cosMiddle: number): number {
  const inner =
    cosSigma * (2 * cosMiddle * cosMiddle - 1) -
    (b / 6) * cosMiddle * (4 * sinSigma * sinSigma - 3) * (4 * cosMiddle * cosMiddle - 3);
  return b * sinSigma * (cosMiddle + (b / 4) * inner);
}

function longitudeCorrection(sinAlpha: number, sigma: number, cosMiddle: number): number {
  const cosSquared = 1 - sinAlpha * sinAlpha;
  const c = (F / 16) * cosSquared * (4 + F * (4 - 3 * cosSquared));
  const bracket = cosMiddle + c * Math.cos(sigma) * (2 * cosMiddle * cosMiddle - 1);
  return (1 - c) * F * sinAlpha * (sigma + c * Math.sin(sigma) * bracket);
}

function reducedLatitude(lat: number): number {
  return Math.atan2((1 - F) * Math.sin(lat * RADIANS), Math.cos(lat * RADIANS));
}

/** Degrees in -180..180. */
function turn(degrees: number): number {
  return degrees - 360 * Math.round(degrees / 360);
}

/**
 * The geodesic on WGS 84 from one place to another, good to 0.1 mm. Two equal places: 0 m, azimuths 0. Nearly antipodal places, for
 * which the series does not settle, get the length and directions of the last round on the mean sphere (0.5 %).
 * Source: T. Vincenty, Direct and inverse solutions of geodesics on the ellipsoid, Survey Review XXIII/176 (1975).
 */
export function geodesicBetween(lng1: number, lat1: number, lng2: number, lat2: number): Geodesic {
  if (lng1 === lng2 && lat1 === lat2) return { distanceM: 0, startAzimuth: 0, endAzimuth: 0 };
  const difference = turn(lng2 - lng1) * RADIANS;
  const u1 = reducedLatitude(lat1);
  const u2 = reducedLatitude(lat2);
  const sinU1 = Math.sin(u1);
  const cosU1 = Math.cos(u1);
  const sinU2 = Math.sin(u2);
  const cosU2 = Math.cos(u2);
  let lambda = difference;
  for (let round = 0; ; round++) {
    const sinLambda = Math.sin(lambda);
    const cosLambda = Math.cos(lambda);
    const east = cosU2 * sinLambda;
    const north = cosU1 * sinU2 - sinU1 * cosU2 * cosLambda;
    const sinSigma = Math.sqrt(east * east + north * north);
    const cosSigma = sinU1 * sinU2 + cosU1 * cosU2 * cosLambda;
    const sigma = Math.atan2(sinSigma, cosSigma);
    const sinAlpha = sinSigma === 0 ? 0 : (cosU1 * cosU2 * sinLambda) / sinSigma;
    const cosSquared = 1 - sinAlpha * sinAlpha;
    const cosMiddle = cosSquared < 1e-15 ? 0 : cosSigma - (2 * sinU1 * sinU2) / cosSquared;
    const next = difference + longitudeCorrection(sinAlpha, sigma, cosMiddle);
    const settled = Math.abs(next - lambda) < 1e-13;
    if (settled || round === MAX_ROUNDS || !(Math.abs(next) <= Math.PI)) {
      const u2Series = cosSquared * SECOND_ECCENTRICITY_SQUARED;
      const arc = sigma - arcCorrection(seriesB(u2Series), sinSigma, cosSigma, cosMiddle);
      return {
        distanceM: settled ? B * seriesA(u2Series) * arc : MEAN_RADIUS_M * sigma,
        startAzimuth: Math.atan2(east, north) / RADIANS,
        endAzimuth:
          Math.atan2(cosU1 * sinLambda, cosU1 * sinU2 * cosLambda - sinU1 * cosU2) / RADIANS,
      };
    }
    lambda = next;
  }
}

/**
 * The place that lies a distance along the geodesic that leaves a place in a direction (degrees clockwise from north), good to 0.1 mm.
 * Source: as `geodesicBetween`.
 */
export function geodesicDestination(
  lng: number,
  lat: number,
  azimuth: number,
  distanceM: number,
): GeodesicPlace {
  const sinAzimuth = Math.sin(azimuth * RADIANS);
  const cosAzimuth = Math.cos(azimuth * RADIANS);
  const u1 = reducedLatitude(lat);
  const sinU1 = Math.sin(u1);
  const cosU1 = Math.cos(u1);
  const sigma1 = Math.atan2(sinU1, cosU1 * cosAzimuth);
  const sinAlpha = cosU1 * sinAzimuth;
  const u2Series = (1 - sinAlpha * sinAlpha) * SECOND_ECCENTRICITY_SQUARED;
  const b = seriesB(u2Series);
  const straight = distanceM / (B * seriesA(u2Series));
  let sigma = straight;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const middle = Math.cos(2 * sigma1 + sigma);
    const next = straight + arcCorrection(b, Math.sin(sigma), Math.cos(sigma), middle);
    const settled = Math.abs(next - sigma) < 1e-13;
    sigma = next;
    if (settled) break;
  }
  const sinSigma = Math.sin(sigma);
  const cosSigma = Math.cos(sigma);
  const back = sinU1 * sinSigma - cosU1 * cosSigma * cosAzimuth;
  const lambda = Math.atan2(
    sinSigma * sinAzimuth,
    cosU1 * cosSigma - sinU1 * sinSigma * cosAzimuth,
  );
  const cosMiddle = Math.cos(2 * sigma1 + sigma);
  return {
    lng: turn(lng + (lambda - longitudeCorrection(sinAlpha, sigma, cosMiddle)) / RADIANS),
    lat:
      Math.atan2(
        sinU1 * cosSigma + cosU1 * sinSigma * cosAzimuth,
        (1 - F) * Math.sqrt(sinAlpha * sinAlpha + back * back),
      ) / RADIANS,
    azimuth: Math.atan2(sinAlpha, -back) / RADIANS,
  };
}
