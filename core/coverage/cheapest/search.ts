import { ROOT, targetIndexOf, type Draft } from "./draft.ts";
import { grow } from "./grow.ts";
import { reduceTo } from "./knapsack.ts";
import { distanceOf, nearestShare, between, pieceDistance, type Spot } from "./plane.ts";
import { polish, straighten } from "./polish.ts";
import { sequenceFrom } from "./random.ts";

const LEAST_TARGETS = 4;
const MOST_TARGETS = 22;
/** A try may make it dearer by this part of a mean line in the beginning, and by nothing in the end: narrow valleys are left so. */
const SLACK_LINES = 0.15;
/** Nodes of a branch from which it may be hung elsewhere. */
const MOST_ENDS = 24;
const WORTH_YUAN = 1;

/** Takes away lines that serve none but some targets, from the ends inwards; gives the nodes next to what is gone. */
function ruin(
  draft: Draft,
  isRuined: (target: number) => boolean,
  near: readonly number[],
): Set<number> {
  const touched = new Set<number>();
  const lines = new Set<number>();
  const chosen = new Set(near);
  for (let node = 0; node < draft.count; node++)
    if (draft.hasLine(node) && draft.reaches[node]!.some((t) => chosen.has(t))) lines.add(node);
  let found = true;
  while (found) {
    found = false;
    for (const node of lines) {
      if (draft.children[node]!.length > 0) continue;
      if (!draft.onlyReachedBy(node).every(isRuined)) continue;
      const parent = draft.parent[node]!;
      lines.delete(node);
      draft.remove(node);
      touched.delete(node);
      if (draft.isRoot(parent) && draft.children[parent]!.length === 0) draft.remove(parent);
      else {
        touched.add(parent);
        if (draft.hasLine(parent)) lines.add(parent);
      }
      found = true;
    }
  }
  return touched;
}

/** The trees that some nodes belong to. */
function rootsOf(draft: Draft, nodes: Iterable<number>): number[] {
  const roots = new Set<number>();
  for (const node of nodes) if (!draft.isGone(node)) roots.add(draft.rootOf(node));
  return [...roots].sort((a, b) => a - b);
}

/** Serves some targets anew in another order, and of all that stands there then keeps the cheapest lines that are enough. */
function rebuild(
  draft: Draft,
  near: readonly number[],
  neededWeight: number,
  random: () => number,
): void {
  const chosen = new Set(near);
  const touched = ruin(draft, (t) => chosen.has(t), near);
  const leaveOut = random() < 0.5 ? random() * 0.4 : 0;
  const noise = random() * 0.8;
  const factors = new Map<number, number>();
  const wanted = near.filter(() => random() >= leaveOut);
  for (const t of wanted) factors.set(t, 1 + noise * (random() - 0.5));
  const { legs } = grow(draft, { wanted, dearer: (t) => factors.get(t)! });
  for (const { node } of legs) {
    touched.add(node);
    touched.add(draft.parent[node]!);
  }
  polish(draft, [...touched], 2);
  if (draft.servedWeight > neededWeight) reduceTo(draft, neededWeight, rootsOf(draft, touched));
  polish(
    draft,
    [...touched].filter((node) => !draft.isGone(node)),
    2,
  );
}

/** Turns a branch about, so that another of its nodes is the one that it hangs by. */
function turnBranch(draft: Draft, top: number, end: number): void {
  const chain = [end];
  while (chain.at(-1) !== top) chain.push(draft.parent[chain.at(-1)!]!);
  draft.hang(end, ROOT);
  for (let n = 1; n < chain.length; n++) draft.hang(chain[n]!, chain[n - 1]!);
}

interface Hook {
  readonly end: number;
  /** Line to hang on, -1 for an existing one. */
  readonly line: number;
  readonly spot: Spot;
  readonly yuan: number;
}

/** Hangs a branch elsewhere, by the node and the place where that is cheapest. */
function rehang(draft: Draft, top: number): void {
  const { ground, existing } = draft.gap;
  const branch = draft.below(top);
  const own = new Set(branch);
  const old = draft.parent[top]!;
  let best: Hook | null = null;
  const consider = (end: number, line: number, spot: Spot): void => {
    const at = draft.spot(end);
    if (best && distanceOf(at, spot) * ground.leastYuanPerM >= best.yuan) return;
    // The place that it hangs on now is no other place.
    if (end === top && (line === top || distanceOf(spot, draft.spot(old)) < 1)) return;
    const yuan = ground.yuan(at, spot);
    if (!best || yuan < best.yuan) best = { end, line, spot, yuan };
  };
  for (const end of branch.slice(0, MOST_ENDS)) {
    const at = draft.spot(end);
    const foot = existing.nearest(at);
    if (foot) consider(end, -1, foot.spot);
    for (let line = 0; line < draft.count; line++) {
      if (!draft.hasLine(line) || own.has(line)) continue;
      const [a, b] = [draft.spot(draft.parent[line]!), draft.spot(line)];
      if (best && pieceDistance(at, a, b) * ground.leastYuanPerM >= (best as Hook).yuan) continue;
      consider(end, line, between(a, b, nearestShare(at, a, b)));
    }
  }
  const hook = best as Hook | null;
  if (hook === null) return;
  turnBranch(draft, top, hook.end);
  const parent = hook.line < 0 ? draft.add(hook.spot, ROOT) : draft.cut(hook.line, hook.spot);
  draft.hang(hook.end, parent);
  const touched = [hook.end, parent, top];
  for (let node = old; !draft.isGone(node);) {
    const up = draft.parent[node]!;
    if (draft.isRoot(node)) {
      if (draft.children[node]!.length === 0) draft.remove(node);
      break;
    }
    if (!straighten(draft, node)) {
      touched.push(node);
      break;
    }
    if (up < 0) break;
    node = up;
  }
  polish(
    draft,
    touched.filter((node) => !draft.isGone(node)),
    2,
  );
}

/**
 * Improves planned lines that serve at least a weight by many small tries: a handful of neighbouring targets is served anew in another
 * order and the cheapest lines kept that are enough, or a branch is hung elsewhere. The same draft always gives the same answer, and
 * never a dearer one.
 */
export function improve(start: Draft, neededWeight: number, tries: number): Draft {
  let now = start.compact();
  let best = now.copy();
  const count = now.gap.targets.length;
  if (count === 0) return best;
  const random = sequenceFrom(count * 7919 + neededWeight);
  const index = targetIndexOf(now.gap);
  const trial = now.copy();
  for (let n = 0; n < tries; n++) {
    trial.take(now);
    if (random() < 0.7) {
      const centre = Math.floor(random() * count);
      const size = LEAST_TARGETS + Math.floor(random() ** 2 * (MOST_TARGETS - LEAST_TARGETS + 1));
      rebuild(trial, index.about(centre, size), neededWeight, random);
    } else {
      const node = Math.floor(random() * trial.count);
      if (!trial.hasLine(node)) continue;
      rehang(trial, node);
    }
    if (trial.servedWeight < neededWeight) continue;
    const lines = Math.max(1, now.count / 2);
    const slackYuan = (SLACK_LINES * (1 - n / tries) * best.totalYuan) / lines;
    if (trial.totalYuan > best.totalYuan + slackYuan && trial.totalYuan >= now.totalYuan) continue;
    now.take(trial);
    if (now.count > 2 * (lines + count)) now = now.compact();
    if (now.totalYuan < best.totalYuan - WORTH_YUAN) best = now.copy();
  }
  const all = best.parent.map((_, node) => node);
  polish(
    best,
    all.filter((node) => !best.isGone(node)),
  );
  return best.compact();
}
