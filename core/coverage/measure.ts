import type { IndicatorRule, SimpleTest } from "../contract/rule.ts";
import { WGS84, type Ellipsoid } from "../geodesy/ellipsoid.ts";
import { isPlace } from "../geodesy/place.ts";
import { judgeTest, type Bench } from "./judge-test.ts";
import { serveThroughNeighbours } from "./neighbours.ts";
import { reasonCode, takeBetter, write, type Outcome } from "./outcome.ts";
import {
  NO,
  NOT_ELIGIBLE,
  NOT_RECORDED,
  SERVED,
  UNKNOWN,
  UNSERVED,
  YES,
  type Snapshot,
  type Verdicts,
} from "./snapshot.ts";
import { eligibilityOf, unitsOf, type Units } from "./units.ts";

export interface MeasureOptions {
  /** The figure of the Earth to measure on; another than WGS 84 only to compare with programs that use a sphere. */
  readonly ellipsoid?: Ellipsoid;
}

/** YES per area where it or an area above it is covered by a dataset of the sector. */
function surveyedOf(snapshot: Snapshot, sector: IndicatorRule["sector"]): Uint8Array {
  const { areas } = snapshot;
  const surveyed = Uint8Array.from(areas.surveyed[sector], (one) => (one === YES ? YES : NO));
  for (let area = 0; area < areas.count; area++) {
    const parent = areas.parent[area]!;
    if (parent >= 0 && surveyed[parent] === YES) surveyed[area] = YES;
  }
  return surveyed;
}

/** What is not surveyed, and a unit without a place, is unknown and not unserved. */
function leaveUnsurveyedUnknown(outcome: Outcome, units: Units, surveyed: Uint8Array): void {
  for (let n = 0; n < units.count; n++) {
    if (outcome.status[n] !== UNSERVED) continue;
    const placed = !Number.isNaN(outcome.distanceM[n]!) || isPlace(units.lng[n]!, units.lat[n]!);
    if (placed && surveyed[units.area[n]!] === YES) continue;
    write(outcome, n, UNKNOWN, "noData", outcome.distanceM[n]!, outcome.feature[n]!);
  }
}

/** Where the geometry does not show service, what was attested counts. */
function believeAttested(outcome: Outcome, units: Units, attested: Uint8Array): void {
  for (let n = 0; n < units.count; n++) {
    const said = attested[n] ?? NOT_RECORDED;
    if (outcome.status[n] === SERVED || said === NOT_RECORDED) continue;
    outcome.status[n] = said === YES ? SERVED : UNSERVED;
    outcome.reason[n] = reasonCode(said === YES ? "attestedServed" : "attestedUnserved");
  }
}

/** The verdict on what a rule does not count, or perhaps does not count. */
function applyEligibility(outcome: Outcome, units: Units, rule: IndicatorRule): void {
  for (let n = 0; n < units.count; n++) {
    const eligible = eligibilityOf(units, rule.eligible, n);
    if (eligible === YES) continue;
    outcome.status[n] = eligible === NO ? NOT_ELIGIBLE : UNKNOWN;
    outcome.reason[n] = reasonCode(eligible === NO ? "notEligible" : "eligibilityUnknown");
  }
}

/**
 * The verdict of one rule on every unit it judges, eligible or not, with reason, nearest feature and distance.
 *
 * The order of saying: what the tests show by geometry; unknown where no dataset covers the area or only features are near that do not
 * record what is asked; then, where there is still no service, what was attested; then a served neighbour, if the rule allows; and last
 * eligibility.
 * Distances are metres on WGS 84 from the outline where there is one. Nothing that is added to the features lowers a status, and neither
 * the order of units nor that of features changes one. An empty snapshot gives empty verdicts.
 */
export function measureCoverage(
  snapshot: Snapshot,
  rule: IndicatorRule,
  options: MeasureOptions = {},
): Verdicts {
  const units = unitsOf(snapshot, rule.unit);
  const bench: Bench = {
    snapshot,
    sector: rule.sector,
    unit: rule.unit,
    ellipsoid: options.ellipsoid ?? WGS84,
  };
  const tests: readonly SimpleTest[] = rule.test.kind === "any" ? rule.test.of : [rule.test];
  let outcome = judgeTest(bench, tests[0]!);
  for (const test of tests.slice(1)) takeBetter(outcome, judgeTest(bench, test));
  leaveUnsurveyedUnknown(outcome, units, surveyedOf(snapshot, rule.sector));
  if (rule.attested && rule.unit === "naturalVillage") {
    believeAttested(outcome, units, snapshot.villages.attested[rule.sector]);
  }
  if (rule.throughNeighbour) {
    outcome = serveThroughNeighbours(outcome, units, rule.throughNeighbour.withinM);
  }
  applyEligibility(outcome, units, rule);
  return { ruleId: rule.id, unit: rule.unit, units: units.index, ...outcome };
}
