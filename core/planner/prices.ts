import type { Compiled } from "./compile.ts";

/** Prices of the rows that tie villages together: what the bound is made of, and what guides the search. */
export interface Prices {
  /** Yuan-equivalents that treating a village is worth. */
  readonly village: Float64Array;
  /** For a person's place at a site, >= 0. */
  readonly capacity: Float64Array;
  /** Beyond itself, for a yuan of a county's budget in a year, >= 0. */
  readonly budget: Float64Array;
  /** What a person moved in a county and year earns; below 0 where too many would. */
  readonly county: Float64Array;
  /** The same for a year of all counties. */
  readonly region: Float64Array;
  /** For a mu of a county's land, >= 0. */
  readonly land: Float64Array;
}

export const PRICE_KINDS = ["village", "capacity", "budget", "county", "region", "land"] as const;

/** Prices of 0 for everything but villages, which are worth their cheapest treatment. */
export function firstPrices(c: Compiled): Prices {
  const village = new Float64Array(c.villages);
  for (let v = 0; v < c.villages; v++) {
    let best = c.mayLeave[v] === 1 ? c.leave[v]! : Infinity;
    for (let t = 0; t < c.years; t++) {
      if (c.mayIn[v * c.years + t] !== 1) continue;
      if (c.mayBuild[v] === 1) best = Math.min(best, c.build[v]! + c.wait[v]! * t);
      for (let i = c.villageStart[v]!; i < c.villageStart[v + 1]!; i++) {
        const k = c.villageArcs[i]!;
        if (c.arcMay[k * c.years + t] !== 1) continue;
        const share =
          (c.open[c.arcSite[k]!]! * c.persons[v]!) / Math.max(1, c.capacity[c.arcSite[k]!]!);
        best = Math.min(best, c.arcMoney[k]! + c.arcSoft[k]! + c.wait[v]! * t + share);
      }
    }
    village[v] = Number.isFinite(best) ? best : 0;
  }
  return {
    village,
    capacity: new Float64Array(c.sites),
    budget: new Float64Array(c.counties * c.years),
    county: new Float64Array(c.counties * c.years),
    region: new Float64Array(c.years),
    land: new Float64Array(c.counties),
  };
}

export function copyPrices(prices: Prices): Prices {
  return {
    village: prices.village.slice(),
    capacity: prices.capacity.slice(),
    budget: prices.budget.slice(),
    county: prices.county.slice(),
    region: prices.region.slice(),
    land: prices.land.slice(),
  };
}
