import Flatbush from "flatbush";
import type { MultiPolygon } from "geojson";
import { createFrame, localFrame, RADIANS, WGS84, type Ellipsoid } from "../geodesy/ellipsoid.ts";
import { FRAME_REACH_M } from "../geodesy/segment-distance.ts";
import { isPlace } from "../geodesy/place.ts";
import { edgeDistanceSquared, exactEdgeDistanceM } from "./edge-distance.ts";
import type { Found } from "./exact-nearest.ts";
import { HOLDS, LIES_IN } from "./nearest-point.ts";
import { boxOfRow, isInside, polygonOfRow, type PolygonIndex } from "./polygons.ts";
import type { SegmentGrid } from "./segment-grid.ts";
import { edgesOf, type Segments } from "./segments.ts";
import type { FeatureColumns, PolygonColumns } from "./snapshot.ts";

/** What an outline is measured against. */
export interface OutlineTarget {
  readonly features: FeatureColumns;
  readonly grid: SegmentGrid;
  /** One place per part of every feature: a part that crosses no edge lies inside when this place does. */
  readonly anchors: Anchors;
  /** The polygon features, for an outline that lies inside one. */
  readonly polygons: PolygonIndex;
  /** Features with a 1 are passed over; absent where none is. */
  readonly out?: Uint8Array;
}

export interface Anchors {
  readonly tree: Flatbush | null;
  readonly feature: Int32Array;
  readonly vertex: Int32Array;
}

/** First vertices of all parts of some features, given by index, behind an R-tree. */
export function anchorsOf(features: FeatureColumns, indices: Iterable<number>): Anchors {
  const { partOf, vertexOf, coordinates } = features;
  const feature: number[] = [];
  const vertex: number[] = [];
  for (const i of indices) {
    for (let part = partOf[i]!; part < partOf[i + 1]!; part++) {
      const v = vertexOf[part]!;
      const empty = v === vertexOf[part + 1];
      if (empty || !isPlace(coordinates[2 * v]!, coordinates[2 * v + 1]!)) continue;
      feature.push(i);
      vertex.push(v);
    }
  }
  const tree = vertex.length > 0 ? new Flatbush(vertex.length) : null;
  for (const v of vertex) tree?.add(coordinates[2 * v]!, coordinates[2 * v + 1]!);
  tree?.finish();
  return { tree, feature: Int32Array.from(feature), vertex: Int32Array.from(vertex) };
}

/** The nearest feature of an outline, with the rank that decided (see `Nearest`). */
export interface RankedFound extends Found {
  readonly rank: number;
}

const NOTHING: RankedFound = { distanceM: NaN, feature: -1, rank: Infinity };

/** The first chosen feature with a part that begins inside the outline of a row, -1 when there is none. */
export function firstAnchorInside(
  target: Pick<OutlineTarget, "features" | "anchors" | "out">,
  outline: PolygonColumns,
  row: number,
  counts: (feature: number) => boolean = () => true,
): number {
  const { tree, feature: featureOf, vertex } = target.anchors;
  const box = tree && boxOfRow(outline, row);
  if (!tree || !box) return -1;
  const { coordinates } = target.features;
  let area: MultiPolygon | null = null;
  let first = -1;
  tree.search(...box, (n) => {
    const feature = featureOf[n]!;
    const v = vertex[n]!;
    if ((first >= 0 && feature >= first) || !counts(feature)) return false;
    if (target.out?.[feature] === 1) return false;
    area ??= polygonOfRow(outline, row)!;
    if (isInside(coordinates[2 * v]!, coordinates[2 * v + 1]!, area)) first = feature;
    return false;
  });
  return first;
}

/** The first feature that has a part inside the outline, or the first polygon feature that holds the outline. */
function containedFeature(
  target: OutlineTarget,
  outline: PolygonColumns,
  row: number,
): RankedFound | null {
  const inside = firstAnchorInside(target, outline, row);
  if (inside >= 0) return { distanceM: 0, feature: inside, rank: LIES_IN };
  if (target.polygons.isEmpty) return null;
  const v = outline.vertexOf[outline.ringOf[outline.polygonOf[row]!]!]!;
  const [lng, lat] = [outline.coordinates[2 * v]!, outline.coordinates[2 * v + 1]!];
  const holder = target.polygons.firstHolding(lng, lat, target.out);
  return holder < 0 ? null : { distanceM: 0, feature: holder, rank: HOLDS };
}

const frame = createFrame();

interface Best {
  squared: number;
  segment: number;
  edge: number;
}

/** Searches rings of cells around one edge for anything nearer than the best so far. */
function searchFromEdge(
  grid: SegmentGrid,
  edges: Float64Array,
  e: number,
  best: Best,
  ellipsoid: Ellipsoid,
  out: Uint8Array | undefined,
): void {
  const { west, south, cellLng, cellLat, columns, rows, start, segment, ends } = grid;
  const x0 = Math.min(edges[e]!, edges[e + 2]!);
  const x1 = Math.max(edges[e]!, edges[e + 2]!);
  const y0 = Math.min(edges[e + 1]!, edges[e + 3]!);
  const y1 = Math.max(edges[e + 1]!, edges[e + 3]!);
  const lng = (x0 + x1) / 2;
  const lat = (y0 + y1) / 2;
  localFrame(lat, ellipsoid, frame);
  const clampColumn = (x: number): number =>
    Math.max(0, Math.min(columns - 1, Math.floor((x - west) / cellLng)));
  const clampRow = (y: number): number =>
    Math.max(0, Math.min(rows - 1, Math.floor((y - south) / cellLat)));
  const [c0, c1, r0, r1] = [clampColumn(x0), clampColumn(x1), clampRow(y0), clampRow(y1)];
  // Degrees to metres from below, over the few kilometres of an edge and whatever is searched around it.
  const farthest = Math.min(89.9, Math.max(Math.abs(y0), Math.abs(y1)));
  const squeeze = Math.cos(farthest * RADIANS) / Math.max(1e-9, Math.cos(lat * RADIANS));
  for (let ring = 0; ; ring++) {
    const [left, right, bottom, top] = [c0 - ring, c1 + ring, r0 - ring, r1 + ring];
    for (let j = Math.max(0, bottom); j <= Math.min(rows - 1, top); j++) {
      const whole = ring === 0 || j === bottom || j === top;
      for (let side = whole ? 1 : 0; side < 2; side++) {
        const first = whole ? Math.max(0, left) : side === 0 ? left : right;
        const last = whole ? Math.min(columns - 1, right) : first;
        if (first < 0 || last >= columns) continue;
        const end = start[j * columns + last + 1]!;
        for (let n = start[j * columns + first]!; n < end; n++) {
          const squared = edgeDistanceSquared(edges, e, ends, 4 * n, frame, lng, lat);
          if (squared > best.squared) continue;
          const k = segment[n]!;
          if (squared === best.squared && k >= best.segment) continue;
          if (out?.[grid.segments.feature[k]!] === 1) continue;
          best.squared = squared;
          best.segment = k;
          best.edge = e;
        }
      }
    }
    const dx = Math.min(
      left <= 0 ? Infinity : x0 - (west + left * cellLng),
      right >= columns - 1 ? Infinity : west + (right + 1) * cellLng - x1,
    );
    const dy = Math.min(
      bottom <= 0 ? Infinity : y0 - (south + bottom * cellLat),
      top >= rows - 1 ? Infinity : south + (top + 1) * cellLat - y1,
    );
    if (dx === Infinity && dy === Infinity) return;
    const turned = dx === Infinity ? 0 : dx * RADIANS;
    const slant = 1 / Math.max(1e-9, Math.cos(farthest * RADIANS) ** 2);
    const eastM = dx * frame[0]! * squeeze * Math.max(0, 0.999 - slant * turned * turned);
    const northM = dy * frame[2]! * 0.99;
    const limitM = Math.min(
      dx === Infinity ? Infinity : eastM,
      dy === Infinity ? Infinity : northM,
    );
    if (limitM > 0 && best.squared <= limitM * limitM) return;
  }
}

/**
 * The edge and the segment of a grid that come closest, and how close; null when there is no edge or no segment. Of equally close
 * segments the first, except that of several that cross the outline the first edge decides.
 */
export function closestPieces(
  grid: SegmentGrid,
  edges: Segments,
  ellipsoid: Ellipsoid,
  out?: Uint8Array,
): {
  readonly edge: number;
  readonly segment: number;
  readonly squared: number;
  readonly distanceM: number;
} | null {
  const best: Best = { squared: Infinity, segment: -1, edge: -1 };
  for (let k = 0; k < edges.count && best.squared > 0 && grid.segments.count > 0; k++) {
    searchFromEdge(grid, edges.ends, 4 * k, best, ellipsoid, out);
  }
  if (best.segment < 0) return null;
  const { squared, segment } = best;
  return { edge: best.edge / 4, segment, squared, distanceM: Math.sqrt(squared) };
}

/**
 * Metres from the outline of a row to the nearest feature: 0 when a feature touches the outline, lies in it or holds it, else the least
 * distance between an edge and a piece of a feature. `NaN` and -1 when there is no feature or the outline has no finite vertex.
 */
export function nearestToOutline(
  target: OutlineTarget,
  outline: PolygonColumns,
  row: number,
  ellipsoid: Ellipsoid = WGS84,
): RankedFound {
  const contained = containedFeature(target, outline, row);
  if (contained) return contained;
  if (target.grid.segments.count === 0) return NOTHING;
  const edges = edgesOf(outline, row);
  const closest = closestPieces(target.grid, edges, ellipsoid, target.out);
  if (!closest) return NOTHING;
  const { feature, ends } = target.grid.segments;
  return {
    distanceM:
      closest.distanceM > FRAME_REACH_M && ellipsoid === WGS84
        ? exactEdgeDistanceM(edges.ends, 4 * closest.edge, ends, 4 * closest.segment)
        : closest.distanceM,
    feature: feature[closest.segment]!,
    rank: closest.squared,
  };
}
