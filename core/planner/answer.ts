import { checkPlannerPlan } from "./check.ts";
import { planOf } from "./choices.ts";
import type { Compiled } from "./compile.ts";
import type { Prices } from "./prices.ts";
import type { PlannerAnswer, RowPrice } from "./problem.ts";
import type { Found } from "./search.ts";

/** Gap up to which a plan counts as proven. */
const PROVEN = 0.0001;

/** That there is no plan, with the prices that show it. */
export function noPlan(c: Compiled, bound: number, prices: Prices): PlannerAnswer {
  return {
    status: "infeasible",
    plan: null,
    objective: null,
    bound,
    gap: null,
    prices: rowPrices(c, prices),
  };
}

/** What was found as an answer. Throws where the independent checker finds fault with the plan. */
export function answerOf(
  c: Compiled,
  found: Found,
  planned: Int32Array,
  bound: number,
  prices: Prices,
): PlannerAnswer {
  const told = rowPrices(c, prices);
  if (found.cost === null)
    return { status: "no-plan-found", plan: null, objective: null, bound, gap: null, prices: told };
  const plan = planOf(c, found, planned);
  const { objective, violations } = checkPlannerPlan(c.problem, plan);
  if (violations.length > 0)
    throw new Error(`the search gave a plan that breaks a row: ${JSON.stringify(violations[0])}`);
  const lower = Math.min(bound, objective);
  const gap = objective === 0 ? 0 : (objective - lower) / Math.abs(objective);
  return {
    status: gap <= PROVEN ? "proven" : "feasible",
    plan,
    objective,
    bound: lower,
    gap,
    prices: told,
  };
}

/** What one unit more of each row would save. */
function rowPrices(c: Compiled, prices: Prices): RowPrice[] {
  const rows: RowPrice[] = [];
  for (let site = 0; site < c.sites; site++)
    if (prices.capacity[site]! > 0)
      rows.push({ kind: "capacity", site, price: prices.capacity[site]! });
  for (let county = 0; county < c.counties; county++) {
    if (prices.land[county]! > 0) rows.push({ kind: "land", county, price: prices.land[county]! });
    for (let year = 0; year < c.years; year++) {
      const i = county * c.years + year;
      const price = prices.county[i]!;
      if (prices.budget[i]! > 0)
        rows.push({ kind: "budget", county, year, price: prices.budget[i]! });
      if (price > 0) rows.push({ kind: "countyLow", county, year, price });
      if (price < 0) rows.push({ kind: "countyHigh", county, year, price: -price });
    }
  }
  for (let year = 0; year < c.years; year++) {
    const price = prices.region[year]!;
    if (price > 0) rows.push({ kind: "regionLow", year, price });
    if (price < 0) rows.push({ kind: "regionHigh", year, price: -price });
  }
  return rows;
}
