import type { PlanSummary } from "../../core/contract/plan-service.ts";

/** Plans that say something about an area: its own, those of the areas above it and of those in it; nearest first, then newest first. */
export function plansAbout(
  plans: readonly PlanSummary[],
  area: { code: string; ancestors: readonly { code: string }[] },
  inside: ReadonlySet<string>,
): PlanSummary[] {
  // How far above the area a plan's own lies: 0 for the area itself.
  const above = [area.code, ...area.ancestors.map(({ code }) => code).toReversed()];
  const distance = (plan: PlanSummary): number => {
    const up = above.indexOf(plan.area);
    return up >= 0 ? up : inside.has(plan.area) ? above.length : Infinity;
  };
  return plans
    .filter((plan) => !plan.archived && distance(plan) < Infinity)
    .toSorted(
      (a, b) =>
        distance(a) - distance(b) ||
        // A scenario stands after what it is a scenario of.
        Number(a.branchOf !== null) - Number(b.branchOf !== null) ||
        (a.changedAt < b.changedAt ? 1 : -1),
    );
}

/** The plan that an address names, else the first of those about the area; null where there is none. */
export function chosenPlan(
  named: string | null,
  plans: readonly PlanSummary[],
  about: readonly PlanSummary[],
): PlanSummary | null {
  return plans.find(({ id }) => id === named) ?? about[0] ?? null;
}
