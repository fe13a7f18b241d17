import type { Sector, SimpleTest, Unit } from "../contract/rule.ts";
import { WGS84, type Ellipsoid } from "../geodesy/ellipsoid.ts";
import { recheckBandM } from "../geodesy/segment-distance.ts";
import { isPlace } from "../geodesy/place.ts";
import { choose, type Choice } from "./choice.ts";
import { firstAnchorInside } from "./nearest-outline.ts";
import type { Nearest } from "./nearest-point.ts";
import { createOutcome, write, type Outcome } from "./outcome.ts";
import { RadiusIndex } from "./radius-index.ts";
import {
  LINE,
  NO,
  NOT_RECORDED,
  POINT,
  POLYGON,
  SERVED,
  UNKNOWN,
  UNSERVED,
  type FeatureColumns,
  type Snapshot,
} from "./snapshot.ts";
import { attributeOf, hasOutline, unitsOf, type Units } from "./units.ts";

/** What a test is judged on. */
export interface Bench {
  readonly snapshot: Snapshot;
  readonly sector: Sector;
  readonly unit: Unit;
  readonly ellipsoid: Ellipsoid;
}

/**
 * What may be the reach of a feature whose radius is not recorded: the largest cell that the radio standard allows.
 * Source: 3GPP TS 45.010 (timing advance of 63 bits, 35 km).
 */
const UNRECORDED_RADIUS_M = 35_000;

type Of<Kind> = Extract<SimpleTest, { kind: Kind }>;

/** The nearer of what surely and what perhaps may serve. */
function nearerOf(yes: Nearest, maybe: Nearest | null, n: number): readonly [number, number] {
  const perhaps = maybe && !(yes.distanceM[n]! <= maybe.distanceM[n]!);
  const from = perhaps && maybe.feature[n]! >= 0 ? maybe : yes;
  return [from.distanceM[n]!, from.feature[n]!];
}

function judgeDistance(bench: Bench, test: Of<"distance">): Outcome {
  const units = unitsOf(bench.snapshot, bench.unit);
  const outcome = createOutcome(units, "beyondReach");
  const { yes, maybe } = choose(bench.snapshot, bench.sector, test);
  const from = test.from ?? "outline";
  const bandM = recheckBandM(test.reachM);
  const nearest = (choice: Choice): Nearest =>
    choice.nearest(bench.snapshot, bench.unit, from, bench.ellipsoid);
  const sure = nearest(yes);
  const perhaps = maybe && nearest(maybe);
  const settled = (choice: Choice, nearest: Nearest, n: number): ReturnType<Choice["settle"]> => {
    const found = { distanceM: nearest.distanceM[n]!, feature: nearest.feature[n]! };
    return bench.ellipsoid === WGS84
      ? choice.settle(units, n, from, found, test.reachM, bandM)
      : found;
  };
  for (let n = 0; n < units.count; n++) {
    const near = settled(yes, sure, n);
    if (near.distanceM <= test.reachM) {
      write(outcome, n, SERVED, "withinReach", near.distanceM, near.feature);
      continue;
    }
    const other = maybe && perhaps ? settled(maybe, perhaps, n) : null;
    if (other && other.distanceM <= test.reachM) {
      write(outcome, n, UNKNOWN, "attributeUnknown", other.distanceM, other.feature);
      continue;
    }
    const farther = other && !(near.distanceM <= other.distanceM) && other.feature >= 0;
    const shown = farther ? other : near;
    write(outcome, n, UNSERVED, "beyondReach", shown.distanceM, shown.feature);
  }
  return outcome;
}

const notALine = (features: FeatureColumns, i: number): boolean => features.geometry[i] !== LINE;

/** A feature that holds the unit's point, or a point feature inside the unit's outline; -1 when there is none. */
function holderOf(choice: Choice, found: Nearest, units: Units, n: number): number {
  const feature = found.feature[n]!;
  if (found.distanceM[n] === 0 && choice.features.geometry[feature] === POLYGON) return feature;
  if (!hasOutline(units, n)) return -1;
  return firstAnchorInside(
    choice,
    units.outline,
    units.index[n]!,
    (i) => choice.features.geometry[i] === POINT,
  );
}

function judgeInside(bench: Bench, test: Of<"inside">): Outcome {
  const units = unitsOf(bench.snapshot, bench.unit);
  const outcome = createOutcome(units, "outside");
  const { yes, maybe } = choose(bench.snapshot, bench.sector, test, notALine, "not a line");
  const nearest = (choice: Choice): Nearest =>
    choice.nearest(bench.snapshot, bench.unit, "seat", bench.ellipsoid);
  const sure = nearest(yes);
  const perhaps = maybe && nearest(maybe);
  for (let n = 0; n < units.count; n++) {
    const holder = holderOf(yes, sure, units, n);
    if (holder >= 0) {
      write(outcome, n, SERVED, "inside", 0, holder);
      continue;
    }
    const other = maybe && perhaps ? holderOf(maybe, perhaps, units, n) : -1;
    if (other >= 0) write(outcome, n, UNKNOWN, "attributeUnknown", 0, other);
    else write(outcome, n, UNSERVED, "outside", ...nearerOf(sure, perhaps, n));
  }
  return outcome;
}

function judgeRadius(bench: Bench, test: Of<"radius">): Outcome {
  const units = unitsOf(bench.snapshot, bench.unit);
  const outcome = createOutcome(units, "beyondReach");
  const { yes, maybe } = choose(bench.snapshot, bench.sector, test);
  const features = bench.snapshot.features[bench.sector];
  const recorded = features.numbers["radiusM"] ?? new Float32Array(features.count).fill(NaN);
  const sure = new RadiusIndex(yes.grid.segments, recorded);
  const widest = recorded.map((radiusM) => (Number.isNaN(radiusM) ? UNRECORDED_RADIUS_M : radiusM));
  const perhaps = [yes, maybe].flatMap((choice) =>
    choice ? [new RadiusIndex(choice.grid.segments, widest)] : [],
  );
  const nearest = yes.nearest(bench.snapshot, bench.unit, "seat", bench.ellipsoid);
  const nearestMaybe = maybe?.nearest(bench.snapshot, bench.unit, "seat", bench.ellipsoid) ?? null;
  for (let n = 0; n < units.count; n++) {
    const [lng, lat] = [units.lng[n]!, units.lat[n]!];
    if (!isPlace(lng, lat)) continue;
    const server = sure.serving(lng, lat, bench.ellipsoid);
    if (server.feature >= 0) {
      write(outcome, n, SERVED, "withinRadius", server.distanceM, server.feature);
      continue;
    }
    const other = perhaps
      .map((index) => index.serving(lng, lat, bench.ellipsoid))
      .find(({ feature }) => feature >= 0);
    if (other) write(outcome, n, UNKNOWN, "attributeUnknown", other.distanceM, other.feature);
    else write(outcome, n, UNSERVED, "beyondReach", ...nearerOf(nearest, nearestMaybe, n));
  }
  return outcome;
}

/**
 * A test that is open only to units with an attribute serves nothing to units without it, and leaves unknown what it would serve to
 * units of which the attribute is not recorded.
 */
function closeToOthers(outcome: Outcome, units: Units, attribute: string, test: SimpleTest): void {
  for (let n = 0; n < units.count; n++) {
    const has = attributeOf(units, attribute, n);
    if (has === NO) {
      write(outcome, n, UNSERVED, test.kind === "inside" ? "outside" : "beyondReach", NaN, -1);
    } else if (has === NOT_RECORDED && outcome.status[n] === SERVED) {
      const [distanceM, feature] = [outcome.distanceM[n]!, outcome.feature[n]!];
      write(outcome, n, UNKNOWN, "attributeUnknown", distanceM, feature);
    }
  }
}

function judgeByKind(bench: Bench, test: SimpleTest): Outcome {
  switch (test.kind) {
    case "distance":
      return judgeDistance(bench, test);
    case "inside":
      return judgeInside(bench, test);
    case "radius":
      return judgeRadius(bench, test);
  }
}

/** What one test says of every unit of a rule, by geometry alone. */
export function judgeTest(bench: Bench, test: SimpleTest): Outcome {
  const outcome = judgeByKind(bench, test);
  if (test.onlyFor !== undefined) {
    closeToOthers(outcome, unitsOf(bench.snapshot, bench.unit), test.onlyFor, test);
  }
  return outcome;
}
