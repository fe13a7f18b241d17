import type { Rate, Rates } from "../../core/contract/coverage.ts";
import { SECTORS, type IndicatorRule, type SimpleTest } from "../../core/contract/rule.ts";
import type { Language, ViewState } from "../view-state.ts";
import type { Question } from "../api.ts";

/** The name of a rule in the language of the page; its id where it has none. */
export function ruleName(rule: IndicatorRule, language: Language): string {
  return (language === "en" ? rule.name?.en : rule.name?.zh) ?? rule.id;
}

/** Rules by sector, sectors in their fixed order, rules in the order given. */
export function rulesBySector(rules: readonly IndicatorRule[]) {
  return SECTORS.map((sector) => ({
    sector,
    rules: rules.filter((rule) => rule.sector === sector),
  })).filter((group) => group.rules.length > 0);
}

/** The single tests of a rule: one, or the alternatives of `any`. */
export function testsOf(rule: IndicatorRule): readonly SimpleTest[] {
  return rule.test.kind === "any" ? rule.test.of : [rule.test];
}

/** The reach that a threshold may change: that of the rule's only distance test. Null when there is none or they differ. */
export function reachOf(rule: IndicatorRule): number | null {
  const reaches = new Set(
    testsOf(rule).flatMap((test) => (test.kind === "distance" ? [test.reachM] : [])),
  );
  return reaches.size === 1 ? [...reaches][0]! : null;
}

/** The question that a view asks: thresholds only where they differ from the rule's own. */
export function questionOf(
  rule: IndicatorRule,
  area: string,
  view: Pick<ViewState, "reachM" | "minHouseholds">,
): Question {
  const reachM = reachOf(rule);
  return {
    rule: rule.id,
    area,
    reachM:
      reachM === null || view.reachM === null || view.reachM === reachM ? undefined : view.reachM,
    minHouseholds:
      rule.unit !== "naturalVillage" ||
      view.minHouseholds === null ||
      view.minHouseholds === (rule.eligible.minHouseholds ?? 0)
        ? undefined
        : view.minHouseholds,
  };
}

/** The rate that a rule is headed by: of villages, households or persons. */
export const headlineOf = (rates: Rates, rule: IndicatorRule): Rate => rates[rule.headline];

/** Thresholds that the slider stops at, in metres, with the rule's own among them. */
export function reachSteps(ownM: number): number[] {
  const steps = [100, 200, 300, 400, 500, 600, 800, 1000, 1500, 2000, 3000, 5000, 10_000];
  return [...new Set([...steps, ownM])].sort((a, b) => a - b);
}
