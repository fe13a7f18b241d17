import type { PlanRatesAnswer } from "../../core/contract/plan-service.ts";
import type { AssessedPlan } from "../../core/relocation/assess.ts";
import { planRates, type RuleStatuses } from "../../core/relocation/rates.ts";
import type { Plan } from "../../core/relocation/plan.ts";
import type { RegionState } from "../coverage/state.ts";
import { ruleStatuses } from "./works-years.ts";

/** Rates of plans. Who is served with a plan's works is kept as long as the plan is, whatever area is then asked about. */
export class RatesDesk {
  readonly #statuses = new WeakMap<
    Plan,
    { state: RegionState; statuses: Promise<RuleStatuses[]> }
  >();

  /** Rates of an area by every rule: today, after works, after moves and after both, at the end of each year. */
  async rates(
    state: RegionState,
    on: AssessedPlan,
    area: string,
  ): Promise<PlanRatesAnswer["rules"]> {
    return planRates(on.plan, on.context, area, await this.#statusesOf(state, on.plan));
  }

  #statusesOf(state: RegionState, plan: Plan): Promise<RuleStatuses[]> {
    const kept = this.#statuses.get(plan);
    if (kept?.state === state) return kept.statuses;
    const statuses = ruleStatuses(state, plan);
    this.#statuses.set(plan, { state, statuses });
    statuses.catch(() => this.#statuses.delete(plan));
    return statuses;
  }
}
