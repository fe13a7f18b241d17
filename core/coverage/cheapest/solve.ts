import { Draft } from "./draft.ts";
import type { Gap } from "./gap.ts";
import { grow } from "./grow.ts";
import { reduceTo } from "./knapsack.ts";
import { polish } from "./polish.ts";
import { improve } from "./search.ts";

/** How much is tried: by target, but not fewer and not more than this in all. */
export interface Effort {
  readonly triesPerTarget: number;
  readonly leastTries: number;
  readonly mostTries: number;
}

export const THOROUGH: Effort = { triesPerTarget: 7, leastTries: 800, mostTries: 3000 };
export const QUICK: Effort = { triesPerTarget: 2, leastTries: 60, mostTries: 800 };

/** Planned lines by several ways of finding them. */
export interface Solved {
  /** The next cheapest line again and again until it is enough. */
  readonly greedy: Draft;
  /** The tree of all next cheapest lines, and of it the cheapest part that is enough. */
  readonly knapsack: Draft;
  /** The cheapest found. */
  readonly best: Draft;
  /** Others that are good in their own way: their lines are candidates for better ones. Takes about as long as the rest. */
  others(): Draft[];
  /** False where lines cannot serve enough: then every draft serves all that it can. */
  readonly isEnough: boolean;
}

export function allNodes(draft: Draft): number[] {
  const nodes: number[] = [];
  for (let node = 0; node < draft.count; node++) if (!draft.isGone(node)) nodes.push(node);
  return nodes;
}

/** A draft with lines to every target that can be reached, those that it has first. */
export function extended(draft: Draft): Draft {
  const all = draft.compact();
  const { legs } = grow(all);
  polish(
    all,
    legs.map(({ node }) => node),
    2,
  );
  return all.compact();
}

function cheaper(one: Draft, other: Draft): Draft {
  return other.totalYuan < one.totalYuan ? other : one;
}

/**
 * The cheapest lines found that serve a weight more than today: the tree knapsack on the tree of next cheapest lines, its lines then moved
 * to where they cost least, improved by small tries, and the knapsack again on the tree grown from there, as long as it saves. Never
 * dearer than the greedy expansion, which is run as well.
 */
export function solveGap(gap: Gap, neededWeight: number, effort: Effort): Solved {
  const greedy = new Draft(gap);
  grow(greedy, { isEnough: () => greedy.servedWeight >= neededWeight });
  if (greedy.servedWeight < neededWeight) {
    const all = greedy.compact();
    polish(all, allNodes(all));
    return {
      greedy,
      knapsack: greedy,
      best: cheaper(greedy, all.compact()),
      others: () => [],
      isEnough: false,
    };
  }
  const knapsack = new Draft(gap);
  grow(knapsack);
  reduceTo(knapsack, neededWeight);
  const polished = [knapsack, greedy].map((draft) => {
    const copy = draft.compact();
    polish(copy, allNodes(copy));
    return copy.compact();
  });
  let best = cheaper(polished[0]!, polished[1]!);
  const tries = Math.min(
    effort.mostTries,
    Math.max(effort.leastTries, effort.triesPerTarget * gap.targets.length),
  );
  best = improve(best, neededWeight, tries);
  for (let round = 0; round < 3; round++) {
    const next = extended(best);
    reduceTo(next, neededWeight);
    polish(next, allNodes(next));
    const improved = improve(next, neededWeight, Math.ceil(tries / 8));
    if (improved.totalYuan >= best.totalYuan - 1) break;
    best = improved;
  }
  const found = [best, ...polished, greedy.compact(), knapsack.compact()].filter(
    (draft) => draft.servedWeight >= neededWeight,
  );
  const others = (): Draft[] => [
    ...polished,
    extended(polished[1]!),
    improve(polished[1]!, neededWeight, tries),
  ];
  return { greedy, knapsack, best: found.reduce(cheaper), others, isEnough: true };
}
