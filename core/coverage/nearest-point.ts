import { createFrame, localFrame, RADIANS, type Ellipsoid } from "../geodesy/ellipsoid.ts";
import { exactSegmentDistanceM, FRAME_REACH_M } from "../geodesy/segment-distance.ts";
import { isPlace } from "../geodesy/place.ts";
import type { SegmentGrid } from "./segment-grid.ts";

/** Nearest feature of each of a list of places. Of several that are equally near, the one of the smallest index. */
export interface Nearest {
  /** Metres, NaN when there is no feature or no place. */
  readonly distanceM: Float64Array;
  /** Index of the feature, -1 when there is none. */
  readonly feature: Int32Array;
  /**
   * What decided: the square of the metres in the local frame, Infinity when there is no feature; `HOLDS` where a polygon feature holds
   * the place, `LIES_IN` where a feature lies in the outline. The smaller one wins, whatever the geodesic says of it afterwards.
   */
  readonly rank: Float64Array;
}

/** Rank of a feature that lies in the outline of a unit; goes before all others. */
export const LIES_IN = -2;
/** Rank of a polygon feature that holds the place; goes before the distance to any line. */
export const HOLDS = -1;

/** Nothing near anything, for a number of places. */
export function noneNear(count: number): Nearest {
  return {
    distanceM: new Float64Array(count).fill(NaN),
    feature: new Int32Array(count).fill(-1),
    rank: new Float64Array(count).fill(Infinity),
  };
}

export interface Places {
  readonly lng: Float64Array;
  readonly lat: Float64Array;
  /** The order in which to visit them; neighbours after neighbours keeps the grid in the processor's cache. */
  readonly order: Int32Array;
}

const frame = createFrame();
/** Rank beyond which a distance is the geodesic's. */
const FAR = FRAME_REACH_M ** 2;

/**
 * Metres below which nothing outside a box can lie, given the degrees from the place to the box's nearest open sides.
 * East: a place dx degrees of longitude away lies no nearer than the meridian itself, whose distance is kx * dx less a part of second
 * order in dx. North: the frame's own meridian arc. Infinity where the box covers the grid to its border.
 */
function outsideAtLeastM(dxMin: number, dyMin: number, lat: number): number {
  let least = Infinity;
  if (dxMin < Infinity) {
    const turned = dxMin * RADIANS;
    const slant = 1 / Math.max(1e-9, Math.cos(lat * RADIANS) ** 2);
    least = dxMin * frame[0]! * Math.max(0, 0.9999 - slant * turned * turned);
  }
  if (dyMin < Infinity) {
    const northM = dyMin * frame[2]! * Math.max(0, 0.9999 - 0.01 * dyMin * RADIANS);
    least = Math.min(least, northM);
  }
  return least;
}

/**
 * The nearest segment's feature for each place: rings of cells around the place's cell are searched until nothing outside them can be
 * nearer. Beyond 20 km, where the local frame is no longer good enough to show, the winner's distance is the geodesic's (on WGS 84).
 */
export function nearestToPoints(
  grid: SegmentGrid,
  places: Places,
  ellipsoid: Ellipsoid,
  exactFar: boolean,
): Nearest {
  const found = noneNear(places.lng.length);
  searchNearest(found, grid, places, ellipsoid, exactFar, null);
  return found;
}

/**
 * Writes into `found`, for the places in `places.order`, what is nearest in the grid; leaves it as it is where the grid has nothing.
 * Features with a 1 in `out` are passed over. Ties go to the smaller segment, and so to the smaller index of feature, whatever the grid.
 */
export function searchNearest(
  found: Nearest,
  grid: SegmentGrid,
  places: Places,
  ellipsoid: Ellipsoid,
  exactFar: boolean,
  out: Uint8Array | null,
): void {
  if (grid.segments.count === 0) return;
  const { west, south, cellLng, cellLat, columns, rows, start, segment, ends } = grid;
  const featureOf = grid.segments.feature;

  for (let n = 0; n < places.order.length; n++) {
    const place = places.order[n]!;
    const lng = places.lng[place]!;
    const lat = places.lat[place]!;
    if (!isPlace(lng, lat)) continue;
    localFrame(lat, ellipsoid, frame);
    const kx = frame[0]!;
    const kxy = frame[1]!;
    const ky = frame[2]!;
    const kyy = frame[3]!;
    const kxx = frame[4]!;
    const column = Math.max(0, Math.min(columns - 1, Math.floor((lng - west) / cellLng)));
    const row = Math.max(0, Math.min(rows - 1, Math.floor((lat - south) / cellLat)));
    let best = Infinity;
    let winner = -1;
    for (let ring = 0; ; ring++) {
      const left = column - ring;
      const right = column + ring;
      const bottom = row - ring;
      const top = row + ring;
      const fromColumn = left < 0 ? 0 : left;
      const toColumn = right < columns ? right : columns - 1;
      const toRow = top < rows ? top : rows - 1;
      for (let j = bottom < 0 ? 0 : bottom; j <= toRow; j++) {
        const base = j * columns;
        // The bottom and top row of a ring are one run of entries, the rows between are two single cells.
        const wholeRow = j === bottom || j === top;
        for (let side = wholeRow ? 1 : 0; side < 2; side++) {
          const first = wholeRow ? fromColumn : side === 0 ? left : right;
          const last = wholeRow ? toColumn : first;
          if (first < 0 || last >= columns) continue;
          const end = start[base + last + 1]!;
          for (let e = start[base + first]!; e < end; e++) {
            const at = 4 * e;
            let dx = ends[at]! - lng;
            let dy = ends[at + 1]! - lat;
            const ax = dx * (kx + kxy * dy);
            const ay = dy * (ky + kyy * dy) + kxx * dx * dx;
            dx = ends[at + 2]! - lng;
            dy = ends[at + 3]! - lat;
            const bx = dx * (kx + kxy * dy) - ax;
            const by = dy * (ky + kyy * dy) + kxx * dx * dx - ay;
            const squared = bx * bx + by * by;
            let t = squared > 0 ? -(ax * bx + ay * by) / squared : 0;
            t = t < 0 ? 0 : t > 1 ? 1 : t;
            const x = ax + t * bx;
            const y = ay + t * by;
            const d = x * x + y * y;
            if (d <= best) {
              const k = segment[e]!;
              if ((d < best || k < winner) && (out === null || out[featureOf[k]!] !== 1)) {
                best = d;
                winner = k;
              }
            }
          }
        }
      }
      const toWest = left <= 0 ? Infinity : lng - (west + left * cellLng);
      const toEast = right >= columns - 1 ? Infinity : west + (right + 1) * cellLng - lng;
      const toSouth = bottom <= 0 ? Infinity : lat - (south + bottom * cellLat);
      const toNorth = top >= rows - 1 ? Infinity : south + (top + 1) * cellLat - lat;
      const dx = Math.min(toWest, toEast);
      const dy = Math.min(toSouth, toNorth);
      if (dx === Infinity && dy === Infinity) break;
      const limitM = outsideAtLeastM(dx, dy, lat);
      if (limitM > 0 && best <= limitM * limitM) break;
    }
    if (winner < 0) continue;
    found.rank[place] = best;
    found.feature[place] = featureOf[winner]!;
    if (exactFar && best > FAR) found.distanceM[place] = exactTo(grid, winner, lng, lat);
  }
  // In the order of the column, for columns written here and there cost the search a tenth of its time.
  const all = places.order.length === places.lng.length;
  for (let n = 0; n < places.order.length; n++) {
    const place = all ? n : places.order[n]!;
    const rank = found.rank[place]!;
    if (rank <= FAR || (rank < Infinity && !exactFar)) found.distanceM[place] = Math.sqrt(rank);
  }
}

function exactTo(grid: SegmentGrid, k: number, lng: number, lat: number): number {
  const { ends } = grid.segments;
  const at = 4 * k;
  return exactSegmentDistanceM(lng, lat, ends[at]!, ends[at + 1]!, ends[at + 2]!, ends[at + 3]!);
}
