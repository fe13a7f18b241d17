import type { Unit } from "../contract/rule.ts";
import type { Ellipsoid } from "../geodesy/ellipsoid.ts";
import { exactNearest, type Choice } from "./choice.ts";
import { firstAnchorInside } from "./nearest-outline.ts";
import { POINT, POLYGON, type Snapshot } from "./snapshot.ts";
import type { Target } from "./target.ts";
import { hasOutline, unitsOf } from "./units.ts";

/** The features of a choice as they stand in the snapshot. */
export function targetOf(
  choice: Choice,
  snapshot: Snapshot,
  unit: Unit,
  ellipsoid: Ellipsoid,
): Target {
  const units = unitsOf(snapshot, unit);
  const { geometry } = choice.features;
  return {
    nearest: (from) => choice.nearest(snapshot, unit, from, ellipsoid),
    exactNearest: (n, from, aboutM, marginM) =>
      exactNearest(choice, units, n, from, aboutM, marginM),
    isPolygon: (feature) => geometry[feature] === POLYGON,
    firstPointInside: (n) =>
      hasOutline(units, n)
        ? firstAnchorInside(
            choice,
            units.outline,
            units.index[n]!,
            (feature) => geometry[feature] === POINT,
          )
        : -1,
    serving: (reach, n) => choice.radius(reach).serving(units.lng[n]!, units.lat[n]!, ellipsoid),
  };
}
