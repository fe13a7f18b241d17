import type { Sector, Unit } from "../contract/rule.ts";
import { WGS84 } from "../geodesy/ellipsoid.ts";
import { FRAME_REACH_M, recheckBandM } from "../geodesy/segment-distance.ts";
import { choose, exactNearest, type Choice } from "./choice.ts";
import { boxAround, nearerOf, type Found } from "./exact-nearest.ts";
import { LiveNearest, type Listener } from "./live-nearest.ts";
import { firstAnchorInside, type OutlineTarget } from "./nearest-outline.ts";
import type { Nearest } from "./nearest-point.ts";
import type { Box } from "./polygons.ts";
import type { Reach } from "./radius-index.ts";
import { boxOfPiece, type Shape } from "./shape.ts";
import { POINT, POLYGON, type Snapshot } from "./snapshot.ts";
import type { MeasuredFrom, Target } from "./target.ts";
import { unitTreeOf } from "./unit-tree.ts";
import { hasOutline, unitsOf, type Units } from "./units.ts";

/** Where a rule is judged while features come and go. */
export interface LiveBench {
  readonly snapshot: Snapshot;
  readonly sector: Sector;
  readonly unit: Unit;
  readonly listener: Listener;
}

/** What a test asks of its features beside which is nearest. */
export interface Asked {
  readonly from: MeasuredFrom;
  readonly kind: "distance" | "inside" | "radius";
  /** NaN for tests without a reach. */
  readonly reachM: number;
}

/** True where whatever lies over 20 km away, by the frame or the geodesic, is beyond reach and only shown. */
function isOnlyShownFar({ kind, reachM }: Asked): boolean {
  return kind !== "distance" || reachM + 2 * recheckBandM(reachM) < FRAME_REACH_M;
}

/** The box that holds everything within some metres of a box. */
export function widened(box: Box, withinM: number): Box {
  const low = boxAround(box[0], box[1], withinM);
  const high = boxAround(box[2], box[3], withinM);
  return [Math.min(low[0], high[0]), low[1], Math.max(low[2], high[2]), high[3]];
}

/**
 * The features of a choice while some of them go and others come: those that stand where they stood answer from the indexes of the choice,
 * all others one by one.
 */
export class LiveTarget implements Target {
  readonly #bench: LiveBench;
  readonly #units: Units;
  readonly #asked: Asked;
  readonly #choice: Choice;
  /** 1 for what is not chosen, gone, or among the shapes. */
  readonly #out: Uint8Array;
  readonly #base: OutlineTarget;
  readonly #shapes = new Map<number, Shape>();
  readonly #live: LiveNearest;

  constructor(bench: LiveBench, choice: Choice, asked: Asked) {
    this.#bench = bench;
    this.#units = unitsOf(bench.snapshot, bench.unit);
    this.#asked = asked;
    this.#choice = choice;
    this.#out = new Uint8Array(choice.features.count).fill(1);
    for (const i of choice.chosen) this.#out[i] = 0;
    // Many choices of a sector that are a great part of it share one grid; 1 says which features of it are none of theirs.
    const dense = choice.chosen.length * 4 >= choice.features.count;
    const { grid } = dense ? choose(bench.snapshot, bench.sector, {}).yes : choice;
    const { features, anchors, polygons } = choice;
    this.#base = { features, grid, anchors, polygons, out: this.#out };
    const start = choice.nearest(bench.snapshot, bench.unit, asked.from, WGS84);
    const { touch, touchFar } = bench.listener;
    this.#live = new LiveNearest(this.#units, asked.from, start, this.#base, this.#shapes, {
      touch,
      touchFar: isOnlyShownFar(asked) ? touchFar : touch,
    });
  }

  /** A feature comes; one of the snapshot that stands as it stood there answers from the indexes again. */
  put(shape: Shape, asItStood: boolean): void {
    this.#place(shape, asItStood);
    this.#live.lay(shape);
    this.#touchAround(shape);
  }

  /** A feature goes. */
  take(shape: Shape): void {
    this.#remove(shape.index);
    this.#live.lift(shape.index);
    this.#touchAround(shape);
  }

  /** A feature takes another form, or another radius. */
  move(before: Shape, after: Shape, asItStood: boolean): void {
    const sameReach = Object.is(before.reachM("recorded"), after.reachM("recorded"));
    if (before.segments === after.segments && sameReach) return;
    this.#remove(before.index);
    this.#live.move(before, after);
    this.#place(after, asItStood);
    this.#touchAround(before);
    this.#touchAround(after);
  }

  #place(shape: Shape, asItStood: boolean): void {
    if (asItStood) this.#out[shape.index] = 0;
    else this.#shapes.set(shape.index, shape);
  }

  #remove(index: number): void {
    if (!this.#shapes.delete(index)) this.#out[index] = 1;
  }

  /** Units in whose outline a point lies, or in whose reach they lie: nothing is remembered of that. */
  #touchAround(shape: Shape): void {
    const { touch } = this.#bench.listener;
    if (this.#asked.kind === "inside" && shape.geometry === POINT) {
      const { coordinates } = shape.features;
      for (const v of shape.anchors.vertex) {
        const [x, y] = [coordinates[2 * v]!, coordinates[2 * v + 1]!];
        unitTreeOf(this.#units, "outline").visitTouching([x, y, x, y], touch);
      }
    }
    const reachM = shape.reachM("widest");
    if (this.#asked.kind !== "radius" || !(reachM > 0)) return;
    for (let k = 0; k < shape.segments.count; k++) {
      const reach = widened(boxOfPiece(shape.segments, k), reachM * 1.01 + 1);
      unitTreeOf(this.#units, "seat").visitTouching(reach, touch);
    }
  }

  nearest(): Nearest {
    return this.#live.nearest;
  }

  /** To be called before the distance of a unit is read. */
  measure(n: number): void {
    this.#live.measure(n);
  }

  exactNearest(n: number, from: MeasuredFrom, aboutM: number, marginM: number): Found {
    let best = exactNearest(this.#base, this.#units, n, from, aboutM, marginM);
    const tree = unitTreeOf(this.#units, from);
    for (const shape of this.#shapes.values()) {
      if (!shape.box || !tree.mayTouch(n, widened(shape.box, aboutM + marginM))) continue;
      const found = exactNearest(shape, this.#units, n, from, aboutM, marginM);
      best = nearerOf(best, { ...found, feature: found.feature < 0 ? -1 : shape.index });
    }
    return best;
  }

  isPolygon(feature: number): boolean {
    const shape = this.#shapes.get(feature);
    return (shape?.geometry ?? this.#choice.features.geometry[feature]) === POLYGON;
  }

  firstPointInside(n: number): number {
    if (!hasOutline(this.#units, n)) return -1;
    const { outline, index } = this.#units;
    const { geometry } = this.#choice.features;
    const isPoint = (feature: number): boolean => geometry[feature] === POINT;
    let first = firstAnchorInside(this.#base, outline, index[n]!, isPoint);
    for (const shape of this.#shapes.values()) {
      if (shape.geometry !== POINT || (first >= 0 && first < shape.index)) continue;
      if (firstAnchorInside(shape, outline, index[n]!) >= 0) first = shape.index;
    }
    return first;
  }

  serving(reach: Reach, n: number): Found {
    const [lng, lat] = [this.#units.lng[n]!, this.#units.lat[n]!];
    let best = this.#choice.radius(reach).serving(lng, lat, WGS84, this.#out);
    for (const shape of this.#shapes.values()) {
      best = nearerOf(best, shape.serving(reach, lng, lat));
    }
    return best;
  }
}
