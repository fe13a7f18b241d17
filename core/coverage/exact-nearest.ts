import { createFrame, localFrame, RADIANS, WGS84 } from "../geodesy/ellipsoid.ts";
import { exactSegmentDistanceM, frameDistanceM } from "../geodesy/segment-distance.ts";
import { edgeDistanceSquared, exactEdgeDistanceM } from "./edge-distance.ts";
import type { SegmentGrid } from "./segment-grid.ts";
import { edgesOf } from "./segments.ts";
import type { PolygonColumns } from "./snapshot.ts";

/** A feature and how far it is; -1 when there is none. */
export interface Found {
  readonly distanceM: number;
  readonly feature: number;
}

/** Of two features the nearer one; of equally near ones that of the smaller index. One that is not there (-1) loses. */
export function nearerOf(one: Found, other: Found): Found {
  if (other.feature < 0) return one;
  if (one.feature < 0) return other;
  const tie = one.distanceM === other.distanceM;
  return (tie ? other.feature < one.feature : other.distanceM < one.distanceM) ? other : one;
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
 * For the handful of places that the frame leaves too near a threshold to be sure. Features with a 1 in `out` are passed over;
 * Infinity and -1 when none is left.
 */
export function exactNearestToPoint(
  grid: SegmentGrid,
  lng: number,
  lat: number,
  aboutM: number,
  marginM: number,
  out: Uint8Array | null = null,
): Found {
  const { ends, feature } = grid.segments;
  let best: Found = { distanceM: Infinity, feature: -1 };
  const seen = new Set<number>();
  visitBox(grid, boxAround(lng, lat, aboutM + marginM), (k) => {
    if (seen.has(k) || (out !== null && out[feature[k]!] === 1)) return;
    seen.add(k);
    const at = 4 * k;
    const piece = [ends[at]!, ends[at + 1]!, ends[at + 2]!, ends[at + 3]!] as const;
    if (frameDistanceM(lng, lat, ...piece, WGS84) > aboutM + marginM) return;
    best = nearerOf(best, {
      distanceM: exactSegmentDistanceM(lng, lat, ...piece),
      feature: feature[k]!,
    });
  });
  return best;
}

const frame = createFrame();

/** As `exactNearestToPoint`, from the edges of an outline that holds and touches nothing. */
export function exactNearestToOutline(
  grid: SegmentGrid,
  outline: PolygonColumns,
  row: number,
  aboutM: number,
  marginM: number,
  out: Uint8Array | null = null,
): Found {
  const edges = edgesOf(outline, row);
  const limit = (aboutM + marginM) ** 2;
  const { ends, feature } = grid.segments;
  let best: Found = { distanceM: Infinity, feature: -1 };
  for (let k = 0; k < edges.count; k++) {
    const e = 4 * k;
    const lng = (edges.ends[e]! + edges.ends[e + 2]!) / 2;
    const lat = (edges.ends[e + 1]! + edges.ends[e + 3]!) / 2;
    const a = boxAround(edges.ends[e]!, edges.ends[e + 1]!, aboutM + marginM);
    const b = boxAround(edges.ends[e + 2]!, edges.ends[e + 3]!, aboutM + marginM);
    localFrame(lat, WGS84, frame);
    visitBox(
      grid,
      [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3])],
      (segment) => {
        if (out !== null && out[feature[segment]!] === 1) return;
        if (edgeDistanceSquared(edges.ends, e, ends, 4 * segment, frame, lng, lat) > limit) return;
        best = nearerOf(best, {
          distanceM: exactEdgeDistanceM(edges.ends, e, ends, 4 * segment),
          feature: feature[segment]!,
        });
      },
    );
  }
  return best;
}
