import { LEVELS } from "../contract/area.ts";
import type { MapLevel, PlanColumnsAnswer } from "../contract/thematic.ts";
import { targetOf } from "../relocation/check-area.ts";
import { villageOf, type PlanContext } from "../relocation/context.ts";
import type { CountedPlan } from "../relocation/finding.ts";
import { areaOfSite, HOUSEHOLDS, PERSONS, tallied, VILLAGES } from "../relocation/ledger.ts";
import { groupsOf } from "../relocation/rate-counts.ts";
import { sumYuan } from "../relocation/totals.ts";
import { areasShown } from "./listed-areas.ts";
import { returnedBy, unknownYears, type ReturnedYears } from "./returned.ts";

/**
 * What a plan moves, fills and spends by year and area of a level: the areas of the plan's own area, after them those outside in which its
 * settlements stand. Of these only what arrives is known; moves and money are null there. A village counts in each year in which any of it
 * moves. Years and areas for which nothing was returned have null as actual figures.
 */
export function planColumns(
  on: CountedPlan,
  by: MapLevel,
  returned: ReturnedYears,
): Omit<PlanColumnsAnswer, "plan" | "version" | "by"> {
  const { plan, ledger, context } = on;
  const { areas } = context.data;
  const years = context.money.map((_, y) => context.frame.years.from + y);
  const inside = areasShown(areas, context.area, by);
  const sites = [...plan.settlements].map(([id, site]) => ({
    id,
    site,
    area: ancestorAt(areas, areaOfSite(site, context), by),
  }));
  const outside = new Set(sites.map(({ area }) => area));
  for (const area of [-1, ...inside]) outside.delete(area);
  const shown = [...inside, ...[...outside].sort((a, b) => a - b)];
  const place = new Map(shown.map((area, i) => [area, i]));
  const table = (of: (area: number, y: number) => number | null): (number | null)[][] =>
    years.map((_, y) => shown.map((area, i) => (i < inside.length ? of(area, y) : null)));
  const moved = (kind: Parameters<typeof tallied>[1]): (number | null)[][] =>
    table((area, y) => tallied(ledger.areas.get(area), kind, y));
  const zeros = (): number[][] => years.map(() => shown.map(() => 0));
  const [arriving, capacity, settled] = [zeros(), zeros(), zeros()];
  const settlements = shown.map(() => 0);
  for (const { id, site, area } of sites) {
    const at = place.get(area);
    if (at === undefined) continue;
    settlements[at]! += 1;
    const tally = ledger.settlements.get(id);
    let until = 0;
    years.forEach((year, y) => {
      const persons = tallied(tally, PERSONS, y);
      until += persons;
      arriving[y]![at]! += persons;
      settled[y]![at]! += until;
      if (site.readyYear <= year) capacity[y]![at]! += site.capacityPersons;
    });
  }
  return {
    years,
    areas: shown.map((area) => areas.code[area]!),
    movedVillages: moved(VILLAGES),
    movedHouseholds: moved(HOUSEHOLDS),
    movedPersons: moved(PERSONS),
    targetPersons: table((area, y) => targetOf(areas.code[area]!, years[y]!, on)?.target ?? null),
    ...actualColumns(on, shown, returned),
    arrivingPersons: arriving,
    capacityPersons: capacity,
    settledPersons: settled,
    settlements,
    amountYuan: table((area, y) => sumYuan(ledger.money.get(area), context, y)),
  };
}

/**
 * Who has moved in, by the area that they left where villages returned it, and by that of their settlement in years that are counted by
 * settlements. What lies outside of the plan's area, or is gone, counts for areas that hold all of that.
 */
function actualColumns(
  { plan, context }: CountedPlan,
  shown: readonly number[],
  returned: ReturnedYears,
): Pick<PlanColumnsAnswer, "actualPersons" | "actualHouseholds"> {
  const { areas, villages } = context.data;
  const { of } = groupsOf(areas, shown);
  const placeOf = {
    settlements: (id: string): number => {
      const site = plan.settlements.get(id);
      return site === undefined ? -1 : areaOfSite(site, context);
    },
    villages: (key: string): number => {
      const village = villageOf(context, key);
      return village < 0 ? -1 : villages.area[village]!;
    },
  };
  const table = (): (number | null)[][] => unknownYears(context.money.length, shown.length);
  const [actualPersons, actualHouseholds] = [table(), table()];
  context.money.forEach((_, y) => {
    const year = context.frame.years.from + y;
    const basis = returnedBy(returned, year);
    if (basis === null) return;
    for (const [key, years] of returned[basis]) {
      const found = years.get(year);
      if (found === undefined) continue;
      const place = placeOf[basis](key);
      const at = of[place >= 0 && context.isInside[place] === 1 ? place : context.area] ?? -1;
      if (at < 0) continue;
      actualPersons[y]![at] = (actualPersons[y]![at] ?? 0) + found.persons;
      actualHouseholds[y]![at] = (actualHouseholds[y]![at] ?? 0) + found.households;
    }
  });
  return { actualPersons, actualHouseholds };
}

/** The area of a level that an area is or lies in, -1 where there is none. */
function ancestorAt(
  { level, parent }: PlanContext["data"]["areas"],
  area: number,
  by: MapLevel,
): number {
  const wanted = LEVELS.indexOf(by);
  let at = area;
  while (at >= 0 && level[at]! > wanted) at = parent[at]!;
  return at >= 0 && level[at] === wanted ? at : -1;
}
