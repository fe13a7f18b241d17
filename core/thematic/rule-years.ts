import type { MapLevel, RuleYearsAnswer } from "../contract/thematic.ts";
import type { PlanContext } from "../relocation/context.ts";
import type { Plan } from "../relocation/plan.ts";
import { countPlan, groupsOf, type RuleStatuses } from "../relocation/rate-counts.ts";
import { areasShown } from "./listed-areas.ts";
import { columnsOfGroups } from "./rule-columns.ts";

/**
 * Who is served at the end of each year of a plan in every area of a level at once, by one rule: after works, after moves and after both, as
 * `planRates` counts it for one area.
 */
export function ruleYears(
  plan: Plan,
  context: PlanContext,
  by: MapLevel,
  statuses: RuleStatuses,
): Pick<RuleYearsAnswer, "years" | "areas" | "afterWorks" | "afterMoves" | "afterBoth"> {
  const { areas } = context.data;
  const shown = areasShown(areas, context.area, by);
  const [counts] = countPlan(plan, context, groupsOf(areas, shown), [statuses]);
  const years = counts!.years;
  return {
    years: years.map((_, y) => context.frame.years.from + y),
    areas: shown.map((area) => areas.code[area]!),
    afterWorks: years.map(({ afterWorks }) => columnsOfGroups(afterWorks)),
    afterMoves: years.map(({ afterMoves }) => columnsOfGroups(afterMoves)),
    afterBoth: years.map(({ afterBoth }) => columnsOfGroups(afterBoth)),
  };
}
