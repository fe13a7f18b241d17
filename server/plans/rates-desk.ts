import type { PlanRatesAnswer } from "../../core/contract/plan-service.ts";
import type { IndicatorRule } from "../../core/contract/rule.ts";
import type { AssessedPlan } from "../../core/relocation/assess.ts";
import type { RuleStatuses } from "../../core/relocation/rate-counts.ts";
import { planRates } from "../../core/relocation/rates.ts";
import type { Plan } from "../../core/relocation/plan.ts";
import type { RegionState } from "../coverage/state.ts";
import { ruleStatuses } from "./works-years.ts";

/** Rates of plans. Who is served with a plan's works is kept as long as the plan is, whatever area is then asked about. */
export class RatesDesk {
  readonly #statuses = new WeakMap<
    Plan,
    { state: RegionState; byRule: Map<string, Promise<RuleStatuses>> }
  >();

  /** Rates of an area by every rule: today, after works, after moves and after both, at the end of each year. */
  async rates(
    state: RegionState,
    on: AssessedPlan,
    area: string,
  ): Promise<PlanRatesAnswer["rules"]> {
    const statuses: RuleStatuses[] = [];
    for (const rule of state.rules) statuses.push(await this.statusesOf(state, on.plan, rule));
    return planRates(on.plan, on.context, area, statuses);
  }

  /** The statuses of one of the rules in force, today and at the end of each year of a plan. */
  statusesOf(state: RegionState, plan: Plan, rule: IndicatorRule): Promise<RuleStatuses> {
    let kept = this.#statuses.get(plan);
    if (kept?.state !== state) this.#statuses.set(plan, (kept = { state, byRule: new Map() }));
    const { byRule } = kept;
    let statuses = byRule.get(rule.id);
    if (statuses === undefined) {
      byRule.set(rule.id, (statuses = ruleStatuses(state, plan, rule)));
      statuses.catch(() => byRule.delete(rule.id));
    }
    return statuses;
  }
}
