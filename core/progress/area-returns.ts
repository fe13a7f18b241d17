import type { NewReturn, ProgressSubject } from "../contract/progress.ts";
import { villageOf } from "../relocation/context.ts";
import { areaOfSite } from "../relocation/ledger.ts";
import type { PlanOn } from "../relocation/ledger.ts";
import { basisOf, type AreaReturns, type Basis } from "./actual.ts";
import { tallyReturns, type SubjectTally } from "./tally.ts";

/** Returns of a plan, added up by subject, year and area. */
export interface CountedReturns {
  readonly settlement: ReadonlyMap<string, SubjectTally>;
  readonly village: ReadonlyMap<string, SubjectTally>;
  /** By index of the area, from the place itself up to the plan's area, which also holds what counts nowhere else. */
  readonly areas: ReadonlyMap<number, AreaReturns>;
  /** By year: whose returns count. */
  readonly basis: ReadonlyMap<number, Basis>;
}

const NO_RETURNS: AreaReturns = { settlements: [], villages: [] };

/** The returns of an area; empty where there are none. */
export function returnsOf({ areas }: CountedReturns, area: number): AreaReturns {
  return areas.get(area) ?? NO_RETURNS;
}

/** Index of the area where a subject counts: a settlement's township or county, a village's own area; -1 where neither is known. */
export function areaOfSubject(
  subject: ProgressSubject,
  key: string,
  { plan, context }: PlanOn,
): number {
  if (subject === "settlement") {
    const site = plan.settlements.get(key);
    return site === undefined ? -1 : areaOfSite(site, context);
  }
  const village = villageOf(context, key);
  return village < 0 ? -1 : context.data.villages.area[village]!;
}

/** Adds up returns on a plan. A subject that lies outside of the plan's area, or is gone, counts for the plan's area alone. */
export function countReturns(returns: Iterable<NewReturn>, on: PlanOn): CountedReturns {
  const { context } = on;
  const { settlement, village } = tallyReturns(returns);
  const areas = new Map<number, { settlements: SubjectTally[]; villages: SubjectTally[] }>();
  const put = (subject: ProgressSubject, key: string, tally: SubjectTally): void => {
    const place = areaOfSubject(subject, key, on);
    let at = place >= 0 && context.isInside[place] === 1 ? place : context.area;
    for (;;) {
      const here = areas.get(at) ?? { settlements: [], villages: [] };
      areas.set(at, here);
      (subject === "settlement" ? here.settlements : here.villages).push(tally);
      if (at === context.area || at < 0) return;
      at = context.data.areas.parent[at]!;
    }
  };
  for (const [key, tally] of settlement) put("settlement", key, tally);
  for (const [key, tally] of village) put("village", key, tally);
  const whole = areas.get(context.area) ?? NO_RETURNS;
  const basis = new Map<number, Basis>();
  for (let year = context.frame.years.from; year <= context.frame.years.to; year++) {
    const of = basisOf(whole, year);
    if (of !== null) basis.set(year, of);
  }
  return { settlement, village, areas, basis };
}
