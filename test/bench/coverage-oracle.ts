import Flatbush from "flatbush";
import geodesic from "geographiclib-geodesic";
import type { Snapshot } from "../../core/coverage/snapshot.ts";

const { WGS84 } = geodesic.Geodesic;

function inverse(lng1: number, lat1: number, lng2: number, lat2: number): number {
  return WGS84.Inverse(lat1, lng1, lat2, lng2).s12!;
}

/**
 * Metres from a place to a segment by golden-section search along the geodesic: slow, and shares nothing with the engine.
 * Source: J. Kiefer, Sequential minimax search for a maximum (1953).
 */
export function oracleDistanceM(
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
    return inverse(lng, lat, place.lon2!, place.lat2!);
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

/**
 * Which villages have a road within a reach, by geographiclib. Asked only of those whose verdict a metre on either side might turn: the
 * others keep the engine's verdict.
 */
export function servedByGeodesics(
  snapshot: Snapshot,
  reachM: number,
  served: Uint8Array,
): Uint8Array {
  const { villages, features } = snapshot;
  const { road } = features;
  const segments: [number, number, number, number][] = [];
  for (let i = 0; i < road.count; i++) {
    for (let v = road.vertexOf[i]!; v + 1 < road.vertexOf[i + 1]!; v++) {
      segments.push([...road.coordinates.subarray(2 * v, 2 * v + 4)] as (typeof segments)[number]);
    }
  }
  const tree = new Flatbush(segments.length);
  for (const [ax, ay, bx, by] of segments) {
    tree.add(Math.min(ax, bx), Math.min(ay, by), Math.max(ax, bx), Math.max(ay, by));
  }
  tree.finish();
  const truth = served.slice();
  for (let i = 0; i < villages.count; i++) {
    const [lng, lat] = [villages.lng[i]!, villages.lat[i]!];
    const dy = (reachM * 1.02) / 110_500;
    const dx = dy / Math.cos(((Math.abs(lat) + dy) * Math.PI) / 180);
    let nearest = Infinity;
    for (const k of tree.search(lng - dx, lat - dy, lng + dx, lat + dy)) {
      nearest = Math.min(nearest, roughDistanceM(lng, lat, segments[k]!));
    }
    if (Math.abs(nearest - reachM) > 0.01 * reachM) continue;
    truth[i] = 0;
    for (const k of tree.search(lng - dx, lat - dy, lng + dx, lat + dy)) {
      if (roughDistanceM(lng, lat, segments[k]!) > 1.02 * reachM) continue;
      if (oracleDistanceM(lng, lat, ...segments[k]!) <= reachM) truth[i] = 1;
    }
  }
  return truth;
}

/** Metres to a segment on a flat map, within a per cent: only to leave out what is surely near or surely far. */
function roughDistanceM(
  lng: number,
  lat: number,
  [ax, ay, bx, by]: readonly [number, number, number, number],
): number {
  const kx = 111_320 * Math.cos((lat * Math.PI) / 180);
  const [x, y] = [(ax - lng) * kx, (ay - lat) * 110_900];
  const [dx, dy] = [(bx - ax) * kx, (by - ay) * 110_900];
  const squared = dx * dx + dy * dy;
  const t = squared > 0 ? Math.max(0, Math.min(1, -(x * dx + y * dy) / squared)) : 0;
  return Math.hypot(x + t * dx, y + t * dy);
}
