import type { CompareAnswer, PlanRatesAnswer } from "../../core/contract/plan-service.ts";
import type { AssessedPlan } from "../../core/relocation/assess.ts";
import { comparePlans } from "../../core/relocation/compare.ts";
import type { Plan } from "../../core/relocation/plan.ts";
import type { RegionState } from "../coverage/state.ts";
import type { Db } from "../database/open.ts";
import { problem } from "../http/problem.ts";
import type { PlanAssessor } from "./assessor.ts";
import type { PlanRow } from "./queries.ts";
import type { RatesDesk } from "./rates-desk.ts";
import { summaryOf } from "./service.ts";

/** What plans are measured with. */
export interface MeasureDesk {
  readonly assessor: PlanAssessor;
  readonly rates: RatesDesk;
}

export interface PlanOfRow {
  row: PlanRow;
  plan: Plan;
}

/** Rates of an area (of the plan's own without one) as a plan makes them. Throws a problem 404 for an area that the data do not hold. */
export async function ratesOf(
  db: Db,
  desk: MeasureDesk,
  state: RegionState,
  { row, plan }: PlanOfRow,
  area: string = row.areaCode,
): Promise<PlanRatesAnswer> {
  if (state.areaIndex(area) === undefined)
    throw problem(404, "unknownArea", "There is no area with this code.", "area", { area });
  const assessed = await desk.assessor.assess(db, state, row, plan);
  return { version: row.version, area, rules: await desk.rates.rates(state, assessed, area) };
}

/** Two plans of one area side by side. Throws a problem 422 where they are of different areas. */
export async function compareOf(
  db: Db,
  desk: MeasureDesk,
  state: RegionState,
  one: PlanOfRow,
  other: PlanOfRow,
): Promise<CompareAnswer> {
  if (one.row.areaCode !== other.row.areaCode)
    throw problem(422, "otherArea", "Plans of different areas cannot be compared.", "with", {
      area: one.row.areaCode,
      with: other.row.areaCode,
    });
  const a = await desk.assessor.assess(db, state, one.row, one.plan);
  const b = await desk.assessor.assess(db, state, other.row, other.plan);
  const { a: sideA, b: sideB, ...differences } = comparePlans(a, b);
  return {
    a: { ...sideA, plan: summaryOf(one.row), rates: await lastRates(desk, state, a) },
    b: { ...sideB, plan: summaryOf(other.row), rates: await lastRates(desk, state, b) },
    ...differences,
  };
}

/** After both, at the end of the last year. */
async function lastRates(
  desk: MeasureDesk,
  state: RegionState,
  on: AssessedPlan,
): Promise<CompareAnswer["a"]["rates"]> {
  const rules = await desk.rates.rates(state, on, on.context.frame.area);
  return rules.map(({ rule, years }) => ({ rule, rates: years.at(-1)!.afterBoth }));
}
