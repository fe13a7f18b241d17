import type { Choices } from "./choices.ts";
import { paidIn, type Compiled } from "./compile.ts";
import { mayOpen } from "./branch.ts";
import type { Scope } from "./relax.ts";
import { wholeScope } from "./scopes.ts";
import type { Found } from "./search.ts";
import { SearchState } from "./state.ts";

/** Openings that are tried in all, those given and those made of them. */
const MOST_TRIES = 24;

/** A search along one opening: the year in which each site opens, -1 = not at all. */
export type SearchAlong = (planned: Int32Array, isGiven: boolean) => Found;

/**
 * Searches along one opening after the other until one leads to a plan that keeps every row: those given first, then such as differ from
 * one that failed in a single site, the nearest to success first. The last one tried where none does.
 */
export function searchOpenings(
  c: Compiled,
  given: readonly Int32Array[],
  search: SearchAlong,
  shouldStop: () => boolean,
): { found: Found; planned: Int32Array } {
  const queue = given.map((planned, i) => ({ planned, short: i - given.length }));
  const seen = new Set(given.map((planned) => planned.join()));
  let tries = 0;
  for (;;) {
    const { planned, short } = queue.shift()!;
    const found = search(planned, short < 0);
    tries++;
    if (found.cost !== null || shouldStop() || tries === MOST_TRIES) return { found, planned };
    const state = stateOf(c, planned, found);
    for (const other of othersOf(c, planned, state)) {
      const key = other.join();
      if (seen.has(key) || !mayOpen(c, wholeScope(c), other)) continue;
      seen.add(key);
      queue.push({ planned: other, short: state.penalty });
    }
    queue.sort((a, b) => a.short - b.short);
    if (queue.length === 0) return { found, planned };
  }
}

/** What choices add up to; a row broken by a person or by what a person costs weighs one. */
function stateOf(c: Compiled, planned: Int32Array, { arc, year }: Choices): SearchState {
  const state = new SearchState(c, planned, {
    capacity: 1,
    band: 1,
    region: 1,
    budget: 1e-5,
    land: 100,
  });
  for (let v = 0; v < c.villages; v++) state.choose(v, arc[v]!, year[v]!);
  state.recount();
  return state;
}

/**
 * Openings that differ in one site: paid in another year, or closed, where the money of its year did not last or land is short; opened, or
 * opened earlier, where room was short.
 */
function othersOf(c: Compiled, planned: Int32Array, state: SearchState): Int32Array[] {
  const others: Int32Array[] = [];
  const add = (site: number, year: number): void => {
    const other = planned.slice();
    other[site] = year;
    others.push(other);
  };
  const { capacity, band, region } = state.broken();
  for (let s = 0; s < c.sites; s++) {
    if (c.isOpen[s] === 1) continue;
    const now = planned[s]!;
    const [first, county] = [c.earliest[s]!, c.siteCounty[s]!];
    const paid = paidIn(now, c.lead[s]!);
    const isOverLand = state.landUsed[county]! > c.land[county]! + 1e-6;
    const isOverBudget =
      now >= 0 && state.spent[county * c.years + paid]! > c.budget[county * c.years + paid]!;
    if (state.openYear[s]! >= 0 && (isOverBudget || isOverLand)) {
      add(s, -1);
      for (let t = first; t < c.years; t++) if (paidIn(t, c.lead[s]!) !== paid) add(s, t);
    }
    if (capacity + band + region > 0 && first < c.years && (now < 0 || now > first)) add(s, first);
  }
  return others;
}

/** An opening with every further site that its county has the land for: where the sites that open leave the region short, another may. */
export function openable(c: Compiled, scope: Scope, planned: Int32Array): Int32Array {
  const left = c.land.slice();
  scope.sites.forEach((s, i) => {
    if (c.isOpen[s] === 1 || planned[i]! >= 0) left[c.siteCounty[s]!]! -= c.siteLand[s]!;
  });
  return planned.map((year, i) => {
    const s = scope.sites[i]!;
    const county = c.siteCounty[s]!;
    if (year >= 0 || c.earliest[s]! >= c.years || c.siteLand[s]! > left[county]!) return year;
    left[county]! -= c.siteLand[s]!;
    return c.earliest[s]!;
  });
}
