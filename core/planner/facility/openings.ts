import type { Prices } from "./prices.ts";
import { transport } from "./transport.ts";
import { sum, type FacilityPlan, type FacilityProblem } from "./problem.ts";

/** A plan and its cost. */
export interface Found {
  readonly plan: FacilityPlan;
  readonly objective: number;
  /** Prices that prove it best for its open sites; null where nothing proves it. */
  readonly price: Float64Array | null;
}

/** Moves tried from a plan before it is left as it is. */
const MOST_TRIES = 200;

/** Best service from given open sites, customers divided as need be, and better sites near them. */
export class Openings {
  readonly #prices: Prices;
  readonly #problem: FacilityProblem;
  readonly #total: number;
  readonly #seen = new Set<string>();

  constructor(prices: Prices) {
    this.#prices = prices;
    this.#problem = prices.problem;
    this.#total = sum(this.#problem.demand);
  }

  /** The best plan with just these sites; null when they hold too little, were seen before, or it was stopped. */
  serve(open: readonly number[], shouldStop: () => boolean): Found | null {
    const { capacity, fixedCost, demand, cost } = this.#problem;
    const key = open.join();
    if (this.#seen.has(key) || shouldStop()) return null;
    if (open.reduce((held, j) => held + capacity[j]!, 0) < this.#total * (1 - 1e-12)) return null;
    this.#seen.add(key);
    const served = transport(this.#problem, open);
    if (served === null) return null;
    const { shares, price } = served;
    const used = new Set(shares.map(({ site }) => site));
    const plan = { open: open.filter((j) => used.has(j)), shares };
    let objective = 0;
    for (const j of plan.open) objective += fixedCost[j]!;
    for (const { site, customer, share } of shares)
      objective += share * cost[site * demand.length + customer]!;
    return { plan, objective, price };
  }

  /** Opens the sites that a divided answer opens most, until they hold all demand, and serves from them. */
  round(open: Float64Array, shouldStop: () => boolean): Found | null {
    const { capacity } = this.#problem;
    const order = [...open.keys()].sort((a, b) => open[b]! - open[a]! || a - b);
    const chosen: number[] = [];
    let held = 0;
    for (const site of order) {
      if (open[site]! < 0.5 && held >= this.#total) break;
      if (open[site]! < 0.5 && capacity[site]! <= 0) continue;
      chosen.push(site);
      held += capacity[site]!;
    }
    return this.serve(
      chosen.sort((a, b) => a - b),
      shouldStop,
    );
  }

  /**
   * Closes, opens or exchanges single sites as long as that helps. The prices of the plan say of each move what it can bring at most, so
   * that those that cannot help are not tried.
   */
  improve(start: Found, shouldStop: () => boolean, tell: (found: Found) => void): Found {
    let best = start;
    for (let tries = 0; best.price !== null;) {
      const price = best.price;
      const isOpen = new Set(best.plan.open);
      const value = Array.from(this.#problem.capacity, (_, j) => this.#prices.valueOf(j, price));
      const closing = [-1, ...best.plan.open.filter((j) => value[j]! > 0)];
      const opening = [
        -1,
        ...value
          .flatMap((loss, j) => (isOpen.has(j) ? [] : [{ j, loss }]))
          .sort((a, b) => a.loss - b.loss)
          .slice(0, 12)
          .map(({ j }) => j),
      ];
      // A site without loss may still be worth giving up for a better one.
      closing.push(
        ...best.plan.open
          .filter((j) => value[j]! <= 0)
          .sort((a, b) => value[b]! - value[a]!)
          .slice(0, 12),
      );
      const moves = closing
        .flatMap((out) => opening.map((into) => ({ out, into })))
        .map((move) => ({
          ...move,
          gain: (value[move.out] ?? 0) - (value[move.into] ?? 0),
        }))
        .filter(({ gain }) => gain > 1e-9 * Math.abs(best.objective))
        .sort((a, b) => b.gain - a.gain);
      let isBetter = false;
      for (const { out, into } of moves) {
        if (tries >= MOST_TRIES || shouldStop()) return best;
        const open = best.plan.open.filter((j) => j !== out);
        if (into >= 0) open.push(into);
        const found = this.serve(
          open.sort((a, b) => a - b),
          shouldStop,
        );
        if (found === null) continue;
        tries++;
        if (found.objective < best.objective * (1 - 1e-10)) {
          best = found;
          tell(best);
          isBetter = true;
          tries = 0;
          break;
        }
      }
      if (!isBetter) break;
    }
    return best;
  }
}
