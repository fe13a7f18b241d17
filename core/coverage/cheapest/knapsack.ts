import type { Draft } from "./draft.ts";

/** Weights are told apart in so many steps at most: sums of persons would make tables too wide. */
const MOST_STEPS = 1500;

/**
 * Weight of each of some lines: every target counts at one of them, the first that leads to it by what the way costs, and at none when a
 * line that is not among them reaches it anyway.
 */
export function weightsByLine(draft: Draft, order: readonly number[]): Float64Array {
  const pathYuan = new Float64Array(draft.count);
  const weight = new Float64Array(draft.count);
  const lineOf = new Map<number, number>();
  const reached = new Map<number, number>();
  for (const node of order) {
    if (!draft.hasLine(node)) continue;
    pathYuan[node] = pathYuan[draft.parent[node]!]! + draft.yuan[node]!;
    for (const t of draft.reaches[node]!) {
      reached.set(t, (reached.get(t) ?? 0) + 1);
      const known = lineOf.get(t);
      if (known === undefined || pathYuan[node]! < pathYuan[known]!) lineOf.set(t, node);
    }
  }
  for (const [t, node] of lineOf)
    if (reached.get(t) === draft.cover[t]) weight[node]! += draft.gap.targets[t]!.weight;
  return weight;
}

/** Least yuan by steps of weight, and how many of these steps the child merged last brings. */
interface Merge {
  readonly yuan: Float64Array;
  readonly steps: Int32Array;
}

function merge(yuan: Float64Array, child: Float64Array): Merge {
  const merged = new Float64Array(yuan.length + child.length - 1).fill(Infinity);
  const steps = new Int32Array(merged.length);
  for (let own = 0; own < yuan.length; own++) {
    const base = yuan[own]!;
    if (base === Infinity) continue;
    for (let more = 0; more < child.length; more++) {
      const sum = base + child[more]!;
      if (sum < merged[own + more]!) {
        merged[own + more] = sum;
        steps[own + more] = more;
      }
    }
  }
  return { yuan: merged, steps };
}

/** Which lines of some trees to keep, for every weight. */
export interface Knapsack {
  /** Least yuan by steps of weight; Infinity where no choice weighs just that. */
  readonly yuan: Float64Array;
  /** Weight of a step: what is chosen weighs at least steps times this. */
  readonly stepWeight: number;
  /** What all lines together weigh. */
  readonly weight: number;
  /** Nodes kept by the cheapest choice of exactly so many steps. */
  keep(steps: number): Uint8Array;
}

/**
 * The tree knapsack: of the trees under some nodes, the lines to keep so that they hang together and weigh enough at least cost, for all
 * weights at once. Weights are rounded down to steps where there would be too many.
 */
export function treeKnapsack(draft: Draft, roots: readonly number[]): Knapsack {
  const order = roots.slice();
  for (let n = 0; n < order.length; n++) order.push(...draft.children[order[n]!]!);
  const weight = weightsByLine(draft, order);
  const total = order.reduce((sum, node) => sum + weight[node]!, 0);
  const stepWeight = Math.max(1, total / MOST_STEPS);
  const merges: (readonly Merge[])[] = [];
  const tables: Float64Array[] = [];
  const mergeAll = (start: Float64Array, children: readonly number[]): readonly Merge[] => {
    const list: Merge[] = [];
    let yuan = start;
    for (const child of children) {
      const merged = merge(yuan, tables[child]!);
      list.push(merged);
      ({ yuan } = merged);
    }
    return list;
  };
  for (let n = order.length - 1; n >= 0; n--) {
    const node = order[n]!;
    const own = Math.floor(weight[node]! / stepWeight);
    const start = new Float64Array(own + 1).fill(Infinity);
    start[own] = draft.yuan[node]!;
    const list = mergeAll(start, draft.children[node]!);
    merges[node] = list;
    const table = (list.at(-1)?.yuan ?? start).slice();
    // Not taken.
    table[0] = 0;
    tables[node] = table;
  }
  const top = mergeAll(Float64Array.of(0), roots);
  return {
    yuan: top.at(-1)?.yuan ?? Float64Array.of(0),
    stepWeight,
    weight: total,
    keep: (steps) => {
      const kept = new Uint8Array(draft.count);
      const choose = (list: readonly Merge[], children: readonly number[], all: number): void => {
        let left = all;
        for (let c = list.length - 1; c >= 0; c--) {
          const part = list[c]!.steps[left]!;
          left -= part;
          if (part === 0) continue;
          const child = children[c]!;
          kept[child] = 1;
          stack.push([child, part]);
        }
      };
      const stack: [node: number, steps: number][] = [];
      choose(top, roots, steps);
      for (let next = stack.pop(); next; next = stack.pop())
        choose(merges[next[0]]!, draft.children[next[0]]!, next[1]);
      return kept;
    },
  };
}

/** Takes from a draft the lines below some roots that a knapsack does not keep; roots with nothing left on them go as well. */
export function keepOnly(draft: Draft, roots: readonly number[], kept: Uint8Array): void {
  const order = roots.slice();
  for (let n = 0; n < order.length; n++) order.push(...draft.children[order[n]!]!);
  for (let n = order.length - 1; n >= 0; n--) {
    const node = order[n]!;
    const idle = draft.isRoot(node) ? draft.children[node]!.length === 0 : kept[node] !== 1;
    if (idle) draft.remove(node);
  }
}

/**
 * Reduces a draft to the cheapest of its lines that serve a weight in all; only trees on some roots are touched when they are given.
 * True when it serves enough.
 */
export function reduceTo(draft: Draft, neededWeight: number, roots?: readonly number[]): boolean {
  const touched = roots ?? draft.parent.flatMap((_, node) => (draft.isRoot(node) ? [node] : []));
  if (draft.servedWeight < neededWeight) return false;
  const knapsack = treeKnapsack(draft, touched);
  const missing = Math.max(0, neededWeight - (draft.servedWeight - knapsack.weight));
  const wanted = Math.ceil(missing / knapsack.stepWeight - 1e-9);
  let best = -1;
  for (let steps = wanted; steps < knapsack.yuan.length; steps++)
    if (best < 0 || knapsack.yuan[steps]! < knapsack.yuan[best]!) best = steps;
  // Rounding down may leave too little to choose from: then all is kept.
  if (best >= 0 && knapsack.yuan[best]! < Infinity) keepOnly(draft, touched, knapsack.keep(best));
  return true;
}
