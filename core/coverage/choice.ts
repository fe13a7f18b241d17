import type { Sector, Unit } from "../contract/rule.ts";
import { WGS84, type Ellipsoid } from "../geodesy/ellipsoid.ts";
import { filterKey, matchFeatures, type FeatureFilter } from "./feature-filter.ts";
import {
  anchorsOf,
  exactNearestToOutline,
  nearestToOutline,
  type OutlineTarget,
} from "./nearest-outline.ts";
import { exactNearestToPoint, nearestToPoints, type Nearest } from "./nearest-point.ts";
import { PolygonIndex } from "./polygons.ts";
import { Recent } from "./recent.ts";
import { buildSegmentGrid, type SegmentGrid } from "./segment-grid.ts";
import { segmentsOf } from "./segments.ts";
import { NOT_RECORDED, YES, type FeatureColumns, type Snapshot } from "./snapshot.ts";
import { hasOutline, unitsOf, type Units } from "./units.ts";

/** From where the distance of a unit is measured. */
export type MeasuredFrom = "outline" | "seat";

const NEAREST_REMEMBERED = 8;
/** A grid of a million segments weighs 85 MB, the nearest features that it found 2 MB: grids are made again when asked for again. */
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
  #polygons: PolygonIndex | undefined;
  #anchors: OutlineTarget["anchors"] | undefined;
  readonly #nearest = new Recent<string, Nearest>(NEAREST_REMEMBERED);

  constructor(features: FeatureColumns, chosen: Int32Array, grids: Recent<Choice, SegmentGrid>) {
    this.features = features;
    this.chosen = chosen;
    this.#grids = grids;
  }

  get grid(): SegmentGrid {
    return this.#grids.get(this, () => buildSegmentGrid(segmentsOf(this.features, this.chosen)));
  }

  get anchors(): OutlineTarget["anchors"] {
    return (this.#anchors ??= anchorsOf(this.features, this.chosen));
  }

  get polygons(): PolygonIndex {
    return (this.#polygons ??= new PolygonIndex(this.features, this.chosen));
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
      }
    }
    if (points.length === units.count) return found;
    for (const n of units.order) {
      if (!byOutline(n)) continue;
      const nearest = nearestToOutline(this, units.outline, units.index[n]!, ellipsoid);
      found.distanceM[n] = nearest.distanceM;
      found.feature[n] = nearest.feature;
    }
    return found;
  }

  /**
   * The nearest feature of one unit when what `nearest` found is too close to a threshold to be sure: again, by the geodesic itself.
   * Otherwise what was found. `bandM` is the recheck band of the threshold.
   */
  settle(
    units: Units,
    position: number,
    from: MeasuredFrom,
    found: { readonly distanceM: number; readonly feature: number },
    thresholdM: number,
    bandM: number,
  ): { readonly distanceM: number; readonly feature: number } {
    if (!(Math.abs(found.distanceM - thresholdM) < bandM) || found.distanceM === 0) return found;
    const exact =
      from === "outline" && hasOutline(units, position)
        ? exactNearestToOutline(
            this.grid,
            units.outline,
            units.index[position]!,
            found.distanceM,
            bandM,
          )
        : exactNearestToPoint(
            this.grid,
            units.lng[position]!,
            units.lat[position]!,
            found.distanceM,
            bandM,
          );
    return exact.feature < 0 ? found : exact;
  }
}

/** The features that match a filter, and those of which it cannot be told; `maybe` is null when there are none. */
export interface Chosen {
  readonly yes: Choice;
  readonly maybe: Choice | null;
}

const CHOICES_REMEMBERED = 24;

interface Remembered {
  readonly choices: Recent<string, Chosen>;
  readonly grids: Recent<Choice, SegmentGrid>;
}
const remembered = new WeakMap<Snapshot, Remembered>();

/** The features of a sector that a filter chooses, with their indexes; remembered per snapshot. `only` narrows to one geometry. */
export function choose(
  snapshot: Snapshot,
  sector: Sector,
  filter: FeatureFilter,
  only?: (features: FeatureColumns, feature: number) => boolean,
  onlyKey = "",
): Chosen {
  let of = remembered.get(snapshot);
  if (!of) {
    of = { choices: new Recent(CHOICES_REMEMBERED), grids: new Recent(GRIDS_REMEMBERED) };
    remembered.set(snapshot, of);
  }
  const { choices, grids } = of;
  return choices.get(`${sector} ${onlyKey} ${filterKey(filter)}`, () => {
    const features = snapshot.features[sector];
    const answer = matchFeatures(features, filter);
    const pick = (wanted: number): Choice => {
      const chosen: number[] = [];
      answer.forEach((one, i) => {
        if (one === wanted && (!only || only(features, i))) chosen.push(i);
      });
      return new Choice(features, Int32Array.from(chosen), grids);
    };
    const maybe = pick(NOT_RECORDED);
    return { yes: pick(YES), maybe: maybe.chosen.length > 0 ? maybe : null };
  });
}
