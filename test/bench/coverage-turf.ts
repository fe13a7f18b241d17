import { lineString, nearestPointOnLine } from "@turf/turf";
import Flatbush from "flatbush";
import type { Position } from "geojson";
import type { Snapshot } from "../../core/coverage/snapshot.ts";

/**
 * Microseconds per village of Turf behind flatbush, on a sample: the nearest boxes give a first road, nearestPointOnLine its distance,
 * and every road whose box lies within that distance is measured.
 */
export function timeTurfFlatbush(snapshot: Snapshot, sample: readonly number[]): number {
  const { road } = snapshot.features;
  const tree = new Flatbush(road.count);
  const lines = Array.from({ length: road.count }, (_, i) => {
    const positions: Position[] = [];
    let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
    for (let v = road.vertexOf[i]!; v < road.vertexOf[i + 1]!; v++) {
      const [x, y] = [road.coordinates[2 * v]!, road.coordinates[2 * v + 1]!];
      positions.push([x, y]);
      [west, south] = [Math.min(west, x), Math.min(south, y)];
      [east, north] = [Math.max(east, x), Math.max(north, y)];
    }
    tree.add(west, south, east, north);
    return lineString(positions);
  });
  tree.finish();
  const distanceKm = (line: number, at: Position): number =>
    nearestPointOnLine(lines[line]!, at).properties.pointDistance;
  const nearestKm = (village: number): number => {
    const [lng, lat] = [snapshot.villages.lng[village]!, snapshot.villages.lat[village]!];
    const [first] = tree.neighbors(lng, lat, 1);
    let least = distanceKm(first!, [lng, lat]);
    const dy = least / 110.5;
    const dx = dy / Math.cos(((Math.abs(lat) + dy) * Math.PI) / 180);
    for (const line of tree.search(lng - dx, lat - dy, lng + dx, lat + dy)) {
      if (line !== first) least = Math.min(least, distanceKm(line, [lng, lat]));
    }
    return least;
  };
  for (const village of sample.slice(0, 200)) nearestKm(village);
  const start = performance.now();
  for (const village of sample) nearestKm(village);
  return ((performance.now() - start) * 1000) / sample.length;
}
