import Flatbush from "flatbush";
import type { Ellipsoid } from "../geodesy/ellipsoid.ts";
import {
  exactSegmentDistanceM,
  frameDistanceM,
  FRAME_REACH_M,
  recheckBandM,
} from "../geodesy/segment-distance.ts";
import { boxAround } from "./nearest-point.ts";
import type { Segments } from "./segments.ts";

/**
 * Features that serve whatever lies within a radius of their own, behind an R-tree of their reach.
 * Features with a radius of 0, less or not a number serve nothing.
 */
export class RadiusIndex {
  readonly #segments: Segments;
  readonly #radiusM: ArrayLike<number>;
  readonly #kept: number[] = [];
  readonly #tree: Flatbush | null;

  constructor(segments: Segments, radiusM: ArrayLike<number>) {
    this.#segments = segments;
    this.#radiusM = radiusM;
    const boxes: [number, number, number, number][] = [];
    for (let k = 0; k < segments.count; k++) {
      const reachM = radiusM[segments.feature[k]!]!;
      if (!(reachM > 0)) continue;
      const at = 4 * k;
      const a = boxAround(segments.ends[at]!, segments.ends[at + 1]!, reachM * 1.01 + 1);
      const b = boxAround(segments.ends[at + 2]!, segments.ends[at + 3]!, reachM * 1.01 + 1);
      this.#kept.push(k);
      boxes.push([
        Math.min(a[0], b[0]),
        Math.min(a[1], b[1]),
        Math.max(a[2], b[2]),
        Math.max(a[3], b[3]),
      ]);
    }
    this.#tree = boxes.length > 0 ? new Flatbush(boxes.length) : null;
    for (const box of boxes) this.#tree?.add(...box);
    this.#tree?.finish();
  }

  /** The nearest feature within whose radius the place lies; feature -1 when there is none. */
  serving(
    lng: number,
    lat: number,
    ellipsoid: Ellipsoid,
  ): { readonly distanceM: number; readonly feature: number } {
    let distanceM = Infinity;
    let feature = -1;
    this.#tree?.search(lng, lat, lng, lat, (n) => {
      const k = this.#kept[n]!;
      const { ends } = this.#segments;
      const of = this.#segments.feature[k]!;
      const reachM = this.#radiusM[of]!;
      const segment = [ends[4 * k]!, ends[4 * k + 1]!, ends[4 * k + 2]!, ends[4 * k + 3]!] as const;
      let found = frameDistanceM(lng, lat, ...segment, ellipsoid);
      if (found > FRAME_REACH_M || Math.abs(found - reachM) < recheckBandM(reachM)) {
        found = exactSegmentDistanceM(lng, lat, ...segment);
      }
      if (found <= reachM && (found < distanceM || (found === distanceM && of < feature))) {
        distanceM = found;
        feature = of;
      }
      return false;
    });
    return feature < 0 ? { distanceM: NaN, feature: -1 } : { distanceM, feature };
  }
}
