import type { Position } from "geojson";
import { REASONS, STATUSES } from "../../../core/contract/coverage.ts";
import { measureCoverage } from "../../../core/coverage/measure.ts";
import { buildSnapshot, rule, type TestRegion } from "./build-snapshot.ts";
import { oracleDestination } from "./oracle.ts";

/** The verdict on one unit, in words. */
export function judge(region: TestRegion, partial: Record<string, unknown>, n = 0) {
  const verdicts = measureCoverage(buildSnapshot(region), rule(partial));
  return {
    status: STATUSES[verdicts.status[n]!],
    reason: REASONS[verdicts.reason[n]!],
    distanceM: verdicts.distanceM[n]!,
    feature: verdicts.feature[n]!,
  };
}

export const VILLAGE: Position = [108, 23];
/** A place some metres east of the village. */
export const east = (metres: number): Position => oracleDestination(108, 23, 90, metres);
/** A road that runs from north to south some metres east of the village. */
export function road(metres: number, more: Record<string, unknown> = {}) {
  const [x] = east(metres);
  const coordinates = [
    [x!, 22.99],
    [x!, 23],
    [x!, 23.01],
  ];
  return { geometry: { type: "LineString" as const, coordinates }, ...more };
}
export const point = (at: Position, more: Record<string, unknown> = {}) => ({
  geometry: { type: "Point" as const, coordinates: at },
  ...more,
});
export function square(west: number, south: number, size: number) {
  const [e, n] = [west + size, south + size];
  return {
    type: "Polygon" as const,
    coordinates: [
      [
        [west, south],
        [e, south],
        [e, n],
        [west, n],
        [west, south],
      ],
    ],
  };
}
export const within = (reachM: number, more: Record<string, unknown> = {}) => ({
  test: { kind: "distance", reachM, ...more },
});
