import type { IndicatorRule, SimpleTest } from "../contract/rule.ts";
import { WGS84, type Ellipsoid } from "../geodesy/ellipsoid.ts";
import { choose } from "./choice.ts";
import { targetOf } from "./choice-target.ts";
import { judgeOf, onlyOf } from "./judge-test.ts";
import { servedNeighbours } from "./neighbours.ts";
import { createAnswer, createOutcome, load, store, takeBetter, type Outcome } from "./outcome.ts";
import { SERVED, type Snapshot, type Verdicts } from "./snapshot.ts";
import { conclusionOf, standingOf } from "./standing.ts";
import { unitsOf, type Units } from "./units.ts";

export interface MeasureOptions {
  /** The figure of the Earth to measure on; another than WGS 84 only to compare with programs that use a sphere. */
  readonly ellipsoid?: Ellipsoid;
}

/** The tests of a rule, any of which is enough. */
export function testsOf(rule: IndicatorRule): readonly SimpleTest[] {
  return rule.test.kind === "any" ? rule.test.of : [rule.test];
}

/** What one test says of every unit of a rule, by geometry alone. */
function judgeTest(
  snapshot: Snapshot,
  rule: IndicatorRule,
  test: SimpleTest,
  ellipsoid: Ellipsoid,
): Outcome {
  const units = unitsOf(snapshot, rule.unit);
  const { yes, maybe } = choose(snapshot, rule.sector, test, onlyOf(test));
  const targets = {
    yes: targetOf(yes, snapshot, rule.unit, ellipsoid),
    maybe: maybe && targetOf(maybe, snapshot, rule.unit, ellipsoid),
  };
  const judge = judgeOf(units, test, targets, ellipsoid === WGS84);
  const outcome = createOutcome(units);
  const answer = createAnswer();
  for (let n = 0; n < units.count; n++) {
    judge(n, answer);
    store(outcome, n, answer);
  }
  return outcome;
}

/**
 * What a rule says of every unit before its neighbours and its eligibility are looked at: the best that any test shows by geometry, and
 * where that is no service, what is surveyed and what was attested.
 */
export function measureAlone(
  snapshot: Snapshot,
  rule: IndicatorRule,
  ellipsoid: Ellipsoid = WGS84,
): Outcome {
  const units = unitsOf(snapshot, rule.unit);
  const [first, ...others] = testsOf(rule);
  const outcome = judgeTest(snapshot, rule, first!, ellipsoid);
  const standing = standingOf(snapshot, rule);
  const answer = createAnswer();
  const other = createAnswer();
  // Test by test, so that the grids of one test may be forgotten before those of the next are made.
  for (const test of others) {
    const more = judgeTest(snapshot, rule, test, ellipsoid);
    for (let n = 0; n < units.count; n++) {
      load(answer, outcome, n);
      load(other, more, n);
      takeBetter(answer, other);
      store(outcome, n, answer);
    }
  }
  for (let n = 0; n < units.count; n++) {
    if (outcome.status[n] === SERVED) continue;
    load(answer, outcome, n);
    standing(n, answer);
    store(outcome, n, answer);
  }
  return outcome;
}

/** 1 for every unit that a neighbour serves, null for a rule that does not ask for neighbours. */
export function throughNeighbours(
  outcome: Outcome,
  units: Units,
  rule: IndicatorRule,
): Uint8Array | null {
  return rule.throughNeighbour
    ? servedNeighbours(outcome, units, rule.throughNeighbour.withinM)
    : null;
}

/**
 * The verdict of one rule on every unit it judges, eligible or not, with reason, nearest feature and distance.
 *
 * The order of saying: what the tests show by geometry; unknown where no dataset covers the area or only features are near that do not
 * record what is asked; then, where there is still no service, what was attested; then a served neighbour, if the rule allows; and last
 * eligibility.
 * Distances are metres on WGS 84 from the outline where there is one; of equally near features the first is named. Nothing that is added
 * to the features lowers a status, and neither the order of units nor that of features changes one. An empty snapshot gives empty
 * verdicts.
 */
export function measureCoverage(
  snapshot: Snapshot,
  rule: IndicatorRule,
  options: MeasureOptions = {},
): Verdicts {
  const units = unitsOf(snapshot, rule.unit);
  const outcome = measureAlone(snapshot, rule, options.ellipsoid);
  const conclude = conclusionOf(units, rule, throughNeighbours(outcome, units, rule));
  const answer = createAnswer();
  for (let n = 0; n < units.count; n++) {
    load(answer, outcome, n);
    conclude(n, answer);
    store(outcome, n, answer);
  }
  return { ruleId: rule.id, unit: rule.unit, units: units.index, ...outcome };
}
