import type { Sector, Unit } from "../contract/rule.ts";
import { WGS84, type Ellipsoid } from "../geodesy/ellipsoid.ts";
import { recheckBandM } from "../geodesy/segment-distance.ts";
import { filterKey, matchFeatures, type FeatureFilter } from "./feature-filter.ts";
import {
  anchorsOf,
  exactNearestToOutline,
  nearestToOutline,
  type OutlineTarget,
} from "./nearest-outline.ts";
import { exactNearestToPoint, nearestToPoints, type Nearest } from "./nearest-point.ts";
import { PolygonIndex, polygonOfFeature } from "./polygons.ts";
import { Recent } from "./recent.ts";
import { buildSegmentGrid, type SegmentGrid } from "./segment-grid.ts";
import { segmentsOf } from "./segments.ts";
import { NOT_RECORDED, POLYGON, YES, type FeatureColumns, type Snapshot } from "./snapshot.ts";
import { hasOutline, unitsOf, type Units } from "./units.ts";

/** From where the distance of a unit is measured. */
export type MeasuredFrom = "outline" | "seat";

const NEAREST_REMEMBERED = 8;

/**
 * Some features of a sector, behind the indexes that answer how near they are. Indexes are made when first asked for; the nearest
 * feature of every unit is remembered, so that another reach or another eligibility costs no search.
 */
export class Choice implements OutlineTarget {
  readonly features: FeatureColumns;
  /** Indices of the features, ascending. */
  readonly chosen: Int32Array;
  #grid: SegmentGrid | undefined;
  #polygons: PolygonIndex | undefined;
  #anchors: OutlineTarget["anchors"] | undefined;
  readonly #nearest = new Recent<Nearest>(NEAREST_REMEMBERED);

  constructor(features: FeatureColumns, chosen: Int32Array) {
    this.features = features;
    this.chosen = chosen;
  }

  get grid(): SegmentGrid {
    return (this.#grid ??= buildSegmentGrid(segmentsOf(this.features, this.chosen)));
  }

  get anchors(): OutlineTarget["anchors"] {
    return (this.#anchors ??= anchorsOf(this.features, this.chosen));
  }

  get polygons(): PolygonIndex {
    return (this.#polygons ??= new PolygonIndex(this.#chosenPolygons()));
  }

  *#chosenPolygons(): Generator<
    readonly [number, NonNullable<ReturnType<typeof polygonOfFeature>>]
  > {
    for (const i of this.chosen) {
      if (this.features.geometry[i] !== POLYGON) continue;
      const area = polygonOfFeature(this.features, i);
      if (area) yield [i, area];
    }
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
    if (this.polygons.count > 0) {
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
   * Otherwise what was found.
   */
  settle(
    units: Units,
    position: number,
    from: MeasuredFrom,
    found: { readonly distanceM: number; readonly feature: number },
    thresholdM: number,
  ): { readonly distanceM: number; readonly feature: number } {
    const band = recheckBandM(thresholdM);
    if (!(Math.abs(found.distanceM - thresholdM) < band) || found.distanceM === 0) return found;
    const exact =
      from === "outline" && hasOutline(units, position)
        ? exactNearestToOutline(
            this.grid,
            units.outline,
            units.index[position]!,
            found.distanceM,
            band,
          )
        : exactNearestToPoint(
            this.grid,
            units.lng[position]!,
            units.lat[position]!,
            found.distanceM,
            band,
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
const choices = new WeakMap<Snapshot, Recent<Chosen>>();

/** The features of a sector that a filter chooses, with their indexes; remembered per snapshot. `only` narrows to one geometry. */
export function choose(
  snapshot: Snapshot,
  sector: Sector,
  filter: FeatureFilter,
  only?: (features: FeatureColumns, feature: number) => boolean,
  onlyKey = "",
): Chosen {
  let recent = choices.get(snapshot);
  if (!recent) choices.set(snapshot, (recent = new Recent<Chosen>(CHOICES_REMEMBERED)));
  return recent.get(`${sector} ${onlyKey} ${filterKey(filter)}`, () => {
    const features = snapshot.features[sector];
    const answer = matchFeatures(features, filter);
    const pick = (wanted: number): Choice => {
      const chosen: number[] = [];
      answer.forEach((one, i) => {
        if (one === wanted && (!only || only(features, i))) chosen.push(i);
      });
      return new Choice(features, Int32Array.from(chosen));
    };
    const maybe = pick(NOT_RECORDED);
    return { yes: pick(YES), maybe: maybe.chosen.length > 0 ? maybe : null };
  });
}
