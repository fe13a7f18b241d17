import { RADIANS } from "../geodesy/ellipsoid.ts";
import { isPlace } from "../geodesy/place.ts";
import type { Box } from "./polygons.ts";
import type { MeasuredFrom } from "./target.ts";
import { hasOutline, type Units } from "./units.ts";

/** Units in a leaf, and nodes below a node. */
const FAN = 8;

/**
 * Metres to a degree on WGS 84 from below, and the frame's terms of second order (see `localFrame`) from above, at any latitude:
 * ky >= 110,574, |kyy| <= 10, |kxx| <= 488, |kxy| <= 1,950, kx >= 111,319 cos(latitude).
 */
const NORTH_M = 110_574;
const EAST_M = 111_319;
const KYY = 10;
const KXX = 488;
const KXY = 1_950;
/** What rounding may add to a bound: a part in a billion and a micrometre. */
const SURELY = 1 - 1e-9;
const SURELY_M = 1e-6;

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

  /**
   * Square of metres from below: no unit of a node, in its own frame or that of an edge of its outline, lies nearer to a straight piece
   * in the box. The frame puts what lies dx, dy away at dx (kx + kxy dy) and dy (ky + kyy dy) + kxx dx2, and a piece between its ends.
   */
  #boundSquared(node: number, box: Box): number {
    const at = 4 * node;
    const [x0, y0, x1, y1] = [
      this.#boxes[at]!,
      this.#boxes[at + 1]!,
      this.#boxes[at + 2]!,
      this.#boxes[at + 3]!,
    ];
    const gapX = Math.max(0, box[0] - x1, x0 - box[2]);
    const gapY = Math.max(0, box[1] - y1, y0 - box[3]);
    if (gapX === 0 && gapY === 0) return 0;
    const mostX = Math.max(box[2] - x0, x1 - box[0]);
    const mostY = Math.max(box[3] - y0, y1 - box[1]);
    // An edge of an outline reaches up to half the node's width from the middle that its frame is about.
    const slant = this.#itemBoxes ? (KXY * (x1 - x0) * mostY) / 2 : 0;
    const east = gapX * Math.max(0, EAST_M * this.#cosine[node]! - KXY * mostY) - slant;
    const north = gapY * Math.max(0, NORTH_M - 2 * KYY * mostY) - KXX * mostX * mostX;
    const [e, n] = [Math.max(0, east - SURELY_M), Math.max(0, north - SURELY_M)];
    return (e * e + n * n) * SURELY;
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

  /** Calls `visit` with every leaf that may hold a unit whose `most` is not below the square of its metres to a piece in the box. */
  visitNearer(box: Box, most: Float64Array, visit: (leaf: number) => void): void {
    if (this.nodes === 0) return;
    const stack = [this.nodes - 1];
    while (stack.length > 0) {
      const node = stack.pop()!;
      if (this.#boundSquared(node, box) > most[node]!) continue;
      if (node < this.leaves) {
        visit(node);
        continue;
      }
      const [first, end] = this.#below(node);
      for (let below = first; below < end; below++) stack.push(below);
    }
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
    let nodes = new Set(leaves);
    for (let level = 0; nodes.size > 0; level++) {
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
