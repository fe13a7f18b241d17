import { arcAt, placesOf, type Choices } from "./choices.ts";
import { compile, type Compiled } from "./compile.ts";
import { searchOpenings } from "./other-openings.ts";
import type { Prices } from "./prices.ts";
import type { Band, PlannerProblem } from "./problem.ts";
import type { Scope, Uses } from "./relax.ts";
import { search, type Found } from "./search.ts";
import { SearchState } from "./state.ts";

/** A part of a problem to be searched by itself, in this thread or another: plain data. */
export interface Piece {
  readonly problem: PlannerProblem;
  /** The counties' own bands, to fall back on where the share of the region can't be met. */
  readonly ownBands: readonly Band[];
  readonly prices: Prices;
  /** Openings to try, the best first: the year in which each site opens, -1 = not at all. */
  readonly openings: readonly Int32Array[];
  /** Place of each village's first choice among its arcs (or BUILD or LEAVE), and its year. */
  readonly place: Int32Array;
  readonly year: Int32Array;
  readonly seed: number;
  readonly perVillage: number;
  readonly heat: number;
}

/** What came of a piece: the same of each of its villages, and whether every row is kept. */
export interface PieceFound {
  readonly cost: number | null;
  readonly place: Int32Array;
  readonly year: Int32Array;
  /** The opening along which it was found. */
  readonly planned: Int32Array;
}

/**
 * A scope as a problem of its own. The region's yearly rows are shared out: the part is to move at least `low` and at most `high` persons, by
 * county of the scope and year.
 */
function partOf(
  c: Compiled,
  scope: Scope,
  prices: Prices,
  low: Float64Array,
  high: Float64Array,
): { problem: PlannerProblem; prices: Prices } {
  const { problem } = c;
  const { years } = c;
  const siteAt = new Int32Array(c.sites).fill(-1);
  scope.sites.forEach((s, i) => (siteAt[s] = i));
  const countyAt = new Int32Array(c.counties).fill(-1);
  scope.counties.forEach((one, i) => (countyAt[one] = i));
  const slice = (of: Float64Array, counties: Int32Array): number[] =>
    [...counties].flatMap((one) => [...of.subarray(one * years, (one + 1) * years)]);
  return {
    problem: {
      years: problem.years,
      band: {
        low: Array.from({ length: years }, () => 0),
        high: Array.from({ length: years }, () => Infinity),
      },
      counties: [...scope.counties].map((one) => ({
        ...problem.counties[one]!,
        band: {
          low: [...low.subarray(one * years, (one + 1) * years)],
          high: [...high.subarray(one * years, (one + 1) * years)],
        },
      })),
      sites: [...scope.sites].map((s) => ({
        ...problem.sites[s]!,
        county: countyAt[problem.sites[s]!.county]!,
      })),
      villages: [...scope.villages].map((v) => ({
        ...problem.villages[v]!,
        county: countyAt[problem.villages[v]!.county]!,
        arcs: problem.villages[v]!.arcs.map((arc) => ({ ...arc, site: siteAt[arc.site]! })),
      })),
      splitYuan: problem.splitYuan,
    },
    prices: {
      village: Float64Array.from(scope.villages, (v) => prices.village[v]!),
      capacity: Float64Array.from(scope.sites, (s) => prices.capacity[s]!),
      budget: Float64Array.from(slice(prices.budget, scope.counties)),
      county: Float64Array.from(
        slice(prices.county, scope.counties),
        (price, i) => price + prices.region[i % years]!,
      ),
      region: new Float64Array(years),
      land: Float64Array.from(scope.counties, (one) => prices.land[one]!),
    },
  };
}

/** How often what a piece is to move is brought closer to what it was found able to move. */
const EASINGS = 3;

/**
 * Searches a piece until every row is kept: first with its share of the region, which is eased towards the county's own bands where it can't
 * be met, then with those and one opening after the other.
 */
export function searchPiece(piece: Piece, shouldStop: () => boolean): PieceFound {
  const withBands = (bands: readonly Band[]): Compiled =>
    compile({
      ...piece.problem,
      counties: piece.problem.counties.map((county, i) => ({ ...county, band: bands[i]! })),
    });
  const along = (c: Compiled, planned: Int32Array): Found => {
    const start = {
      arc: Int32Array.from(piece.place, (place, v) => arcAt(c, v, place)),
      year: piece.year,
    };
    return search(c, piece.prices, planned, { ...piece, start }, () => {}, shouldStop);
  };
  const foundIn = (c: Compiled, found: Found, planned: Int32Array): PieceFound => ({
    cost: found.cost,
    place: placesOf(
      c,
      found,
      Int32Array.from({ length: c.villages }, (_, v) => v),
    ),
    year: found.year,
    planned,
  });
  let bands: readonly Band[] = piece.problem.counties.map(({ band }) => band);
  const best = piece.openings[0]!;
  for (let attempt = 0; attempt < EASINGS; attempt++) {
    const c = withBands(bands);
    const found = along(c, best);
    if (found.cost !== null || shouldStop()) return foundIn(c, found, best);
    bands = eased(c, best, found, bands, piece.ownBands);
  }
  const c = withBands(piece.ownBands);
  const { found, planned } = searchOpenings(
    c,
    piece.openings,
    (planned) => along(c, planned),
    shouldStop,
  );
  return foundIn(c, found, planned);
}

/** Bands that ask for no more than was moved, and less where money or room did not last; never outside the county's own. */
function eased(
  c: Compiled,
  planned: Int32Array,
  found: Choices,
  bands: readonly Band[],
  own: readonly Band[],
): readonly Band[] {
  const state = new SearchState(c, planned, {
    capacity: 1,
    band: 1,
    region: 1,
    budget: 1,
    land: 1,
  });
  for (let v = 0; v < c.villages; v++) state.choose(v, found.arc[v]!, found.year[v]!);
  const isFull = state.broken().capacity > 0;
  return bands.map((band, i) => ({
    low: band.low.map((low, t) => {
      const at = i * c.years + t;
      let least = Math.min(low, state.moved[at]! - 3);
      if (state.spent[at]! > c.budget[at]!) least = Math.min(least, low * 0.94);
      else if (isFull) least = Math.min(least, low * 0.98);
      return Math.max(own[i]!.low[t]!, Math.floor(least));
    }),
    high: own[i]!.high,
  }));
}

/** Each scope as a piece, to move in each year what the priced problem moves there, scaled to what the region asks for at least. */
export function piecesOf(
  c: Compiled,
  scopes: readonly Scope[],
  prices: Prices,
  uses: Uses,
  start: Choices,
  openings: readonly (readonly Int32Array[])[],
): Omit<Piece, "seed" | "perVillage" | "heat">[] {
  const { years } = c;
  const moved = new Float64Array(c.counties * years);
  const inAll = new Float64Array(years);
  for (let v = 0; v < c.villages; v++) {
    let sum = uses.leave[v]!;
    for (let t = 0; t < years; t++) sum += uses.build[v * years + t]!;
    const [first, after] = [c.villageStart[v]!, c.villageStart[v + 1]!];
    for (let n = first; n < after; n++)
      for (let t = 0; t < years; t++) sum += uses.arc[c.villageArcs[n]! * years + t]!;
    if (sum === 0) continue;
    for (let n = first; n < after; n++)
      for (let t = 0; t < years; t++)
        moved[c.countyOf[v]! * years + t]! +=
          (uses.arc[c.villageArcs[n]! * years + t]! / sum) * c.persons[v]!;
  }
  moved.forEach((persons, i) => (inAll[i % years]! += persons));
  const low = c.low.slice();
  const high = c.high.slice();
  moved.forEach((persons, i) => {
    const t = i % years;
    if (!(inAll[t]! > 0)) return;
    const scaled = persons * Math.max(1, (1.001 * c.regionLow[t]!) / inAll[t]!);
    const least = Math.min(scaled, c.high[i]! * 0.98);
    if (c.regionLow[t]! > 0) low[i] = Math.max(c.low[i]!, Math.ceil(least));
    if (c.regionHigh[t]! < Infinity)
      high[i] = Math.max(
        low[i]!,
        Math.min(c.high[i]!, Math.floor((persons * c.regionHigh[t]!) / inAll[t]!)),
      );
  });
  return scopes.map((scope, n) => ({
    ...partOf(c, scope, prices, low, high),
    ownBands: [...scope.counties].map((one) => c.problem.counties[one]!.band),
    openings: openings[n]!,
    place: placesOf(c, start, scope.villages),
    year: Int32Array.from(scope.villages, (v) => start.year[v]!),
  }));
}
