import type { Draft } from "./draft.ts";
import type { Gap } from "./gap.ts";
import { pieceDistance, type Spot } from "./plane.ts";
import { metresTo, nearestOnPiece, stopOf, type Target } from "./target.ts";

/** Parent of a node that lies on an existing line, and number of no line. */
const NO_LINE = -1;

/** From where a target is reached at least cost, so far. */
interface Way {
  /** The planned line (its node) that it leaves, -1 for an existing line. */
  readonly line: number;
  readonly from: Spot;
  readonly to: Spot;
  readonly yuan: number;
}

/** A line that was built for a target. */
interface Leg {
  readonly target: number;
  /** The leg on whose line it hangs, -1 for an existing line or one that the growth started from. */
  readonly parent: number;
  readonly from: Spot;
  readonly to: Spot;
  /** Node at its end. */
  readonly node: number;
  readonly yuan: number;
}

export interface Growth {
  /** In the order in which they were built. */
  readonly legs: readonly Leg[];
  /** Per target the leg that came within its reach first, -1 where none of these did. */
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
  return { line: NO_LINE, from, to, yuan: ground.yuan(from, to) };
}

const ways = new WeakMap<Gap, readonly (Way | null)[]>();

/** The ways of all targets from the existing lines; searched once. */
function existingWays(gap: Gap): readonly (Way | null)[] {
  let found = ways.get(gap);
  if (!found) ways.set(gap, (found = gap.targets.map((target) => existingWay(gap, target))));
  return found;
}

export interface GrowOptions {
  /** Targets to connect; all when absent. */
  readonly wanted?: readonly number[];
  /** Asked before each leg: true ends the growth. */
  readonly isEnough?: () => boolean;
  /** Factor by which a target looks dearer than it is. */
  readonly dearer?: (target: number) => number;
}

/**
 * Adds to a draft the next cheapest straight line to a wanted target, from any place of an existing or planned line, until all are within
 * reach (or it is enough). A line ends as soon as its target is within reach, and serves what it passes. Targets that nothing can be hung
 * on for are left out.
 */
export function grow(draft: Draft, options: GrowOptions = {}): Growth {
  const { targets, ground } = draft.gap;
  const legs: Leg[] = [];
  const servedBy = new Int32Array(targets.length).fill(-1);
  /** Leg of each line. */
  const legOf: number[] = draft.parent.map(() => -1);
  const wanted = options.wanted ?? targets.map((_, t) => t);
  let open = wanted.filter((t) => draft.cover[t] === 0);
  const known = existingWays(draft.gap);
  const best = new Map<number, Way>();
  for (const t of open) if (known[t]) best.set(t, known[t]);

  const learn = (line: number): void => {
    const a = draft.spot(draft.parent[line]!);
    const b = draft.spot(line);
    for (const t of open) {
      const target = targets[t]!;
      const way = best.get(t);
      const leastYuan = (metresTo(target, a, b) - target.reachM) * ground.leastYuanPerM;
      if (way && leastYuan >= way.yuan) continue;
      const from = nearestOnPiece(target, a, b);
      const to = stopOf(target, from);
      const yuan = ground.yuan(from, to);
      if (!way || yuan < way.yuan) best.set(t, { line, from, to, yuan });
    }
  };
  for (let node = 0; node < draft.count; node++) if (draft.hasLine(node)) learn(node);

  while (open.length > 0 && !options.isEnough?.()) {
    let next = -1;
    let least = Infinity;
    for (const t of open) {
      const yuan = (best.get(t)?.yuan ?? Infinity) * (options.dearer?.(t) ?? 1);
      if (yuan < least) [next, least] = [t, yuan];
    }
    if (next < 0) break;
    const { line, from, to, yuan } = best.get(next)!;
    const parent = line === NO_LINE ? -1 : legOf[line]!;
    const hung = line === NO_LINE ? draft.add(from, NO_LINE) : hang(draft, line, from);
    // A cut line is the same leg on both sides.
    if (legOf.length < draft.count) legOf.push(parent);
    const node = draft.add(to, hung);
    legOf.push(legs.length);
    for (const t of draft.reaches[node]!) if (servedBy[t] === -1) servedBy[t] = legs.length;
    legs.push({ target: next, parent, from, to, node, yuan });
    open = open.filter((t) => draft.cover[t] === 0);
    learn(node);
  }
  return { legs, servedBy };
}

/** A spot that was computed to lie on a line is not farther from it than this. */
const ON_LINE_M = 1e-6;

/** The node at a spot of a line, which may have been cut since: its pieces are found going up. */
function hang(draft: Draft, line: number, spot: Spot): number {
  let at = line;
  let least = Infinity;
  for (let up = line; draft.hasLine(up) && least > ON_LINE_M; up = draft.parent[up]!) {
    const metres = pieceDistance(spot, draft.spot(draft.parent[up]!), draft.spot(up));
    if (metres < least) [at, least] = [up, metres];
  }
  return draft.cut(at, spot);
}
