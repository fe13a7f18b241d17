import { FRAME_REACH_M } from "../geodesy/segment-distance.ts";
import { WGS84 } from "../geodesy/ellipsoid.ts";
import { isPlace } from "../geodesy/place.ts";
import { rowOf } from "./feature-rows.ts";
import { firstAnchorInside, nearestToOutline, type OutlineTarget } from "./nearest-outline.ts";
import { HOLDS, LIES_IN, searchNearest, type Nearest } from "./nearest-point.ts";
import { isInside, polygonOfFeature, type Box } from "./polygons.ts";
import { boxOfPiece, commonPieces, Shape } from "./shape.ts";
import { Taken } from "./taken.ts";
import type { MeasuredFrom } from "./target.ts";
import { UnitDistance } from "./unit-distance.ts";
import { unitTreeOf, type UnitTree } from "./unit-tree.ts";
import type { Units } from "./units.ts";

/** Rank beyond which a distance is the geodesic's. */
const FAR = FRAME_REACH_M ** 2;

/** Told which units have another nearest feature. */
export interface Listener {
  /** The unit is to be judged again. */
  readonly touch: (n: number) => void;
  /** Only its distance, of more than 20 km before and after, is to be told anew, when somebody asks. */
  readonly touchFar: (n: number) => void;
}

/**
 * The nearest feature of every unit while features come and go; always what a search over all of them would find.
 *
 * A feature that comes is laid piece by piece on the units that it may be nearer to. What the feature laid last took is remembered, and
 * given back when it goes or moves: while a hand moves one vertex of a line, the pieces before it stay. Whatever else goes leaves units
 * that are searched again.
 */
export class LiveNearest {
  /** Distances over 20 km are those of the local frame until `measure` is called. */
  readonly nearest: Nearest;
  readonly #units: Units;
  readonly #base: OutlineTarget;
  readonly #shapes: ReadonlyMap<number, Shape>;
  readonly #listener: Listener;
  readonly #distance: UnitDistance;
  readonly #tree: UnitTree;
  readonly #most: Float64Array;
  readonly #from: MeasuredFrom;
  /** 1 for leaves with a unit of another rank; and the list of them. */
  readonly #isStale: Uint8Array;
  readonly #stale: number[] = [];
  /** 1 for a unit over 20 km away whose distance is not yet the geodesic's. */
  readonly #unmeasured: Uint8Array;
  #measured: Shape | null = null;
  readonly #taken: Taken;

  /** `start` is what a search over the features of `base` found; `shapes` are those beside them, by index. */
  constructor(
    units: Units,
    from: MeasuredFrom,
    start: Nearest,
    base: OutlineTarget,
    shapes: ReadonlyMap<number, Shape>,
    listener: Listener,
  ) {
    this.nearest = {
      distanceM: start.distanceM.slice(),
      feature: start.feature.slice(),
      rank: start.rank.slice(),
    };
    this.#units = units;
    this.#from = from;
    this.#base = base;
    this.#shapes = shapes;
    this.#listener = listener;
    this.#distance = new UnitDistance(units, from);
    this.#tree = unitTreeOf(units, from);
    this.#most = this.#tree.mostOf(this.nearest.rank);
    this.#isStale = new Uint8Array(this.#tree.leaves);
    this.#unmeasured = new Uint8Array(units.count);
    this.#taken = new Taken(units.count);
  }

  /** A feature comes. */
  lay(shape: Shape): void {
    this.#taken.restart(shape.index);
    this.#layFrom(shape, 0);
  }

  /** A feature goes; it is in the base no more, nor among the shapes. */
  lift(index: number): void {
    if (this.#taken.index === index) this.#taken.giveBack(0, this.#giveBack);
    else this.#searchAgain(index);
    this.#taken.restart(-1);
    this.#refresh();
  }

  /** A feature takes another form; meanwhile neither is in the base or among the shapes. */
  move(before: Shape, after: Shape): void {
    if (this.#taken.index !== before.index) {
      this.lift(before.index);
      this.lay(after);
      return;
    }
    let kept = commonPieces(before, after);
    if (kept === 0 || kept < before.segments.count) {
      kept = this.#taken.giveBack(kept, this.#giveBack);
      this.#refresh();
    }
    this.#layFrom(after, kept);
  }

  /** Makes the distance of a unit that of the geodesic. */
  measure(n: number): void {
    if (this.#unmeasured[n] === 0) return;
    const index = this.nearest.feature[n]!;
    const known = this.#shapes.get(index) ?? (this.#measured?.index === index && this.#measured);
    this.#measured = known || new Shape(index, rowOf(this.#base.features, index));
    this.nearest.distanceM[n] = this.#distance.exactM(n, this.#measured);
    this.#unmeasured[n] = 0;
  }

  /** Lays the pieces of a feature from the `first` on: the last one by itself, for that is the one a hand moves. */
  #layFrom(shape: Shape, first: number): void {
    this.#measured = null;
    const last = Math.max(first, shape.segments.count - 1);
    for (const piece of new Set([first, last])) {
      this.#taken.startGroup(piece);
      if (piece === 0) this.#layWhole(shape);
      this.#layPieces(shape, piece, piece === last ? shape.segments.count : last);
    }
    this.#taken.limit();
  }

  /** What the feature holds, and whose outline it lies in. */
  #layWhole(shape: Shape): void {
    const { features, anchors, index } = shape;
    const { coordinates } = features;
    for (const v of this.#from === "outline" ? anchors.vertex : []) {
      const [x, y] = [coordinates[2 * v]!, coordinates[2 * v + 1]!];
      this.#tree.visitTouching([x, y, x, y], (n) => {
        if (!this.#distance.byOutline(n) || !this.#beats(n, LIES_IN, index)) return;
        const inside = firstAnchorInside(shape, this.#units.outline, this.#units.index[n]!);
        if (inside >= 0) this.#take(n, LIES_IN, index);
      });
    }
    if (!shape.polygons.isEmpty && shape.box) {
      const area = polygonOfFeature(features, 0)!;
      this.#tree.visitTouching(shape.box, (n) => {
        if (!this.#beats(n, HOLDS, index)) return;
        const [x, y] = this.#distance.placeOf(n);
        if (isInside(x, y, area)) this.#take(n, HOLDS, index);
      });
    }
    this.#refresh();
  }

  #layPieces(shape: Shape, first: number, end: number): void {
    const boxes: Box[] = [];
    for (let k = first; k < end; k++) boxes.push(boxOfPiece(shape.segments, k));
    this.#tree.visitNearer(boxes, this.#most, (leaf, near, bounds) => {
      // The likely nearest first: it may spare the leaf the others.
      let likely = 0;
      for (let i = 1; i < near.length; i++) if (bounds[i]! < bounds[likely]!) likely = i;
      let most = this.#layPiece(shape, first + near[likely]!, leaf);
      for (let i = 0; i < near.length; i++) {
        if (i === likely || bounds[i]! > most) continue;
        most = this.#layPiece(shape, first + near[i]!, leaf);
      }
    });
    this.#refresh();
  }

  /** Lays piece k on the units of a leaf; gives the greatest rank that they have then. */
  #layPiece(shape: Shape, k: number, leaf: number): number {
    const { items } = this.#tree;
    const [from, to] = this.#tree.itemsOf(leaf);
    let most = -Infinity;
    for (let i = from; i < to; i++) {
      const n = items[i]!;
      const rank = this.#rankOf(n, shape, k);
      if (this.#beats(n, rank, shape.index)) this.#take(n, rank, shape.index);
      if (this.nearest.rank[n]! > most) most = this.nearest.rank[n]!;
    }
    return most;
  }

  #rankOf(n: number, shape: Shape, k: number): number {
    // What touches an outline or holds it is 0 m away, and no piece is nearer.
    if (this.nearest.rank[n]! <= 0 && this.#distance.byOutline(n)) return Infinity;
    return this.#distance.squared(n, shape.segments, k);
  }

  #beats(n: number, rank: number, index: number): boolean {
    const held = this.nearest.rank[n]!;
    return rank < held || (rank === held && index < this.nearest.feature[n]!);
  }

  #take(n: number, rank: number, index: number): void {
    const was = this.nearest.rank[n]!;
    this.#taken.push(n, this.nearest.feature[n]!, was);
    this.#set(n, rank, index);
    this.#tell(n, was);
  }

  #set(n: number, rank: number, index: number): void {
    this.nearest.rank[n] = rank;
    this.nearest.distanceM[n] = rank === Infinity ? NaN : Math.sqrt(Math.max(0, rank));
    this.nearest.feature[n] = index;
    this.#unmeasured[n] = rank > FAR && rank < Infinity ? 1 : 0;
  }

  /** The rank of a unit is not what it was. */
  #tell(n: number, was: number): void {
    const leaf = this.#tree.leafOf[n]!;
    if (this.#isStale[leaf] === 0) {
      this.#isStale[leaf] = 1;
      this.#stale.push(leaf);
    }
    const rank = this.nearest.rank[n]!;
    // Whether there is a distance at all decides for a unit that has an outline and no place.
    const none = was === Infinity || rank === Infinity;
    const far = was > FAR && rank > FAR;
    if (far && !(none && !isPlace(this.#units.lng[n]!, this.#units.lat[n]!))) {
      this.#listener.touchFar(n);
    } else this.#listener.touch(n);
  }

  readonly #giveBack = (n: number, feature: number, rank: number): void => {
    const was = this.nearest.rank[n]!;
    this.#set(n, rank, feature);
    this.#tell(n, was);
  };

  #refresh(): void {
    this.#tree.refresh(this.#most, this.nearest.rank, this.#stale);
    for (const leaf of this.#stale) this.#isStale[leaf] = 0;
    this.#stale.length = 0;
  }

  /** Searches again for all units that a feature served best. */
  #searchAgain(index: number): void {
    const { feature, rank } = this.nearest;
    const points: number[] = [];
    const outlines: number[] = [];
    const was = new Map<number, number>();
    for (let n = 0; n < feature.length; n++) {
      if (feature[n] !== index) continue;
      was.set(n, rank[n]!);
      this.#set(n, Infinity, -1);
      (this.#distance.byOutline(n) ? outlines : points).push(n);
    }
    this.#searchBase(points, outlines);
    for (const shape of this.#shapes.values()) {
      for (const n of was.keys()) this.#offer(n, shape);
    }
    for (const [n, before] of was) this.#tell(n, before);
  }

  #searchBase(points: readonly number[], outlines: readonly number[]): void {
    const { grid, polygons, out = null } = this.#base;
    const { lng, lat, outline, index } = this.#units;
    const order = Int32Array.from(points);
    searchNearest(this.nearest, grid, { lng, lat, order }, WGS84, true, out);
    for (const n of polygons.isEmpty ? [] : points) {
      const holder = polygons.firstHolding(lng[n]!, lat[n]!, this.#base.out);
      if (holder >= 0) this.#set(n, HOLDS, holder);
    }
    for (const n of outlines) {
      const found = nearestToOutline(this.#base, outline, index[n]!);
      this.#set(n, found.rank, found.feature);
    }
  }

  /** Offers a whole feature to a unit that is searched again. */
  #offer(n: number, shape: Shape): void {
    const leaf = this.#tree.leafOf[n]!;
    if (leaf < 0 || !shape.box) return;
    const offer = (rank: number): void => {
      if (this.#beats(n, rank, shape.index)) this.#set(n, rank, shape.index);
    };
    // Ranks below 0 are what touches, and that is 0 m away.
    if (!this.#tree.mayBeNearer(leaf, shape.box, Math.max(0, this.nearest.rank[n]!))) return;
    if (this.#distance.byOutline(n)) {
      const { outline, index } = this.#units;
      offer(nearestToOutline(shape, outline, index[n]!).rank);
      return;
    }
    if (shape.polygons.firstHolding(...this.#distance.placeOf(n)) >= 0) offer(HOLDS);
    for (let k = 0; k < shape.segments.count; k++) offer(this.#rankOf(n, shape, k));
  }
}
