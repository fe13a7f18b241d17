import type { Rates } from "../../core/contract/coverage.ts";
import { excludedOf, ratesOf } from "../../core/coverage/roll-up.ts";
import type { ExitGround, KnownStatistic } from "../../core/policy/exit-card.ts";
import { EXIT_CRITERIA } from "../../geodata/standards/exit-criteria.ts";
import type { AreaCounts } from "../../core/coverage/snapshot.ts";
import type { RegionState } from "../coverage/state.ts";
import type { Db } from "../database/open.ts";
import {
  listStatisticAreas,
  listStatisticYears,
  listStatistics,
  type StatisticArea,
  type StoredStatistic,
} from "../statistics/queries.ts";

/** Everything that the exit cards of a region are made from, read once. */
export interface ExitData {
  readonly state: RegionState;
  readonly region: string;
  readonly areas: ReadonlyMap<string, StatisticArea>;
  /** Counties by code. */
  readonly counties: readonly StatisticArea[];
  readonly years: readonly number[];
  readonly isDemonstration: boolean;
  statistic(area: string, item: string, year: number): KnownStatistic | null;
  readonly counts: ReadonlyMap<string, AreaCounts>;
}

/** Reads the statistics of a region and the stored rates of the rules that criteria name. */
export async function readExitData(db: Db, state: RegionState): Promise<ExitData> {
  const region = state.snapshot.regionCode;
  const areas = await listStatisticAreas(db, region);
  const codes = areas.map(({ code }) => code);
  const figures = await listStatistics(db, codes);
  const known = new Map<string, StoredStatistic>(
    figures.map((each) => [`${each.area} ${each.item} ${each.year}`, each]),
  );
  const counts = new Map<string, AreaCounts>();
  for (const criterion of EXIT_CRITERIA) {
    const rule = criterion.kind === "coverage" ? state.rule(criterion.rule) : undefined;
    if (rule !== undefined) counts.set(rule.id, (await state.judge(rule)).counts);
  }
  return {
    state,
    region,
    areas: new Map(areas.map((each) => [each.code, each])),
    counties: areas.filter(({ level }) => level === "county"),
    years: await listStatisticYears(db, codes),
    isDemonstration:
      figures.some(({ demonstration }) => demonstration) ||
      state.datasets.some(({ demonstration }) => demonstration),
    statistic: (area, item, year) => known.get(`${area} ${item} ${year}`) ?? null,
    counts,
  };
}

/** What the card of a county is made from. */
export function groundOf(data: ExitData, county: string, year: number): ExitGround {
  const { state, counts } = data;
  const area = state.areaIndex(county);
  return {
    county,
    region: data.region,
    year,
    years: data.years,
    statistic: (...asked) => data.statistic(...asked),
    coverage(id) {
      const rule = state.rule(id);
      const of = counts.get(id);
      if (rule === undefined || of === undefined || area === undefined) return null;
      const rates: Rates = ratesOf(of, area);
      return { rule, rate: rates[rule.headline], excluded: excludedOf(of, area) };
    },
  };
}

/** The year of a card that names none: the last one that the region has statistics of, else last year. */
export function yearOf(data: ExitData, asked: number | undefined): number {
  return asked ?? data.years.at(-1) ?? new Date().getUTCFullYear() - 1;
}

/** Counties with their figures of an item and year, for ranking. */
export function rankedBy(
  data: ExitData,
  item: string,
  year: number,
): { code: string; value: number | null }[] {
  return data.counties.map(({ code }) => ({
    code,
    value: data.statistic(code, item, year)?.value ?? null,
  }));
}
