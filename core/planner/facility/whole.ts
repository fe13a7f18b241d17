import type { Highs } from "highs";
import { solveAssignment } from "./assignment-program.ts";
import { Assignment } from "./assignment.ts";
import type { Found } from "./openings.ts";
import type { PriceBound, Prices, SiteStates } from "./prices.ts";
import { sum } from "./problem.ts";
import type { Relaxed } from "./relaxation.ts";
import type { Server } from "./search.ts";

/** Shakes of the best plan, and how many in a row may bring nothing. */
const SHAKES = 2_000;
const MOST_STILL = 240;

/** Customers whole: near plans by insertion and exchange, parts of the search closed by an integer program of what may still be in. */
export class WholeServer implements Server {
  best: Found | null = null;
  #sites: Int32Array | null = null;
  readonly #highs: Highs;
  readonly #prices: Prices;
  readonly #options: {
    readonly scale: number;
    readonly gap: number;
    readonly grain: number;
    readonly shouldStop: () => boolean;
  };
  readonly #total: number;
  readonly #seen = new Set<string>();
  programs = 0;

  constructor(
    highs: Highs,
    prices: Prices,
    options: {
      readonly scale: number;
      readonly gap: number;
      readonly grain: number;
      readonly shouldStop: () => boolean;
    },
  ) {
    this.#highs = highs;
    this.#prices = prices;
    this.#options = options;
    this.#total = sum(prices.problem.demand);
  }

  #take(site: Int32Array): void {
    const { capacity, fixedCost, demand, cost } = this.#prices.problem;
    // The program allows a site a hair more than it has.
    const load = new Float64Array(capacity.length);
    site.forEach((j, i) => (load[j]! += demand[i]!));
    if (load.some((taken, j) => taken > capacity[j]! * (1 + 1e-12))) return;
    const open = [...new Set(site)].sort((a, b) => a - b);
    let objective = open.reduce((total, j) => total + fixedCost[j]!, 0);
    site.forEach((j, i) => (objective += cost[j * site.length + i]!));
    if (objective >= (this.best?.objective ?? Infinity)) return;
    const shares = Array.from(site, (j, customer) => ({ customer, site: j, share: 1 }));
    this.best = { plan: { open, shares }, objective, price: null };
    this.#sites = site.slice();
  }

  /** Puts the rest of an assignment into sites in this order of opening, more and more of them until it fits, and betters it. */
  #complete(from: Assignment, order: readonly number[], least: number): void {
    const { shouldStop } = this.#options;
    for (let count = least; count <= order.length && !shouldStop(); count++) {
      const trial = from.copy();
      if (!trial.fill(order.slice(0, count))) continue;
      const key = trial.site.join();
      if (this.#seen.has(key)) return;
      this.#seen.add(key);
      trial.improve(shouldStop);
      this.#take(trial.site);
      return;
    }
  }

  fromPrices({ open, site }: PriceBound): void {
    const { order, least } = this.#order(open);
    const from = new Assignment(this.#prices.problem);
    site.forEach((j, customer) => {
      if (j >= 0) from.put(customer, j);
    });
    this.#complete(from, order, least);
  }

  /**
   * Shakes the best plan: one open site is emptied, or a closed one filled, or the guests of two neighbours are dealt out anew, and what
   * comes of it bettered. Takes the sites in turn, so that the same problem gives the same plan.
   */
  polish(): void {
    const { problem } = this.#prices;
    const { capacity } = problem;
    const { shouldStop } = this.#options;
    let still = 0;
    for (let turn = 0; turn < SHAKES && still < MOST_STILL && this.#sites !== null; turn++) {
      if (shouldStop()) return;
      const before = this.best!.objective;
      const trial = new Assignment(problem);
      const open = this.best!.plan.open;
      const site = turn % capacity.length;
      const isOpen = open.includes(site);
      const near = isOpen
        ? this.#neighbours(site, open, 1 + (Math.floor(turn / capacity.length) % 4))
        : [];
      const isEmptied = isOpen && turn % 2 === 0;
      this.#sites.forEach((j, customer) => {
        if (j !== site && !near.includes(j)) trial.put(customer, j);
      });
      const sites = open.filter((j) => !isEmptied || j !== site);
      if (!isOpen) {
        trial.gather(site);
        sites.push(site);
      }
      if (!trial.fill(sites) && !trial.fill([...capacity.keys()])) {
        still++;
        continue;
      }
      trial.improve(shouldStop);
      this.#take(trial.site);
      still = this.best!.objective < before ? 0 : still + 1;
    }
  }

  /** The open sites whose guests lose least by coming here. */
  #neighbours(site: number, open: readonly number[], count: number): number[] {
    const { cost } = this.#prices.problem;
    const customers = this.#sites!.length;
    const loss = new Map(open.filter((j) => j !== site).map((j) => [j, Infinity]));
    this.#sites!.forEach((j, i) => {
      const least = loss.get(j);
      if (least === undefined) return;
      loss.set(j, Math.min(least, cost[site * customers + i]! - cost[j * customers + i]!));
    });
    return [...loss.entries()]
      .sort((a, b) => a[1] - b[1] || a[0] - b[0])
      .slice(0, count)
      .map(([j]) => j);
  }

  /** Sites by how far they are open, and how many of them it takes at least. */
  #order(open: Float64Array): { readonly order: number[]; readonly least: number } {
    const { capacity } = this.#prices.problem;
    const order = [...open.keys()]
      .filter((j) => capacity[j]! > 0 || open[j]! > 0.5)
      .sort((a, b) => open[b]! - open[a]! || capacity[b]! - capacity[a]! || a - b);
    let held = 0;
    let least = 0;
    while (least < order.length && (held < this.#total || open[order[least]!]! >= 0.5))
      held += capacity[order[least++]!]!;
    return { order, least };
  }

  near(relaxed: Relaxed): void {
    const from = new Assignment(this.#prices.problem);
    for (const { site, customer, share } of relaxed.columns)
      if (share > 0.6) from.put(customer, site);
    const { order, least } = this.#order(relaxed.open);
    this.#complete(from, order, least);
    this.#complete(new Assignment(this.#prices.problem), order, least);
  }

  finish(
    states: SiteStates,
    at: PriceBound,
    price: Float64Array,
    cutoff: number,
  ): { readonly bound: number } {
    const cells = this.#cells(states, at, price, cutoff);
    const isCut = Number.isFinite(cutoff);
    const allowed = new Set(cells.map(([j, i]) => j * price.length + i));
    const start = this.#sites;
    const isStartIn = start?.every((j, i) => allowed.has(j * price.length + i)) === true;
    this.programs++;
    const { site, bound } = solveAssignment(this.#highs, this.#prices.problem, states, cells, {
      ...this.#options,
      start: isStartIn ? start : null,
      onFound: (found) => {
        if (!found.includes(-1)) this.#take(found);
      },
    });
    if (site !== null && !site.includes(-1)) this.#take(site);
    return { bound: isCut ? Math.min(bound, cutoff) : bound };
  }

  /** Cells that a plan below the cutoff may use: those whose use does not lift the bound over it. */
  #cells(
    states: SiteStates,
    { bound, value }: PriceBound,
    price: Float64Array,
    cutoff: number,
  ): [number, number][] {
    const { capacity, demand, cost } = this.#prices.problem;
    const customers = demand.length;
    const cells: [number, number][] = [];
    for (let j = 0; j < capacity.length; j++) {
      if (states[j] === 0) continue;
      const forced = this.#prices.forcing(j, price);
      const opening = states[j] === -1 ? Math.max(0, value[j]!) : 0;
      for (let i = 0; i < customers; i++) {
        if (demand[i]! > capacity[j]!) continue;
        const rise = opening + forced(i, price[i]! - cost[j * customers + i]!);
        if (bound + rise < cutoff) cells.push([j, i]);
      }
    }
    return cells;
  }
}
