import { BUILD, LEAVE, type Compiled } from "./compile.ts";
import type { Prices } from "./prices.ts";

/** The choices of each village that the search tries: optionStart[v] to optionStart[v + 1], the cheapest at the prices given first. */
export interface Options {
  readonly start: Int32Array;
  readonly arc: Int32Array;
  readonly year: Int32Array;
}

/**
 * The choices of each village at sites that open, from the year on in which they do, at most `most` of each by what they cost at the prices given; of each arc its best
 * year is always among them.
 */
export function optionsAt(c: Compiled, prices: Prices, planned: Int32Array, most: number): Options {
  const start = new Int32Array(c.villages + 1);
  const arcs: number[] = [];
  const years: number[] = [];
  let found: { arc: number; year: number; cost: number }[] = [];
  for (let v = 0; v < c.villages; v++) {
    found = [];
    const county = c.countyOf[v]! * c.years;
    const [stays, stayYear, stay] = [c.currentArc[v]!, c.currentYear[v]!, c.stay[v]!];
    for (let i = c.villageStart[v]!; i < c.villageStart[v + 1]!; i++) {
      const k = c.villageArcs[i]!;
      const s = c.arcSite[k]!;
      if (planned[s]! < 0) continue;
      for (let t = planned[s]!; t < c.years; t++) {
        if (c.arcMay[k * c.years + t] !== 1) continue;
        const isStay = stays === c.arcPlace[k] && stayYear === t;
        found.push({
          arc: k,
          year: t,
          cost:
            c.arcMoney[k]! * (1 + prices.budget[county + t]!) +
            c.arcSoft[k]! +
            c.wait[v]! * t +
            (prices.capacity[s]! - prices.county[county + t]! - prices.region[t]!) * c.persons[v]! -
            (isStay ? stay : 0),
        });
      }
    }
    if (c.mayBuild[v] === 1)
      for (let t = 0; t < c.years; t++) {
        if (c.mayIn[v * c.years + t] !== 1) continue;
        const isStay = stays === BUILD && stayYear === t;
        found.push({
          arc: BUILD,
          year: t,
          cost:
            c.build[v]! * (1 + prices.budget[county + t]!) + c.wait[v]! * t - (isStay ? stay : 0),
        });
      }
    if (c.mayLeave[v] === 1 || found.length === 0)
      found.push({ arc: LEAVE, year: -1, cost: c.leave[v]! - (stays === LEAVE ? stay : 0) });
    found.sort((a, b) => a.cost - b.cost);
    const seen = new Set<number>();
    found.forEach(({ arc, year }, n) => {
      if (n >= most && seen.has(arc)) return;
      seen.add(arc);
      arcs.push(arc);
      years.push(year);
    });
    start[v + 1] = arcs.length;
  }
  return { start, arc: Int32Array.from(arcs), year: Int32Array.from(years) };
}
