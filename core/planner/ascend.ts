import type { Compiled } from "./compile.ts";
import { copyPrices, PRICE_KINDS, type Prices } from "./prices.ts";
import {
  newSlopes,
  regionTerm,
  relaxedCost,
  type Holding,
  type Scope,
  type Slopes,
} from "./relax.ts";

/** Prices on their way up, with what the last steps told of each. */
export interface Ascent {
  readonly prices: Prices;
  readonly best: Prices;
  bound: number;
  steps: number;
  readonly slopes: Slopes;
  readonly mean: Prices;
  readonly square: Prices;
  /** Share of the last steps in which each site opened in each year: [s * years + t]. */
  readonly openShare: Float64Array;
}

export function startAscent(c: Compiled, prices: Prices): Ascent {
  const zero = (): Prices => {
    const copy = copyPrices(prices);
    for (const kind of PRICE_KINDS) copy[kind].fill(0);
    return copy;
  };
  return {
    prices: copyPrices(prices),
    best: copyPrices(prices),
    bound: -Infinity,
    steps: 0,
    slopes: newSlopes(c),
    mean: zero(),
    square: zero(),
    openShare: new Float64Array(c.sites * c.years),
  };
}

const MEAN_DECAY = 0.85;
const SQUARE_DECAY = 0.99;

/** Yuan for a person: what steps of prices are measured by. */
export function yuanPerPerson(c: Compiled): number {
  let yuan = 0;
  let persons = 0;
  for (let k = 0; k < c.arcs; k++) {
    yuan += c.arcMoney[k]! + c.arcSoft[k]!;
    persons += c.persons[c.arcVillage[k]!]!;
  }
  return persons > 0 && yuan > 0 ? yuan / persons : 1;
}

/**
 * One step of `size` (a share of the usual cost of a person): evaluates the bound and moves each price along its slope. Without
 * `regionMoves` the region's prices stay, and what they earn by themselves is left out.
 */
export function stepUp(
  c: Compiled,
  ascent: Ascent,
  holding: Holding,
  scope: Scope,
  size: number,
  unitYuan: number,
  regionMoves: boolean,
): number {
  const { prices, slopes, mean, square } = ascent;
  const region = regionMoves ? regionTerm(c, prices, slopes) : 0;
  const value = relaxedCost(c, prices, holding, scope, slopes) + region;
  if (value > ascent.bound) {
    ascent.bound = value;
    for (const kind of PRICE_KINDS) ascent.best[kind].set(prices[kind]);
  }
  ascent.steps++;
  const [meanWeight, squareWeight] = [
    1 - MEAN_DECAY ** ascent.steps,
    1 - SQUARE_DECAY ** ascent.steps,
  ];
  const move = (
    kind: (typeof PRICE_KINDS)[number],
    i: number,
    scale: number,
    least: number,
  ): void => {
    const slope = slopes[kind][i]!;
    const m = (mean[kind][i] = MEAN_DECAY * mean[kind][i]! + (1 - MEAN_DECAY) * slope);
    const q = (square[kind][i] =
      SQUARE_DECAY * square[kind][i]! + (1 - SQUARE_DECAY) * slope * slope);
    if (q === 0) return;
    const next = prices[kind][i]! + (size * scale * (m / meanWeight)) / Math.sqrt(q / squareWeight);
    prices[kind][i] = next > least ? next : least;
  };
  for (const v of scope.villages) move("village", v, unitYuan * c.persons[v]!, -Infinity);
  for (const s of scope.sites) {
    move("capacity", s, unitYuan, 0);
    for (let t = 0; t < c.years; t++) {
      const i = s * c.years + t;
      ascent.openShare[i] = 0.97 * ascent.openShare[i]! + (slopes.opened[s] === t ? 0.03 : 0);
    }
  }
  for (const county of scope.counties) {
    for (let t = 0; t < c.years; t++) {
      const i = county * c.years + t;
      if (c.budget[i]! < Infinity) move("budget", i, 1, 0);
      if (c.low[i]! > 0 || c.high[i]! < Infinity)
        move("county", i, unitYuan, c.high[i]! < Infinity ? -Infinity : 0);
    }
    if (c.land[county]! < Infinity) move("land", county, unitYuan * 8, 0);
  }
  if (regionMoves)
    for (let t = 0; t < c.years; t++)
      move("region", t, unitYuan, c.regionHigh[t]! < Infinity ? -Infinity : 0);
  return value;
}
