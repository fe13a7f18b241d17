import Flatbush from "flatbush";
import type { Ellipsoid } from "../geodesy/ellipsoid.ts";
import {
  exactSegmentDistanceM,
  frameDistanceM,
  FRAME_REACH_M,
  recheckBandM,
} from "../geodesy/segment-distance.ts";
import { boxAround, type Found } from "./exact-nearest.ts";
import type { Segments } from "./segments.ts";
import type { FeatureColumns } from "./snapshot.ts";

/** How far features serve: as recorded, or where nothing is recorded as far as any may. */
export type Reach = "recorded" | "widest";

/**
 * What may be the reach of a feature whose radius is not recorded: the largest cell that the radio standard allows.
 * Source: 3GPP TS 45.010 (timing advance of 63 bits, 35 km).
 */
const UNRECORDED_RADIUS_M = 35_000;

/** Metres per feature within which it serves by its own radius; NaN where none is recorded and only what is recorded counts. */
export function reachesOf(features: FeatureColumns, reach: Reach): Float32Array {
  const recorded = features.numbers["radiusM"] ?? new Float32Array(features.count).fill(NaN);
  if (reach === "recorded") return recorded;
  return recorded.map((radiusM) => (Number.isNaN(radiusM) ? UNRECORDED_RADIUS_M : radiusM));
}

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

  /** The nearest feature within whose radius the place lies; feature -1 when there is none. Those with a 1 in `out` are passed over. */
  serving(lng: number, lat: number, ellipsoid: Ellipsoid, out?: Uint8Array): Found {
    let distanceM = Infinity;
    let feature = -1;
    this.#tree?.search(lng, lat, lng, lat, (n) => {
      const k = this.#kept[n]!;
      const { ends } = this.#segments;
      const of = this.#segments.feature[k]!;
      if (out?.[of] === 1) return false;
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
