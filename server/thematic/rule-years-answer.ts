import type { MapLevel } from "../../core/contract/thematic.ts";
import type { IndicatorRule } from "../../core/contract/rule.ts";
import type { CountedPlan } from "../../core/relocation/finding.ts";
import type { Plan } from "../../core/relocation/plan.ts";
import { ruleYears } from "../../core/thematic/rule-years.ts";
import type { RegionState } from "../coverage/state.ts";
import type { RatesDesk } from "../plans/rates-desk.ts";

type RuleYears = ReturnType<typeof ruleYears>;

const kept = new WeakMap<Plan, { state: RegionState; answers: Map<string, Promise<RuleYears>> }>();

/** Rates of a rule by year for every area of a level, reckoned once for each version of a plan on the same data. */
export function ruleYearsOf(
  rates: RatesDesk,
  state: RegionState,
  count: () => Promise<CountedPlan>,
  question: { readonly plan: Plan; readonly rule: IndicatorRule; readonly by: MapLevel },
): Promise<RuleYears> {
  const { plan, rule, by } = question;
  let of = kept.get(plan);
  if (of?.state !== state) kept.set(plan, (of = { state, answers: new Map() }));
  const { answers } = of;
  const key = `${by} ${rule.id}`;
  let answer = answers.get(key);
  if (answer === undefined) {
    const reckon = async (): Promise<RuleYears> => {
      const { context } = await count();
      return ruleYears(plan, context, by, await rates.statusesOf(state, plan, rule));
    };
    answers.set(key, (answer = reckon()));
    answer.catch(() => answers.delete(key));
  }
  return answer;
}
