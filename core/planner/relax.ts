import { BUILD, LEAVE, NONE, paidIn, type Compiled } from "./compile.ts";
import type { Prices } from "./prices.ts";

/** What a site is held to: open, closed, or as it pays. */
export const FREE = 0;
export const OPEN = 1;
export const CLOSED = 2;

/** What sites are held to: whether they open, and the first and last year in which they may begin to receive. */
export interface Holding {
  readonly held: Uint8Array;
  readonly from: Int8Array;
  readonly until: Int8Array;
}

/** Every site as it pays, from its earliest year on. */
export function freeHolding(c: Compiled): Holding {
  return {
    held: new Uint8Array(c.sites),
    from: Int8Array.from(c.earliest, (year) => Math.min(year, c.years)),
    until: new Int8Array(c.sites).fill(c.years - 1),
  };
}

/** Part of a problem that the relaxation looks at: sites, villages and counties by number. */
export interface Scope {
  readonly sites: Int32Array;
  readonly villages: Int32Array;
  readonly counties: Int32Array;
}

/** What a relaxed answer uses, as the rows count it, minus what they allow: where the bound still rises. */
export interface Slopes extends Prices {
  /** Year in which each site opens, -1 = not at all. */
  readonly opened: Int32Array;
  /** How often each choice was used, where that is asked. */
  uses: Uses | null;
  /** Worked in: what the arcs of one site cost, in the best year from each year on. */
  readonly arcCost: Float64Array;
}

/** Weights of choices: of arc k in year t [k * years + t], of building for village v in year t [v * years + t], of leaving it. */
export interface Uses {
  /** Weight of one more. */
  weight: number;
  readonly arc: Float32Array;
  readonly build: Float32Array;
  readonly leave: Float32Array;
}

export function newUses(c: Compiled): Uses {
  return {
    weight: 1,
    arc: new Float32Array(c.arcs * c.years),
    build: new Float32Array(c.villages * c.years),
    leave: new Float32Array(c.villages),
  };
}

export function newSlopes(c: Compiled): Slopes {
  return {
    village: new Float64Array(c.villages),
    capacity: new Float64Array(c.sites),
    budget: new Float64Array(c.counties * c.years),
    county: new Float64Array(c.counties * c.years),
    region: new Float64Array(c.years),
    land: new Float64Array(c.counties),
    opened: new Int32Array(c.sites).fill(-1),
    uses: null,
    arcCost: new Float64Array(mostArcs(c) * c.years),
  };
}

/** Arcs of the site that has most. */
function mostArcs(c: Compiled): number {
  let most = 0;
  for (let s = 0; s < c.sites; s++) most = Math.max(most, c.siteStart[s + 1]! - c.siteStart[s]!);
  return most;
}

/**
 * A lower bound on what any plan costs, in yuan-equivalents: rows that tie villages together are priced instead of kept, and what is left
 * falls apart by site, where it is solved exactly. Valid for any prices (of the signs that `Prices` asks for). Without the region's rows,
 * which `regionTerm` adds. Fills `slopes` of the scope; `slopes.region` is added to.
 */
export function relaxedCost(
  c: Compiled,
  prices: Prices,
  { held, from, until }: Holding,
  scope: Scope,
  slopes: Slopes,
): number {
  const { years } = c;
  let value = 0;

  // What treating a person in a county and year earns, and what a yuan costs there.
  for (const county of scope.counties) {
    for (let t = 0; t < years; t++) {
      const i = county * years + t;
      slopes.budget[i] = 0;
      slopes.county[i] = 0;
      if (c.budget[i]! < Infinity) {
        value -= prices.budget[i]! * c.budget[i]!;
        slopes.budget[i] = -c.budget[i]!;
      }
      const price = prices.county[i]!;
      const limit = price > 0 ? c.low[i]! : c.high[i]!;
      if (price !== 0) value += price * limit;
      slopes.county[i] = limit < Infinity ? limit : 0;
    }
    slopes.land[county] = 0;
    if (c.land[county]! < Infinity) {
      value -= prices.land[county]! * c.land[county]!;
      slopes.land[county] = -c.land[county]!;
    }
  }

  for (const v of scope.villages) {
    const worth = prices.village[v]!;
    value += worth;
    slopes.village[v] = 1;
    const county = c.countyOf[v]! * years;
    const stays = c.currentArc[v]!;
    value += stays === NONE ? 0 : c.stay[v]!;
    let best = Infinity;
    let year = -1;
    if (c.mayLeave[v] === 1) best = c.leave[v]! - (stays === LEAVE ? c.stay[v]! : 0);
    if (c.mayBuild[v] === 1)
      for (let t = 0; t < years; t++) {
        if (c.mayIn[v * years + t] !== 1) continue;
        const cost =
          c.build[v]! * (1 + prices.budget[county + t]!) +
          c.wait[v]! * t -
          (stays === BUILD && c.currentYear[v] === t ? c.stay[v]! : 0);
        if (cost < best) {
          best = cost;
          year = t;
        }
      }
    if (best < worth) {
      value += best - worth;
      slopes.village[v] = 0;
      if (year >= 0) slopes.budget[county + year]! += c.build[v]!;
      const { uses } = slopes;
      if (uses !== null) {
        if (year >= 0) uses.build[v * years + year]! += uses.weight;
        else uses.leave[v]! += uses.weight;
      }
    }
  }

  const { arcCost } = slopes;
  const runFrom = new Float64Array(years);
  const siteFrom = new Float64Array(years);
  for (const s of scope.sites) {
    slopes.capacity[s] = 0;
    slopes.opened[s] = -1;
    if (held[s] === CLOSED) continue;
    siteFrom.fill(0);
    const first = c.siteStart[s]!;
    cheapestFrom(c, prices, s, arcCost);
    for (let r = c.siteRuns[s]!; r < c.siteRuns[s + 1]!; r++) {
      runFrom.fill(0);
      for (let k = c.runStart[r]!; k < c.runStart[r + 1]!; k++) {
        const at = (k - first) * years;
        // What is best from a year on gets no cheaper later.
        if (arcCost[at]! >= 0) continue;
        for (let t = 0; t < years; t++) runFrom[t]! += Math.min(0, arcCost[at + t]!);
      }
      for (let t = 0; t < years; t++) siteFrom[t]! += Math.min(0, runFrom[t]! + c.split);
    }
    const county = c.siteCounty[s]!;
    const land = c.land[county]! < Infinity ? prices.land[county]! * c.siteLand[s]! : 0;
    const room = prices.capacity[s]! * c.capacity[s]!;
    let best = held[s] === OPEN || c.isOpen[s] === 1 ? Infinity : 0;
    let year = -1;
    for (let t = from[s]!; t <= until[s]!; t++) {
      const paid = county * years + paidIn(t, c.lead[s]!);
      const cost = c.open[s]! * (1 + prices.budget[paid]!) + land - room + siteFrom[t]!;
      if (cost < best) {
        best = cost;
        year = t;
      }
    }
    if (year < 0) {
      if (best === Infinity) return Infinity;
      continue;
    }
    value += best;
    slopes.opened[s] = year;
    slopes.capacity[s] = -c.capacity[s]!;
    slopes.budget[county * years + paidIn(year, c.lead[s]!)]! += c.open[s]!;
    slopes.land[county]! += c.siteLand[s]!;
    takeUp(c, s, year, slopes);
  }
  return value;
}

/** Adds to the slopes what a site that opens in a year takes. */
function takeUp(c: Compiled, s: number, year: number, slopes: Slopes): void {
  const { years } = c;
  const { arcCost } = slopes;
  const first = c.siteStart[s]!;
  for (let r = c.siteRuns[s]!; r < c.siteRuns[s + 1]!; r++) {
    let sum = c.split;
    for (let k = c.runStart[r]!; k < c.runStart[r + 1]!; k++) {
      const cost = arcCost[(k - first) * years + year]!;
      if (cost < 0) sum += cost;
    }
    if (sum >= 0) continue;
    for (let k = c.runStart[r]!; k < c.runStart[r + 1]!; k++) {
      const at = (k - first) * years;
      const cost = arcCost[at + year]!;
      if (cost >= 0) continue;
      let t = year;
      while (t + 1 < years && arcCost[at + t + 1] === cost) t++;
      const v = c.arcVillage[k]!;
      const i = c.countyOf[v]! * years + t;
      slopes.village[v]! -= 1;
      if (slopes.uses !== null) slopes.uses.arc[k * years + t]! += slopes.uses.weight;
      slopes.capacity[s]! += c.persons[v]!;
      slopes.budget[i]! += c.arcMoney[k]!;
      slopes.county[i]! -= c.persons[v]!;
      slopes.region[t]! -= c.persons[v]!;
    }
  }
}

/** What each arc of a site costs at the prices given, less what its village is worth, in the best year from each year on: put `into` an array by arc and year. */
function cheapestFrom(c: Compiled, prices: Prices, s: number, into: Float64Array): void {
  const { years, arcVillage, arcMay, arcMoney, arcSoft, arcPlace, countyOf, currentArc } = c;
  const { budget, county, region } = prices;
  const [first, after] = [c.siteStart[s]!, c.siteStart[s + 1]!];
  const room = prices.capacity[s]!;
  for (let k = first; k < after; k++) {
    const v = arcVillage[k]!;
    const inCounty = countyOf[v]! * years;
    const persons = c.persons[v]!;
    const money = arcMoney[k]!;
    const wait = c.wait[v]!;
    const fixed = arcSoft[k]! + room * persons - prices.village[v]!;
    const stays = currentArc[v] === arcPlace[k] ? c.currentYear[v]! : -1;
    const at = (k - first) * years;
    const may = k * years;
    let best = Infinity;
    for (let t = years - 1; t >= 0; t--) {
      if (arcMay[may + t] === 1) {
        let cost =
          money * (1 + budget[inCounty + t]!) +
          wait * t -
          (county[inCounty + t]! + region[t]!) * persons +
          fixed;
        if (t === stays) cost -= c.stay[v]!;
        best = Math.min(best, cost);
      }
      into[at + t] = best;
    }
  }
}

/** What the region's yearly rows add to the bound; starts their slopes. */
export function regionTerm(c: Compiled, prices: Prices, slopes: Slopes): number {
  let value = 0;
  for (let t = 0; t < c.years; t++) {
    const price = prices.region[t]!;
    const limit = price > 0 ? c.regionLow[t]! : c.regionHigh[t]!;
    if (price !== 0) value += price * limit;
    slopes.region[t] = limit < Infinity ? limit : 0;
  }
  return value;
}
