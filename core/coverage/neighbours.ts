import { WGS84 } from "../geodesy/ellipsoid.ts";
import { isPlace } from "../geodesy/place.ts";
import { reasonCode, type Answer, type Outcome } from "./outcome.ts";
import { nearestToPoints } from "./nearest-point.ts";
import { buildSegmentGrid } from "./segment-grid.ts";
import { SERVED } from "./snapshot.ts";
import type { Units } from "./units.ts";

const THROUGH_NEIGHBOUR = reasonCode("throughNeighbour");

/**
 * 1 for every unit that is not served itself but has a served unit within some metres of its point in a straight line. One step only:
 * a unit that is served through a neighbour serves no further one. Source: PMGSY counts a habitation so connected.
 */
export function servedNeighbours(outcome: Outcome, units: Units, withinM: number): Uint8Array {
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
  return Uint8Array.from(nearest.distanceM, (distanceM) => (distanceM <= withinM ? 1 : 0));
}

/** The verdict on a unit that a served neighbour serves: distance and feature stay the unit's own nearest. */
export function serveThroughNeighbour(answer: Answer): void {
  answer.status = SERVED;
  answer.reason = THROUGH_NEIGHBOUR;
}
