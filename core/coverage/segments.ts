import { geodesicBetween, geodesicDestination } from "../geodesy/geodesic.ts";
import { LONGEST_SEGMENT_M } from "../geodesy/segment-distance.ts";
import { isPlace } from "../geodesy/place.ts";
import { POINT, type FeatureColumns } from "./snapshot.ts";

/** Straight pieces of features: segment k runs from ends[4k], ends[4k + 1] to ends[4k + 2], ends[4k + 3] and belongs to feature[k]. */
export interface Segments {
  readonly count: number;
  readonly ends: Float64Array;
  readonly feature: Int32Array;
}

/** Degrees under which a segment is surely shorter than 10 km, at any latitude; spares most segments the geodesic. */
const SURELY_SHORT_DEGREES = 0.05;

function piecesOf(x1: number, y1: number, x2: number, y2: number): number {
  if (Math.abs(x2 - x1) < SURELY_SHORT_DEGREES && Math.abs(y2 - y1) < SURELY_SHORT_DEGREES) {
    return 1;
  }
  return Math.max(1, Math.ceil(geodesicBetween(x1, y1, x2, y2).distanceM / LONGEST_SEGMENT_M));
}

/**
 * Pieces that a feature may have beside a few for each of its vertices: 1,000 km of straight line. Drawn features have next to none, so
 * whatever is in the data, the pieces of all of them are bounded by a few for each vertex.
 */
const MAX_PIECES_OF_FEATURE = 100;
/** The same for an outline, of which one at a time is held: borders may run straight for hundreds of kilometres. */
const MAX_PIECES_OF_OUTLINE = 10_000;
const MAX_PIECES_PER_VERTEX = 6;

/** True when the segments between the vertices first .. end - 1 would become more pieces than `most` and a few for each vertex. */
function isOverlong(
  coordinates: Float64Array,
  first: number,
  end: number,
  most: { left: number },
): boolean {
  most.left += MAX_PIECES_PER_VERTEX * (end - first);
  for (let at = 2 * first; at < 2 * (end - 1) && most.left >= 0; at += 2)
    most.left -= piecesOf(
      coordinates[at]!,
      coordinates[at + 1]!,
      coordinates[at + 2]!,
      coordinates[at + 3]!,
    );
  return most.left < 0;
}

/** Grows as needed; a plain array of a million numbers costs three times the memory. */
class SegmentList {
  count = 0;
  #ends: Float64Array;
  #feature: Int32Array;

  constructor(expected: number) {
    this.#ends = new Float64Array(4 * Math.max(1, expected));
    this.#feature = new Int32Array(Math.max(1, expected));
  }

  push(feature: number, x1: number, y1: number, x2: number, y2: number): void {
    if (this.count === this.#feature.length) {
      const ends = new Float64Array(this.#ends.length * 2);
      ends.set(this.#ends);
      this.#ends = ends;
      const features = new Int32Array(this.#feature.length * 2);
      features.set(this.#feature);
      this.#feature = features;
    }
    const at = 4 * this.count;
    this.#ends[at] = x1;
    this.#ends[at + 1] = y1;
    this.#ends[at + 2] = x2;
    this.#ends[at + 3] = y2;
    this.#feature[this.count++] = feature;
  }

  /** Adds a segment, split into equal pieces along its geodesic where it is longer than 10 km. What is off the globe is left out. */
  add(feature: number, x1: number, y1: number, x2: number, y2: number): void {
    if (!isPlace(x1, y1) || !isPlace(x2, y2)) return;
    const pieces = piecesOf(x1, y1, x2, y2);
    if (pieces === 1) return this.push(feature, x1, y1, x2, y2);
    const whole = geodesicBetween(x1, y1, x2, y2);
    let fromX = x1;
    let fromY = y1;
    for (let piece = 1; piece < pieces; piece++) {
      const along = (whole.distanceM * piece) / pieces;
      const place = geodesicDestination(x1, y1, whole.startAzimuth, along);
      this.push(feature, fromX, fromY, place.lng, place.lat);
      fromX = place.lng;
      fromY = place.lat;
    }
    this.push(feature, fromX, fromY, x2, y2);
  }

  finish(): Segments {
    return {
      count: this.count,
      ends: this.#ends.subarray(0, 4 * this.count),
      feature: this.#feature.subarray(0, this.count),
    };
  }
}

/** True for a feature with so much straight line that it cannot be meant and is left out of every distance. */
function isLeftOut({ partOf, vertexOf, coordinates }: FeatureColumns, i: number): boolean {
  const most = { left: MAX_PIECES_OF_FEATURE };
  for (let part = partOf[i]!; part < partOf[i + 1]!; part++)
    if (isOverlong(coordinates, vertexOf[part]!, vertexOf[part + 1]!, most)) return true;
  return false;
}

/** Indices of the features that `segmentsOf` leaves out because they hold thousands of kilometres of straight line. */
export function leftOutFeatures(features: FeatureColumns): number[] {
  const found: number[] = [];
  for (let i = 0; i < features.count; i++) if (isLeftOut(features, i)) found.push(i);
  return found;
}

/**
 * The straight pieces of some features, given by index, none longer than 10 km; a point is a piece of no length. Features without a
 * finite coordinate have none, nor have those of `leftOutFeatures`.
 */
export function segmentsOf(features: FeatureColumns, indices: ArrayLike<number>): Segments {
  const { partOf, vertexOf, coordinates } = features;
  let expected = 0;
  for (let n = 0; n < indices.length; n++) {
    expected += vertexOf[partOf[indices[n]! + 1]!]! - vertexOf[partOf[indices[n]!]!]!;
  }
  const list = new SegmentList(expected);
  for (let n = 0; n < indices.length; n++) {
    const i = indices[n]!;
    if (isLeftOut(features, i)) continue;
    for (let part = partOf[i]!; part < partOf[i + 1]!; part++) {
      const first = vertexOf[part]!;
      const end = vertexOf[part + 1]!;
      const single = end - first === 1 || features.geometry[i] === POINT;
      for (let v = first; v < (single ? end : end - 1); v++) {
        const x = coordinates[2 * v]!;
        const y = coordinates[2 * v + 1]!;
        const next = single ? v : v + 1;
        list.add(i, x, y, coordinates[2 * next]!, coordinates[2 * next + 1]!);
      }
    }
  }
  return list.finish();
}

/**
 * The straight pieces of the rings of one row of polygons, none longer than 10 km; `feature` is the ring. None where they would be more
 * than 10,000 and a few for each vertex, which no outline on the ground needs.
 */
export function edgesOf(
  outline: {
    readonly polygonOf: Int32Array;
    readonly ringOf: Int32Array;
    readonly vertexOf: Int32Array;
    readonly coordinates: Float64Array;
  },
  row: number,
): Segments {
  const { polygonOf, ringOf, vertexOf, coordinates } = outline;
  const firstRing = ringOf[polygonOf[row]!] ?? 0;
  const endRing = ringOf[polygonOf[row + 1]!] ?? 0;
  const list = new SegmentList((vertexOf[endRing] ?? 0) - (vertexOf[firstRing] ?? 0));
  const most = { left: MAX_PIECES_OF_OUTLINE };
  for (let ring = firstRing; ring < endRing; ring++)
    if (isOverlong(coordinates, vertexOf[ring]!, vertexOf[ring + 1]!, most)) return list.finish();
  for (let ring = firstRing; ring < endRing; ring++) {
    for (let v = vertexOf[ring]!; v < vertexOf[ring + 1]! - 1; v++) {
      const at = 2 * v;
      list.add(
        ring,
        coordinates[at]!,
        coordinates[at + 1]!,
        coordinates[at + 2]!,
        coordinates[at + 3]!,
      );
    }
  }
  return list.finish();
}
