import { expect, test } from "vitest";
import { measureCoverage } from "../../../core/coverage/measure.ts";
import { TURF_SPHERE, WGS84 } from "../../../core/geodesy/ellipsoid.ts";
import { syntheticRegion } from "../../bench/coverage-data.ts";
import { rule } from "../support/build-snapshot.ts";

const snapshot = syntheticRegion(170_000, 60_000);

/** How many verdicts of a seeded region of 170,000 villages and 60,000 roads Turf's sphere would turn: why WGS 84 decides. */
test.each([
  [500, 100],
  [1000, 138],
  [2000, 98],
])("at %i m, Turf's sphere would turn %i of 170,000 verdicts", (reachM, turned) => {
  const within = rule({ test: { kind: "distance", reachM } });
  const truth = measureCoverage(snapshot, within, { ellipsoid: WGS84 });
  const sphere = measureCoverage(snapshot, within, { ellipsoid: TURF_SPHERE });
  let differing = 0;
  truth.status.forEach((status, n) => {
    if (status === sphere.status[n]) return;
    differing++;
    expect(Math.abs(truth.distanceM[n]! / reachM - 1)).toBeLessThan(0.005);
  });
  expect(differing).toBe(turned);
});
