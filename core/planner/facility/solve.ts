import type { Highs } from "highs";
import { Openings, type Found } from "./openings.ts";
import { climb, Prices, startingPrices, type PriceBound } from "./prices.ts";
import {
  PROVEN_GAP,
  sum,
  type FacilityAnswer,
  type FacilityCause,
  type FacilityOptions,
  type FacilityProblem,
} from "./problem.ts";
import { Relaxation, type Relaxed } from "./relaxation.ts";
import { searchOpenings, type Server } from "./search.ts";
import { WholeServer } from "./whole.ts";

/** Cells up to which every column is in the program from the start. */
const ALL_COLUMNS = 6_000;
/** Steps of the prices before the first linear program: towards a plan, and towards a better one. */
const CLIMB = { steps: 250, step: 1.5 };
const CLIMB_ON = { steps: 200, step: 0.7 };

/**
 * Which sites open, and who is served from where, at least total cost: prices first (bound, near plans, which columns matter), then
 * branch and bound on openings over a linear program.
 */
export function solveFacility(
  highs: Highs,
  problem: FacilityProblem,
  options: FacilityOptions = {},
): FacilityAnswer {
  const isWhole = options.singleSource ?? false;
  const shouldStop = options.shouldStop ?? ((): boolean => false);
  const cause = causeOf(problem, isWhole);
  if (cause !== null) return infeasible(cause);
  if (problem.demand.length === 0) return finished(NOBODY, 0, 0, 0);

  const states = new Int8Array(problem.capacity.length).fill(-1);
  const divided = new Prices(problem, false);
  const prices = isWhole ? new Prices(problem, true) : divided;
  const gap = options.gap ?? 1e-7;
  const grain = isWhole ? grainOf(problem) : 0;
  const onProgress = options.onProgress ?? ((): void => undefined);

  // Costs as large as the program's tolerances are meant for.
  const start = climb(divided, startingPrices(problem), states, {
    steps: 30,
    target: guess(divided, states),
    shouldStop,
  });
  const scale = start.best.bound > 0 ? 2 ** Math.round(Math.log2(1e5 / start.best.bound)) : 1;
  let relaxation: Relaxation | null = null;
  try {
    const openings = new Openings(divided);
    const server = isWhole
      ? new WholeServer(highs, prices, { scale, gap, grain, shouldStop })
      : new DividedServer(openings, shouldStop);
    let told = -Infinity;
    const see = (at: PriceBound, step: number): void => {
      if (step % (isWhole ? 5 : 25) > 0) return;
      server.fromPrices(at);
      told = Math.max(told, at.bound);
      onProgress({
        stage: "prices",
        nodes: 0,
        bound: told,
        objective: server.best?.objective ?? Infinity,
      });
    };
    const target = (): number => server.best?.objective ?? guess(prices, states)();
    const first = climb(prices, start.price, states, { ...CLIMB, target, shouldStop, see });
    server.polish();
    const { price, best } = climb(prices, first.price, states, {
      ...CLIMB_ON,
      target,
      shouldStop,
      see,
    });
    // A program of a million cells takes seconds to make.
    if (shouldStop()) return outcomeOf(server.best, problem, best.bound, 0, 0);
    relaxation = new Relaxation(highs, divided, scale, startingCells(problem, price));
    const { bound, nodes } = searchOpenings(prices, relaxation, server, {
      start: states,
      price,
      gap,
      grain,
      shouldStop,
      onNode: (count, lowest) =>
        onProgress({
          stage: "search",
          nodes: count,
          bound: Math.max(lowest, best.bound),
          objective: server.best?.objective ?? Infinity,
        }),
    });
    return outcomeOf(server.best, problem, Math.max(bound, best.bound), nodes, relaxation.programs);
  } finally {
    relaxation?.dispose();
  }
}

const NOBODY: Found = { plan: { open: [], shares: [] }, objective: 0, price: null };

/** The best plan and what is proven of it; without one, whether there is none. */
function outcomeOf(
  best: Found | null,
  problem: FacilityProblem,
  bound: number,
  nodes: number,
  programs: number,
): FacilityAnswer {
  if (best !== null) return finished(best, bound, nodes, programs);
  if (bound === Infinity) {
    const cause = {
      code: "noPacking" as const,
      demand: sum(problem.demand),
      capacity: sum(problem.capacity),
    };
    return infeasible(cause, nodes, programs);
  }
  return {
    status: "no-plan-found",
    plan: null,
    objective: null,
    bound,
    gap: null,
    cause: null,
    nodes,
    programs,
  };
}

/** Divided customers: the linear program with whole openings is the plan. */
class DividedServer implements Server {
  best: Found | null = null;
  readonly #openings: Openings;
  readonly #shouldStop: () => boolean;

  constructor(openings: Openings, shouldStop: () => boolean) {
    this.#openings = openings;
    this.#shouldStop = shouldStop;
  }

  readonly #take = (found: Found | null): void => {
    if (found !== null && found.objective < (this.best?.objective ?? Infinity)) this.best = found;
  };

  fromPrices({ open }: { readonly open: Float64Array }): void {
    this.#take(this.#openings.round(open, this.#shouldStop));
  }

  near(relaxed: Relaxed, isRoot: boolean): void {
    const before = this.best;
    this.#take(this.#openings.round(relaxed.open, this.#shouldStop));
    if (this.best !== null && (isRoot || this.best !== before))
      this.#openings.improve(this.best, this.#shouldStop, this.#take);
  }

  polish(): void {
    if (this.best !== null) this.#openings.improve(this.best, this.#shouldStop, this.#take);
  }

  finish(
    _states: Int8Array,
    _at: unknown,
    _price: unknown,
    _cutoff: number,
    relaxed: Relaxed,
  ): { readonly bound: number } {
    this.#take(this.#openings.round(relaxed.open, this.#shouldStop));
    return { bound: relaxed.bound };
  }
}

/** A target for the prices as long as there is no plan. */
function guess(prices: Prices, states: Int8Array): () => number {
  let target: number | null = null;
  return () => {
    target ??= prices.boundAt(startingPrices(prices.problem), states).bound * 1.1 + 1e-6;
    return target;
  };
}

/** Columns to begin with: all of a small problem; else those that pay at these prices or nearly, and each customer's cheapest. */
function startingCells(problem: FacilityProblem, price: Float64Array): [number, number][] {
  const { capacity, demand, cost } = problem;
  const cells: [number, number][] = [];
  const isAll = cost.length <= ALL_COLUMNS;
  for (let i = 0; i < demand.length; i++) {
    const byCost = Array.from(capacity.keys()).sort(
      (a, b) => cost[a * demand.length + i]! - cost[b * demand.length + i]! || a - b,
    );
    byCost.forEach((j, rank) => {
      if (isAll || rank < 4 || cost[j * demand.length + i]! < price[i]!) cells.push([j, i]);
    });
  }
  return cells;
}

/** What nothing can mend within the problem, told at once. */
function causeOf(problem: FacilityProblem, isWhole: boolean): FacilityCause | null {
  const demand = sum(problem.demand);
  const capacity = sum(problem.capacity);
  if (problem.demand.length === 0) return null;
  if (problem.capacity.length === 0 || demand > capacity * (1 + 1e-12))
    return { code: "demandOverCapacity", demand, capacity };
  if (!isWhole) return null;
  const largest = problem.capacity.reduce((most, size) => Math.max(most, size), 0);
  const customer = problem.demand.findIndex((need) => need > largest);
  if (customer < 0) return null;
  return {
    code: "customerOverCapacity",
    demand: problem.demand[customer]!,
    capacity: largest,
    customer,
  };
}

/** Plans that serve customers whole cost a multiple of this: 1 where all costs are whole numbers, else nothing is known. */
function grainOf({ fixedCost, cost }: FacilityProblem): number {
  const isWholeNumber = (value: number): boolean => Number.isInteger(value);
  return fixedCost.every(isWholeNumber) && cost.every(isWholeNumber) ? 1 : 0;
}

function infeasible(cause: FacilityCause, nodes = 0, programs = 0): FacilityAnswer {
  return {
    status: "infeasible",
    plan: null,
    objective: null,
    bound: null,
    gap: null,
    cause,
    nodes,
    programs,
  };
}

function finished(
  { plan, objective }: Found,
  lowest: number,
  nodes: number,
  programs: number,
): FacilityAnswer {
  const bound = Math.min(objective, lowest);
  const gap = objective > 0 ? (objective - bound) / objective : 0;
  return {
    status: gap <= PROVEN_GAP ? "proven" : "feasible",
    plan,
    objective,
    bound,
    gap,
    cause: null,
    nodes,
    programs,
  };
}
