import { answerOf, noPlan } from "./answer.ts";
import { startAscent, stepUp, type Ascent } from "./ascend.ts";
import { branchOnOpenings, heldTo } from "./branch.ts";
import { arcAt, choicesOf, mostUsed, type Choices } from "./choices.ts";
import type { Compiled } from "./compile.ts";
import { openable } from "./other-openings.ts";
import { piecesOf, searchPiece } from "./piece.ts";
import { firstPrices, type Prices } from "./prices.ts";
import type { PlannerAnswer, PlannerProblem } from "./problem.ts";
import {
  freeHolding,
  newSlopes,
  newUses,
  regionTerm,
  type Holding,
  type Scope,
  type Uses,
} from "./relax.ts";
import { scopesOf } from "./scopes.ts";
import { search } from "./search.ts";
import { searchCounty } from "./search-county.ts";
import { settingsOf, workOf, type Searched, type SolveOptions, type Work } from "./work.ts";

/** Steps of prices: at first, and along the openings chosen. */
const FIRST_STEPS = 500;
const LATER_STEPS = 400;
/** Branching stops where the bound can rise by this share at most. */
const WITHIN = 0.0003;
const PROOF_STEPS = 500;
/** Openings of a county that are tried, if those before lead to no plan. */
const OPENINGS = 3;
/** Which sites open, when, in each scope: the best first, all as early as may be last. */
interface Openings {
  readonly scopes: readonly Scope[];
  readonly ofScope: readonly (readonly Int32Array[])[];
  readonly bound: number;
}

/**
 * Solves an auto-planning problem: prices on all rows that tie villages together give a bound (Lagrangian relaxation), branching on openings
 * raises it county by county, the choices that the priced problem made most often are the first plan, and a search over whole villages makes
 * it keep every row and then cheaper. No plan is given back that the independent checker finds fault with.
 */
export function solvePlanner(problem: PlannerProblem, options: SolveOptions): PlannerAnswer {
  const work = workOf(problem, options);
  const { c, whole, unitYuan } = work;
  const most = worstCost(c);
  const ascent = raisePrices(work, most);
  if (ascent.bound > most) return noPlan(c, ascent.bound, ascent.best);
  const openings = chooseOpenings(work, ascent);
  if (openings.bound === Infinity) return noPlan(c, most, ascent.best);
  const { prices, uses } = follow(work, ascent.best, openings);
  const used = mostUsed(c, uses);
  const start = options.start === undefined ? used : choicesOf(c, options.start, used);
  const { found, planned } =
    openings.scopes.length === 1
      ? searchCounty(work, prices, start, openings.ofScope[0]!)
      : searchRegion(work, prices, uses, start, openings);
  if (
    found.cost === null &&
    !work.shouldStop() &&
    provesNone(c, ascent.best, whole, unitYuan, most)
  )
    return noPlan(c, most, ascent.best);
  return answerOf(c, found, planned, openings.bound, ascent.best);
}

/** Prices of every row; a bound above `most` shows that there is no plan. */
function raisePrices({ c, whole, unitYuan, shouldStop, tell }: Work, most: number): Ascent {
  const ascent = startAscent(c, firstPrices(c));
  const free = freeHolding(c);
  for (let i = 0; i < FIRST_STEPS && ascent.bound <= most && !shouldStop(); i++) {
    stepUp(c, ascent, free, whole, 0.1 * 0.02 ** (i / FIRST_STEPS), unitYuan, true);
    if (i % 25 === 24) tell("prices", (0.2 * i) / FIRST_STEPS, { bound: ascent.bound });
  }
  return ascent;
}

function chooseOpenings(work: Work, ascent: Ascent): Openings {
  const { c, unitYuan, shouldStop, tell } = work;
  const scopes = scopesOf(c);
  const isOne = scopes.length === 1;
  const settings = isOne
    ? { nodes: 120, steps: 120, within: WITHIN, regionMoves: true }
    : { nodes: 30, steps: 60, within: WITHIN, regionMoves: false };
  let bound = isOne ? 0 : regionTerm(c, ascent.best, newSlopes(c));
  const ofScope = scopes.map((scope, n) => {
    const branched = branchOnOpenings(c, scope, ascent, unitYuan, settings, shouldStop);
    bound += branched.bound;
    tell("openings", 0.2 + (0.15 * (n + 1)) / scopes.length);
    return [
      ...branched.openings.slice(0, OPENINGS).map(({ years }) => years),
      Int32Array.from(scope.sites, (s) => (c.earliest[s]! < c.years ? c.earliest[s]! : -1)),
    ];
  });
  bound = Math.max(bound, ascent.bound);
  tell("openings", 0.35, { bound });
  return { scopes, ofScope, bound };
}

/** Prices along the best openings, and how often the priced problem makes each choice there. */
function follow(work: Work, from: Prices, openings: Openings): { prices: Prices; uses: Uses } {
  const { c, whole, unitYuan, shouldStop, tell } = work;
  const holding = holdingOf(c, openings);
  const ascent = startAscent(c, from);
  const uses = (ascent.slopes.uses = newUses(c));
  for (let i = 0; i < LATER_STEPS && !shouldStop(); i++) {
    stepUp(c, ascent, holding, whole, 0.002 * 0.2 ** (i / LATER_STEPS), unitYuan, true);
    uses.weight *= 1.01;
    if (i % 50 === 49) tell("choices", 0.35 + (0.1 * i) / LATER_STEPS);
  }
  return { prices: ascent.best, uses };
}

/** Every site held to its scope's best opening; free where branching found none. */
function holdingOf(c: Compiled, { scopes, ofScope }: Openings): Holding {
  const holding = freeHolding(c);
  scopes.forEach((scope, n) => {
    if (ofScope[n]!.length < 2) return;
    const held = heldTo(c, scope, ofScope[n]![0]!);
    for (const s of scope.sites) {
      holding.held[s] = held.held[s]!;
      holding.from[s] = held.from[s]!;
      holding.until[s] = held.until[s]!;
    }
  });
  return holding;
}

/** Searches each scope by itself with its share of the region's years, then all of them together. */
function searchRegion(
  work: Work,
  prices: Prices,
  uses: Uses,
  first: Choices,
  { scopes, ofScope }: Openings,
): Searched {
  const { c, options, perVillage, heat, shouldStop, tell } = work;
  const planned = new Int32Array(c.sites);
  const start = { arc: first.arc.slice(), year: first.year.slice() };
  piecesOf(c, scopes, prices, uses, first, ofScope).forEach((piece, n) => {
    const scope = scopes[n]!;
    const settings = { seed: options.seed + n, perVillage: perVillage / 3, heat };
    const found = searchPiece({ ...piece, ...settings }, shouldStop);
    scope.villages.forEach((v, i) => {
      start.arc[v] = arcAt(c, v, found.place[i]!);
      start.year[v] = found.year[i]!;
    });
    openable(c, scope, found.planned).forEach((year, i) => {
      planned[scope.sites[i]!] = year;
    });
    tell("search", 0.45 + (0.25 * (n + 1)) / scopes.length);
  });
  const found = search(
    c,
    prices,
    planned,
    settingsOf(work, {
      perVillage: perVillage / 15,
      heat: heat / 3,
      start,
      areCountiesWhole: true,
    }),
    (done, cost) => tell("search", 0.7 + 0.3 * done, { objective: cost }),
    shouldStop,
  );
  return { found, planned };
}

/** True when prices can be driven so high that every plan would cost more than any can: then there is none. */
function provesNone(
  c: Compiled,
  from: Prices,
  whole: Scope,
  unitYuan: number,
  most: number,
): boolean {
  const ascent = startAscent(c, from);
  for (let i = 0; i < PROOF_STEPS && ascent.bound <= most; i++)
    stepUp(c, ascent, freeHolding(c), whole, 0.02 * 1.02 ** i, unitYuan, true);
  return ascent.bound > most;
}

/** More than any plan can cost: a bound above it shows that there is none. */
function worstCost(c: Compiled): number {
  const last = c.years - 1;
  let sum = 0;
  for (let s = 0; s < c.sites; s++) sum += c.open[s]!;
  for (let v = 0; v < c.villages; v++) {
    let worst = c.mayLeave[v] === 1 ? c.leave[v]! : 0;
    if (c.mayBuild[v] === 1) worst = Math.max(worst, c.build[v]! + c.wait[v]! * last);
    for (let i = c.villageStart[v]!; i < c.villageStart[v + 1]!; i++) {
      const k = c.villageArcs[i]!;
      worst = Math.max(worst, c.arcMoney[k]! + c.arcSoft[k]! + c.wait[v]! * last);
    }
    sum += worst + c.split + c.stay[v]!;
  }
  return sum * (1 + 1e-9) + 1;
}
