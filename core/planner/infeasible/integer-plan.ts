import type { PlannerChoice, PlannerPlan } from "../problem.ts";
import type { ElasticModel } from "./elastic-model.ts";
import type { ElasticSolver, Outcome } from "./elastic-solver.ts";

/** Models of up to this many choices are solved in whole numbers at once; larger ones are rounded. */
const WHOLE_CHOICES = 2500;
const ROUNDS = 4;
const SETTLED = 1e-6;

export interface IntegerPlan {
  /** Of the extended problem. */
  readonly plan: PlannerPlan;
  readonly cost: number;
  /** No plan costs less. */
  readonly bound: number;
}

/** True for a problem that is small enough to be solved in whole numbers at once. */
export function isSmall(model: ElasticModel): boolean {
  return model.choices.length <= WHOLE_CHOICES;
}

/** A plan of whole villages that breaks rows at as little cost as can be found in the time given; null where none was found. */
export function integerPlan(
  solver: ElasticSolver,
  prices: readonly (number | null)[],
  seconds: number,
): IntegerPlan | null {
  const { model } = solver;
  let bound = 0;
  if (isSmall(model)) {
    const whole = solver.minimise({ prices, level: "whole", seconds, relativeGap: 1e-4 });
    if (whole.values !== null) return { ...planOf(model, whole.values), ...whole };
    bound = whole.bound;
  }
  const opened = solver.minimise({ prices, level: "openings", seconds, relativeGap: 0.005 });
  if (opened.values === null) return null;
  const found = rounded(solver, prices, opened.values, seconds);
  if (found?.values == null) return null;
  return { ...planOf(model, found.values), cost: found.cost, bound: Math.max(bound, opened.bound) };
}

/** Keeps openings and what is given up, solves the rest in fractions, settles the villages that come out whole and solves for the others. */
function rounded(
  solver: ElasticSolver,
  prices: readonly (number | null)[],
  values: Float64Array,
  seconds: number,
): Outcome | null {
  const { choices, switches } = solver.model;
  const fixed = switches.map((column) => ({ column, value: Math.round(values[column]!) }));
  const relaxed = solver.minimise({ prices, level: "relaxed", seconds, hold: fixed });
  const basis = relaxed.values ?? values;
  const free = new Set<number>();
  choices.forEach(({ village }, column) => {
    const value = basis[column]!;
    if (value > SETTLED && value < 1 - SETTLED) free.add(village);
  });
  let best: Outcome | null = null;
  for (let round = 0; round < ROUNDS; round++) {
    const hold = [...fixed];
    choices.forEach(({ village }, column) => {
      if (!free.has(village)) hold.push({ column, value: Math.round(basis[column]!) });
    });
    const whole = solver.minimise({ prices, level: "whole", seconds, hold, relativeGap: 0.01 });
    if (whole.values !== null && (best === null || whole.cost < best.cost)) best = whole;
    const isGood = best !== null && best.cost <= relaxed.cost + 1e-6 + 0.01 * relaxed.cost;
    if (isGood || solver.secondsLeft <= 0) break;
    for (let i = round; i < solver.model.extended.problem.villages.length; i += 2 * ROUNDS)
      free.add(i);
  }
  return best;
}

/** Choices and openings as the columns say. A site to which nobody comes stays closed, unless it must open. */
function planOf(
  { extended, choices, openings }: ElasticModel,
  values: Float64Array,
): { plan: PlannerPlan } {
  const { problem } = extended;
  const chosen = problem.villages.map((): PlannerChoice => ({ kind: "leave" }));
  const isUsed = problem.sites.map(({ isOpen }) => isOpen);
  choices.forEach(({ village, choice }, column) => {
    if (values[column]! <= 0.5) return;
    chosen[village] = choice;
    if (choice.kind === "move") isUsed[problem.villages[village]!.arcs[choice.arc]!.site] = true;
  });
  const openYear: number[] = problem.sites.map(({ landMu, openYuan, earliest }, s) =>
    isUsed[s]! && landMu === 0 && openYuan === 0 && earliest <= 0 ? 0 : -1,
  );
  for (const { column, site, year } of openings)
    if (values[column]! > 0.5 && isUsed[site]!) openYear[site] = year;
  return { plan: { choices: chosen, openYear } };
}
