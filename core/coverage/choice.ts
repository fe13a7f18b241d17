import type { Sector, Unit } from "../contract/rule.ts";
import { WGS84, type Ellipsoid } from "../geodesy/ellipsoid.ts";
import { exactNearestToOutline, exactNearestToPoint, type Found } from "./exact-nearest.ts";
import { filterKey, matchFeatures, type FeatureFilter } from "./feature-filter.ts";
import { anchorsOf, nearestToOutline, type OutlineTarget } from "./nearest-outline.ts";
import { HOLDS, nearestToPoints, type Nearest } from "./nearest-point.ts";
import { PolygonIndex } from "./polygons.ts";
import { RadiusIndex, reachesOf, type Reach } from "./radius-index.ts";
import { Recent } from "./recent.ts";
import { buildSegmentGrid, type SegmentGrid } from "./segment-grid.ts";
import { segmentsOf } from "./segments.ts";
import { NOT_RECORDED, YES, type FeatureColumns, type Snapshot } from "./snapshot.ts";
import type { MeasuredFrom } from "./target.ts";
import { hasOutline, unitsOf, type Units } from "./units.ts";

const NEAREST_REMEMBERED = 8;
/** A grid of a million segments weighs 85 MB, the nearest features that it found 3 MB: grids are made again when asked for again. */
const GRIDS_REMEMBERED = 4;

/**
 * Some features of a sector, behind the indexes that answer how near they are. Indexes are made when first asked for; the nearest
 * feature of every unit is remembered, so that another reach or another eligibility costs no search.
 */
export class Choice implements OutlineTarget {
  readonly features: FeatureColumns;
  /** Indices of the features, ascending. */
  readonly chosen: Int32Array;
  readonly #grids: Recent<Choice, SegmentGrid>;
  /** A grid that somebody still holds is not built a second time. */
  #held: WeakRef<SegmentGrid> | undefined;
  #polygons: PolygonIndex | undefined;
  #anchors: OutlineTarget["anchors"] | undefined;
  readonly #radius = new Map<Reach, RadiusIndex>();
  readonly #nearest = new Recent<string, Nearest>(NEAREST_REMEMBERED);

  constructor(features: FeatureColumns, chosen: Int32Array, grids: Recent<Choice, SegmentGrid>) {
    this.features = features;
    this.chosen = chosen;
    this.#grids = grids;
  }

  get grid(): SegmentGrid {
    const grid = this.#grids.get(
      this,
      () => this.#held?.deref() ?? buildSegmentGrid(segmentsOf(this.features, this.chosen)),
    );
    if (this.#held?.deref() !== grid) this.#held = new WeakRef(grid);
    return grid;
  }

  get anchors(): OutlineTarget["anchors"] {
    return (this.#anchors ??= anchorsOf(this.features, this.chosen));
  }

  get polygons(): PolygonIndex {
    return (this.#polygons ??= new PolygonIndex(this.features, this.chosen));
  }

  /** The features behind an index of how far they serve by their own radius. */
  radius(reach: Reach): RadiusIndex {
    let index = this.#radius.get(reach);
    if (!index) {
      index = new RadiusIndex(this.grid.segments, reachesOf(this.features, reach));
      this.#radius.set(reach, index);
    }
    return index;
  }

  /** Nearest chosen feature of every unit, from its outline where it has one or from its point; 0 m inside a polygon feature. */
  nearest(snapshot: Snapshot, unit: Unit, from: MeasuredFrom, ellipsoid: Ellipsoid): Nearest {
    const key = `${unit} ${from} ${ellipsoid.equatorialRadiusM}`;
    return this.#nearest.get(key, () => this.#search(unitsOf(snapshot, unit), from, ellipsoid));
  }

  #search(units: Units, from: MeasuredFrom, ellipsoid: Ellipsoid): Nearest {
    const byOutline = (n: number): boolean => from === "outline" && hasOutline(units, n);
    const points = units.order.filter((n) => !byOutline(n));
    const places = { lng: units.lng, lat: units.lat, order: points };
    const found = nearestToPoints(this.grid, places, ellipsoid, ellipsoid === WGS84);
    if (!this.polygons.isEmpty) {
      for (const n of points) {
        const holder = this.polygons.firstHolding(units.lng[n]!, units.lat[n]!);
        if (holder < 0) continue;
        found.distanceM[n] = 0;
        found.feature[n] = holder;
        found.rank[n] = HOLDS;
      }
    }
    if (points.length === units.count) return found;
    for (const n of units.order) {
      if (!byOutline(n)) continue;
      const nearest = nearestToOutline(this, units.outline, units.index[n]!, ellipsoid);
      found.distanceM[n] = nearest.distanceM;
      found.feature[n] = nearest.feature;
      found.rank[n] = nearest.rank;
    }
    return found;
  }
}

/**
 * The nearest feature of one unit by the geodesic itself, among those that the frame puts no more than `marginM` beyond `aboutM`; for a
 * unit that no polygon holds and in whose outline no feature lies. -1 when there is none.
 */
export function exactNearest(
  target: { readonly grid: SegmentGrid; readonly out?: Uint8Array },
  units: Units,
  n: number,
  from: MeasuredFrom,
  aboutM: number,
  marginM: number,
): Found {
  const { grid, out = null } = target;
  return from === "outline" && hasOutline(units, n)
    ? exactNearestToOutline(grid, units.outline, units.index[n]!, aboutM, marginM, out)
    : exactNearestToPoint(grid, units.lng[n]!, units.lat[n]!, aboutM, marginM, out);
}

/** The features that match a filter, and those of which it cannot be told; `maybe` is null when there are none. */
export interface Chosen {
  readonly yes: Choice;
  readonly maybe: Choice | null;
}

/** Narrows what a filter chooses, to one geometry for example; `key` tells it from others. */
export interface Only {
  readonly key: string;
  readonly counts: (features: FeatureColumns, feature: number) => boolean;
}

const CHOICES_REMEMBERED = 24;

interface Remembered {
  readonly choices: Recent<string, Chosen>;
  readonly grids: Recent<Choice, SegmentGrid>;
}
const remembered = new WeakMap<Snapshot, Remembered>();

/** The features of a sector that a filter chooses, with their indexes; remembered per snapshot. */
export function choose(
  snapshot: Snapshot,
  sector: Sector,
  filter: FeatureFilter,
  only?: Only,
): Chosen {
  let of = remembered.get(snapshot);
  if (!of) {
    of = { choices: new Recent(CHOICES_REMEMBERED), grids: new Recent(GRIDS_REMEMBERED) };
    remembered.set(snapshot, of);
  }
  const { choices, grids } = of;
  return choices.get(`${sector} ${only?.key ?? ""} ${filterKey(filter)}`, () => {
    const features = snapshot.features[sector];
    const answer = matchFeatures(features, filter);
    const pick = (wanted: number): Choice => {
      const chosen: number[] = [];
      answer.forEach((one, i) => {
        if (one === wanted && (!only || only.counts(features, i))) chosen.push(i);
      });
      return new Choice(features, Int32Array.from(chosen), grids);
    };
    const maybe = pick(NOT_RECORDED);
    return { yes: pick(YES), maybe: maybe.chosen.length > 0 ? maybe : null };
  });
}
