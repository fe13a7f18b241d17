import type { Highs, Model } from "highs";
import type { ElasticModel } from "./elastic-model.ts";

/** relaxed: everything in fractions. openings: sites open or not, locks and the like are given up or not. whole: villages too go as a whole. */
export type Level = "relaxed" | "openings" | "whole";
const DEPTH: Record<Level, number> = { relaxed: 0, openings: 1, whole: 2 };

/** What a run found. `values` by column, null without a solution; `bound`: no solution costs less. */
export interface Outcome {
  readonly values: Float64Array | null;
  readonly cost: number;
  readonly bound: number;
}

export interface RunOptions {
  /** By member: its price per weight, null = its row is kept. */
  readonly prices: readonly (number | null)[];
  readonly level: Level;
  /** Count amounts instead of weights: persons, yuan, mu, years. */
  readonly inAmounts?: boolean;
  readonly seconds: number;
  /** Bounds of columns to hold besides, e.g. choices that are settled. */
  readonly hold?: readonly { readonly column: number; readonly value: number }[];
  readonly relativeGap?: number;
  /** A solution as good as this is good enough. */
  readonly target?: number;
  /** A solution to start from, by column. */
  readonly start?: Float64Array;
  /** Most nodes of a search in whole numbers. */
  readonly nodes?: number;
}

/** Costs are multiplied by this, so that a yuan in a budget of millions still counts above the solver's tolerances. */
export const COST_SCALE = 1000;
/** What a column may differ from 0 and still be 0: rows are kept to 1e-7 and integers to 1e-6. */
const TOLERANCE = 1e-5;
/** The solver's simplex strategies. */
const PRIMAL = 4;
const DUAL = 1;
/** A cost up to this is none. */
const NO_COST = 1e-6;

/** An elastic model in the solver, at up to three levels; to be disposed. Runs cost time from one purse. */
export class ElasticSolver {
  readonly #highs: Highs;
  readonly #models = new Map<Level, Model>();
  readonly #known: { readonly depth: number; readonly broken: ReadonlySet<number> }[] = [];
  readonly model: ElasticModel;
  secondsLeft: number;
  /** Runs of the solver so far. */
  runs = 0;

  constructor(highs: Highs, model: ElasticModel, seconds: number) {
    this.#highs = highs;
    this.model = model;
    this.secondsLeft = seconds;
  }

  dispose(): void {
    for (const model of this.#models.values()) model.dispose();
    this.#models.clear();
  }

  /** Least cost of giving way, with the price given for each row. */
  minimise(options: RunOptions): Outcome {
    const { prices, level, inAmounts = false, hold = [] } = options;
    const solver = this.#at(level);
    const { builder, members } = this.model;
    const cost = Float64Array.from(builder.cost);
    const lower = Float64Array.from(builder.lower);
    const upper = Float64Array.from(builder.upper);
    members.forEach(({ columns, upper: most, weight, amount }, m) => {
      const price = prices[m]!;
      columns.forEach((column, i) => {
        upper[column] = price === null ? 0 : most[i]!;
        cost[column] = (price ?? 0) * (inAmounts ? amount[i]! : COST_SCALE * weight[i]!);
      });
    });
    for (const { column, value } of hold) lower[column] = upper[column] = value;
    const all = { kind: "range", from: 0, to: cost.length - 1 } as const;
    solver.changeColsCost(all, cost);
    solver.changeColsBounds(all, lower, upper);
    solver.options.set({
      time_limit: Math.max(0.01, Math.min(options.seconds, this.secondsLeft)),
      mip_rel_gap: options.relativeGap ?? 0,
      objective_target: options.target ?? -1,
      mip_max_nodes: options.nodes ?? 2_147_483_647,
    });
    // Other prices leave the last answer possible, other bounds leave it best: primal and dual simplex go on from there.
    if (level === "relaxed")
      solver.options.set({ simplex_strategy: hold.length === 0 ? PRIMAL : DUAL });
    if (options.start !== undefined) solver.setSolution({ colValue: options.start });
    const outcome = this.#run(solver, level);
    if (outcome.values !== null) {
      const { values } = outcome;
      const broken = new Set<number>();
      members.forEach(({ columns }, m) => {
        if (columns.some((column) => values[column]! > TOLERANCE)) broken.add(m);
      });
      this.#known.push({ depth: DEPTH[level], broken });
    }
    return outcome;
  }

  /**
   * True where no solution keeps all of these rows, false where one does, null where time ran out first. In fractions that is whether
   * giving way costs something, a question that always has an answer; in whole numbers a contradiction that is found after simplifying
   * the model is confirmed without.
   */
  contradicts(kept: ReadonlySet<number>, level: Level, seconds: number): boolean | null {
    const isKnown = this.#known.some(
      ({ depth, broken }) => depth >= DEPTH[level] && isDisjoint(broken, kept),
    );
    if (isKnown) return false;
    const relaxed = this.minimise({
      prices: this.model.members.map((_, m) => (kept.has(m) ? 1 : 0)),
      level: "relaxed",
      seconds,
    });
    if (this.costsSomething(relaxed)) return true;
    if (level === "relaxed") return relaxed.values === null ? null : false;
    const { values, bound } = this.minimise({
      prices: this.model.members.map((_, m) => (kept.has(m) ? null : 0)),
      level,
      seconds,
    });
    if (values !== null) return false;
    return bound === Number.POSITIVE_INFINITY ? true : null;
  }

  /** Rows that the cheapest way of giving way shows to stand against each other: those that would still save something if they were free. */
  support(): ReadonlySet<number> {
    const { colDual } = this.#at("relaxed").getSolution();
    const found = new Set<number>();
    this.model.members.forEach(({ columns, weight }, m) => {
      if (columns.some((column, i) => colDual[column]! - COST_SCALE * weight[i]! < -1e-7))
        found.add(m);
    });
    return found;
  }

  /** True where the least cost is above nothing. */
  costsSomething({ bound }: Outcome): boolean {
    return bound > NO_COST;
  }

  #run(solver: Model, level: Level): Outcome {
    const { modelStatus } = this.#highs.constants;
    solver.zeroAllClocks();
    solver.run();
    this.runs++;
    let status = solver.getModelStatus();
    this.secondsLeft -= solver.getRunTime();
    if (status === modelStatus.infeasible || status === modelStatus.unboundedOrInfeasible) {
      solver.options.set({ presolve: "off" });
      solver.clearSolver();
      solver.zeroAllClocks();
      solver.run();
      status = solver.getModelStatus();
      this.secondsLeft -= solver.getRunTime();
      solver.options.set({ presolve: "choose" });
      if (status === modelStatus.infeasible)
        return { values: null, cost: Number.POSITIVE_INFINITY, bound: Number.POSITIVE_INFINITY };
    }
    const isSolved = Number(solver.info.get("primal_solution_status")) === 2;
    const isDone = status === modelStatus.optimal;
    const cost = isSolved ? solver.getObjectiveValue() : Number.POSITIVE_INFINITY;
    const values = isSolved ? solver.getSolution().colValue : null;
    if (level === "relaxed")
      return isDone
        ? { values, cost, bound: cost }
        : { values: null, cost: Number.POSITIVE_INFINITY, bound: 0 };
    return { values, cost, bound: Math.max(0, Number(solver.info.get("mip_dual_bound"))) };
  }

  #at(level: Level): Model {
    const had = this.#models.get(level);
    if (had !== undefined) return had;
    const { builder, switches, choices } = this.model;
    const integers =
      level === "relaxed"
        ? []
        : level === "openings"
          ? switches
          : [...choices.map((_, column) => column), ...switches];
    const columns = this.model.members
      .filter(({ row }) => row.kind === "mustAct")
      .flatMap((member) => member.columns);
    const made = this.#highs.createModel(
      builder.data(level === "openings" ? [...integers, ...columns] : integers),
    );
    made.options.set({ output_flag: false, random_seed: 1 });
    this.#models.set(level, made);
    return made;
  }
}

function isDisjoint(a: ReadonlySet<number>, b: ReadonlySet<number>): boolean {
  for (const item of a) if (b.has(item)) return false;
  return true;
}
