import type { Gap } from "./gap.ts";
import { LineTree, ROOT } from "./line-tree.ts";
import { pieceDistance, type Spot } from "./plane.ts";
import { metresTo, nearestOnPiece, stopOf, type Target } from "./target.ts";

/** From where a target is reached at least cost, so far. */
interface Way {
  /** The line (node of the tree) that it leaves, -1 for an existing line. */
  line: number;
  from: Spot;
  to: Spot;
  yuan: number;
}

/** A line that was built for a target. */
export interface Leg {
  readonly target: number;
  /** The leg on whose line it hangs, -1 for an existing line or one that the growth started from. */
  readonly parent: number;
  readonly from: Spot;
  readonly to: Spot;
  readonly yuan: number;
}

export interface Growth {
  readonly tree: LineTree;
  /** In the order in which they were built. */
  readonly legs: Leg[];
  /** Per target: does a line come within its reach? */
  readonly isServed: Uint8Array;
  /** Per target the leg that came within its reach first, -1 where none did. */
  readonly servedBy: Int32Array;
}

/** The way from the existing lines to a target, null where there are none. */
function existingWay(gap: Gap, target: Target): Way | null {
  const { existing, ground } = gap;
  let from: Spot | null = null;
  let least = Infinity;
  if (target.rings === null) from = existing.nearest(target.spot)?.spot ?? null;
  else
    for (const ring of target.rings) {
      const way = existing.nearestTo(ring);
      if (way && way.foot.distanceM < least) {
        from = way.foot.spot;
        least = way.foot.distanceM;
      }
    }
  if (from === null) return null;
  const to = stopOf(target, from);
  return { line: ROOT, from, to, yuan: ground.yuan(from, to) };
}

const ways = new WeakMap<Gap, (Way | null)[]>();

/** The ways of all targets from the existing lines; searched once. */
function existingWays(gap: Gap): readonly (Way | null)[] {
  let found = ways.get(gap);
  if (!found) ways.set(gap, (found = gap.targets.map((target) => existingWay(gap, target))));
  return found;
}

export interface GrowOptions {
  /** What to start from; nothing when absent. It is added to. */
  readonly tree?: LineTree;
  /** Targets to connect; all when absent. */
  readonly wanted?: readonly number[];
  /** Asked after each leg and what it serves: true ends the growth. */
  readonly isEnough?: (servedWeight: number) => boolean;
  /** Factor by which a target looks dearer than it is. */
  readonly dearer?: (target: number) => number;
}

/**
 * Expands what exists by the next cheapest straight line to a wanted target, from any place of an existing or planned line, until all are
 * within reach (or it is enough). A line ends as soon as its target is within reach, and serves what it passes. Targets that nothing can
 * be hung on for are left out.
 */
export function grow(gap: Gap, options: GrowOptions = {}): Growth {
  const { targets, ground } = gap;
  const tree = options.tree ?? new LineTree();
  const legs: Leg[] = [];
  const servedBy = new Int32Array(targets.length).fill(-1);
  const isServed = new Uint8Array(targets.length);
  /** Leg of each line of the tree. */
  const legOf: number[] = tree.parent.map(() => -1);
  const isWanted = new Uint8Array(targets.length).fill(options.wanted ? 0 : 1);
  for (const t of options.wanted ?? []) isWanted[t] = 1;
  const dearer = options.dearer ?? (() => 1);
  const best: (Way | null)[] = existingWays(gap).slice();
  let weight = 0;

  const learn = (line: number): void => {
    const a = tree.spot(tree.parent[line]!);
    const b = tree.spot(line);
    for (let t = 0; t < targets.length; t++) {
      if (isServed[t] === 1) continue;
      const target = targets[t]!;
      const metres = metresTo(target, a, b);
      if (metres <= target.reachM) {
        isServed[t] = 1;
        servedBy[t] = legOf[line]!;
        weight += target.weight;
        continue;
      }
      const way = best[t];
      const leastYuan = (metres - target.reachM) * ground.leastYuanPerM;
      if (isWanted[t] === 0 || (way && leastYuan >= way.yuan)) continue;
      const from = nearestOnPiece(target, a, b);
      const to = stopOf(target, from);
      const yuan = ground.yuan(from, to);
      if (!way || yuan < way.yuan) best[t] = { line, from, to, yuan };
    }
  };
  for (const node of tree.order()) if (tree.hasLine(node)) learn(node);

  while (!options.isEnough?.(weight)) {
    let next = -1;
    let least = Infinity;
    for (let t = 0; t < targets.length; t++) {
      if (isWanted[t] === 0 || isServed[t] === 1 || !best[t]) continue;
      const yuan = best[t]!.yuan * dearer(t);
      if (yuan < least) [next, least] = [t, yuan];
    }
    if (next < 0) break;
    const way = best[next]!;
    const hung = way.line === ROOT ? tree.add(way.from, ROOT) : hang(tree, way.line, way.from);
    const parent = way.line === ROOT ? -1 : legOf[way.line]!;
    // A cut line is the same leg on both sides.
    if (legOf.length < tree.count) legOf.push(parent);
    const node = tree.add(way.to, hung);
    legOf.push(legs.length);
    legs.push({ target: next, parent, from: way.from, to: way.to, yuan: way.yuan });
    isServed[next] = 1;
    servedBy[next] = legs.length - 1;
    weight += targets[next]!.weight;
    learn(node);
  }
  return { tree, legs, isServed, servedBy };
}

/** The node at a spot of a line, which may have been cut since: its pieces are found going up. */
function hang(tree: LineTree, line: number, spot: Spot): number {
  let at = line;
  let least = Infinity;
  for (let up = line; tree.hasLine(up) && least > ON_LINE_M; up = tree.parent[up]!) {
    const metres = pieceDistance(spot, tree.spot(tree.parent[up]!), tree.spot(up));
    if (metres < least) [at, least] = [up, metres];
  }
  return tree.cut(at, spot);
}

/** A spot that was computed to lie on a line is not farther from it than this. */
const ON_LINE_M = 1e-6;
