import { WGS84 } from "../geodesy/ellipsoid.ts";
import type { Found } from "./exact-nearest.ts";
import { anchorsOf, type Anchors, type OutlineTarget } from "./nearest-outline.ts";
import { PolygonIndex, type Box } from "./polygons.ts";
import { RadiusIndex, reachesOf, type Reach } from "./radius-index.ts";
import { buildSegmentGrid, type SegmentGrid } from "./segment-grid.ts";
import { segmentsOf, type Segments } from "./segments.ts";
import { LINE, type FeatureColumns } from "./snapshot.ts";

/** The box of the straight piece k. */
export function boxOfPiece({ ends }: Segments, k: number): Box {
  const [ax, ay, bx, by] = [ends[4 * k]!, ends[4 * k + 1]!, ends[4 * k + 2]!, ends[4 * k + 3]!];
  return [Math.min(ax, bx), Math.min(ay, by), Math.max(ax, bx), Math.max(ay, by)];
}

/** One feature that comes, goes or is drawn: its only row with the indexes of the engine, which are made when asked for. */
export class Shape implements OutlineTarget {
  /** Index of the feature in verdicts; in its own columns it is row 0. */
  readonly index: number;
  readonly features: FeatureColumns;
  readonly segments: Segments;
  /** Around all pieces and the first place of every part, null when there is none. */
  readonly box: Box | null;
  #grid: SegmentGrid | undefined;
  #anchors: Anchors | undefined;
  #polygons: PolygonIndex | undefined;
  readonly #radius = new Map<Reach, RadiusIndex>();

  /** `like` is the same feature with other attributes: its geometry is shared. */
  constructor(index: number, features: FeatureColumns, like?: Shape) {
    this.index = index;
    this.features = features;
    this.segments = like?.segments ?? segmentsOf(features, [0]);
    this.box = this.#boxOfAll();
  }

  #boxOfAll(): Box | null {
    const box: Box = [Infinity, Infinity, -Infinity, -Infinity];
    const reach = (lng: number, lat: number): void => {
      box[0] = Math.min(box[0], lng);
      box[1] = Math.min(box[1], lat);
      box[2] = Math.max(box[2], lng);
      box[3] = Math.max(box[3], lat);
    };
    const { ends, count } = this.segments;
    for (let at = 0; at < 4 * count; at += 2) reach(ends[at]!, ends[at + 1]!);
    const { coordinates } = this.features;
    for (const v of this.anchors.vertex) reach(coordinates[2 * v]!, coordinates[2 * v + 1]!);
    return box[0] <= box[2] ? box : null;
  }

  get grid(): SegmentGrid {
    return (this.#grid ??= buildSegmentGrid(this.segments));
  }

  get anchors(): Anchors {
    return (this.#anchors ??= anchorsOf(this.features, [0]));
  }

  get polygons(): PolygonIndex {
    return (this.#polygons ??= new PolygonIndex(this.features, [0]));
  }

  get geometry(): number {
    return this.features.geometry[0]!;
  }

  /** Metres within which it serves by its own radius, NaN where none is recorded and only what is recorded counts. */
  reachM(reach: Reach): number {
    return reachesOf(this.features, reach)[0]!;
  }

  /** How far a place is that it serves by its own radius; feature -1 when it does not. */
  serving(reach: Reach, lng: number, lat: number): Found {
    let index = this.#radius.get(reach);
    if (!index) {
      index = new RadiusIndex(this.segments, reachesOf(this.features, reach));
      this.#radius.set(reach, index);
    }
    const { distanceM, feature } = index.serving(lng, lat, WGS84);
    return { distanceM, feature: feature < 0 ? -1 : this.index };
  }
}

/**
 * How many pieces two shapes of a line begin with alike, while a hand moves its last vertex all but one. 0 for what is no single line,
 * for there the order of pieces does not tell what it holds.
 */
export function commonPieces(one: Shape, other: Shape): number {
  const [a, b] = [one.features, other.features];
  const single = ({ geometry, role }: FeatureColumns): boolean =>
    geometry[0] === LINE && role.length === 1;
  if (!single(a) || !single(b)) return 0;
  const start = a.coordinates[0] === b.coordinates[0] && a.coordinates[1] === b.coordinates[1];
  const most = start ? 4 * Math.min(one.segments.count, other.segments.count) : 0;
  let alike = 0;
  while (alike < most && one.segments.ends[alike] === other.segments.ends[alike]) alike++;
  return Math.floor(alike / 4);
}
