import type { Band, PlannerProblem } from "../problem.ts";
import type { Cause, CausePart, HardKind } from "./cause.ts";

/**
 * Contradictions between the bands of all counties together and what each county is allowed or asked for, by sums alone: a year that asks
 * for more than the counties may move, or allows less than they shall; all years together that ask for more people than may move.
 */
export function regionCauses(problem: PlannerProblem): Cause[] {
  const { counties, villages, band, years } = problem;
  const causes: Cause[] = [];
  const persons = counties.map(() => 0);
  for (const village of villages)
    if (village.arcs.length > 0) persons[village.county]! += village.persons;
  const part = (
    kind: HardKind,
    county: number | null,
    of: readonly number[],
    limit: number,
    short: number,
    isDemand: boolean,
  ): CausePart => ({
    kind,
    county,
    years: of,
    sites: [],
    villages: [],
    excluded: [],
    limit,
    needed: isDemand ? limit - short : limit + short,
    short,
    unit: "persons",
  });
  const add = (
    code: "band" | "persons",
    needed: number,
    available: number,
    parts: CausePart[],
  ): void => {
    const short = needed - available;
    causes.push({ code, parts, needed, available, short, unit: "persons", isIrreducible: true });
  };

  let total = 0;
  for (let year = 0; year < years.count; year++) {
    const [low, high] = [band.low[year]!, band.high[year]!];
    total += low;
    const most = counties.map((county, c) => Math.min(county.band.high[year]!, persons[c]!));
    const allowed = sumOf(most);
    if (low > allowed)
      add("band", low, allowed, [
        part("regionLow", null, [year], low, low - allowed, true),
        ...counties.flatMap((county, c) =>
          county.band.high[year]! < persons[c]!
            ? [part("countyHigh", c, [year], county.band.high[year]!, low - allowed, false)]
            : [],
        ),
      ]);
    const least = sumOf(counties.map((county) => county.band.low[year]!));
    if (least > high)
      add("band", least, high, [
        part("regionHigh", null, [year], high, least - high, false),
        ...counties.flatMap((county, c) =>
          county.band.low[year]! > 0
            ? [part("countyLow", c, [year], county.band.low[year]!, least - high, true)]
            : [],
        ),
      ]);
  }
  const movable = sumOf(persons);
  if (total > movable) {
    const all = band.low.flatMap((low, year) => (low > 0 ? [year] : []));
    add("persons", total, movable, [part("regionLow", null, all, total, total - movable, true)]);
  }
  return causes;
}

/** What of the bands of all counties together falls to each: its people's share, within its own band, until the sums are met. */
export function bandShares({ counties, villages, band, years }: PlannerProblem): Band[] {
  const persons = counties.map(() => 0);
  for (const village of villages) persons[village.county]! += village.persons;
  const shares = counties.map(() => ({ low: [] as number[], high: [] as number[] }));
  const share = (target: number, year: number): number[] => {
    const [least, most] = [
      counties.map((county) => Math.max(0, county.band.low[year]!)),
      counties.map((county, c) => Math.min(county.band.high[year]!, persons[c]!)),
    ];
    if (!Number.isFinite(target)) return counties.map(() => target);
    // The level at which shares, each within its limits, add up to the target, by halving.
    let [low, high] = [0, 1];
    const at = (level: number): number[] =>
      counties.map((_, c) => Math.max(least[c]!, Math.min(most[c]!, persons[c]! * level)));
    for (let i = 0; i < 40; i++) {
      const middle = (low + high) / 2;
      if (sumOf(at(middle)) < target) low = middle;
      else high = middle;
    }
    return at(high);
  };
  for (let year = 0; year < years.count; year++) {
    const lows = share(band.low[year]!, year);
    const highs = share(band.high[year]!, year);
    counties.forEach((_, c) => {
      shares[c]!.low.push(Math.ceil(lows[c]! - 1e-6));
      shares[c]!.high.push(Math.max(Math.ceil(lows[c]! - 1e-6), Math.floor(highs[c]!)));
    });
  }
  return shares;
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
