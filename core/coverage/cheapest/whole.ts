import { geodesicBetween } from "../../geodesy/geodesic.ts";
import { Draft } from "./draft.ts";
import type { Gap } from "./gap.ts";
import { grow } from "./grow.ts";
import { keepOnly, treeKnapsack, type Knapsack } from "./knapsack.ts";
import { distanceOf } from "./plane.ts";
import { polish } from "./polish.ts";
import { improve } from "./search.ts";
import { allNodes, extended, type Effort } from "./solve.ts";

/** Weights of all counties together are told apart in so many steps at most. */
const MOST_STEPS = 6000;

const rootsOf = (draft: Draft): number[] =>
  allNodes(draft).filter((node) => draft.isRoot(node) && draft.children[node]!.length > 0);

/** A county's least yuan by steps of weight, and its own steps for each. */
interface Frontier {
  readonly draft: Draft;
  readonly roots: readonly number[];
  readonly knapsack: Knapsack;
  readonly yuan: Float64Array;
  readonly own: Int32Array;
}

function frontierOf(draft: Draft, stepWeight: number): Frontier {
  const roots = rootsOf(draft);
  const knapsack = treeKnapsack(draft, roots);
  const length = Math.floor(((knapsack.yuan.length - 1) * knapsack.stepWeight) / stepWeight) + 1;
  const yuan = new Float64Array(length).fill(Infinity);
  const own = new Int32Array(length);
  knapsack.yuan.forEach((least, steps) => {
    const at = Math.floor((steps * knapsack.stepWeight) / stepWeight);
    if (least < yuan[at]!) {
      yuan[at] = least;
      own[at] = steps;
    }
  });
  return { draft, roots, knapsack, yuan, own };
}

/**
 * Lines of several counties that serve a weight together: of every county's tree of lines that part which the knapsack over all counties
 * takes, then improved in each by itself. Lines do not cross from one county's villages to another's.
 */
export function solveTogether(
  starts: readonly Draft[],
  neededWeight: number,
  effort: Effort,
): Draft[] {
  const trees = starts.map(extended);
  const total = trees.reduce((sum, tree) => sum + tree.servedWeight, 0);
  const stepWeight = Math.max(1, total / MOST_STEPS);
  const frontiers = trees.map((tree) => frontierOf(tree, stepWeight));
  let yuan = Float64Array.of(0);
  const taken: Int32Array[] = [];
  for (const frontier of frontiers) {
    const merged = new Float64Array(yuan.length + frontier.yuan.length - 1).fill(Infinity);
    const steps = new Int32Array(merged.length);
    for (let own = 0; own < frontier.yuan.length; own++) {
      const base = frontier.yuan[own]!;
      if (base === Infinity) continue;
      for (let more = 0; more < yuan.length; more++)
        if (base + yuan[more]! < merged[own + more]!) {
          merged[own + more] = base + yuan[more]!;
          steps[own + more] = own;
        }
    }
    yuan = merged;
    taken.push(steps);
  }
  let best = -1;
  for (let n = Math.ceil(neededWeight / stepWeight - 1e-9); n < yuan.length; n++)
    if (yuan[n]! < Infinity && (best < 0 || yuan[n]! < yuan[best]!)) best = n;
  if (best < 0) return trees;
  const drafts: Draft[] = [];
  for (let f = frontiers.length - 1, left = best; f >= 0; f--) {
    const { draft, roots, knapsack, own } = frontiers[f]!;
    const steps = taken[f]![left]!;
    left -= steps;
    keepOnly(draft, roots, knapsack.keep(own[steps]!));
    polish(draft, allNodes(draft), 2);
    const tries = Math.min(effort.mostTries, effort.triesPerTarget * draft.gap.targets.length);
    drafts.push(draft.servedWeight === 0 ? draft : improve(draft, draft.servedWeight, tries));
  }
  return drafts.reverse();
}

/** The greedy expansion over several counties: always the next cheapest line of any of them, until it is enough. */
export function greedyTogether(
  gaps: readonly Gap[],
  neededWeight: number,
): { readonly yuan: number; readonly lengthM: number } {
  const lists = gaps.map((gap) => {
    const { legs, servedBy } = grow(new Draft(gap));
    const weights = new Float64Array(legs.length);
    servedBy.forEach((leg, t) => {
      if (leg >= 0) weights[leg]! += gap.targets[t]!.weight;
    });
    return legs.map(({ yuan, from, to }, l) => {
      const [a, b] = [gap.plane.placeOf(from), gap.plane.placeOf(to)];
      const lengthM = geodesicBetween(...a, ...b).distanceM;
      const planeM = distanceOf(from, to);
      // Told as all lines are: by their lengths on WGS 84.
      const told = planeM === 0 ? 0 : Math.round((yuan * lengthM) / planeM);
      return { yuan: told, lengthM, weight: weights[l]! };
    });
  });
  const next = lists.map(() => 0);
  let [yuan, lengthM, weight] = [0, 0, 0];
  while (weight < neededWeight) {
    let best = -1;
    lists.forEach((list, l) => {
      const leg = list[next[l]!];
      if (leg && (best < 0 || leg.yuan < lists[best]![next[best]!]!.yuan)) best = l;
    });
    if (best < 0) break;
    const leg = lists[best]![next[best]!++]!;
    yuan += leg.yuan;
    lengthM += leg.lengthM;
    weight += leg.weight;
  }
  return { yuan, lengthM };
}
