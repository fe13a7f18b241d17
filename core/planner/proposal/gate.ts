import type { PlanCheck } from "../../contract/plan-check.ts";
import type { PlanChange, PlanProblem } from "../../contract/plan.ts";
import { checkName, editPlan, listChecks, type AssessedPlan } from "../../relocation/assess.ts";

/** What a change would make of a plan. */
export type Gated =
  | {
      readonly ok: true;
      readonly assessed: AssessedPlan;
      /** Hard checks that fail and did not before, or fail by more; nothing may be proposed or taken over while there are any. */
      readonly breaks: readonly PlanCheck[];
    }
  | { readonly ok: false; readonly problems: readonly PlanProblem[] };

/** Applies a change and looks at everything that the plan is checked for. What was wrong before may stay as it was. */
export function gate(before: AssessedPlan, change: PlanChange): Gated {
  const edited = editPlan(before, change);
  if (!edited.ok) return edited;
  const { assessed } = edited;
  const was = new Map(hardOf(before).map((check) => [checkName(check), check]));
  const breaks = hardOf(assessed).filter((check) => isWorse(check, was.get(checkName(check))));
  return { ok: true, assessed, breaks };
}

function hardOf({ checks }: AssessedPlan): PlanCheck[] {
  return listChecks(checks).filter(({ severity }) => severity === "hard");
}

/** Fails by more than before, or only now. */
function isWorse(check: PlanCheck, before: PlanCheck | undefined): boolean {
  if (before === undefined) return true;
  return missedBy(check) > missedBy(before) + 1e-6;
}

/** By how much an amount misses its limit; 0 for a check that is not about an amount. */
export function missedBy({ actual, limit }: PlanCheck): number {
  return actual === null || limit === null ? 0 : Math.abs(actual - limit);
}
