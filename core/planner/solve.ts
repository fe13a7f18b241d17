import type { Highs } from "highs";
import { startAscent, stepUp, yuanPerPerson } from "./ascend.ts";
import { branchOnOpenings, heldTo } from "./branch.ts";
import { checkPlannerPlan } from "./check.ts";
import { BUILD, compile, LEAVE, type Compiled } from "./compile.ts";
import { firstPrices, type Prices } from "./prices.ts";
import type {
  PlannerAnswer,
  PlannerChoice,
  PlannerPlan,
  PlannerProblem,
  PlannerProgress,
  RowPrice,
} from "./problem.ts";
import { freeHolding, newSlopes, newUses, regionTerm, type Scope, type Uses } from "./relax.ts";
import { arcAt, partOf, placesOf, searchPiece, type Piece } from "./piece.ts";
import { scopesOf, wholeScope } from "./scopes.ts";
import { search, type Choices, type Found } from "./search.ts";
import { vertexStart } from "./vertex.ts";

export interface SolveOptions {
  /** The same seed gives the same plan, if nothing stops it. */
  readonly seed: number;
  /** Changes tried for each village: more is slower and better. */
  readonly effort?: number;
  readonly onProgress?: (progress: PlannerProgress) => void;
  /** Asked often; when true, the best so far is given back. */
  readonly shouldStop?: () => boolean;
  /** The loaded solver of linear programs, for a better first plan of a county. */
  readonly highs?: Highs;
  /** Villages are first put on these choices: what stands, when only little changed. */
  readonly start?: PlannerPlan;
}

const EFFORT = 6000;
/** Changes tried in all, however few villages there are. */
const LEAST_CHANGES = 200_000;
/** Steps of prices: at first, and along the openings chosen. */
const FIRST_STEPS = 500;
const LATER_STEPS = 400;
/** Branching stops where the bound can rise by this share at most. */
const WITHIN = 0.0003;
const PROVEN = 0.0001;
const PROOF_STEPS = 500;
/** Openings of a county that are tried, if those before lead to no plan. */
const OPENINGS = 3;
/** A linear program that takes longer is done without. */
const PROGRAM_SECONDS = 20;

/**
 * Solves an auto-planning problem: prices on all rows that tie villages together give a bound (Lagrangian relaxation), branching on openings
 * raises it county by county, the choices that the priced problem made most often are the first plan, and a search over all villages at
 * once makes it keep every row and then cheaper. No plan is given back that the independent checker finds fault with.
 */
export function solvePlanner(problem: PlannerProblem, options: SolveOptions): PlannerAnswer {
  const shouldStop = options.shouldStop ?? (() => false);
  const c = compile(problem);
  const whole = wholeScope(c);
  const unitYuan = yuanPerPerson(c);
  let best: { bound: number | null; objective: number | null } = { bound: null, objective: null };
  const tell = (stage: string, done: number, news: Partial<typeof best> = {}): void => {
    best = { ...best, ...news };
    options.onProgress?.({ stage, done, ...best });
  };

  const ascent = startAscent(c, firstPrices(c));
  const free = freeHolding(c);
  const most = worstCost(c);
  for (let i = 0; i < FIRST_STEPS && !shouldStop(); i++) {
    stepUp(c, ascent, free, whole, 0.1 * 0.02 ** (i / FIRST_STEPS), unitYuan, true);
    if (ascent.bound > most)
      return {
        status: "infeasible",
        plan: null,
        objective: null,
        bound: ascent.bound,
        gap: null,
        prices: [],
      };
    if (i % 25 === 24) tell("prices", (0.2 * i) / FIRST_STEPS, { bound: ascent.bound });
  }

  const scopes = scopesOf(c);
  const openings: Int32Array[][] = [];
  const isOne = scopes.length === 1;
  const holding = freeHolding(c);
  const planned = c.earliest.slice();
  let bound = isOne ? 0 : regionTerm(c, ascent.best, newSlopes(c));
  scopes.forEach((scope, n) => {
    const branched = branchOnOpenings(
      c,
      scope,
      ascent,
      unitYuan,
      { nodes: isOne ? 120 : 30, steps: isOne ? 120 : 60, within: WITHIN, regionMoves: isOne },
      shouldStop,
    );
    bound += branched.bound;
    openings.push([
      ...branched.openings.slice(0, OPENINGS).map(({ years }) => years),
      Int32Array.from(scope.sites, (s) => (c.earliest[s]! < c.years ? c.earliest[s]! : -1)),
    ]);
    const best = branched.openings[0];
    const held = best === undefined ? null : heldTo(c, scope, best.years);
    scope.sites.forEach((s, i) => {
      planned[s] = openings[n]![0]![i]!;
      if (held === null) return;
      holding.held[s] = held.held[s]!;
      holding.from[s] = held.from[s]!;
      holding.until[s] = held.until[s]!;
    });
    tell("openings", 0.2 + (0.15 * (n + 1)) / scopes.length);
  });
  bound = Math.max(bound, ascent.bound);
  tell("openings", 0.35, { bound });

  const along = startAscent(c, ascent.best);
  const uses = (along.slopes.uses = newUses(c));
  for (let i = 0; i < LATER_STEPS && !shouldStop(); i++) {
    stepUp(c, along, holding, whole, 0.002 * 0.2 ** (i / LATER_STEPS), unitYuan, true);
    uses.weight *= 1.01;
    if (i % 50 === 49) tell("choices", 0.35 + (0.1 * i) / LATER_STEPS);
  }

  const perVillage = options.effort ?? EFFORT;
  // What stands is changed little: less heat.
  const heat = options.start === undefined ? unitYuan / 5 : unitYuan / 40;
  const used = mostUsed(c, uses);
  let start = options.start === undefined ? used : choicesOf(c, options.start, used);
  const pieces = isOne ? [] : piecesOf(c, scopes, along.best, uses, start, openings);
  const given = { arc: start.arc.slice(), year: start.year.slice() };
  pieces.forEach((piece, n) => {
    const scope = scopes[n]!;
    const found = searchPiece(
      { ...piece, seed: options.seed + n, perVillage: perVillage / 3, heat },
      shouldStop,
    );
    scope.villages.forEach((v, i) => {
      given.arc[v] = arcAt(c, v, found.place[i]!);
      given.year[v] = found.year[i]!;
    });
    scope.sites.forEach((s, i) => {
      planned[s] = openings[n]![found.opening]![i]!;
    });
    tell("search", 0.45 + (0.25 * (n + 1)) / pieces.length);
  });
  if (!isOne) start = given;
  // Where the sites that open leave the region short, another may open.
  if (!isOne)
    for (let s = 0; s < c.sites; s++)
      if (planned[s]! < 0 && c.earliest[s]! < c.years) planned[s] = c.earliest[s]!;
  let found: Found | null = null;
  for (const years of isOne ? openings[0]! : [planned]) {
    const corner =
      isOne && options.highs !== undefined && options.start === undefined
        ? vertexStart(options.highs, c, along.best, years, PROGRAM_SECONDS)
        : null;
    found = search(
      c,
      along.best,
      years,
      {
        seed: options.seed,
        perVillage: Math.max(
          isOne ? (corner === null ? perVillage : perVillage / 2) : perVillage / 15,
          LEAST_CHANGES / Math.max(1, c.villages),
        ),
        heat: isOne && corner === null ? heat : heat / 3,
        start: corner ?? start,
      },
      (done, cost) =>
        tell("search", (isOne ? 0.45 : 0.7) + (isOne ? 0.55 : 0.3) * done, { objective: cost }),
      shouldStop,
    );
    planned.set(years);
    if (found.cost !== null || shouldStop()) break;
  }
  if (found!.cost === null && !shouldStop() && provesNone(c, ascent.best, whole, unitYuan, most))
    return {
      status: "infeasible",
      plan: null,
      objective: null,
      bound: most,
      gap: null,
      prices: rowPrices(c, ascent.best),
    };
  return answerOf(c, found!, planned, bound, ascent.best);
}

/** Each scope as a piece, to move in each year what the priced problem moves there, scaled to what the region asks for at least. */
function piecesOf(
  c: Compiled,
  scopes: readonly Scope[],
  prices: Prices,
  uses: Uses,
  start: Choices,
  openings: readonly (readonly Int32Array[])[],
): Omit<Piece, "seed" | "perVillage" | "heat">[] {
  const { years } = c;
  const moved = new Float64Array(c.counties * years);
  const inAll = new Float64Array(years);
  for (let v = 0; v < c.villages; v++) {
    let sum = uses.leave[v]!;
    for (let t = 0; t < years; t++) sum += uses.build[v * years + t]!;
    const [first, after] = [c.villageStart[v]!, c.villageStart[v + 1]!];
    for (let n = first; n < after; n++)
      for (let t = 0; t < years; t++) sum += uses.arc[c.villageArcs[n]! * years + t]!;
    if (sum === 0) continue;
    for (let n = first; n < after; n++)
      for (let t = 0; t < years; t++)
        moved[c.countyOf[v]! * years + t]! +=
          (uses.arc[c.villageArcs[n]! * years + t]! / sum) * c.persons[v]!;
  }
  moved.forEach((persons, i) => (inAll[i % years]! += persons));
  const low = c.low.slice();
  const high = c.high.slice();
  moved.forEach((persons, i) => {
    const t = i % years;
    if (!(inAll[t]! > 0)) return;
    const scaled = persons * Math.max(1, (1.001 * c.regionLow[t]!) / inAll[t]!);
    const least = Math.min(scaled, c.high[i]! * 0.98);
    if (c.regionLow[t]! > 0) low[i] = Math.max(c.low[i]!, Math.ceil(least));
    if (c.regionHigh[t]! < Infinity)
      high[i] = Math.max(
        low[i]!,
        Math.min(c.high[i]!, Math.floor((persons * c.regionHigh[t]!) / inAll[t]!)),
      );
  });
  return scopes.map((scope, n) => ({
    ...partOf(c, scope, prices, low, high),
    ownBands: [...scope.counties].map((one) => c.problem.counties[one]!.band),
    openings: openings[n]!,
    place: placesOf(c, start, scope.villages),
    year: Int32Array.from(scope.villages, (v) => start.year[v]!),
  }));
}

function answerOf(
  c: Compiled,
  found: Found,
  planned: Int32Array,
  bound: number,
  prices: Prices,
): PlannerAnswer {
  const told = rowPrices(c, prices);
  if (found.cost === null)
    return { status: "no-plan-found", plan: null, objective: null, bound, gap: null, prices: told };
  const plan = planOf(c, found, planned);
  const { objective, violations } = checkPlannerPlan(c.problem, plan);
  if (violations.length > 0)
    throw new Error(`the search gave a plan that breaks a row: ${JSON.stringify(violations[0])}`);
  const lower = Math.min(bound, objective);
  const gap = objective === 0 ? 0 : (objective - lower) / Math.abs(objective);
  return {
    status: gap <= PROVEN ? "proven" : "feasible",
    plan,
    objective,
    bound: lower,
    gap,
    prices: told,
  };
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

/** The choice of each village that was used most. */
function mostUsed(c: Compiled, uses: Uses): Choices {
  const { years } = c;
  const arc = new Int32Array(c.villages).fill(LEAVE);
  const year = new Int32Array(c.villages).fill(-1);
  for (let v = 0; v < c.villages; v++) {
    let most = c.mayLeave[v] === 1 ? uses.leave[v]! : -1;
    for (let t = 0; t < years; t++) {
      const i = v * years + t;
      if (c.mayBuild[v] !== 1 || c.mayIn[i] !== 1 || !(uses.build[i]! > most)) continue;
      most = uses.build[i]!;
      arc[v] = BUILD;
      year[v] = t;
    }
    for (let n = c.villageStart[v]!; n < c.villageStart[v + 1]!; n++) {
      const k = c.villageArcs[n]!;
      for (let t = 0; t < years; t++) {
        if (c.arcMay[k * years + t] !== 1 || !(uses.arc[k * years + t]! > most)) continue;
        most = uses.arc[k * years + t]!;
        arc[v] = k;
        year[v] = t;
      }
    }
  }
  return { arc, year };
}

/** A plan as choices by arc number; of a village whose choice is no longer possible the other one given. */
function choicesOf(c: Compiled, plan: PlannerPlan, other: Choices): Choices {
  const arc = other.arc.slice();
  const year = other.year.slice();
  for (let v = 0; v < c.villages; v++) {
    const choice = plan.choices[v];
    if (choice === undefined) continue;
    if (choice.kind === "leave") {
      if (c.mayLeave[v] === 1) [arc[v], year[v]] = [LEAVE, -1];
    } else if (choice.kind === "build") {
      if (c.mayBuild[v] === 1 && c.mayIn[v * c.years + choice.year] === 1)
        [arc[v], year[v]] = [BUILD, choice.year];
    } else
      for (let n = c.villageStart[v]!; n < c.villageStart[v + 1]!; n++) {
        const k = c.villageArcs[n]!;
        if (c.arcPlace[k] === choice.arc && c.arcMay[k * c.years + choice.year] === 1)
          [arc[v], year[v]] = [k, choice.year];
      }
  }
  return { arc, year };
}

function planOf(c: Compiled, { arc, year }: Choices, planned: Int32Array): PlannerPlan {
  const openYear = Array.from({ length: c.sites }, (_, s) =>
    c.isOpen[s] === 1 ? Math.min(c.earliest[s]!, c.years - 1) : -1,
  );
  const choices = Array.from(arc, (k, v): PlannerChoice => {
    if (k === LEAVE) return { kind: "leave" };
    if (k === BUILD) return { kind: "build", year: year[v]! };
    const s = c.arcSite[k]!;
    if (c.isOpen[s] !== 1) openYear[s] = planned[s]!;
    return { kind: "move", arc: c.arcPlace[k]!, year: year[v]! };
  });
  return { choices, openYear };
}

/** What one unit more of each row would save. */
function rowPrices(c: Compiled, prices: Prices): RowPrice[] {
  const rows: RowPrice[] = [];
  for (let site = 0; site < c.sites; site++)
    if (prices.capacity[site]! > 0)
      rows.push({ kind: "capacity", site, price: prices.capacity[site]! });
  for (let county = 0; county < c.counties; county++) {
    if (prices.land[county]! > 0) rows.push({ kind: "land", county, price: prices.land[county]! });
    for (let year = 0; year < c.years; year++) {
      const i = county * c.years + year;
      const price = prices.county[i]!;
      if (prices.budget[i]! > 0)
        rows.push({ kind: "budget", county, year, price: prices.budget[i]! });
      if (price > 0) rows.push({ kind: "countyLow", county, year, price });
      if (price < 0) rows.push({ kind: "countyHigh", county, year, price: -price });
    }
  }
  for (let year = 0; year < c.years; year++) {
    const price = prices.region[year]!;
    if (price > 0) rows.push({ kind: "regionLow", year, price });
    if (price < 0) rows.push({ kind: "regionHigh", year, price: -price });
  }
  return rows;
}
