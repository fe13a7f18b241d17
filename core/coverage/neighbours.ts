import { WGS84 } from "../geodesy/ellipsoid.ts";
import { isPlace } from "../geodesy/place.ts";
import { reasonCode, type Outcome } from "./outcome.ts";
import { nearestToPoints } from "./nearest-point.ts";
import { buildSegmentGrid } from "./segment-grid.ts";
import { SERVED } from "./snapshot.ts";
import type { Units } from "./units.ts";

const THROUGH_NEIGHBOUR = reasonCode("throughNeighbour");

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
  const { distanceM, feature } = outcome;
  const status = outcome.status.slice();
  const reason = outcome.reason.slice();
  for (const n of order) {
    if (!(nearest.distanceM[n]! <= withinM)) continue;
    status[n] = SERVED;
    reason[n] = THROUGH_NEIGHBOUR;
  }
  return { status, reason, distanceM, feature };
}
