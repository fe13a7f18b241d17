import type { ExtendedProblem } from "./extended.ts";

/**
 * How much of a change it is to give up what has no size of its own, against giving up the whole of a row (1). Sums give way in proportion
 * to their size. Judgement, not measurement: unlocking one village is a small change, thawing a year a large one.
 */
export const LEVER = {
  unlock: 0.02,
  /** Times the village's share of the persons asked for. */
  unlockShare: 0.5,
  unfreeze: 0.3,
  earlierYear: 0.15,
  needNotOpen: 0.1,
  mayLeave: 0.05,
  include: 0.01,
  newSite: 1.5,
} as const;

/** What a row is measured by: its own figure, or where that is 0 what is usual for its kind; always above 0. */
export function sizesOf({ problem }: ExtendedProblem) {
  const { counties, sites, villages, band, years } = problem;
  const persons = villages.reduce((sum, village) => sum + village.persons, 0);
  const asked = Math.max(
    sumOf(band.low),
    counties.reduce((sum, county) => sum + sumOf(county.band.low), 0),
  );
  const demand = Math.max(1, asked > 0 ? Math.min(asked, persons) : persons);
  const perYear = Math.max(1, demand / years.count);
  const meanCapacity = meanOf(sites.map((site) => site.capacityPersons));
  const ofRow = (value: number, usual: number): number =>
    Number.isFinite(value) && value > 0 ? value : Math.max(1, usual);
  return {
    demand,
    capacity: (s: number) => ofRow(sites[s]!.capacityPersons, meanCapacity),
    landMu: (c: number) =>
      ofRow(
        counties[c]!.landMu,
        meanOf(sites.filter(({ county }) => county === c).map(({ landMu }) => landMu)),
      ),
    budgetYuan: (c: number, year: number) =>
      ofRow(counties[c]!.budgetYuan[year]!, meanOf(counties[c]!.budgetYuan) || 1e6),
    band: (c: number, year: number) =>
      ofRow(Math.max(counties[c]!.band.low[year]!, 0), meanOf(counties[c]!.band.low) || perYear),
    regionBand: (year: number) => ofRow(band.low[year]!, perYear),
  };
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

function meanOf(values: readonly number[]): number {
  const finite = values.filter(Number.isFinite);
  return finite.length === 0 ? 0 : sumOf(finite) / finite.length;
}
