import type { FacilityPlan, FacilityProblem } from "./problem.ts";

/** What a plan breaks: at a site or customer, by how much (share, or units of demand). */
interface FacilityViolation {
  readonly kind: "capacity" | "closedSite" | "notServed" | "overServed" | "split" | "notAllowed";
  readonly site?: number;
  readonly customer?: number;
  readonly amount: number;
}

export interface FacilityTotals {
  readonly objective: number;
  readonly violations: readonly FacilityViolation[];
}

/** Rounding of sums that is forgiven: share of a customer, and of a site's capacity. Nothing is forgiven a customer served whole. */
const ROUNDING = 1e-6;

/** Adds a plan up from its parts alone, and names all that it breaks. Shares nothing with the solver. */
export function checkFacilityPlan(
  problem: FacilityProblem,
  plan: FacilityPlan,
  singleSource: boolean,
): FacilityTotals {
  const sites = problem.capacity.length;
  const customers = problem.demand.length;
  const violations: FacilityViolation[] = [];
  const open = new Set<number>();
  let objective = 0;
  for (const site of plan.open) {
    if (!Number.isInteger(site) || site < 0 || site >= sites || open.has(site)) {
      violations.push({ kind: "notAllowed", site, amount: 1 });
      continue;
    }
    open.add(site);
    objective += problem.fixedCost[site]!;
  }
  const served = Array.from({ length: customers }, () => 0);
  const sources = Array.from({ length: customers }, () => 0);
  const load = Array.from({ length: sites }, () => 0);
  for (const { customer, site, share } of plan.shares) {
    const isKnown = served[customer] !== undefined && load[site] !== undefined;
    if (!isKnown || !(share > 0 && share <= 1)) {
      violations.push({ kind: "notAllowed", site, customer, amount: share });
      continue;
    }
    if (!open.has(site)) violations.push({ kind: "closedSite", site, customer, amount: share });
    served[customer]! += share;
    sources[customer]! += 1;
    load[site]! += share * problem.demand[customer]!;
    objective += share * problem.cost[site * customers + customer]!;
  }
  served.forEach((share, customer) => {
    if (share < 1 - ROUNDING) violations.push({ kind: "notServed", customer, amount: 1 - share });
    if (share > 1 + ROUNDING) violations.push({ kind: "overServed", customer, amount: share - 1 });
    if (singleSource && sources[customer]! > 1)
      violations.push({ kind: "split", customer, amount: sources[customer]! });
  });
  load.forEach((taken, site) => {
    const over = taken - problem.capacity[site]!;
    // Sums of whole numbers are exact; of fractions they are not, whichever way they are added.
    const allowed = problem.capacity[site]! * (singleSource ? 1e-12 : ROUNDING);
    if (over > allowed) violations.push({ kind: "capacity", site, amount: over });
  });
  return { objective, violations };
}
