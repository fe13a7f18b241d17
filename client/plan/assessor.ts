import {
  assessNext,
  assessPlan,
  learnFacts,
  type AssessedPlan,
} from "../../core/relocation/assess.ts";
import type { PlanContext, PlanFacts } from "../../core/relocation/context.ts";
import type { Plan } from "../../core/relocation/plan.ts";

/** Assesses one state of a plan after another; each costs only what differs from the last one. The answer depends on nothing else. */
export class Assessor {
  #last: AssessedPlan | null = null;
  #context: PlanContext | null = null;

  assess(plan: Plan, context: PlanContext, facts: PlanFacts): AssessedPlan {
    let next =
      this.#last === null || this.#context !== context
        ? assessPlan({ plan, context: { ...context, facts } })
        : assessNext(this.#last, plan);
    if (next.context.facts !== facts) next = learnFacts(next, facts);
    this.#last = next;
    this.#context = context;
    return next;
  }
}
