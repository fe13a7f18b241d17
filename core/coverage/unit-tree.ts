import { RADIANS } from "../geodesy/ellipsoid.ts";
import { isPlace } from "../geodesy/place.ts";
import { boundSquared } from "./box-bound.ts";
import type { Box } from "./polygons.ts";
import type { MeasuredFrom } from "./target.ts";
import { hasOutline, type Units } from "./units.ts";

/** Units in a leaf, and nodes below a node. */
const FAN = 8;

type VisitLeaf = (leaf: number, near: readonly number[], bounds: readonly number[]) => void;

/** The box of the finite vertices of a row's outline, null when there is none. */
function outlineBox(units: Units, n: number): Box | null {
  const { polygonOf, ringOf, vertexOf, coordinates } = units.outline;
  const row = units.index[n]!;
  const end = vertexOf[ringOf[polygonOf[row + 1]!]!]!;
  const box: Box = [Infinity, Infinity, -Infinity, -Infinity];
  for (let v = vertexOf[ringOf[polygonOf[row]!]!]!; v < end; v++) {
    const x = coordinates[2 * v]!;
    const y = coordinates[2 * v + 1]!;
    if (isPlace(x, y)) widen(box, x, y, x, y);
  }
  return box[0] <= box[2] ? box : null;
}

function widen(box: Box, x0: number, y0: number, x1: number, y1: number): void {
  if (x0 < box[0]) box[0] = x0;
  if (y0 < box[1]) box[1] = y0;
  if (x1 > box[2]) box[2] = x1;
  if (y1 > box[3]) box[3] = y1;
}

/**
 * The units of a kind in a tree of boxes, packed in the order of place: which of them may be nearer to a box than they are to what serves
 * them now. Units without a place are not in it. A node's bound is proved, so that what is passed over cannot be nearer, however far
 * some unit is from everything: its own leaf is visited, and no other.
 */
export class UnitTree {
  /** Positions of units, leaf after leaf. */
  readonly items: Int32Array;
  /** Leaf of each position, -1 for a unit without a place. */
  readonly leafOf: Int32Array;
  /** Number of leaves; nodes 0 .. leaves are leaves. */
  readonly leaves: number;
  readonly nodes: number;
  /** First node of each level, leaves first, and the number of nodes at the end. */
  readonly #levels: number[] = [0];
  /** West, south, east, north per node. */
  readonly #boxes: Float64Array;
  /** Cosine of the latitude of a node that is farthest from the equator. */
  readonly #cosine: Float64Array;
  /** West, south, east, north per item where some unit has an outline. */
  readonly #itemBoxes: Float64Array | null;
  readonly #units: Units;

  constructor(units: Units, from: MeasuredFrom) {
    this.#units = units;
    const byOutline = (n: number): boolean => from === "outline" && hasOutline(units, n);
    const boxes: Box[] = [];
    const items: number[] = [];
    let outlines = false;
    for (const n of units.order) {
      const [x, y] = [units.lng[n]!, units.lat[n]!];
      const box = byOutline(n)
        ? outlineBox(units, n)
        : isPlace(x, y)
          ? ([x, y, x, y] as Box)
          : null;
      if (!box) continue;
      outlines ||= byOutline(n);
      items.push(n);
      boxes.push(box);
    }
    this.items = Int32Array.from(items);
    this.#itemBoxes = outlines ? Float64Array.from(boxes.flat()) : null;
    this.leaves = Math.ceil(items.length / FAN);
    for (let size = this.leaves; size > 0; size = size === 1 ? 0 : Math.ceil(size / FAN)) {
      this.#levels.push(this.#levels.at(-1)! + size);
    }
    this.nodes = this.#levels.at(-1)!;
    this.#boxes = new Float64Array(4 * this.nodes);
    this.#cosine = new Float64Array(this.nodes);
    this.leafOf = new Int32Array(units.count).fill(-1);
    items.forEach((n, i) => {
      this.leafOf[n] = Math.floor(i / FAN);
    });
    for (let node = 0; node < this.nodes; node++) {
      const box: Box = [Infinity, Infinity, -Infinity, -Infinity];
      const [first, end] = this.#below(node);
      for (let i = first; i < end; i++) {
        if (node < this.leaves) widen(box, ...boxes[i]!);
        else widen(box, ...(this.#boxes.subarray(4 * i, 4 * i + 4) as unknown as Box));
      }
      this.#boxes.set(box, 4 * node);
      const farthest = Math.min(90, Math.max(Math.abs(box[1]), Math.abs(box[3])));
      this.#cosine[node] = Math.cos(farthest * RADIANS);
    }
  }

  /** Items of a leaf, or nodes below a node. */
  #below(node: number): readonly [first: number, end: number] {
    if (node < this.leaves) return [node * FAN, Math.min(this.items.length, node * FAN + FAN)];
    let level = 1;
    while (node >= this.#levels[level + 1]!) level++;
    const first = this.#levels[level - 1]! + (node - this.#levels[level]!) * FAN;
    return [first, Math.min(this.#levels[level]!, first + FAN)];
  }

  /** Square of metres that no unit of a node is nearer than to a straight piece in the box. */
  #boundSquared(node: number, box: Box): number {
    const [boxes, at] = [this.#boxes, 4 * node];
    const halfEdge = this.#itemBoxes ? (boxes[at + 2]! - boxes[at]!) / 2 : 0;
    return boundSquared(boxes, at, this.#cosine[node]!, halfEdge, box);
  }

  /** Positions first .. end of `items` are in a leaf. */
  itemsOf(leaf: number): readonly [first: number, end: number] {
    return this.#below(leaf);
  }

  /** False when no unit of a leaf can lie nearer to a piece in the box than `rank`, or as near. */
  mayBeNearer(leaf: number, box: Box, rank: number): boolean {
    return this.#boundSquared(leaf, box) <= rank;
  }

  /** True when the box of the leaf of a unit touches a box. */
  mayTouch(n: number, box: Box): boolean {
    const at = 4 * this.leafOf[n]!;
    return (
      at >= 0 &&
      this.#boxes[at]! <= box[2] &&
      this.#boxes[at + 1]! <= box[3] &&
      this.#boxes[at + 2]! >= box[0] &&
      this.#boxes[at + 3]! >= box[1]
    );
  }

  /**
   * Calls `visit` with every leaf that may hold a unit whose `most` is not below the square of its metres to a piece in one of the boxes;
   * with the numbers of these boxes, and the squares of metres that none of the leaf's units is nearer than.
   */
  visitNearer(boxes: readonly Box[], most: Float64Array, visit: VisitLeaf): void {
    const descend = (node: number, candidates: readonly number[]): void => {
      const near: number[] = [];
      const bounds: number[] = [];
      for (const k of candidates) {
        const bound = this.#boundSquared(node, boxes[k]!);
        if (bound > most[node]!) continue;
        near.push(k);
        bounds.push(bound);
      }
      if (near.length === 0) return;
      if (node < this.leaves) {
        visit(node, near, bounds);
        return;
      }
      const [first, end] = this.#below(node);
      for (let below = first; below < end; below++) descend(below, near);
    };
    if (this.nodes > 0) descend(this.nodes - 1, [...boxes.keys()]);
  }

  /** Calls `visit` with every unit whose box, of its outline or its point, touches a box. */
  visitTouching(box: Box, visit: (n: number) => void): void {
    const apart = (boxes: Float64Array, i: number): boolean =>
      boxes[4 * i]! > box[2] ||
      boxes[4 * i + 1]! > box[3] ||
      boxes[4 * i + 2]! < box[0] ||
      boxes[4 * i + 3]! < box[1];
    const stack = this.nodes > 0 ? [this.nodes - 1] : [];
    while (stack.length > 0) {
      const node = stack.pop()!;
      if (apart(this.#boxes, node)) continue;
      const [first, end] = this.#below(node);
      for (let below = first; below < end; below++) {
        if (node >= this.leaves) stack.push(below);
        else if (!this.#itemApart(below, box, apart)) visit(this.items[below]!);
      }
    }
  }

  #itemApart(i: number, box: Box, apart: (boxes: Float64Array, i: number) => boolean): boolean {
    if (this.#itemBoxes) return apart(this.#itemBoxes, i);
    const n = this.items[i]!;
    const [x, y] = [this.#units.lng[n]!, this.#units.lat[n]!];
    return x > box[2] || y > box[3] || x < box[0] || y < box[1];
  }

  /** The greatest `rank` of the units below every node. */
  mostOf(rank: Float64Array): Float64Array {
    const most = new Float64Array(this.nodes);
    for (let node = 0; node < this.nodes; node++) this.#refresh(most, rank, node);
    return most;
  }

  /** Brings `most` up to date after the ranks of the units of some leaves have changed. */
  refresh(most: Float64Array, rank: Float64Array, leaves: Iterable<number>): void {
    let nodes: Iterable<number> = leaves;
    for (let level = 0; level + 1 < this.#levels.length; level++) {
      const above = new Set<number>();
      for (const node of nodes) {
        this.#refresh(most, rank, node);
        if (node === this.nodes - 1) continue;
        above.add(this.#levels[level + 1]! + Math.floor((node - this.#levels[level]!) / FAN));
      }
      nodes = above;
    }
  }

  #refresh(most: Float64Array, rank: Float64Array, node: number): void {
    const [first, end] = this.#below(node);
    let greatest = -Infinity;
    for (let below = first; below < end; below++) {
      const one = node < this.leaves ? rank[this.items[below]!]! : most[below]!;
      if (one > greatest) greatest = one;
    }
    most[node] = greatest;
  }
}

const trees = new WeakMap<Units, Map<MeasuredFrom, UnitTree>>();

/** The tree of a kind of units; made once, and the same from the seat and from outlines where no unit has one. */
export function unitTreeOf(units: Units, from: MeasuredFrom): UnitTree {
  let of = trees.get(units);
  if (!of) trees.set(units, (of = new Map<MeasuredFrom, UnitTree>()));
  let tree = of.get(from);
  if (!tree) {
    const alike = from === "outline" && !units.index.some((_, n) => hasOutline(units, n));
    of.set(from, (tree = alike ? unitTreeOf(units, "seat") : new UnitTree(units, from)));
  }
  return tree;
}
