import type { PlannerArc, PlannerProblem, PlannerSite, PlannerVillage } from "../problem.ts";
import type { Relaxation } from "./cause.ts";

/**
 * The problem with all these changes made; indexes of villages and sites stay, what joins comes at the end in the order of the changes
 * (villages that are included, then new sites). Throws on an index that the problem does not have.
 */
export function relax(problem: PlannerProblem, changes: readonly Relaxation[]): PlannerProblem {
  const counties = problem.counties.map(({ band, budgetYuan, ...county }) => ({
    ...county,
    band: { low: [...band.low], high: [...band.high] },
    budgetYuan: [...budgetYuan],
  }));
  const band = { low: [...problem.band.low], high: [...problem.band.high] };
  const sites: PlannerSite[] = [...problem.sites];
  const villages: PlannerVillage[] = [...problem.villages];
  const excluded = new Set(problem.excluded ?? []);
  const change = <T>(list: T[], index: number, how: (from: T) => Partial<T>): void => {
    list[index] = { ...list[index]!, ...how(list[index]!) };
  };
  for (const part of changes)
    if (part.kind === "include") {
      const member = problem.excluded![part.excluded]!;
      excluded.delete(member);
      villages.push(member.village!);
    }
  for (const part of changes)
    if (part.kind === "newSite") {
      const { county, persons, yuanPerPerson } = part;
      const site = sites.push(newSiteOf(problem, county, persons)) - 1;
      villages.forEach((village, v) => {
        if (village.county === county && village.arcs.length === 0)
          villages[v] = { ...village, arcs: [newArcOf(site, village.persons, yuanPerPerson)] };
      });
    }
  for (const part of changes)
    switch (part.kind) {
      case "include":
      case "newSite":
        break;
      case "budget":
        counties[part.county]!.budgetYuan[part.year]! += part.byYuan;
        break;
      case "land":
        counties[part.county]!.landMu += part.byMu;
        break;
      case "countyLow":
        counties[part.county]!.band.low[part.year]! -= part.byPersons;
        break;
      case "countyHigh":
        counties[part.county]!.band.high[part.year]! += part.byPersons;
        break;
      case "regionLow":
        band.low[part.year]! -= part.byPersons;
        break;
      case "regionHigh":
        band.high[part.year]! += part.byPersons;
        break;
      case "capacity":
        change(sites, part.site, (site) => ({
          capacityPersons: site.capacityPersons + part.byPersons,
        }));
        break;
      case "earlier":
        change(sites, part.site, (site) => ({ earliest: site.earliest - part.byYears }));
        break;
      case "needNotOpen":
        change(sites, part.site, () => ({ isOpen: false }));
        break;
      case "unlock":
        change(villages, part.village, () => ({ locked: null }));
        break;
      case "mayLeave":
        change(villages, part.village, () => ({ leaveYuan: dearestLeaving(problem) }));
        break;
      case "unfreeze":
        villages.forEach((village, v) => {
          if (village.county === part.county && village.mayIn[part.year] !== true)
            villages[v] = {
              ...village,
              mayIn: village.mayIn.map((may, year) => may || year === part.year),
            };
        });
        break;
    }
  return { ...problem, band, counties, sites, villages, excluded: [...excluded] };
}

/** A site that stands from the first year on and costs nothing but its arcs. */
export function newSiteOf(problem: PlannerProblem, county: number, persons: number): PlannerSite {
  return {
    key: `new:${problem.counties[county]!.key}`,
    county,
    capacityPersons: persons,
    landMu: 0,
    openYuan: 0,
    earliest: 0,
    leadYears: 0,
    isOpen: false,
  };
}

/** The way of a village to a further site, at what the problem's moves cost on the average. */
export function newArcOf(site: number, persons: number, yuanPerPerson: number): PlannerArc {
  return { site, moneyYuan: Math.ceil(persons * yuanPerPerson), softYuan: 0 };
}

/** What the moves of a problem cost a person, on the average of all arcs of a county, else of all; 0 where there is none at all. */
export function yuanPerPersonIn(problem: PlannerProblem, county: number): number {
  for (const isIn of [(c: number) => c === county, () => true]) {
    let yuan = 0;
    let persons = 0;
    for (const village of problem.villages)
      if (isIn(village.county))
        for (const arc of village.arcs) {
          yuan += arc.moneyYuan;
          persons += village.persons;
        }
    if (persons > 0) return Math.ceil(yuan / persons);
  }
  return 0;
}

function dearestLeaving({ villages }: PlannerProblem): number {
  return villages.reduce(
    (most, { leaveYuan }) => (Number.isFinite(leaveYuan) ? Math.max(most, leaveYuan) : most),
    0,
  );
}
