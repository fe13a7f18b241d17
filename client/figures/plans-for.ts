import type { AreaAnswer } from "../../core/contract/area.ts";
import type { PlanSummary } from "../../core/contract/plan-service.ts";

/**
 * Plans of areas below an area that has none of its own, the newest first and no scenarios: all of the region's for the region itself, else
 * those of the areas right below.
 */
export function plansBelow(
  plans: readonly PlanSummary[],
  area: Pick<AreaAnswer, "code" | "ancestors" | "children">,
): PlanSummary[] {
  const holding = new Set([area.code, ...area.ancestors.map(({ code }) => code)]);
  const below = new Set(area.children.map(({ code }) => code));
  return plans
    .filter(
      (plan) =>
        !plan.archived &&
        plan.branchOf === null &&
        !holding.has(plan.area) &&
        (area.ancestors.length === 0 || below.has(plan.area)),
    )
    .toSorted((a, b) => (a.changedAt < b.changedAt ? 1 : a.changedAt > b.changedAt ? -1 : 0));
}

/**
 * Plans that say something of an area, best first: its own, those of the areas above from the nearest up, then those of the areas right
 * below it; of each the newest first, scenarios after what they are scenarios of. Plans put away and plans of other areas are left out.
 */
export function plansFor(
  plans: readonly PlanSummary[],
  area: Pick<AreaAnswer, "code" | "ancestors" | "children">,
): PlanSummary[] {
  const nearness = new Map<string, number>([[area.code, 0]]);
  area.ancestors.toReversed().forEach(({ code }, up) => nearness.set(code, up + 1));
  for (const { code } of area.children) nearness.set(code, 100);
  return plans
    .filter((plan) => !plan.archived && nearness.has(plan.area))
    .toSorted(
      (a, b) =>
        nearness.get(a.area)! - nearness.get(b.area)! ||
        Number(a.branchOf !== null) - Number(b.branchOf !== null) ||
        (a.changedAt < b.changedAt ? 1 : a.changedAt > b.changedAt ? -1 : 0),
    );
}
