import type { PlannerChoice, PlannerPlan, PlannerProblem } from "../problem.ts";
import type { Relaxation } from "./cause.ts";
import { newArcOf, newSiteOf, yuanPerPersonIn } from "./relax.ts";

/**
 * A problem together with what could join it: excluded villages whose particulars are known (at the end of the villages, free to stay as
 * they are), and for each county with villages that have no candidate site a further site for them (at the end of the sites).
 */
export interface ExtendedProblem {
  readonly original: PlannerProblem;
  readonly problem: PlannerProblem;
  /** By village: its index among the excluded, -1 for those of the problem. */
  readonly excludedOf: readonly number[];
  /** By site: the county that it is a further site for, -1 for those of the problem. */
  readonly newSiteFor: readonly number[];
  /** Yuan that a move to a further site costs a person, by county. */
  readonly yuanPerPerson: readonly number[];
}

export function extend(original: PlannerProblem): ExtendedProblem {
  const villages = [...original.villages];
  const sites = [...original.sites];
  const excludedOf = villages.map(() => -1);
  const newSiteFor = sites.map(() => -1);
  (original.excluded ?? []).forEach(({ village }, index) => {
    if (village === undefined) return;
    villages.push({ ...village, leaveYuan: 0, locked: null, current: null, buildYuan: null });
    excludedOf.push(index);
  });
  const yuanPerPerson = original.counties.map((_, c) => yuanPerPersonIn(original, c));
  original.counties.forEach((_, c) => {
    const stranded = villages.filter(({ county, arcs }) => county === c && arcs.length === 0);
    if (stranded.length === 0) return;
    const site = sites.push(newSiteOf(original, c, Number.POSITIVE_INFINITY)) - 1;
    newSiteFor.push(c);
    villages.forEach((village, v) => {
      if (village.county === c && village.arcs.length === 0)
        villages[v] = {
          ...village,
          arcs: [newArcOf(site, village.persons, yuanPerPerson[c]!)],
        };
    });
  });
  return {
    original,
    problem: { ...original, villages, sites },
    excludedOf,
    newSiteFor,
    yuanPerPerson,
  };
}

/** The choice that a village is locked to, where its site and year exist in the problem; null for one that is not locked or cannot be kept. */
export function keepableLock(original: PlannerProblem, v: number): PlannerChoice | null {
  const village = original.villages[v];
  const choice = village?.locked ?? null;
  if (village === undefined || choice === null || choice.kind === "leave") return choice;
  const { year } = choice;
  if (!Number.isInteger(year) || year < 0 || year >= original.years.count) return null;
  if (choice.kind === "build") return village.buildYuan === null ? null : choice;
  return village.arcs[choice.arc] === undefined ? null : choice;
}

/** Who of the excluded, and which counties' further sites, join by these changes. */
export function joining(changes: readonly Relaxation[]): {
  excluded: Set<number>;
  counties: Set<number>;
} {
  const excluded = new Set<number>();
  const counties = new Set<number>();
  for (const change of changes)
    if (change.kind === "include") excluded.add(change.excluded);
    else if (change.kind === "newSite") counties.add(change.county);
  return { excluded, counties };
}

/** The plan of an extended problem without the villages and sites that do not join it. */
export function reduced(
  extended: ExtendedProblem,
  plan: PlannerPlan,
  joins: { excluded: ReadonlySet<number>; counties: ReadonlySet<number> },
): PlannerPlan {
  const { excludedOf, newSiteFor } = extended;
  return {
    choices: plan.choices.filter(
      (_, v) => excludedOf[v] === -1 || joins.excluded.has(excludedOf[v]!),
    ),
    openYear: plan.openYear.filter(
      (_, s) => newSiteFor[s] === -1 || joins.counties.has(newSiteFor[s]!),
    ),
  };
}
