import type {
  PlannerCounty,
  PlannerProblem,
  PlannerSite,
  PlannerVillage,
} from "../../../core/planner/problem.ts";

export const YEARS = 4;
const of = (value: number): number[] => Array.from({ length: YEARS }, () => value);

/** A county that asks for nothing and has enough of everything. */
export function county(change: Partial<PlannerCounty> = {}): PlannerCounty {
  return {
    key: "county",
    band: { low: of(0), high: of(Number.POSITIVE_INFINITY) },
    budgetYuan: of(Number.POSITIVE_INFINITY),
    landMu: Number.POSITIVE_INFINITY,
    ...change,
  };
}

/** A site of the first county that stands and takes 1,000 persons. */
export function site(change: Partial<PlannerSite> = {}): PlannerSite {
  return {
    key: "site",
    county: 0,
    capacityPersons: 1000,
    landMu: 0,
    openYuan: 0,
    earliest: 0,
    leadYears: 0,
    isOpen: false,
    ...change,
  };
}

/** A village of 50 persons in the first county that may go to the first site for 50,000 yuan a head, or stay. */
export function village(change: Partial<PlannerVillage> = {}): PlannerVillage {
  const { persons = 50 } = change;
  return {
    key: "village",
    county: 0,
    group: 0,
    persons,
    arcs: [{ site: 0, moneyYuan: 50_000 * persons, softYuan: 0 }],
    buildYuan: null,
    waitYuan: 100,
    leaveYuan: 1_000_000,
    mayIn: Array.from({ length: YEARS }, () => true),
    locked: null,
    current: null,
    stayYuan: 0,
    ...change,
  };
}

/** Many villages alike, each with a key and a group of its own. */
export function villages(count: number, change: Partial<PlannerVillage> = {}): PlannerVillage[] {
  return Array.from({ length: count }, (_, i) =>
    village({ key: `${change.key ?? "village"} ${i}`, group: i, ...change, ...keyOf(change, i) }),
  );
}
const keyOf = (change: Partial<PlannerVillage>, i: number): Partial<PlannerVillage> =>
  change.key === undefined ? {} : { key: `${change.key} ${i}` };

export function problem(change: Partial<PlannerProblem> = {}): PlannerProblem {
  return {
    years: { from: 2014, count: YEARS },
    band: { low: of(0), high: of(Number.POSITIVE_INFINITY) },
    counties: [county()],
    sites: [site()],
    villages: villages(20),
    splitYuan: 0,
    ...change,
  };
}
