import { WGS84 } from "../geodesy/ellipsoid.ts";
import { isPlace } from "../geodesy/place.ts";
import { createOutcome, write, type Outcome } from "./outcome.ts";
import { nearestToPoints } from "./nearest-point.ts";
import { buildSegmentGrid } from "./segment-grid.ts";
import { SERVED } from "./snapshot.ts";
import type { Units } from "./units.ts";

/**
 * Serves every unit that is not served itself but has a served unit within some metres of its point in a straight line. One step only:
 * a unit that is served through a neighbour serves no further one. Distance and feature stay the unit's own nearest. Source: PMGSY counts a habitation so connected.
 */
export function serveThroughNeighbours(outcome: Outcome, units: Units, withinM: number): Outcome {
  const served: number[] = [];
  const ends: number[] = [];
  for (let n = 0; n < units.count; n++) {
    const [lng, lat] = [units.lng[n]!, units.lat[n]!];
    if (outcome.status[n] !== SERVED || !isPlace(lng, lat)) continue;
    served.push(n);
    ends.push(lng, lat, lng, lat);
  }
  const grid = buildSegmentGrid({
    count: served.length,
    ends: Float64Array.from(ends),
    feature: Int32Array.from(served),
  });
  const order = units.order.filter((n) => outcome.status[n] !== SERVED);
  const nearest = nearestToPoints(grid, { lng: units.lng, lat: units.lat, order }, WGS84, true);
  const next = createOutcome(units, "beyondReach");
  for (let n = 0; n < units.count; n++) {
    next.status[n] = outcome.status[n]!;
    next.reason[n] = outcome.reason[n]!;
    next.distanceM[n] = outcome.distanceM[n]!;
    next.feature[n] = outcome.feature[n]!;
    if (nearest.distanceM[n]! <= withinM) {
      write(next, n, SERVED, "throughNeighbour", outcome.distanceM[n]!, outcome.feature[n]!);
    }
  }
  return next;
}
