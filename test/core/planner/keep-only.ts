import type { Cause, CausePart, HardKind } from "../../../core/planner/infeasible/cause.ts";
import type { PlannerProblem, PlannerSite, PlannerVillage } from "../../../core/planner/problem.ts";

const ANY = Number.POSITIVE_INFINITY;

/** The problem with no hard rows but those of a cause: what the cause says must be impossible already in this one. */
export function keepOnly(problem: PlannerProblem, parts: Cause["parts"]): PlannerProblem {
  const of = (kind: HardKind, county: number | null): CausePart[] =>
    parts.filter((part) => part.kind === kind && part.county === county);
  const years = (kind: HardKind, county: number | null): Set<number> =>
    new Set(of(kind, county).flatMap((part) => part.years));
  const isKept = (kind: HardKind, list: "sites" | "villages" | "excluded", index: number) =>
    parts.some((part) => part.kind === kind && part[list].includes(index));
  const row = (values: readonly number[], kept: Set<number>, loose: number): number[] =>
    values.map((value, year) => (kept.has(year) ? value : loose));

  const sites: PlannerSite[] = problem.sites.map((site, s) => ({
    ...site,
    capacityPersons: isKept("capacity", "sites", s) ? site.capacityPersons : ANY,
    earliest: isKept("leadTime", "sites", s) ? site.earliest : Math.min(0, site.earliest),
    isOpen: site.isOpen && isKept("mustOpen", "sites", s),
  }));
  const villages: PlannerVillage[] = problem.villages.map((village, v) => ({
    ...village,
    locked: isKept("lock", "villages", v) ? village.locked : null,
    leaveYuan: isKept("mustAct", "villages", v) ? village.leaveYuan : 0,
  }));
  (problem.excluded ?? []).forEach(({ reason, village }, e) => {
    if (village === undefined || isKept(reason, "excluded", e)) return;
    villages.push({ ...village, leaveYuan: 0, buildYuan: null });
  });
  problem.counties.forEach(({ key }, c) => {
    if (of("noSite", c).length > 0) return;
    const perPerson = meanYuan(problem, c);
    const site = sites.push({
      key: `free ${key}`,
      county: c,
      capacityPersons: ANY,
      landMu: 0,
      openYuan: 0,
      earliest: 0,
      leadYears: 0,
      isOpen: false,
    });
    villages.forEach((village, v) => {
      if (village.county === c && village.arcs.length === 0)
        villages[v] = {
          ...village,
          arcs: [
            {
              site: site - 1,
              moneyYuan: Math.ceil(perPerson * village.persons),
              softYuan: 0,
            },
          ],
        };
    });
  });
  return {
    ...problem,
    band: {
      low: row(problem.band.low, years("regionLow", null), 0),
      high: row(problem.band.high, years("regionHigh", null), ANY),
    },
    counties: problem.counties.map((county, c) => ({
      ...county,
      band: {
        low: row(county.band.low, years("countyLow", c), 0),
        high: row(county.band.high, years("countyHigh", c), ANY),
      },
      budgetYuan: row(county.budgetYuan, years("budget", c), ANY),
      landMu: of("land", c).length > 0 ? county.landMu : ANY,
    })),
    sites,
    villages: villages.map((village) => {
      const frozen = years("frozenYear", village.county);
      return { ...village, mayIn: village.mayIn.map((may, year) => may || !frozen.has(year)) };
    }),
  };
}

function meanYuan({ villages }: PlannerProblem, county: number): number {
  for (const among of [villages.filter((village) => village.county === county), villages]) {
    const arcs = among.flatMap(({ arcs: all, persons }) =>
      all.map(({ moneyYuan }) => ({ moneyYuan, persons })),
    );
    const persons = arcs.reduce((sum, arc) => sum + arc.persons, 0);
    if (persons > 0) return Math.ceil(arcs.reduce((sum, arc) => sum + arc.moneyYuan, 0) / persons);
  }
  return 0;
}
