import Flatbush from "flatbush";
import type { Gap } from "./gap.ts";
import type { Spot } from "./plane.ts";
import { metresTo, type Target } from "./target.ts";

/** Parent of a node on an existing line. */
export const ROOT = -1;
/** Parent of a node that was taken away. */
const GONE = -2;

const NONE: readonly number[] = [];

/** Finds the targets that a line may reach. */
export class TargetIndex {
  readonly #targets: readonly Target[];
  readonly #tree: Flatbush | null;
  #spots: Flatbush | undefined;
  readonly #about: (readonly number[])[] = [];

  constructor(targets: readonly Target[]) {
    this.#targets = targets;
    this.#tree = targets.length > 0 ? new Flatbush(targets.length) : null;
    for (const { spot, rings, reachM } of targets) {
      const all = rings?.flat() ?? [spot];
      const xs = all.map(({ x }) => x);
      const ys = all.map(({ y }) => y);
      this.#tree?.add(
        Math.min(...xs) - reachM,
        Math.min(...ys) - reachM,
        Math.max(...xs) + reachM,
        Math.max(...ys) + reachM,
      );
    }
    this.#tree?.finish();
  }

  /** Targets, ascending, whose box grown by their reach meets the box of a line. */
  near(a: Spot, b: Spot): number[] {
    return (
      this.#tree
        ?.search(Math.min(a.x, b.x), Math.min(a.y, b.y), Math.max(a.x, b.x), Math.max(a.y, b.y))
        .sort((one, other) => one - other) ?? []
    );
  }

  /** A target and those about it, nearest first. */
  about(target: number, count: number): readonly number[] {
    let known = this.#about[target];
    if (!known || known.length < Math.min(count, this.#targets.length)) {
      this.#spots ??= spotTree(this.#targets);
      const { x, y } = this.#targets[target]!.spot;
      known = this.#spots.neighbors(x, y, count);
      this.#about[target] = known;
    }
    return known.slice(0, count);
  }
}

function spotTree(targets: readonly Target[]): Flatbush {
  const tree = new Flatbush(targets.length);
  for (const { spot } of targets) tree.add(spot.x, spot.y);
  tree.finish();
  return tree;
}

const indexes = new WeakMap<Gap, TargetIndex>();

export function targetIndexOf(gap: Gap): TargetIndex {
  let index = indexes.get(gap);
  if (!index) indexes.set(gap, (index = new TargetIndex(gap.targets)));
  return index;
}

/**
 * Planned lines as trees that hang on existing ones: node i lies at x[i], y[i], and for parent[i] >= 0 a straight line leads from there to
 * it, "line i". A node with the parent ROOT lies on an existing line. What each costs and whom it reaches is kept right through every edit. Lists of children and of targets are never changed in place, so that a copy shares them.
 */
export class Draft {
  readonly gap: Gap;
  readonly #index: TargetIndex;
  x: number[] = [];
  y: number[] = [];
  parent: number[] = [];
  /** Cost of each line; 0 for a node without one. */
  yuan: number[] = [];
  children: (readonly number[])[] = [];
  /** Targets within reach of each line. */
  reaches: (readonly number[])[] = [];
  /** Number of lines that reach each target. */
  cover: Int32Array;
  servedWeight = 0;
  totalYuan = 0;

  constructor(gap: Gap) {
    this.gap = gap;
    this.#index = targetIndexOf(gap);
    this.cover = new Int32Array(gap.targets.length);
  }

  get count(): number {
    return this.parent.length;
  }

  copy(): Draft {
    const copy = new Draft(this.gap);
    copy.take(this);
    return copy;
  }

  /** Becomes equal to another draft of the same gap. */
  take(other: Draft): void {
    this.x = other.x.slice();
    this.y = other.y.slice();
    this.parent = other.parent.slice();
    this.yuan = other.yuan.slice();
    this.children = other.children.slice();
    this.reaches = other.reaches.slice();
    this.cover = other.cover.slice();
    this.servedWeight = other.servedWeight;
    this.totalYuan = other.totalYuan;
  }

  spot(node: number): Spot {
    return { x: this.x[node]!, y: this.y[node]! };
  }

  hasLine(node: number): boolean {
    return this.parent[node]! >= 0;
  }

  isGone(node: number): boolean {
    return this.parent[node] === GONE;
  }

  isRoot(node: number): boolean {
    return this.parent[node] === ROOT;
  }

  /** Whom a line from a to b would reach. */
  reachedBy(a: Spot, b: Spot): number[] {
    const { targets } = this.gap;
    return this.#index.near(a, b).filter((t) => {
      const target = targets[t]!;
      return metresTo(target, a, b) <= target.reachM;
    });
  }

  #lose(targets: readonly number[]): void {
    for (const t of targets)
      if (--this.cover[t]! === 0) this.servedWeight -= this.gap.targets[t]!.weight;
  }

  #gain(targets: readonly number[]): void {
    for (const t of targets)
      if (this.cover[t]!++ === 0) this.servedWeight += this.gap.targets[t]!.weight;
  }

  /** Counts the line of a node anew, after one of its ends has moved. */
  #refresh(node: number): void {
    this.#lose(this.reaches[node]!);
    this.totalYuan -= this.yuan[node]!;
    if (this.hasLine(node)) {
      const a = this.spot(this.parent[node]!);
      const b = this.spot(node);
      this.yuan[node] = this.gap.ground.yuan(a, b);
      this.reaches[node] = this.reachedBy(a, b);
    } else {
      this.yuan[node] = 0;
      this.reaches[node] = NONE;
    }
    this.totalYuan += this.yuan[node]!;
    this.#gain(this.reaches[node]!);
  }

  #unlist(node: number): void {
    const parent = this.parent[node]!;
    if (parent >= 0) this.children[parent] = this.children[parent]!.filter((c) => c !== node);
  }

  add({ x, y }: Spot, parent: number): number {
    const node = this.parent.length;
    this.x.push(x);
    this.y.push(y);
    this.parent.push(parent);
    this.yuan.push(0);
    this.children.push(NONE);
    this.reaches.push(NONE);
    if (parent >= 0) {
      this.children[parent] = [...this.children[parent]!, node];
      this.#refresh(node);
    }
    return node;
  }

  move(node: number, { x, y }: Spot): void {
    this.x[node] = x;
    this.y[node] = y;
    if (this.hasLine(node)) this.#refresh(node);
    for (const child of this.children[node]!) this.#refresh(child);
  }

  /** Hangs a node, with all below it, on another node, or leaves it on an existing line (ROOT). */
  hang(node: number, parent: number): void {
    this.#unlist(node);
    this.parent[node] = parent;
    if (parent >= 0) this.children[parent] = [...this.children[parent]!, node];
    this.#refresh(node);
  }

  /** Takes a node away that nothing hangs on. */
  remove(node: number): void {
    this.#unlist(node);
    this.parent[node] = GONE;
    this.#refresh(node);
  }

  /** Takes a node away with one thing hanging on it, which then hangs on its parent. */
  bridge(node: number): void {
    const parent = this.parent[node]!;
    for (const child of this.children[node]!) this.hang(child, parent);
    this.remove(node);
  }

  /** The node at a spot of a line: one of its ends, or a new one that cuts it in two. */
  cut(node: number, spot: Spot): number {
    const parent = this.parent[node]!;
    if (spot.x === this.x[node] && spot.y === this.y[node]) return node;
    if (spot.x === this.x[parent] && spot.y === this.y[parent]) return parent;
    const middle = this.add(spot, parent);
    this.hang(node, middle);
    return middle;
  }

  /** Nodes, each after its parent. */
  order(): number[] {
    const order: number[] = [];
    this.parent.forEach((parent, node) => {
      if (parent === ROOT) order.push(node);
    });
    for (let n = 0; n < order.length; n++) order.push(...this.children[order[n]!]!);
    return order;
  }

  /** The root that a node hangs on in the end. */
  rootOf(node: number): number {
    let at = node;
    while (this.parent[at]! >= 0) at = this.parent[at]!;
    return at;
  }

  /** Nodes of the tree below a node, itself first. */
  below(node: number): number[] {
    const nodes = [node];
    for (let n = 0; n < nodes.length; n++) nodes.push(...this.children[nodes[n]!]!);
    return nodes;
  }

  /** Targets of a line that no other line reaches. */
  onlyReachedBy(node: number): number[] {
    return this.reaches[node]!.filter((t) => this.cover[t] === 1);
  }

  /** The same lines with nodes numbered anew, without those that were taken away; sums made anew, free of rounding. */
  compact(): Draft {
    const compact = new Draft(this.gap);
    const names = new Map<number, number>();
    for (const node of this.order()) {
      const parent = this.parent[node]!;
      names.set(node, compact.add(this.spot(node), parent === ROOT ? ROOT : names.get(parent)!));
    }
    return compact;
  }
}
