import { LEVELS } from "../../contract/area.ts";
import type {
  CheapestAnswer,
  CheapestLine,
  CheapestPick,
  CheapestTotal,
  Counted,
} from "../../contract/cheapest.ts";
import type { IndicatorRule } from "../../contract/rule.ts";
import type { Policy } from "../../policy/plan-policy.ts";
import type { Snapshot } from "../snapshot.ts";
import type { Proven } from "./bound.ts";
import type { Draft } from "./draft.ts";
import { clipFor, gapOf, type Clipped, type Gap } from "./gap.ts";
import { lineWorksOf, type LineWorks } from "./line-works.ts";
import { Teller } from "./lines.ts";
import { nestedBlocks } from "./nested.ts";
import { extended, QUICK, solveGap, THOROUGH, type Effort } from "./solve.ts";
import { countWith } from "./verify.ts";
import { greedyTogether, solveTogether } from "./whole.ts";

export interface CheapestQuestion {
  readonly rule: IndicatorRule;
  /** Index of the area in the snapshot. */
  readonly area: number;
  /** Rate to reach. */
  readonly target: number;
  readonly counted: Counted;
  readonly budgetYuan: number | null;
  readonly policy: Policy;
  readonly year: number;
  /** How much is tried; by the number of villages when absent. */
  readonly effort?: Effort;
}

/** Proves lines, and finds cheaper ones where it can: see `prove`. */
type Prove = (best: Draft, others: readonly Draft[], neededWeight: number) => Proven;

export interface CheapestHooks {
  /** Told the share of the work that is done, 0..1. */
  readonly onProgress?: (done: number) => void;
  readonly prove?: Prove;
}

/** Above so many targets in all, less is tried for each: a region of thousands of villages is answered in minutes. */
const THOROUGH_TARGETS = 1200;

/** One county, or the area itself where it holds none. */
interface Part {
  readonly area: number;
  readonly clipped: Clipped;
  readonly gap: Gap;
  readonly teller: Teller;
  /** To be served for the target in this part by itself. */
  readonly missing: number;
}

const neededFor = (target: number, eligible: number, served: number): number =>
  Math.max(0, Math.ceil(target * eligible - 1e-9) - served);

const shareOf = (served: number, eligible: number): number | null =>
  eligible > 0 ? served / eligible : null;

/** The counties in an area, or the area itself. */
function partAreas({ areas }: Snapshot, area: number): number[] {
  const county = LEVELS.indexOf("county");
  const isIn = new Uint8Array(areas.count);
  const counties: number[] = [];
  for (let a = area; a < areas.count; a++) {
    isIn[a] = a === area || isIn[areas.parent[a]!] === 1 ? 1 : 0;
    if (isIn[a] === 1 && areas.level[a] === county) counties.push(a);
  }
  return counties.length > 0 ? counties : [area];
}

function totalOf(
  lines: readonly CheapestLine[],
  units: number,
  served: number,
  eligible: number,
): CheapestTotal {
  return {
    lengthM: lines.reduce((sum, { lengthM }) => sum + lengthM, 0),
    yuan: lines.reduce((sum, { yuan }) => sum + yuan, 0),
    units,
    served,
    low: shareOf(served, eligible),
  };
}

const servedTargets = (draft: Draft): number[] =>
  draft.gap.targets.flatMap((_, t) => (draft.cover[t]! > 0 ? [t] : []));

/** Metres and yuan of a draft, told as lines are told. */
function costOf(teller: Teller, draft: Draft): { lengthM: number; yuan: number } {
  const { lengthM, yuan } = totalOf(linesOf(teller, draft), 0, 0, 0);
  return { lengthM, yuan };
}

function linesOf(teller: Teller, draft: Draft): CheapestLine[] {
  return teller.lines(
    draft,
    draft.order().filter((node) => draft.hasLine(node)),
  );
}

/** All lines and units of some drafts, one for each part. */
function selectionOf(
  parts: readonly Part[],
  drafts: readonly Draft[],
  served: number,
  eligible: number,
): CheapestAnswer["optimum"] {
  const lines = parts.flatMap(({ teller }, p) => linesOf(teller, drafts[p]!));
  const units = parts.flatMap(({ teller }, p) => teller.units(servedTargets(drafts[p]!)));
  const weight = drafts.reduce((sum, draft) => sum + draft.servedWeight, 0);
  return { units, lines, total: totalOf(lines, units.length, served + weight, eligible) };
}

/** The nested list over all parts: blocks of each by what a unit of weight costs. */
function picksOf(
  parts: readonly Part[],
  drafts: readonly Draft[],
  served: number,
  eligible: number,
  goal: number,
): CheapestPick[] {
  const trees = drafts.map(extended);
  const reached = trees.map((tree) => new Uint8Array(tree.gap.targets.length));
  const blocks = trees
    .flatMap((tree, p) => nestedBlocks(tree).map((block, n) => ({ ...block, p, n })))
    .sort((a, b) => a.yuan * b.weight - b.yuan * a.weight || a.p - b.p || a.n - b.n);
  let [lengthM, yuan, units, now] = [0, 0, 0, served];
  const picks: CheapestPick[] = [];
  for (const { nodes, p } of blocks) {
    const tree = trees[p]!;
    const gained: number[] = [];
    for (const node of nodes)
      for (const t of tree.reaches[node]!) {
        if (reached[p]![t] === 1) continue;
        reached[p]![t] = 1;
        gained.push(t);
      }
    const { teller, gap } = parts[p]!;
    const lines = teller.lines(tree, nodes);
    const before = now;
    for (const t of gained) now += gap.targets[t]!.weight;
    const own = totalOf(lines, gained.length, 0, 0);
    lengthM += own.lengthM;
    yuan += own.yuan;
    units += gained.length;
    picks.push({
      units: teller.units(gained),
      lines,
      lengthM: own.lengthM,
      yuan: own.yuan,
      cumulative: { lengthM, yuan, units, served: now, low: shareOf(now, eligible) },
      reachesTarget: before < goal && now >= goal,
    });
  }
  return picks;
}

function budgetOf(
  budgetYuan: number | null,
  picks: readonly CheapestPick[],
  today: CheapestTotal,
): CheapestAnswer["budget"] {
  if (budgetYuan === null) return null;
  const over = picks.findIndex(({ cumulative }) => cumulative.yuan > budgetYuan);
  const fitting = over < 0 ? picks.length : over;
  return { yuan: budgetYuan, picks: fitting, total: picks[fitting - 1]?.cumulative ?? today };
}

function nameOf({ areas }: Snapshot, area: number): CheapestAnswer["area"] {
  return {
    code: areas.code[area]!,
    name: areas.name[area]!,
    pinyin: areas.pinyin[area]!,
    level: LEVELS[areas.level[area]!]!,
  };
}

function worksOf(rule: IndicatorRule, works: LineWorks): CheapestAnswer["works"] {
  const { class: code, surface, allSeason, accepted, numbers, yuanPerM } = works;
  const yuanPerKm = Math.round(yuanPerM * 1e6) / 1000;
  return { sector: rule.sector, class: code, surface, allSeason, accepted, numbers, yuanPerKm };
}

/** What is found for all parts together. */
interface Found {
  readonly drafts: readonly Draft[];
  readonly greedy: { readonly lengthM: number; readonly yuan: number };
  readonly knapsack: { readonly lengthM: number; readonly yuan: number } | null;
  readonly bound: CheapestAnswer["bound"];
}

/** How often more is asked for where the full run counts less than was planned. */
const MOST_ROUNDS = 4;

/**
 * The cheapest works found that bring the rate of an area to a target by lines of one class, and the nested list of all such works, both
 * checked by the full coverage run. A line begins on an existing line that qualifies by the rule or on another planned one, ends as soon
 * as its village is within reach and serves whom it passes. A city or region is answered county by county to the same target, and as a
 * whole. Null where no line can serve by the rule or no cost of one is in force.
 * The same question always has the same answer; neither the order of villages nor that of features matters.
 */
export function cheapestWay(
  snapshot: Snapshot,
  question: CheapestQuestion,
  hooks: CheapestHooks = {},
): CheapestAnswer | null {
  const { rule, area, target, counted, policy, year } = question;
  const works = lineWorksOf(rule, policy, year);
  if (works === null) return null;
  const progress = hooks.onProgress ?? (() => undefined);
  const areas = partAreas(snapshot, area);
  const parts = areas.map((of, n): Part => {
    const clipped = clipFor(snapshot, rule, of);
    const gap = gapOf(clipped, rule, works, { counted, policy, year });
    progress((0.2 * (n + 1)) / areas.length);
    const teller = new Teller(clipped.snapshot, rule, gap);
    return { area: of, clipped, gap, teller, missing: neededFor(target, gap.eligible, gap.served) };
  });
  const isSingle = parts.length === 1;
  const whole = isSingle ? parts[0]!.clipped : clipFor(snapshot, rule, area);
  const today = isSingle ? parts[0]!.gap : countWith(whole, rule, works, counted, []);
  const { eligible, served } = today;
  const missing = neededFor(target, eligible, served);
  const goal = served + missing;
  // Where anything is to hang a line on, lines can be led to all.
  const reachable = parts.reduce(
    (sum, { gap }) =>
      gap.existing.isEmpty ? sum : gap.targets.reduce((all, { weight }) => all + weight, sum),
    0,
  );
  const targets = parts.reduce((sum, { gap }) => sum + gap.targets.length, 0);
  const effort = question.effort ?? (targets > THOROUGH_TARGETS ? QUICK : THOROUGH);

  const own = isSingle
    ? []
    : parts.map(({ gap, missing: of }, n) => {
        const solved = solveGap(gap, of, effort);
        progress(0.2 + (0.5 * (n + 1)) / parts.length);
        return solved;
      });
  let found: Found | null = null;
  let verified = { eligible, served };
  for (let round = 0, needed = missing; round < MOST_ROUNDS; round++) {
    found = isSingle
      ? single(parts[0]!, needed, effort, hooks.prove)
      : {
          drafts: solveTogether(
            own.map(({ best }) => best),
            needed,
            effort,
          ),
          greedy: greedyTogether(
            parts.map(({ gap }) => gap),
            needed,
          ),
          knapsack: null,
          bound: null,
        };
    progress(0.8);
    const { drafts: now } = found;
    const lines = parts.flatMap(({ teller }, p) => linesOf(teller, now[p]!));
    verified = countWith(whole, rule, works, counted, lines);
    if (verified.served >= goal || needed > reachable) break;
    needed += goal - verified.served;
  }
  const { drafts, greedy, knapsack, bound } = found!;
  const optimum = selectionOf(parts, drafts, served, eligible);
  const picks = picksOf(parts, drafts, served, eligible, goal);
  progress(1);
  const outcome = missing === 0 ? "met" : verified.served >= goal ? "reached" : "outOfReach";
  return {
    area: nameOf(snapshot, area),
    rule: rule.id,
    year,
    counts: counted,
    target,
    works: worksOf(rule, works),
    today: { eligible, served, low: shareOf(served, eligible), missing, reachable },
    outcome,
    optimum,
    greedy: { lengthM: greedy.lengthM, yuan: Math.round(greedy.yuan) },
    knapsack,
    bound,
    picks,
    budget: budgetOf(question.budgetYuan, picks, totalOf([], 0, served, eligible)),
    counties: own.map((solved, p) => {
      const part = parts[p]!;
      const { gap } = part;
      const alone = (draft: Draft): CheapestTotal =>
        selectionOf([part], [draft], gap.served, gap.eligible).total;
      return {
        area: nameOf(snapshot, part.area),
        eligible: gap.eligible,
        served: gap.served,
        missing: part.missing,
        outcome: part.missing === 0 ? "met" : solved.isEnough ? "reached" : "outOfReach",
        optimum: alone(solved.best),
        greedy: costOf(part.teller, solved.greedy),
        inWhole: alone(drafts[p]!),
      };
    }),
    verified: {
      ...verified,
      low: shareOf(verified.served, verified.eligible),
      isReached: verified.served >= goal,
    },
  };
}

function single(part: Part, needed: number, effort: Effort, prove: Prove | undefined): Found {
  const { gap, teller } = part;
  const solved = solveGap(gap, needed, effort);
  const { greedy, knapsack, best, isEnough } = solved;
  const proven =
    isEnough && needed > 0 && prove
      ? prove(best, [greedy, knapsack, ...solved.others()], needed)
      : { best, bound: null };
  const costs = {
    greedy: costOf(teller, greedy),
    knapsack: costOf(teller, knapsack),
    best: costOf(teller, proven.best),
  };
  // Whole yuan, line by line, could make the same lines dearer by one or two.
  const isGreedy = costs.greedy.yuan <= costs.best.yuan;
  const yuan = isGreedy ? costs.greedy.yuan : costs.best.yuan;
  const { bound } = proven;
  return {
    drafts: [isGreedy ? greedy : proven.best],
    greedy: costs.greedy,
    knapsack: costs.knapsack,
    // Told of the lengths on WGS 84, as the costs are.
    bound: bound && { ...bound, yuan: Math.round(yuan * (1 - bound.gap)) },
  };
}
