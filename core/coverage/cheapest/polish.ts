import { ROOT, type Draft } from "./draft.ts";
import { between, distanceOf, nearestShare, type Spot } from "./plane.ts";
import { metresTo, nearestSpotOf } from "./target.ts";

/** What is saved must be worth more than this, in yuan: rounding saves nothing. */
const WORTH_YUAN = 1;
const SMALLEST_STEP_M = 4;
const DIRECTIONS = 8;

/** The spots at the other ends of the lines of a node. */
function neighboursOf(draft: Draft, node: number): Spot[] {
  const ends = draft.children[node]!.map((child) => draft.spot(child));
  if (draft.hasLine(node)) ends.push(draft.spot(draft.parent[node]!));
  return ends;
}

/** Targets that only lines of this node reach. */
function dependentsOf(draft: Draft, node: number): number[] {
  const lines = [...draft.children[node]!];
  if (draft.hasLine(node)) lines.push(node);
  const times = new Map<number, number>();
  for (const line of lines)
    for (const t of draft.reaches[line]!) times.set(t, (times.get(t) ?? 0) + 1);
  return [...times].flatMap(([t, count]) => (count === draft.cover[t] ? [t] : []));
}

/** A node that hangs on an existing line looks so much farther for a better place to hang on. */
const SLIDE_M = 500;

/** Existing lines that are hardly farther from a node than that on which it hangs. */
function piecesAbout(draft: Draft, node: number): Int32Array | null {
  const { existing } = draft.gap;
  const at = draft.spot(node);
  const nearest = existing.nearest(at);
  return nearest && existing.near(at, nearest.distanceM + SLIDE_M);
}

/** A node being moved about: what its lines cost from a spot, with all that depend on them still within reach. */
class Mover {
  readonly #draft: Draft;
  readonly #ends: Spot[];
  /** Pieces of existing lines along which the end of the line to the parent may slide; null where it does not. */
  readonly #pieces: Int32Array | null;
  readonly #dependents: number[];

  constructor(draft: Draft, node: number) {
    this.#draft = draft;
    const slides = draft.hasLine(node) && draft.isRoot(draft.parent[node]!);
    this.#ends = neighboursOf(draft, node);
    if (slides) this.#ends.pop();
    this.#pieces = slides ? piecesAbout(draft, node) : null;
    this.#dependents = dependentsOf(draft, node);
  }

  /** Where the line to the parent begins for a node at a spot; null when it does not slide. */
  rootFor(spot: Spot): Spot | null {
    const { existing } = this.#draft.gap;
    return this.#pieces ? (existing.nearestOf(this.#pieces, spot)?.spot ?? null) : null;
  }

  yuan(spot: Spot): number {
    const { ground } = this.#draft.gap;
    let sum = 0;
    for (const end of this.#ends) sum += ground.yuan(end, spot);
    const root = this.rootFor(spot);
    return root ? sum + ground.yuan(root, spot) : sum;
  }

  /** The spot, drawn towards targets that it leaves out of reach; null where that does not bring all back. */
  holding(spot: Spot): Spot | null {
    const { targets } = this.#draft.gap;
    let at = spot;
    for (let round = 0; round < 3; round++) {
      const root = this.rootFor(at);
      let lost = false;
      for (const t of this.#dependents) {
        const target = targets[t]!;
        let metres = root ? metresTo(target, root, at) : Infinity;
        for (const end of this.#ends) {
          if (metres <= target.reachM) break;
          metres = Math.min(metres, metresTo(target, end, at));
        }
        if (metres <= target.reachM) continue;
        lost = true;
        const to = nearestSpotOf(target, at);
        const far = distanceOf(at, to);
        if (far > 0) at = between(at, to, Math.min(1, (metres - target.reachM + 0.02) / far));
      }
      if (!lost) return at;
    }
    return null;
  }
}

/** Moves a node, and where its way begins on an existing line, to where its lines cost least; true when that saves anything. */
function settle(draft: Draft, node: number): boolean {
  if (!draft.hasLine(node)) return false;
  const mover = new Mover(draft, node);
  const start = draft.spot(node);
  const before = mover.yuan(start);
  let at = start;
  let least = before;
  const consider = (spot: Spot): boolean => {
    const held = mover.holding(spot);
    if (held === null) return false;
    const yuan = mover.yuan(held);
    if (yuan >= least - WORTH_YUAN / 10) return false;
    [at, least] = [held, yuan];
    return true;
  };
  const ends = neighboursOf(draft, node);
  let longest = 0;
  for (const end of ends) {
    longest = Math.max(longest, distanceOf(start, end));
    consider(end);
  }
  if (ends.length === 2)
    consider(between(ends[0]!, ends[1]!, nearestShare(start, ends[0]!, ends[1]!)));
  let turn = 0;
  for (let step = Math.min(1000, longest / 3); step > SMALLEST_STEP_M;) {
    let better = false;
    for (let d = 0; d < DIRECTIONS; d++) {
      const angle = ((d + turn / 2) * 2 * Math.PI) / DIRECTIONS;
      const from = at;
      better =
        consider({ x: from.x + step * Math.cos(angle), y: from.y + step * Math.sin(angle) }) ||
        better;
    }
    turn = 1 - turn;
    if (!better) step /= 2;
  }
  const yuanNow = draft.yuan[node]! + draft.children[node]!.reduce((s, c) => s + draft.yuan[c]!, 0);
  if (yuanNow - least < WORTH_YUAN) return false;
  const weightBefore = draft.servedWeight;
  const root = mover.rootFor(at);
  const parent = draft.parent[node]!;
  const rootBefore = draft.spot(parent);
  draft.move(node, at);
  if (root) draft.move(parent, root);
  if (draft.servedWeight >= weightBefore) return true;
  draft.move(node, start);
  if (root) draft.move(parent, rootBefore);
  return false;
}

/** Takes away a node on a bend that nothing needs, and a line to nowhere; true when it did. */
export function straighten(draft: Draft, node: number): boolean {
  if (!draft.hasLine(node)) return false;
  const children = draft.children[node]!;
  if (children.length === 0) {
    if (draft.onlyReachedBy(node).length > 0) return false;
    const parent = draft.parent[node]!;
    draft.remove(node);
    if (draft.isRoot(parent) && draft.children[parent]!.length === 0) draft.remove(parent);
    return true;
  }
  if (children.length > 1) return false;
  const [child] = children as [number];
  const [a, b] = [draft.spot(draft.parent[node]!), draft.spot(child)];
  const { ground, targets } = draft.gap;
  const saved = draft.yuan[node]! + draft.yuan[child]! - ground.yuan(a, b);
  if (saved < 0) return false;
  const dependents = dependentsOf(draft, node);
  if (dependents.some((t) => metresTo(targets[t]!, a, b) > targets[t]!.reachM)) return false;
  draft.bridge(node);
  return true;
}

/** A root with several lines becomes several, each of which may slide. */
function splitRoot(draft: Draft, root: number): void {
  for (const child of draft.children[root]!.slice(1))
    draft.hang(child, draft.add(draft.spot(root), ROOT));
}

/** Ends of lines less than a right angle and a third apart are drawn together first: a junction of three costs less there. */
const STEINER_COSINE = -0.5;

function cosine(at: Spot, a: Spot, b: Spot): number {
  const [ax, ay, bx, by] = [a.x - at.x, a.y - at.y, b.x - at.x, b.y - at.y];
  const lengths = Math.hypot(ax, ay) * Math.hypot(bx, by);
  return lengths < 1 ? -1 : (ax * bx + ay * by) / lengths;
}

/** Puts a junction where two lines of a node leave it at less than 120 degrees and share a way; true when that saves anything. */
function joinLines(draft: Draft, node: number): boolean {
  if (!draft.hasLine(node)) return false;
  const at = draft.spot(node);
  const lines = [...draft.children[node]!, draft.parent[node]!];
  let best: readonly [number, number] | null = null;
  let closest = STEINER_COSINE + 0.01;
  for (let i = 0; i < lines.length; i++)
    for (let j = i + 1; j < lines.length; j++) {
      const c = cosine(at, draft.spot(lines[i]!), draft.spot(lines[j]!));
      if (c > closest) [best, closest] = [[lines[i]!, lines[j]!], c];
    }
  if (best === null) return false;
  const before = draft.totalYuan;
  const weightBefore = draft.servedWeight;
  const [one, other] = best;
  const parent = draft.parent[node]!;
  const toParent = other === parent;
  // Hung as a zero-length piece, then settled: what does not save is taken back.
  const joint = draft.add(at, toParent ? parent : node);
  draft.hang(one, joint);
  if (toParent) draft.hang(node, joint);
  else draft.hang(other, joint);
  settle(draft, joint);
  if (draft.totalYuan < before - WORTH_YUAN && draft.servedWeight >= weightBefore) return true;
  if (toParent) {
    draft.hang(node, parent);
    draft.hang(one, node);
  } else {
    draft.hang(one, node);
    draft.hang(other, node);
  }
  draft.remove(joint);
  return false;
}

/** Improves the way that lines take about some nodes, without losing anybody whom they reach, until nothing is saved any more. */
export function polish(draft: Draft, nodes: readonly number[], mostRounds = 4): void {
  let busy = new Set(nodes);
  for (let round = 0; round < mostRounds && busy.size > 0; round++) {
    const next = new Set<number>();
    for (const node of busy) {
      if (draft.isGone(node)) continue;
      if (draft.isRoot(node)) {
        splitRoot(draft, node);
        continue;
      }
      const around = [draft.parent[node]!, ...draft.children[node]!];
      const before = draft.totalYuan;
      const gone = straighten(draft, node);
      if (!gone) {
        settle(draft, node);
        joinLines(draft, node);
      }
      if (!gone && before - draft.totalYuan < WORTH_YUAN) continue;
      if (!gone) next.add(node);
      for (const other of around) if (!draft.isGone(other)) next.add(other);
    }
    busy = next;
  }
}
