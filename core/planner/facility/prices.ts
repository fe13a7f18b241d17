import { Knapsack } from "./knapsack.ts";
import { sum, type FacilityProblem } from "./problem.ts";

/** Prices of the rows that all sites share: of a unit of capacity, and of a site. */
export interface Charges {
  readonly capacity: number;
  readonly site: number;
}

/** What is settled of a site in a part of the search: -1 nothing, 0 closed, 1 open. */
export type SiteStates = Int8Array;

/**
 * A lower bound from prices: whatever customers pay, no plan costs less than their prices plus what the sites lose at these prices. It
 * holds for any prices, so no rounding of a linear program can spoil it.
 */
export interface PriceBound {
  readonly bound: number;
  /** By site: what opening it adds to the bound (negative: it opens by itself); its size is what the opposite would add. */
  readonly value: Float64Array;
  /** 1 - how much of each customer the sites that open at these prices serve. */
  readonly slack: Float64Array;
  /** How far each site is open in the bound's own answer, 0..1. */
  readonly open: Float64Array;
  /** By customer: of the sites that are open and would serve it the cheapest, -1 where none would. */
  readonly site: Int32Array;
}

/**
 * Source: Lagrangian relaxation of the demand rows with the surrogate row of total capacity. K. Holmberg, M. Ronnqvist, D. Yuan: An exact
 * algorithm for the capacitated facility location problems with single sourcing, European Journal of Operational Research 113 (1999).
 */
export class Prices {
  readonly problem: FacilityProblem;
  readonly isWhole: boolean;
  readonly #knapsack: Knapsack;
  readonly #total: number;

  constructor(problem: FacilityProblem, isWhole: boolean) {
    this.problem = problem;
    this.isWhole = isWhole;
    this.#knapsack = new Knapsack(problem.demand.length);
    this.#total = sum(problem.demand);
  }

  /** What a site loses (positive) or earns (negative) when it opens at these prices; `see` is told whom it would serve. */
  valueOf(
    site: number,
    price: Float64Array,
    see?: (customers: Int32Array, shares: Float64Array, count: number) => void,
  ): number {
    const { capacity, fixedCost, demand, cost } = this.problem;
    const kind = this.isWhole ? "whole" : "divided";
    const { most, count } = this.#knapsack[kind](
      capacity[site]!,
      demand,
      price,
      cost,
      site * demand.length,
    );
    see?.(this.#knapsack.chosen, this.#knapsack.share, count);
    return fixedCost[site]! - most;
  }

  /** By how much at least a site earns less when it must serve a customer whose profit there is this. */
  forcing(site: number, price: Float64Array): (customer: number, profit: number) => number {
    const { capacity, demand, cost } = this.problem;
    const offset = site * demand.length;
    const items: { i: number; profit: number; ratio: number }[] = [];
    for (let i = 0; i < demand.length; i++) {
      const profit = price[i]! - cost[offset + i]!;
      if (profit <= 0 || demand[i]! > capacity[site]!) continue;
      items.push({ i, profit, ratio: demand[i]! > 0 ? profit / demand[i]! : Infinity });
    }
    items.sort((a, b) => (a.ratio === b.ratio ? a.i - b.i : b.ratio - a.ratio));
    const isIn = new Set<number>();
    let held = 0;
    for (const { i } of items) {
      held += demand[i]!;
      if (held > capacity[site]!) break;
      isIn.add(i);
    }
    const earned = (room: number): number => {
      let left = room;
      let total = 0;
      for (const { i, profit, ratio } of items) {
        if (demand[i]! > left) return total + (left > 0 ? left * ratio : 0);
        left -= demand[i]!;
        total += profit;
      }
      return total;
    };
    // What the bound counts on, and what a divided knapsack leaves it when the customer's room is gone.
    const most = this.problem.fixedCost[site]! - this.valueOf(site, price);
    const whole = earned(capacity[site]!);
    return (customer, profit) =>
      Math.max(
        0,
        most - (isIn.has(customer) ? whole : profit + earned(capacity[site]! - demand[customer]!)),
      );
  }

  /** The bound at prices of customers; of the charges on sites the best ones are found, or these are as good. */
  boundAt(price: Float64Array, states: SiteStates, charges?: Charges): PriceBound {
    const { capacity, demand } = this.problem;
    const sites = capacity.length;
    const value = new Float64Array(sites);
    const picks: { customers: Int32Array; shares: Float64Array }[] = [];
    for (let j = 0; j < sites; j++) {
      if (states[j] === 0) continue;
      value[j] = this.valueOf(j, price, (customers, shares, count) => {
        picks[j] = { customers: customers.slice(0, count), shares: shares.slice(0, count) };
      });
    }
    const { open, candidates, atLeast } = this.#opened(value, states);
    if (charges !== undefined) candidates.push(charges);
    let best = { bound: -Infinity, charges: candidates[0]! };
    for (const candidate of candidates) {
      let bound = sum(price) + candidate.capacity * this.#total;
      if (candidate.site > 0) bound += candidate.site * atLeast;
      for (let j = 0; j < sites; j++) {
        if (states[j] === 0) continue;
        const loss = value[j]! - this.#charge(candidate, j);
        if (states[j] === 1 || loss < 0) bound += loss;
      }
      if (bound > best.bound) best = { bound, charges: candidate };
    }
    for (let j = 0; j < sites; j++) if (states[j] !== 0) value[j]! -= this.#charge(best.charges, j);
    const bound = atLeast === Infinity ? Infinity : best.bound;
    const { cost } = this.problem;
    const slack = new Float64Array(demand.length).fill(1);
    const site = new Int32Array(demand.length).fill(-1);
    picks.forEach(({ customers, shares }, j) => {
      if (open[j]! <= 0) return;
      customers.forEach((i, k) => {
        slack[i]! -= open[j]! * shares[k]!;
        const other = site[i]!;
        const isCheaper =
          other < 0 || cost[j * demand.length + i]! < cost[other * demand.length + i]!;
        if (isCheaper && shares[k]! > 0.5) site[i] = j;
      });
    });
    return { bound, value, slack, open, site };
  }

  /** What a site is credited for the capacity it brings, up to all that is needed, and for being one. */
  #charge(charges: Charges, site: number): number {
    return charges.capacity * this.#size(site) + charges.site;
  }

  #size(site: number): number {
    return Math.min(this.#total, this.problem.capacity[site]!);
  }

  /**
   * The sites that open at these values, when together they must hold all demand: by the price of capacity (with the last one open in
   * part), or by the price of a site, as so many must open at least; whichever costs more.
   */
  #opened(
    value: Float64Array,
    states: SiteStates,
  ): { open: Float64Array; candidates: Charges[]; atLeast: number } {
    const open = new Float64Array(value.length);
    const candidates: Charges[] = [{ capacity: 0, site: 0 }];
    const rest: number[] = [];
    let held = 0;
    let count = 0;
    for (let j = 0; j < value.length; j++) {
      if (states[j] === 0) continue;
      if (states[j] === 1 || value[j]! < 0) {
        open[j] = 1;
        held += this.#size(j);
        count++;
      } else rest.push(j);
    }
    const atLeast = this.sitesNeeded(states);
    if (atLeast === Infinity || (held >= this.#total && count >= atLeast))
      return { open, candidates, atLeast };
    // By capacity.
    const rate = (j: number): number => value[j]! / this.#size(j);
    const byRate = rest.filter((j) => this.#size(j) > 0).sort((a, b) => rate(a) - rate(b) || a - b);
    const partly = open.slice();
    let gained = 0;
    let last = -1;
    for (const j of byRate) {
      if (held >= this.#total) break;
      const share = Math.min(1, (this.#total - held) / this.#size(j));
      partly[j] = share;
      held += share * this.#size(j);
      gained += share * value[j]!;
      last = j;
    }
    if (last >= 0) candidates.push({ capacity: rate(last), site: 0 });
    // By number.
    const byValue = rest.toSorted((a, b) => value[a]! - value[b]! || a - b);
    const some = byValue.slice(0, Math.max(0, atLeast - count));
    if (some.length > 0) candidates.push({ capacity: 0, site: value[some.at(-1)!]! });
    if (some.reduce((total, j) => total + value[j]!, 0) < gained)
      return { open: partly, candidates, atLeast };
    for (const j of some) open[j] = 1;
    return { open, candidates, atLeast };
  }

  /** The fewest sites, not closed, that can hold all demand; Infinity when all together cannot. */
  sitesNeeded(states: SiteStates): number {
    const sizes = this.problem.capacity
      .filter((_, j) => states[j] !== 0)
      .sort()
      .reverse();
    let held = 0;
    for (let k = 0; k <= sizes.length; k++) {
      // Capacities and demands that should be equal may differ by the rounding of their sums.
      if (held >= this.#total * (1 - 1e-12)) return k;
      held += sizes[k] ?? 0;
    }
    return Infinity;
  }
}

/** What is found by moving prices towards what is not served: the best bound and its prices. */
export interface Climb {
  readonly price: Float64Array;
  readonly best: PriceBound;
}

/** Moves prices by subgradient steps of Polyak's length, and tells `see` each step's answer. */
export function climb(
  prices: Prices,
  start: Float64Array,
  states: SiteStates,
  options: {
    readonly steps: number;
    readonly target: () => number;
    readonly step?: number;
    readonly shouldStop: () => boolean;
    readonly see?: (at: PriceBound, step: number) => void;
  },
): Climb {
  let price = start.slice();
  let best = prices.boundAt(price, states);
  let bestPrice = price;
  let at = best;
  let length = options.step ?? 1.5;
  let still = 0;
  const direction = new Float64Array(price.length);
  for (let step = 0; step < options.steps && !options.shouldStop(); step++) {
    options.see?.(at, step);
    let square = 0;
    for (let i = 0; i < direction.length; i++) {
      direction[i] = at.slack[i]! + 0.3 * direction[i]!;
      square += direction[i]! ** 2;
    }
    const target = options.target();
    const distance = target - at.bound;
    if (!(square > 1e-12) || distance <= 1e-9 * Math.abs(target) || length < 0.005) break;
    const factor = (length * distance) / square;
    price = price.map((value, i) => value + factor * direction[i]!);
    at = prices.boundAt(price, states);
    if (at.bound > best.bound) {
      if (at.bound > best.bound + 1e-5 * distance) still = 0;
      best = at;
      bestPrice = price;
    } else if (++still >= 15) {
      still = 0;
      length /= 2;
      price = bestPrice.slice();
      at = best;
      direction.fill(0);
    }
  }
  return { price: bestPrice, best };
}

/** Prices to begin with: what the cheapest site asks, with its fixed cost spread over its capacity. */
export function startingPrices(problem: FacilityProblem): Float64Array {
  const { capacity, fixedCost, demand, cost } = problem;
  const customers = demand.length;
  return demand.map((need, i) => {
    let least = Infinity;
    for (let j = 0; j < capacity.length; j++) {
      if (capacity[j]! <= 0 && need > 0) continue;
      const spread = need > 0 ? (fixedCost[j]! * Math.min(need, capacity[j]!)) / capacity[j]! : 0;
      least = Math.min(least, cost[j * customers + i]! + spread);
    }
    return Number.isFinite(least) ? least : 0;
  });
}
