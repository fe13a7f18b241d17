import { createFrame, localFrame, WGS84 } from "../geodesy/ellipsoid.ts";
import {
  exactSegmentDistanceM,
  FRAME_REACH_M,
  planeDistanceSquared,
} from "../geodesy/segment-distance.ts";
import { edgeDistanceSquared } from "./edge-distance.ts";
import { firstAnchorInside, nearestToOutline, type OutlineTarget } from "./nearest-outline.ts";
import { HOLDS, LIES_IN, searchNearest, type Nearest } from "./nearest-point.ts";
import { isInside, polygonOfFeature, type Box } from "./polygons.ts";
import { Recent } from "./recent.ts";
import { edgesOf, type Segments } from "./segments.ts";
import { boxOfPiece, commonPieces, type Shape } from "./shape.ts";
import type { MeasuredFrom } from "./target.ts";
import { unitTreeOf, type UnitTree } from "./unit-tree.ts";
import { hasOutline, type Units } from "./units.ts";

const FAR = FRAME_REACH_M ** 2;
const OUTLINES_REMEMBERED = 256;
const frame = createFrame();

/** What a feature took a unit from, so that it can be given back. */
interface Taken {
  readonly n: number;
  readonly rank: number;
  readonly distanceM: number;
  readonly feature: number;
}

/**
 * The nearest feature of every unit while features come and go; always what a search over all of them would find.
 *
 * A feature that comes is laid piece by piece on the units that it may be nearer to. What the feature laid last took is remembered, piece
 * by piece, and given back when it goes or moves: a hand that moves the last vertex of a line lays one piece anew. Whatever else goes
 * leaves units that are searched again.
 */
export class LiveNearest {
  readonly nearest: Nearest;
  readonly #units: Units;
  readonly #from: MeasuredFrom;
  readonly #base: OutlineTarget;
  readonly #shapes: ReadonlyMap<number, Shape>;
  readonly #touch: (n: number) => void;
  readonly #tree: UnitTree;
  readonly #most: Float64Array;
  readonly #leaves = new Set<number>();
  readonly #edges = new Recent<number, Segments>(OUTLINES_REMEMBERED);
  /** The feature laid last and what each of its pieces took; -1 when something else has changed since. */
  #top = -1;
  #taken: Taken[] = [];
  #marks: number[] = [];
  /** Units beyond 20 km whose distance is to be measured by the geodesic when all pieces are laid. */
  #far: number[] = [];

  /**
   * `start` is what a search over the features of `base` found; `shapes` are those beside them, by index. `touch` is told every unit of
   * which something changes.
   */
  constructor(
    units: Units,
    from: MeasuredFrom,
    start: Nearest,
    base: OutlineTarget,
    shapes: ReadonlyMap<number, Shape>,
    touch: (n: number) => void,
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
    this.#touch = touch;
    this.#tree = unitTreeOf(units, from);
    this.#most = this.#tree.mostOf(this.nearest.rank);
  }

  /** A feature comes. */
  lay(shape: Shape): void {
    this.#top = shape.index;
    this.#taken = [];
    this.#marks = [];
    this.#layFrom(shape, 0);
  }

  /** A feature goes; it is in the base no more, nor among the shapes. */
  lift(index: number): void {
    if (this.#top === index) {
      this.#giveBack(0);
      this.#top = -1;
    } else this.#searchAgain(index);
    this.#refresh();
  }

  /** A feature takes another form; meanwhile neither is in the base or among the shapes. */
  move(before: Shape, after: Shape): void {
    if (this.#top !== before.index) {
      this.#searchAgain(before.index);
      this.#refresh();
      this.lay(after);
      return;
    }
    const kept = commonPieces(before, after);
    this.#giveBack(kept === 0 ? 0 : (this.#marks[kept] ?? this.#taken.length));
    this.#marks.length = Math.min(kept, this.#marks.length);
    this.#refresh();
    this.#layFrom(after, kept);
  }

  #byOutline(n: number): boolean {
    return this.#from === "outline" && hasOutline(this.#units, n);
  }

  #layFrom(shape: Shape, first: number): void {
    if (first === 0) this.#layWhole(shape);
    for (let k = first; k < shape.segments.count; k++) {
      this.#marks[k] = this.#taken.length;
      this.#layPiece(shape, k);
    }
    this.#measureFar(shape);
    this.#refresh();
  }

  /** What the feature holds, and whose outline it lies in. */
  #layWhole(shape: Shape): void {
    const { features, anchors, index } = shape;
    const { coordinates } = features;
    if (this.#from === "outline") {
      for (const v of anchors.vertex) {
        const [x, y] = [coordinates[2 * v]!, coordinates[2 * v + 1]!];
        this.#tree.visitTouching([x, y, x, y], (n) => {
          if (!this.#byOutline(n) || !this.#beats(n, LIES_IN, index)) return;
          const inside = firstAnchorInside(shape, this.#units.outline, this.#units.index[n]!);
          if (inside >= 0) this.#take(n, LIES_IN, 0, index);
        });
      }
    }
    if (shape.polygons.isEmpty || !shape.box) return;
    const area = polygonOfFeature(features, 0)!;
    this.#tree.visitTouching(shape.box, (n) => {
      if (!this.#beats(n, HOLDS, index)) return;
      const [x, y] = this.#placeOf(n);
      if (isInside(x, y, area)) this.#take(n, HOLDS, 0, index);
    });
  }

  /** The place of a unit that a polygon must hold: its point, or the first vertex of the outline it is measured from. */
  #placeOf(n: number): readonly [lng: number, lat: number] {
    if (!this.#byOutline(n)) return [this.#units.lng[n]!, this.#units.lat[n]!];
    const { polygonOf, ringOf, vertexOf, coordinates } = this.#units.outline;
    const v = vertexOf[ringOf[polygonOf[this.#units.index[n]!]!]!]!;
    return [coordinates[2 * v]!, coordinates[2 * v + 1]!];
  }

  #layPiece(shape: Shape, k: number): void {
    const box: Box = boxOfPiece(shape.segments, k);
    const { items } = this.#tree;
    this.#tree.visitNearer(box, this.#most, (leaf) => {
      const [first, end] = this.#tree.itemsOf(leaf);
      for (let i = first; i < end; i++) this.#layOn(items[i]!, shape, k);
    });
  }

  /** Offers piece k of a feature to a unit. */
  #layOn(n: number, shape: Shape, k: number): void {
    // What touches an outline or holds it is 0 m away, and no piece is nearer.
    const byOutline = this.#byOutline(n);
    if (byOutline && this.nearest.rank[n]! <= 0) return;
    const rank = byOutline
      ? this.#outlineSquared(n, shape.segments, k)
      : this.#pointSquared(n, shape.segments, k);
    if (!this.#beats(n, rank, shape.index)) return;
    if (rank > FAR) this.#far.push(n);
    this.#take(n, rank, Math.sqrt(rank), shape.index);
  }

  /** The same arithmetic as in `searchNearest`, so that the same piece gives the same figure to the last bit. */
  #pointSquared(n: number, { ends }: Segments, k: number): number {
    const lng = this.#units.lng[n]!;
    const lat = this.#units.lat[n]!;
    localFrame(lat, WGS84, frame);
    const xa = ends[4 * k]! - lng;
    const ya = ends[4 * k + 1]! - lat;
    const xb = ends[4 * k + 2]! - lng;
    const yb = ends[4 * k + 3]! - lat;
    return planeDistanceSquared(
      xa * (frame[0]! + frame[1]! * ya),
      ya * (frame[2]! + frame[3]! * ya) + frame[4]! * xa * xa,
      xb * (frame[0]! + frame[1]! * yb),
      yb * (frame[2]! + frame[3]! * yb) + frame[4]! * xb * xb,
    );
  }

  #outlineSquared(n: number, pieces: Segments, k: number): number {
    const edges = this.#edges.get(n, () => edgesOf(this.#units.outline, this.#units.index[n]!));
    const { ends } = edges;
    let least = Infinity;
    for (let e = 0; e < 4 * edges.count; e += 4) {
      const lng = (ends[e]! + ends[e + 2]!) / 2;
      const lat = (ends[e + 1]! + ends[e + 3]!) / 2;
      localFrame(lat, WGS84, frame);
      const squared = edgeDistanceSquared(ends, e, pieces.ends, 4 * k, frame, lng, lat);
      if (squared < least) least = squared;
    }
    return least;
  }

  #beats(n: number, rank: number, index: number): boolean {
    const held = this.nearest.rank[n]!;
    return rank < held || (rank === held && index < this.nearest.feature[n]!);
  }

  #take(n: number, rank: number, distanceM: number, index: number): void {
    const { nearest } = this;
    if (this.#top === index) {
      this.#taken.push({
        n,
        rank: nearest.rank[n]!,
        distanceM: nearest.distanceM[n]!,
        feature: nearest.feature[n]!,
      });
    }
    this.#put(n, rank, distanceM, index);
  }

  #put(n: number, rank: number, distanceM: number, index: number): void {
    this.nearest.rank[n] = rank;
    this.nearest.distanceM[n] = distanceM;
    this.nearest.feature[n] = index;
    this.#leaves.add(this.#tree.leafOf[n]!);
    this.#touch(n);
  }

  /** Undoes what was taken from the `first` taking on, the last one first. */
  #giveBack(first: number): void {
    while (this.#taken.length > first) {
      const { n, rank, distanceM, feature } = this.#taken.pop()!;
      this.#put(n, rank, distanceM, feature);
      // Taken by an earlier piece of the same line, and not measured while a later one held it.
      if (feature === this.#top && rank > FAR) this.#far.push(n);
    }
  }

  #refresh(): void {
    this.#tree.refresh(this.#most, this.nearest.rank, this.#leaves);
    this.#leaves.clear();
  }

  #measureFar(shape: Shape): void {
    for (const n of new Set(this.#far)) {
      if (this.nearest.feature[n] !== shape.index || !(this.nearest.rank[n]! > FAR)) continue;
      this.nearest.distanceM[n] = this.#farM(n, shape);
    }
    this.#far = [];
  }

  /** Metres by the geodesic to the piece of a feature that is nearest in the local frame. */
  #farM(n: number, shape: Shape): number {
    const { segments } = shape;
    if (this.#byOutline(n)) {
      return nearestToOutline(shape, this.#units.outline, this.#units.index[n]!).distanceM;
    }
    let winner = -1;
    let least = Infinity;
    for (let k = 0; k < segments.count; k++) {
      const squared = this.#pointSquared(n, segments, k);
      if (squared >= least) continue;
      least = squared;
      winner = k;
    }
    const [ax, ay, bx, by] = segments.ends.subarray(4 * winner, 4 * winner + 4);
    return exactSegmentDistanceM(this.#units.lng[n]!, this.#units.lat[n]!, ax!, ay!, bx!, by!);
  }

  /** Searches again for all units that a feature served best. */
  #searchAgain(index: number): void {
    const { feature } = this.nearest;
    const points: number[] = [];
    const outlines: number[] = [];
    for (let n = 0; n < feature.length; n++) {
      if (feature[n] !== index) continue;
      this.#put(n, Infinity, NaN, -1);
      (this.#byOutline(n) ? outlines : points).push(n);
    }
    this.#top = -1;
    this.#searchBase(points, outlines);
    for (const shape of this.#shapes.values()) {
      for (const n of points) this.#offer(n, shape);
      for (const n of outlines) this.#offer(n, shape);
      this.#measureFar(shape);
    }
  }

  #searchBase(points: readonly number[], outlines: readonly number[]): void {
    const { grid, polygons, out = null } = this.#base;
    const { lng, lat, outline, index } = this.#units;
    const order = Int32Array.from(points);
    searchNearest(this.nearest, grid, { lng, lat, order }, WGS84, true, out);
    if (!polygons.isEmpty) {
      for (const n of points) {
        const holder = polygons.firstHolding(lng[n]!, lat[n]!, this.#base.out);
        if (holder >= 0) this.#put(n, HOLDS, 0, holder);
      }
    }
    for (const n of outlines) {
      const found = nearestToOutline(this.#base, outline, index[n]!);
      this.#put(n, found.rank, found.distanceM, found.feature);
    }
  }

  /** Offers a whole feature to a unit. */
  #offer(n: number, shape: Shape): void {
    const leaf = this.#tree.leafOf[n]!;
    if (leaf < 0 || !shape.box) return;
    // Ranks below 0 are what touches, and that is 0 m away.
    if (!this.#tree.mayBeNearer(leaf, shape.box, Math.max(0, this.nearest.rank[n]!))) return;
    if (this.#byOutline(n)) {
      const found = nearestToOutline(shape, this.#units.outline, this.#units.index[n]!);
      if (found.feature >= 0 && this.#beats(n, found.rank, shape.index)) {
        this.#put(n, found.rank, found.distanceM, shape.index);
      }
      return;
    }
    const [x, y] = this.#placeOf(n);
    if (shape.polygons.firstHolding(x, y) >= 0 && this.#beats(n, HOLDS, shape.index)) {
      this.#put(n, HOLDS, 0, shape.index);
    }
    for (let k = 0; k < shape.segments.count; k++) this.#layOn(n, shape, k);
  }
}
