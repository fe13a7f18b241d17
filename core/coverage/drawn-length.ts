import type { Position } from "geojson";
import { geodesicBetween } from "../geodesy/geodesic.ts";
import { isPlace } from "../geodesy/place.ts";
import type { DrawnGeometry } from "./drawn-feature.ts";

function lengthOfLineM(line: readonly Position[]): number {
  let metres = 0;
  for (let v = 0; v + 1 < line.length; v++) {
    const [[ax, ay], [bx, by]] = [line[v]!, line[v + 1]!] as [Position, Position];
    if (isPlace(ax!, ay!) && isPlace(bx!, by!))
      metres += geodesicBetween(ax!, ay!, bx!, by!).distanceM;
  }
  return metres;
}

/**
 * Metres of a drawn line on WGS 84, all parts together; 0 for points and polygons and for a line of one vertex. Pieces with a vertex that
 * is no place count nothing.
 */
export function lengthOfDrawnM(geometry: DrawnGeometry): number {
  if (geometry.type === "LineString") return lengthOfLineM(geometry.coordinates);
  if (geometry.type !== "MultiLineString") return 0;
  return geometry.coordinates.reduce((sum, line) => sum + lengthOfLineM(line), 0);
}
