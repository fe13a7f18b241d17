import { geodesicBetween } from "../geodesy/geodesic.ts";
import type { DrawnGeometry } from "./drawn-feature.ts";

type Line = readonly (readonly number[])[];

function lengthOfLineM(line: Line): number {
  let sum = 0;
  for (let i = 0; i + 1 < line.length; i++)
    sum += geodesicBetween(
      line[i]![0]!,
      line[i]![1]!,
      line[i + 1]![0]!,
      line[i + 1]![1]!,
    ).distanceM;
  return sum;
}

/** Length of what is drawn in metres on WGS 84: of a line from end to end; 0 for points and areas. */
export function lengthOfDrawnM(geometry: DrawnGeometry): number {
  if (geometry.type === "LineString") return lengthOfLineM(geometry.coordinates);
  if (geometry.type !== "MultiLineString") return 0;
  return geometry.coordinates.reduce((sum, line) => sum + lengthOfLineM(line), 0);
}
