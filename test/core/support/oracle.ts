import geodesic from "geographiclib-geodesic";

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

/** Metres from a place to a segment, by golden-section search along geographiclib's geodesic. */
export function oracleSegmentM(
  lng: number,
  lat: number,
  ax: number,
  ay: number,
  bx: number,
  by: number,
): number {
  const line = WGS84.InverseLine(ay, ax, by, bx);
  const at = (along: number): number => {
    const place = line.Position(along);
    return oracleBetweenM(lng, lat, place.lon2!, place.lat2!);
  };
  const shrink = (Math.sqrt(5) - 1) / 2;
  let [low, high] = [0, line.s13];
  const ends = Math.min(at(low), at(high));
  while (high - low > 1e-3) {
    const left = high - shrink * (high - low);
    const right = low + shrink * (high - low);
    if (at(left) < at(right)) high = right;
    else low = left;
  }
  return Math.min(ends, at((low + high) / 2));
}
