import type { Highs } from "highs";
import type { Charges, Prices, SiteStates } from "./prices.ts";
import { sum, type FacilityProblem } from "./problem.ts";

/** The divided answer of a part of the search. */
export interface Relaxed {
  /** Lower bound by the prices below; -Infinity when stopped before there were any. */
  readonly bound: number;
  /** By customer. */
  readonly price: Float64Array;
  /** Of the rows that all sites share. */
  readonly charges: Charges;
  /** By site, 0..1. */
  readonly open: Float64Array;
  /** Who is served from where, shares above 0; empty when stopped. */
  readonly columns: readonly { site: number; customer: number; share: number }[];
  readonly isStopped: boolean;
}

type Model = ReturnType<Highs["createModel"]>;

/** A share above its site's opening by more than this is a link to add. */
const LINK_SLACK = 1e-7;
/** Rounds of links and columns; the bound holds after any of them. */
const MOST_ROUNDS = 400;
const EMPTY = { columns: [], open: new Float64Array(0) };

/**
 * The linear program: everybody is served, no site above its capacity, and no share of a customer above the opening of its site. Links of
 * shares to openings are added when broken, columns when their site would earn by them at the prices of the program. One model for the
 * whole search, solved on from wherever it stands.
 */
export class Relaxation {
  readonly #highs: Highs;
  readonly #prices: Prices;
  readonly #problem: FacilityProblem;
  readonly #model: Model;
  readonly #scale: number;
  readonly #sites: number;
  readonly #total: number;
  readonly #customers: number;
  /** Of the columns behind sites and leftovers: site and customer, the link's row (-1: none yet); and the column of a cell. */
  readonly #siteOf: number[] = [];
  readonly #customerOf: number[] = [];
  readonly #isLinked: boolean[] = [];
  readonly #has: Uint8Array;
  #rows: number;
  readonly #states: SiteStates;
  /** Links that may not be left out: where capacity does not bind a share to its opening. */
  programs = 0;

  constructor(
    highs: Highs,
    prices: Prices,
    scale: number,
    start: Iterable<readonly [site: number, customer: number]>,
  ) {
    this.#highs = highs;
    this.#prices = prices;
    this.#problem = prices.problem;
    this.#scale = scale;
    const { capacity, fixedCost, demand } = this.#problem;
    const sites = (this.#sites = capacity.length);
    const customers = (this.#customers = demand.length);
    this.#has = new Uint8Array(sites * customers);
    this.#states = new Int8Array(sites).fill(-1);
    const total = (this.#total = sum(demand));
    // Columns: an opening for each site, then a leftover for each customer, dear enough that none stays.
    const starts = [0];
    const indices: number[] = [];
    const values: number[] = [];
    for (let j = 0; j < sites; j++) {
      indices.push(customers + j, customers + sites);
      values.push(-1, 1);
      if (total > 0 && capacity[j]! > 0) {
        indices.push(customers + sites + 1);
        values.push(Math.min(1, capacity[j]! / total));
      }
      starts.push(indices.length);
    }
    for (let i = 0; i < customers; i++) {
      indices.push(i);
      values.push(1);
      starts.push(indices.length);
    }
    const dear = this.#dearest() * scale;
    this.#rows = customers + sites + 2;
    const atLeast = prices.sitesNeeded(this.#states);
    this.#model = highs.createModel({
      numCols: sites + customers,
      numRows: this.#rows,
      colCost: [...fixedCost.map((cost) => cost * scale), ...demand.map(() => dear)],
      colLower: new Float64Array(sites + customers),
      colUpper: [...capacity.map(() => 1), ...demand.map(() => highs.infinity)],
      rowLower: [
        ...demand.map(() => 1),
        ...capacity.map(() => -highs.infinity),
        Math.min(atLeast, sites),
        total > 0 && Number.isFinite(atLeast) ? 1 : 0,
      ],
      rowUpper: [...demand.map(() => 1), ...capacity.map(() => 0), highs.infinity, highs.infinity],
      matrix: {
        format: "csc",
        numRows: this.#rows,
        numCols: sites + customers,
        starts: Int32Array.from(starts),
        indices: Int32Array.from(indices),
        values: Float64Array.from(values),
      },
    });
    this.#model.options.set({ output_flag: false, presolve: "off", solver: "simplex" });
    this.#addColumns(start);
  }

  /** Frees the solver's memory; nothing may be asked afterwards. */
  dispose(): void {
    this.#model.dispose();
  }

  get size(): { readonly columns: number; readonly rows: number } {
    return { columns: this.#siteOf.length, rows: this.#rows };
  }

  /** More than any customer's price in an answer that serves all. */
  #dearest(): number {
    const { fixedCost, cost } = this.#problem;
    let most = 0;
    for (let k = 0; k < cost.length; k++) most = Math.max(most, cost[k]!);
    let fixed = 0;
    for (let j = 0; j < fixedCost.length; j++) fixed = Math.max(fixed, fixedCost[j]!);
    return 4 * most + 2 * fixed + 1;
  }

  #addColumns(cells: Iterable<readonly [number, number]>): number {
    const { capacity, demand, cost } = this.#problem;
    const costs: number[] = [];
    const starts = [0];
    const indices: number[] = [];
    const values: number[] = [];
    for (const [site, customer] of cells) {
      const cell = site * this.#customers + customer;
      const need = demand[customer]!;
      if (this.#has[cell] === 1 || (need > 0 && capacity[site]! <= 0)) continue;
      if (this.#prices.isWhole && need > capacity[site]!) continue;
      this.#has[cell] = 1;
      this.#siteOf.push(site);
      this.#customerOf.push(customer);
      this.#isLinked.push(false);
      costs.push(cost[cell]! * this.#scale);
      indices.push(customer);
      values.push(1);
      if (need > 0) {
        indices.push(this.#customers + site);
        values.push(need / capacity[site]!);
      }
      starts.push(indices.length);
    }
    const count = costs.length;
    if (count === 0) return 0;
    this.#model.addCols({
      cost: Float64Array.from(costs),
      lower: new Float64Array(count),
      upper: new Float64Array(count).fill(this.#highs.infinity),
      matrix: {
        format: "csc",
        numRows: this.#rows,
        numCols: count,
        starts: Int32Array.from(starts),
        indices: Int32Array.from(indices),
        values: Float64Array.from(values),
      },
    });
    return count;
  }

  /** Adds the links that a solution breaks. */
  #addLinks(value: Float64Array): number {
    const first = this.#sites + this.#customers;
    const broken: number[] = [];
    for (let k = 0; k < this.#siteOf.length; k++) {
      if (this.#isLinked[k] !== true && value[first + k]! > value[this.#siteOf[k]!]! + LINK_SLACK)
        broken.push(k);
    }
    if (broken.length === 0) return 0;
    const count = broken.length;
    const indices = new Int32Array(2 * count);
    const values = new Float64Array(2 * count);
    broken.forEach((k, at) => {
      this.#isLinked[k] = true;
      indices.set([this.#siteOf[k]!, first + k], 2 * at);
      values.set([-1, 1], 2 * at);
    });
    this.#model.addRows({
      lower: new Float64Array(count).fill(-this.#highs.infinity),
      upper: new Float64Array(count),
      matrix: {
        format: "csr",
        numRows: count,
        numCols: first + this.#siteOf.length,
        starts: Int32Array.from({ length: count + 1 }, (_, at) => 2 * at),
        indices,
        values,
      },
    });
    this.#rows += count;
    return count;
  }

  #settle(states: SiteStates): void {
    for (let j = 0; j < this.#sites; j++) {
      if (states[j] === this.#states[j]) continue;
      this.#states[j] = states[j]!;
      this.#model.changeColBounds(j, states[j] === 1 ? 1 : 0, states[j] === 0 ? 0 : 1);
    }
  }

  /** Solves with sites settled so, until nothing is missing, or the bound reaches `enough`, or it is told to stop. */
  solve(
    states: SiteStates,
    options: { readonly enough: number; readonly shouldStop: () => boolean },
  ): Relaxed {
    this.#settle(states);
    const price = new Float64Array(this.#customers);
    let bestPrice = price.slice();
    let charges: Charges = { capacity: 0, site: 0 };
    let bound = -Infinity;
    for (let round = 0; round < MOST_ROUNDS; round++) {
      if (!this.#run(options.shouldStop))
        return { ...EMPTY, bound, price: bestPrice, charges, isStopped: options.shouldStop() };
      const { colValue, colDual, rowDual } = this.#model.getSolution();
      for (let i = 0; i < price.length; i++) price[i] = rowDual[i]! / this.#scale;
      const links = this.#addLinks(colValue);
      const objective = this.#model.getObjectiveValue() / this.#scale;
      // Half-way bounds cost a look at every cell: only where they may end it.
      if (links > 0 && objective < options.enough) continue;
      const shared = this.#customers + this.#sites;
      const here: Charges = {
        site: Math.max(0, rowDual[shared]! / this.#scale),
        capacity: Math.max(0, rowDual[shared + 1]! / this.#scale) / Math.max(this.#total, 1e-300),
      };
      const at = this.#prices.boundAt(price, states, here).bound;
      if (at > bound) {
        bound = at;
        bestPrice = price.slice();
        charges = here;
      }
      if (bound >= options.enough) return this.#answer(colValue, bound, bestPrice, charges);
      if (links > 0) continue;
      if (this.#addColumns(this.#missing(price, states, colDual, objective)) > 0) continue;
      if (!this.#raiseLeftovers(colValue)) return this.#answer(colValue, bound, bestPrice, charges);
    }
    const { colValue } = this.#model.getSolution();
    return this.#answer(colValue, bound, bestPrice, charges);
  }

  #answer(value: Float64Array, bound: number, price: Float64Array, charges: Charges): Relaxed {
    const first = this.#sites + this.#customers;
    const columns: { site: number; customer: number; share: number }[] = [];
    for (let k = 0; k < this.#siteOf.length; k++) {
      const share = value[first + k]!;
      if (share > 1e-9)
        columns.push({ site: this.#siteOf[k]!, customer: this.#customerOf[k]!, share });
    }
    return { bound, price, charges, open: value.slice(0, this.#sites), columns, isStopped: false };
  }

  /**
   * Tells about how much the bound rises when a site is closed or opened on top of what is settled, by few steps of the simplex method
   * from where the program stands: estimates to branch by, no bounds.
   */
  probing(steps: number, shouldStop: () => boolean): (site: number, state: 0 | 1) => number {
    const { modelStatus } = this.#highs.constants;
    const { colStatus, rowStatus } = this.#model.getBasis();
    const before = this.#model.getObjectiveValue();
    return (site, state) => {
      this.#model.changeColBounds(site, state, state);
      this.#model.options.set("simplex_iteration_limit", steps);
      this.#run(shouldStop, true);
      const isHopeless = this.#model.getModelStatus() === modelStatus.infeasible;
      const after = isHopeless ? Infinity : this.#model.getObjectiveValue();
      this.#model.options.set("simplex_iteration_limit", 2_147_483_647);
      const settled = this.#states[site]!;
      this.#model.changeColBounds(site, settled === 1 ? 1 : 0, settled === 0 ? 0 : 1);
      this.#model.setBasis({ colStatus, rowStatus });
      return Math.max(0, after - before) / this.#scale;
    };
  }

  /** False when there is no solution to read. */
  #run(shouldStop: () => boolean, isProbe = false): boolean {
    const { modelStatus, callbackType } = this.#highs.constants;
    const watch = {
      [callbackType.simplexInterrupt]: (event: { interrupt(): void }): undefined => {
        if (shouldStop()) event.interrupt();
      },
    };
    this.programs++;
    if (shouldStop()) return false;
    let status = this.#model.run(watch).modelStatus;
    if (!isProbe && status !== modelStatus.optimal && status !== modelStatus.interrupted) {
      // From scratch: a basis from elsewhere in the search may be a bad one to begin with.
      this.#model.clearSolver();
      status = this.#model.run(watch).modelStatus;
    }
    return status === modelStatus.optimal;
  }

  /** Cells without a column by which their site would earn more than the program knows. */
  *#missing(
    price: Float64Array,
    states: SiteStates,
    colDual: Float64Array,
    objective: number,
  ): Iterable<readonly [number, number]> {
    const slack = 1e-9 * Math.max(1, Math.abs(objective));
    for (let site = 0; site < this.#sites; site++) {
      if (states[site] === 0) continue;
      const known = Math.min(0, colDual[site]! / this.#scale);
      const cells: [number, number][] = [];
      const value = this.#prices.valueOf(site, price, (customers, _, count) => {
        for (let k = 0; k < count; k++) {
          const customer = customers[k]!;
          if (this.#has[site * this.#customers + customer] === 0) cells.push([site, customer]);
        }
      });
      if (value < known - slack) yield* cells;
    }
  }

  /** Leftovers that remain although all columns are there were too cheap; false when none remain. */
  #raiseLeftovers(value: Float64Array): boolean {
    let isRaised = false;
    for (let i = 0; i < this.#customers; i++) {
      const column = this.#sites + i;
      if (value[column]! <= 1e-7) continue;
      const cost = this.#model.getCols({ kind: "range", from: column, to: column }).cost[0]!;
      // Beyond this, serving everybody is not possible in this part of the search.
      if (cost > 1e13) return false;
      this.#model.changeColCost(column, cost * 100);
      isRaised = true;
    }
    return isRaised;
  }
}
