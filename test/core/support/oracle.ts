import geodesic from "geographiclib-geodesic";
import { oracleDistanceM } from "../../bench/coverage-oracle.ts";

const { WGS84 } = geodesic.Geodesic;

/** Metres between two places by geographiclib. */
export function oracleBetweenM(lng1: number, lat1: number, lng2: number, lat2: number): number {
  return WGS84.Inverse(lat1, lng1, lat2, lng2).s12!;
}

/** The place some metres away in a direction, by geographiclib. */
export function oracleDestination(
  lng: number,
  lat: number,
  azimuth: number,
  distanceM: number,
): [lng: number, lat: number] {
  const place = WGS84.Direct(lat, lng, azimuth, distanceM);
  return [place.lon2!, place.lat2!];
}

/** Metres from a place to a segment by geographiclib, without anything of the engine. */
export const oracleSegmentM = oracleDistanceM;
