import type { PlannerChoice, PlannerPlan } from "../problem.ts";
import type { HardKind } from "./cause.ts";
import { BROKEN, exchange } from "./exchange.ts";
import { type Dive, type Hold, dive } from "./dive.ts";
import type { ElasticModel } from "./elastic-model.ts";
import { COST_SCALE, type ElasticSolver, type Outcome } from "./elastic-solver.ts";

/** Models of up to this many choices are solved in whole numbers at once; larger ones are rounded. */
const WHOLE_CHOICES = 2500;
const ROUNDS = 4;
/** Whole villages may cost this part more than fractions before more of them are set free. */
const NEAR = 0.03;
const NODES = 500;
/** Nodes of the search in whole numbers on a small problem, which mostly ends before. */
const SMALL_NODES = 3000;
/** Kinds of rows that depend on the choices of villages once the switches are set. */
const OF_VILLAGES: ReadonlySet<HardKind> = new Set([
  "capacity",
  "budget",
  "countyLow",
  "countyHigh",
  "regionLow",
  "regionHigh",
  "noSite",
  "mustAct",
]);
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
  const dived = dive(solver, prices, seconds);
  if (dived === null) return null;
  let found = rounded(solver, prices, dived, seconds, isSmall(model) ? 0 : ROUNDS);
  let { bound } = dived;
  if (isSmall(model) && found.cost > bound + 1e-6) {
    const whole = solver.minimise({
      prices,
      level: "whole",
      seconds,
      relativeGap: 1e-4,
      nodes: SMALL_NODES,
      ...(found.values === null ? {} : { start: found.values }),
    });
    bound = Math.max(bound, whole.bound);
    if (whole.values !== null && whole.cost < found.cost) found = whole;
  }
  if (found.values === null) return null;
  return { ...planOf(model, found.values), cost: found.cost, bound };
}

/** Keeps openings and what is given up, settles the villages that come out whole and solves for the others in whole numbers. */
function rounded(
  solver: ElasticSolver,
  prices: readonly (number | null)[],
  { hold: fixed, outcome: relaxed }: Dive,
  seconds: number,
  rounds: number,
): Outcome {
  const { choices } = solver.model;
  const basis = relaxed.values!;
  const free = new Set<number>();
  const most = new Map<number, { column: number; value: number }>();
  choices.forEach(({ village }, column) => {
    const value = basis[column]!;
    if (value > SETTLED && value < 1 - SETTLED) free.add(village);
    if (value > (most.get(village)?.value ?? -1)) most.set(village, { column, value });
  });
  const target = relaxed.cost * (1 + NEAR) + 1e-6;
  /** What is given up by switches and as land costs the same whatever the villages do. */
  const switched = solver.model.members.reduce(
    (sum, { row, columns, weight }, m) =>
      OF_VILLAGES.has(row.kind)
        ? sum
        : columns.reduce(
            (all, column, i) =>
              all + COST_SCALE * (prices[m] ?? 0) * weight[i]! * relaxed.values![column]!,
            sum,
          ),
    0,
  );
  const broken = solver.model.members.filter(
    ({ row, columns }) =>
      OF_VILLAGES.has(row.kind) && columns.some((column) => relaxed.values![column]! > SETTLED),
  ).length;
  const begin = solver.model.extended.problem.villages.map((_, v) => most.get(v)!.column);
  const whole = exchange(
    solver.model,
    (member) => COST_SCALE * (prices[member] ?? Number.POSITIVE_INFINITY),
    new Map(fixed.map(({ column, value }) => [column, value])),
    begin,
    target - switched + BROKEN * broken,
  );
  const chosen = new Set(whole);
  const settle = (isFree: (village: number) => boolean): Hold => [
    ...fixed,
    ...choices.flatMap(({ village }, column) =>
      isFree(village) ? [] : [{ column, value: chosen.has(column) ? 1 : 0 }],
    ),
  ];
  let best = solver.minimise({ prices, level: "relaxed", seconds, hold: settle(() => false) });
  for (let round = 0; round < rounds; round++) {
    if (best.cost <= target || solver.secondsLeft <= 0) break;
    for (let i = round; i < solver.model.extended.problem.villages.length; i += 2 * ROUNDS)
      free.add(i);
    const next = solver.minimise({
      prices,
      level: "whole",
      seconds,
      hold: settle((village) => free.has(village)),
      relativeGap: 0.01,
      target,
      nodes: NODES,
      ...(best.values === null ? {} : { start: best.values }),
    });
    if (next.values !== null && next.cost < best.cost) best = next;
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
