import type { IndicatorRule, SimpleTest } from "../../core/contract/rule.ts";

/** Values asked for instead of the rule's own. */
export interface Overrides {
  reachM?: number | undefined;
  minHouseholds?: number | undefined;
}

/** The distance that a rule judges by: its first distance test; null when it has none. */
export function reachOf(rule: IndicatorRule): number | null {
  const tests: readonly SimpleTest[] = rule.test.kind === "any" ? rule.test.of : [rule.test];
  for (const test of tests) if (test.kind === "distance") return test.reachM;
  return null;
}

export type Override =
  | { ok: true; rule: IndicatorRule; changed: boolean }
  | { ok: false; code: "reachNotApplicable"; field: "reachM" };

/**
 * The rule with another reach (of every distance test in it) or another least number of households.
 * `changed` is false when the values are the rule's own, so that the stored run answers. A reach for a rule without a distance is refused.
 */
export function overrideRule(rule: IndicatorRule, overrides: Overrides): Override {
  let next = rule;
  const { reachM, minHouseholds } = overrides;
  if (reachM !== undefined) {
    const own = reachOf(rule);
    if (own === null) return { ok: false, code: "reachNotApplicable", field: "reachM" };
    if (own !== reachM) {
      const within = (test: SimpleTest): SimpleTest =>
        test.kind === "distance" ? { ...test, reachM } : test;
      const test =
        next.test.kind === "any"
          ? { ...next.test, of: next.test.of.map(within) }
          : within(next.test);
      next = { ...next, test };
    }
  }
  if (minHouseholds !== undefined && (rule.eligible.minHouseholds ?? 0) !== minHouseholds) {
    next = { ...next, eligible: { ...next.eligible, minHouseholds } };
  }
  return { ok: true, rule: next, changed: next !== rule };
}
