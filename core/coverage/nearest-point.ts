import { createFrame, localFrame, RADIANS, WGS84, type Ellipsoid } from "../geodesy/ellipsoid.ts";
import {
  exactSegmentDistanceM,
  frameDistanceM,
  FRAME_REACH_M,
} from "../geodesy/segment-distance.ts";
import { isPlace } from "../geodesy/place.ts";
import type { SegmentGrid } from "./segment-grid.ts";

/** Nearest feature of each of a list of places. */
export interface Nearest {
  /** Metres, NaN when there is no feature or no place. */
  readonly distanceM: Float64Array;
  /** Index of the feature, -1 when there is none. */
  readonly feature: Int32Array;
}

export interface Places {
  readonly lng: Float64Array;
  readonly lat: Float64Array;
  /** The order in which to visit them; neighbours after neighbours keeps the grid in the processor's cache. */
  readonly order: Int32Array;
}

const frame = createFrame();

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
  const count = places.lng.length;
  const distanceM = new Float64Array(count).fill(NaN);
  const feature = new Int32Array(count).fill(-1);
  if (grid.segments.count === 0) return { distanceM, feature };
  const { west, south, cellLng, cellLat, columns, rows, start, segment, ends } = grid;

  for (let n = 0; n < count; n++) {
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
            if (d < best) {
              best = d;
              winner = segment[e]!;
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
    const found = Math.sqrt(best);
    feature[place] = grid.segments.feature[winner]!;
    distanceM[place] = exactFar && found > FRAME_REACH_M ? exactTo(grid, winner, lng, lat) : found;
  }
  return { distanceM, feature };
}

function exactTo(grid: SegmentGrid, k: number, lng: number, lat: number): number {
  const { ends } = grid.segments;
  return exactSegmentDistanceM(
    lng,
    lat,
    ends[4 * k]!,
    ends[4 * k + 1]!,
    ends[4 * k + 2]!,
    ends[4 * k + 3]!,
  );
}

function frameTo(grid: SegmentGrid, k: number, lng: number, lat: number): number {
  const { ends } = grid.segments;
  const at = 4 * k;
  return frameDistanceM(lng, lat, ends[at]!, ends[at + 1]!, ends[at + 2]!, ends[at + 3]!, WGS84);
}

/** Calls `visit` with every segment in a cell that a box in degrees touches; a segment may be visited more than once. */
export function visitBox(
  grid: SegmentGrid,
  box: readonly [west: number, south: number, east: number, north: number],
  visit: (segment: number) => void,
): void {
  const { west, south, cellLng, cellLat, columns, rows, start, segment } = grid;
  const column = (x: number): number =>
    Math.max(0, Math.min(columns - 1, Math.floor((x - west) / cellLng)));
  const row = (y: number): number =>
    Math.max(0, Math.min(rows - 1, Math.floor((y - south) / cellLat)));
  for (let j = row(box[1]); j <= row(box[3]); j++) {
    const end = start[j * columns + column(box[2]) + 1]!;
    for (let e = start[j * columns + column(box[0])]!; e < end; e++) visit(segment[e]!);
  }
}

/** A box in degrees that surely holds everything within some metres of a place. */
export function boxAround(
  lng: number,
  lat: number,
  withinM: number,
): [west: number, south: number, east: number, north: number] {
  const dy = withinM / 110_000;
  const cosine = Math.cos(Math.min(89.9, Math.abs(lat) + dy) * RADIANS);
  const dx = Math.min(360, withinM / (110_000 * Math.max(1e-6, cosine)));
  return [lng - dx, lat - dy, lng + dx, lat + dy];
}

/**
 * The nearest feature by the geodesic itself among those that the local frame puts no more than `marginM` beyond `aboutM`.
 * For the handful of places that the frame leaves too near a threshold to be sure.
 */
export function exactNearestToPoint(
  grid: SegmentGrid,
  lng: number,
  lat: number,
  aboutM: number,
  marginM: number,
): { readonly distanceM: number; readonly feature: number } {
  let distanceM = Infinity;
  let feature = -1;
  const seen = new Set<number>();
  visitBox(grid, boxAround(lng, lat, aboutM + marginM), (k) => {
    if (seen.has(k)) return;
    seen.add(k);
    if (frameTo(grid, k, lng, lat) > aboutM + marginM) return;
    const exactM = exactTo(grid, k, lng, lat);
    if (exactM < distanceM) {
      distanceM = exactM;
      feature = grid.segments.feature[k]!;
    }
  });
  return { distanceM, feature };
}
