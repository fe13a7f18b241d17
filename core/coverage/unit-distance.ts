import { createFrame, localFrame, WGS84 } from "../geodesy/ellipsoid.ts";
import { exactSegmentDistanceM, planeDistanceSquared } from "../geodesy/segment-distance.ts";
import { edgeDistanceSquared } from "./edge-distance.ts";
import { nearestToOutline } from "./nearest-outline.ts";
import { Recent } from "./recent.ts";
import { edgesOf, type Segments } from "./segments.ts";
import type { Shape } from "./shape.ts";
import type { MeasuredFrom } from "./target.ts";
import { hasOutline, type Units } from "./units.ts";

const OUTLINES_REMEMBERED = 256;
const frame = createFrame();

/** How far units are from single pieces: the same arithmetic as in a search, so that a piece gives the same figure to the last bit. */
export class UnitDistance {
  readonly #units: Units;
  readonly #from: MeasuredFrom;
  readonly #edges = new Recent<number, Segments>(OUTLINES_REMEMBERED);

  constructor(units: Units, from: MeasuredFrom) {
    this.#units = units;
    this.#from = from;
  }

  /** True for a unit that is measured from its outline. */
  byOutline(n: number): boolean {
    return this.#from === "outline" && hasOutline(this.#units, n);
  }

  /** The place of a unit that a polygon must hold: its point, or the first vertex of the outline it is measured from. */
  placeOf(n: number): readonly [lng: number, lat: number] {
    if (!this.byOutline(n)) return [this.#units.lng[n]!, this.#units.lat[n]!];
    const { polygonOf, ringOf, vertexOf, coordinates } = this.#units.outline;
    const v = vertexOf[ringOf[polygonOf[this.#units.index[n]!]!]!]!;
    return [coordinates[2 * v]!, coordinates[2 * v + 1]!];
  }

  /** Square of the metres in the local frame from a unit to piece k. */
  squared(n: number, pieces: Segments, k: number): number {
    return this.byOutline(n)
      ? this.#squaredFromOutline(n, pieces, k)
      : this.#squaredFromPoint(n, pieces, k);
  }

  #squaredFromPoint(n: number, { ends }: Segments, k: number): number {
    const lng = this.#units.lng[n]!;
    const lat = this.#units.lat[n]!;
    localFrame(lat, WGS84, frame);
    const xa = ends[4 * k]! - lng;
    const ya = ends[4 * k + 1]! - lat;
    const xb = ends[4 * k + 2]! - lng;
    const yb = ends[4 * k + 3]! - lat;
    return planeDistanceSquared(
      xa * (frame[0]! + frame[1]! * ya),
      ya * (frame[2]! + frame[3]! * ya) + frame[4]! * xa * xa,
      xb * (frame[0]! + frame[1]! * yb),
      yb * (frame[2]! + frame[3]! * yb) + frame[4]! * xb * xb,
    );
  }

  #squaredFromOutline(n: number, pieces: Segments, k: number): number {
    const edges = this.#edges.get(n, () => edgesOf(this.#units.outline, this.#units.index[n]!));
    const { ends } = edges;
    let least = Infinity;
    for (let e = 0; e < 4 * edges.count; e += 4) {
      const lng = (ends[e]! + ends[e + 2]!) / 2;
      const lat = (ends[e + 1]! + ends[e + 3]!) / 2;
      localFrame(lat, WGS84, frame);
      const squared = edgeDistanceSquared(ends, e, pieces.ends, 4 * k, frame, lng, lat);
      if (squared < least) least = squared;
    }
    return least;
  }

  /** Metres by the geodesic from a unit to the piece of a feature that is nearest in the local frame. */
  exactM(n: number, shape: Shape): number {
    if (this.byOutline(n)) {
      return nearestToOutline(shape, this.#units.outline, this.#units.index[n]!).distanceM;
    }
    const { segments } = shape;
    let winner = 0;
    let least = Infinity;
    for (let k = 0; k < segments.count; k++) {
      const squared = this.#squaredFromPoint(n, segments, k);
      if (squared >= least) continue;
      least = squared;
      winner = k;
    }
    const [ax, ay, bx, by] = segments.ends.subarray(4 * winner, 4 * winner + 4);
    return exactSegmentDistanceM(this.#units.lng[n]!, this.#units.lat[n]!, ax!, ay!, bx!, by!);
  }
}
