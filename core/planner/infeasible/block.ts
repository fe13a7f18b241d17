import type { Highs } from "highs";
import type { PlannerPlan, PlannerProblem } from "../problem.ts";
import type { Cause, HardKind, InfeasibleAnswer, Relaxation } from "./cause.ts";
import { changesFor } from "./changes-for.ts";
import { findConflict } from "./conflict.ts";
import { describeCause } from "./describe-cause.ts";
import { elasticModel } from "./elastic-model.ts";
import { ElasticSolver, type Level } from "./elastic-solver.ts";
import { extend, joining, reduced } from "./extended.ts";
import { integerPlan, isSmall } from "./integer-plan.ts";
import { sizeOf } from "./size.ts";

export interface ExplainOptions {
  /** Time that the solver may take in all. */
  readonly seconds?: number;
  /** Problems of more villages are looked at county by county. */
  readonly villagesAtOnce?: number;
  readonly maxCauses?: number;
  readonly maxRelaxations?: number;
}

/** Price of what shall rather not be changed, when a way out by one kind of change is looked for. */
const RATHER_NOT = 30;
export const SECONDS = 60;

/**
 * Says why a problem has no answer: rows that contradict each other, with their figures, and the least changes under which it has one. Each
 * list of changes is certified by a plan of whole villages that the checker passes; a verdict "infeasible" by the least cost of giving way,
 * which is above nothing.
 */
export function explainBlock(
  highs: Highs,
  problem: PlannerProblem,
  options: ExplainOptions,
): InfeasibleAnswer {
  const { seconds = SECONDS, maxCauses = 8, maxRelaxations = 4 } = options;
  const extended = extend(problem);
  const model = elasticModel(extended);
  const solver = new ElasticSolver(highs, model, seconds);
  const perRun = seconds / 3;
  try {
    const prices = model.members.map(() => 1);
    const ways: Way[] = [];
    const look = (dear: readonly (number | null)[]): void => {
      const found = integerPlan(solver, dear, perRun);
      if (found === null) return;
      const changes = changesFor(extended, found.plan);
      const plan = reduced(extended, found.plan, joining(changes));
      ways.push({ changes, size: sizeOf(extended, changes), plan });
    };
    let level = provingLevel(solver, prices, perRun, ["relaxed"]);
    if (level === undefined) {
      look(prices);
      const free = ways.find(({ changes }) => changes.length === 0);
      if (free !== undefined)
        return { verdict: "feasible", causes: [], relaxations: [], plans: [], plan: free.plan };
      level = provingLevel(solver, prices, perRun, isSmall(model) ? ["whole"] : ["openings"]);
    }
    const depth = level === undefined || isSmall(model) ? "whole" : level;
    const causes: Cause[] = [];
    const kept = new Set(model.members.keys());
    while (level !== undefined && causes.length < maxCauses && solver.secondsLeft > 0) {
      const conflict = findConflict(solver, kept, depth, perRun);
      if (conflict === null) break;
      causes.push(describeCause(solver, conflict, depth, perRun));
      for (const m of spared(conflict.members, model.members)) kept.delete(m);
    }
    if (ways.length === 0) look(prices);
    const kinds = new Set(causes.flatMap(({ parts }) => parts.map(({ kind }) => kind)));
    for (const kind of kinds) {
      if (solver.secondsLeft <= 0 || ways.length >= maxRelaxations) break;
      look(model.members.map(({ row }) => (row.kind === kind ? 1 : RATHER_NOT)));
    }
    const least = leastFirst(ways).slice(0, maxRelaxations);
    return {
      verdict: level === undefined ? "undecided" : "infeasible",
      causes,
      relaxations: least.map(({ changes }) => changes),
      plans: least.map(({ plan }) => plan),
      plan: null,
    };
  } finally {
    solver.dispose();
  }
}

/**
 * A plan of a problem that keeps its hard rows where it can, and the bands of all counties together only as far as that costs nothing else;
 * null where none was found in the time given. Of the problem as it is: nobody who is excluded joins, no further site.
 */
export function planNearBand(
  highs: Highs,
  problem: PlannerProblem,
  seconds: number,
): PlannerPlan | null {
  const extended = extend({ ...problem, excluded: [] });
  const model = elasticModel(extended);
  const solver = new ElasticSolver(highs, model, seconds);
  try {
    const prices = model.members.map(({ row }) =>
      row.kind === "noSite"
        ? null
        : row.kind === "regionLow" || row.kind === "regionHigh"
          ? 1 / RATHER_NOT
          : 1,
    );
    const found = integerPlan(solver, prices, seconds / 3);
    return found && reduced(extended, found.plan, joining([]));
  } finally {
    solver.dispose();
  }
}

/** The first of these levels at which giving way costs something: there is no plan. Undefined where none shows it. */
function provingLevel(
  solver: ElasticSolver,
  prices: readonly number[],
  seconds: number,
  levels: readonly Level[],
): Level | undefined {
  return levels.find((level) =>
    solver.costsSomething(solver.minimise({ prices, level, seconds, relativeGap: 0.01 })),
  );
}

interface Way {
  readonly changes: readonly Relaxation[];
  readonly size: number;
  readonly plan: PlannerPlan;
}

/** What is set aside to look for a further cause: what stands against the demands, so that these meet the rest too. */
function spared(
  conflict: ReadonlySet<number>,
  members: readonly { readonly row: { readonly kind: HardKind } }[],
): readonly number[] {
  const of = (kinds: readonly HardKind[]): number[] =>
    [...conflict].filter((m) => kinds.includes(members[m]!.row.kind));
  const locks = of(["lock"]);
  if (locks.length > 0) return locks;
  const demands = new Set(of(["countyLow", "regionLow", "mustAct", "mustOpen"]));
  const supplies = [...conflict].filter((m) => !demands.has(m));
  return supplies.length > 0 ? supplies : [...conflict];
}

function leastFirst(ways: readonly Way[]): Way[] {
  const seen = new Set<string>();
  return [...ways]
    .sort((a, b) => a.size - b.size)
    .filter(({ changes }) => {
      const key = changes
        .map((change) => JSON.stringify(change))
        .sort((a, b) => a.localeCompare(b))
        .join();
      return seen.size < seen.add(key).size;
    });
}
