import type { PlannerPlan, PlannerProblem, PlannerRow } from "./problem.ts";

/** A hard row that a plan breaks, and by how much in its unit; or a choice that its village or site does not allow. */
export interface PlannerViolation {
  readonly kind:
    | PlannerRow["kind"]
    | "missing"
    | "notAllowed"
    | "lock"
    | "frozenYear"
    | "tooEarly"
    | "closedSite"
    | "mustAct";
  readonly county?: number;
  readonly site?: number;
  readonly village?: number;
  readonly year?: number;
  readonly amount: number;
}

/** What a plan adds up to, from its raw choices alone. */
export interface PlannerTotals {
  readonly objective: number;
  readonly moneyYuan: number;
  readonly personsByYear: readonly number[];
  readonly moved: number;
  readonly built: number;
  readonly left: number;
  readonly violations: readonly PlannerViolation[];
}

/** Yuan by which a budget may be missed through rounding of sums; nothing else is forgiven anything. */
const ROUNDING_YUAN = 0.5;

/**
 * Adds a plan up and names every hard row that it breaks. Shares nothing with the solver: it reads the problem and the choices as they
 * stand, in the plainest way.
 */
export function checkPlannerPlan(problem: PlannerProblem, plan: PlannerPlan): PlannerTotals {
  const years = problem.years.count;
  const violations: PlannerViolation[] = [];
  const byYear = new Array<number>(years).fill(0);
  const persons = problem.counties.map(() => new Array<number>(years).fill(0));
  const spent = problem.counties.map(() => new Array<number>(years).fill(0));
  const land = problem.counties.map(() => 0);
  const received = problem.sites.map(() => 0);
  const sitesOf = new Map<number, Set<number>>();
  const counts = { move: 0, build: 0, leave: 0 };
  let objective = 0;
  let moneyYuan = 0;

  problem.villages.forEach((village, v) => {
    const choice = plan.choices[v];
    if (choice === undefined) {
      violations.push({ kind: "missing", village: v, amount: 1 });
      return;
    }
    counts[choice.kind]++;
    const { locked, current } = village;
    if (locked !== null && !isSame(locked, choice))
      violations.push({ kind: "lock", village: v, amount: 1 });
    if (current !== null && !isSame(current, choice)) objective += village.stayYuan;
    if (choice.kind === "leave") {
      objective += village.leaveYuan;
      if (!Number.isFinite(village.leaveYuan))
        violations.push({ kind: "mustAct", village: v, amount: village.persons });
      return;
    }
    const { year } = choice;
    if (!(Number.isInteger(year) && year >= 0 && year < years)) {
      violations.push({ kind: "notAllowed", village: v, amount: 1 });
      return;
    }
    if (village.mayIn[year] !== true && locked === null)
      violations.push({ kind: "frozenYear", village: v, year, amount: village.persons });
    objective += village.waitYuan * year;
    if (choice.kind === "build") {
      if (village.buildYuan === null)
        violations.push({ kind: "notAllowed", village: v, amount: 1 });
      const yuan = village.buildYuan ?? 0;
      spent[village.county]![year]! += yuan;
      objective += yuan;
      moneyYuan += yuan;
      return;
    }
    const arc = village.arcs[choice.arc];
    if (arc === undefined) {
      violations.push({ kind: "notAllowed", village: v, amount: 1 });
      return;
    }
    objective += arc.moneyYuan + arc.softYuan;
    moneyYuan += arc.moneyYuan;
    spent[village.county]![year]! += arc.moneyYuan;
    persons[village.county]![year]! += village.persons;
    byYear[year]! += village.persons;
    received[arc.site]! += village.persons;
    const open = plan.openYear[arc.site] ?? -1;
    if (open < 0)
      violations.push({ kind: "closedSite", site: arc.site, village: v, amount: village.persons });
    else if (year < open)
      violations.push({
        kind: "tooEarly",
        site: arc.site,
        village: v,
        year,
        amount: village.persons,
      });
    const sites = sitesOf.get(village.group);
    if (sites === undefined) sitesOf.set(village.group, new Set([arc.site]));
    else sites.add(arc.site);
  });
  for (const sites of sitesOf.values()) objective += problem.splitYuan * sites.size;

  problem.sites.forEach((site, s) => {
    const open = plan.openYear[s] ?? -1;
    const over = received[s]! - site.capacityPersons;
    if (over > 0) violations.push({ kind: "capacity", site: s, amount: over });
    if (open < 0) {
      if (site.isOpen) violations.push({ kind: "closedSite", site: s, amount: 1 });
      return;
    }
    if (open < site.earliest)
      violations.push({ kind: "tooEarly", site: s, year: open, amount: site.earliest - open });
    objective += site.openYuan;
    moneyYuan += site.openYuan;
    land[site.county]! += site.landMu;
    spent[site.county]![Math.max(0, Math.min(years - 1, open - site.leadYears))]! += site.openYuan;
  });

  problem.counties.forEach((county, c) => {
    const over = land[c]! - county.landMu;
    if (over > 1e-6) violations.push({ kind: "land", county: c, amount: over });
    for (let year = 0; year < years; year++) {
      const yuan = spent[c]![year]! - county.budgetYuan[year]!;
      if (yuan > ROUNDING_YUAN) violations.push({ kind: "budget", county: c, year, amount: yuan });
      const short = county.band.low[year]! - persons[c]![year]!;
      if (short > 0) violations.push({ kind: "countyLow", county: c, year, amount: short });
      const many = persons[c]![year]! - county.band.high[year]!;
      if (many > 0) violations.push({ kind: "countyHigh", county: c, year, amount: many });
    }
  });
  for (let year = 0; year < years; year++) {
    const short = problem.band.low[year]! - byYear[year]!;
    if (short > 0) violations.push({ kind: "regionLow", year, amount: short });
    const many = byYear[year]! - problem.band.high[year]!;
    if (many > 0) violations.push({ kind: "regionHigh", year, amount: many });
  }
  return {
    objective,
    moneyYuan,
    personsByYear: byYear,
    moved: counts.move,
    built: counts.build,
    left: counts.leave,
    violations,
  };
}

function isSame(a: { kind: string }, b: { kind: string }): boolean {
  const [x, y] = [a, b] as { kind: string; year?: number; arc?: number }[];
  return x!.kind === y!.kind && x!.year === y!.year && x!.arc === y!.arc;
}
