import type { SimpleTest } from "../contract/rule.ts";
import { recheckBandM } from "../geodesy/segment-distance.ts";
import { isPlace } from "../geodesy/place.ts";
import type { Only } from "./choice.ts";
import type { Found } from "./exact-nearest.ts";
import type { Nearest } from "./nearest-point.ts";
import { reasonCode, say, type Answer } from "./outcome.ts";
import { LINE, NO, NOT_RECORDED, SERVED, UNKNOWN, UNSERVED } from "./snapshot.ts";
import type { Target, Targets } from "./target.ts";
import { attributeOf, type Units } from "./units.ts";

/** Says what a test shows of the unit at a position, by geometry alone. */
export type JudgeUnit = (n: number, answer: Answer) => void;

type Of<Kind> = Extract<SimpleTest, { kind: Kind }>;

const WITHIN_REACH = reasonCode("withinReach");
const BEYOND_REACH = reasonCode("beyondReach");
const WITHIN_RADIUS = reasonCode("withinRadius");
const INSIDE = reasonCode("inside");
const OUTSIDE = reasonCode("outside");
const ATTRIBUTE_UNKNOWN = reasonCode("attributeUnknown");

/** Says that a unit is unserved, with the nearer of what surely and what perhaps may serve. */
function sayUnserved(
  answer: Answer,
  reason: number,
  yes: Nearest,
  maybe: Nearest | null,
  n: number,
): void {
  const perhaps = maybe && !(yes.distanceM[n]! <= maybe.distanceM[n]!) && maybe.feature[n]! >= 0;
  const from = perhaps ? maybe : yes;
  say(answer, UNSERVED, reason, from.distanceM[n]!, from.feature[n]!);
}

function distanceJudge(test: Of<"distance">, targets: Targets, recheck: boolean): JudgeUnit {
  const { reachM, from = "outline" } = test;
  const bandM = recheckBandM(reachM);
  const sure = targets.yes.nearest(from);
  const settled = (target: Target, n: number, found: Found): Found => {
    const exact = target.exactNearest(n, from, found.distanceM, bandM);
    return exact.feature < 0 ? found : exact;
  };
  return (n, answer) => {
    let distanceM = sure.distanceM[n]!;
    let feature = sure.feature[n]!;
    if (recheck && Math.abs(distanceM - reachM) < bandM && distanceM !== 0) {
      ({ distanceM, feature } = settled(targets.yes, n, { distanceM, feature }));
    }
    if (distanceM <= reachM) {
      say(answer, SERVED, WITHIN_REACH, distanceM, feature);
      return;
    }
    say(answer, UNSERVED, BEYOND_REACH, distanceM, feature);
    if (!targets.maybe) return;
    const perhaps = targets.maybe.nearest(from);
    let otherM = perhaps.distanceM[n]!;
    let other = perhaps.feature[n]!;
    if (recheck && Math.abs(otherM - reachM) < bandM && otherM !== 0) {
      const exact = settled(targets.maybe, n, { distanceM: otherM, feature: other });
      otherM = exact.distanceM;
      other = exact.feature;
    }
    if (otherM <= reachM) say(answer, UNKNOWN, ATTRIBUTE_UNKNOWN, otherM, other);
    else if (!(distanceM <= otherM) && other >= 0) {
      say(answer, UNSERVED, BEYOND_REACH, otherM, other);
    }
  };
}

/** A feature that holds the unit's point, or a point feature inside the unit's outline; -1 when there is none. */
function holderOf(target: Target, found: Nearest, n: number): number {
  const feature = found.feature[n]!;
  if (found.distanceM[n] === 0 && target.isPolygon(feature)) return feature;
  return target.firstPointInside(n);
}

function insideJudge(targets: Targets): JudgeUnit {
  const sure = targets.yes.nearest("seat");
  return (n, answer) => {
    const holder = holderOf(targets.yes, sure, n);
    if (holder >= 0) {
      say(answer, SERVED, INSIDE, 0, holder);
      return;
    }
    const perhaps = targets.maybe?.nearest("seat") ?? null;
    const other = targets.maybe && perhaps ? holderOf(targets.maybe, perhaps, n) : -1;
    if (other >= 0) say(answer, UNKNOWN, ATTRIBUTE_UNKNOWN, 0, other);
    else sayUnserved(answer, OUTSIDE, sure, perhaps, n);
  };
}

function radiusJudge(units: Units, targets: Targets): JudgeUnit {
  const sure = targets.yes.nearest("seat");
  return (n, answer) => {
    if (!isPlace(units.lng[n]!, units.lat[n]!)) {
      say(answer, UNSERVED, BEYOND_REACH, NaN, -1);
      return;
    }
    const server = targets.yes.serving("recorded", n);
    if (server.feature >= 0) {
      say(answer, SERVED, WITHIN_RADIUS, server.distanceM, server.feature);
      return;
    }
    let other = targets.yes.serving("widest", n);
    if (other.feature < 0 && targets.maybe) other = targets.maybe.serving("widest", n);
    if (other.feature >= 0) {
      say(answer, UNKNOWN, ATTRIBUTE_UNKNOWN, other.distanceM, other.feature);
    } else {
      sayUnserved(answer, BEYOND_REACH, sure, targets.maybe?.nearest("seat") ?? null, n);
    }
  };
}

/**
 * A test that is open only to units with an attribute serves nothing to units without it, and leaves unknown what it would serve to
 * units of which the attribute is not recorded.
 */
function openTo(units: Units, attribute: string, test: SimpleTest, judge: JudgeUnit): JudgeUnit {
  const closed = test.kind === "inside" ? OUTSIDE : BEYOND_REACH;
  return (n, answer) => {
    const has = attributeOf(units, attribute, n);
    if (has === NO) {
      say(answer, UNSERVED, closed, NaN, -1);
      return;
    }
    judge(n, answer);
    if (has === NOT_RECORDED && answer.status === SERVED) {
      answer.status = UNKNOWN;
      answer.reason = ATTRIBUTE_UNKNOWN;
    }
  };
}

function judgeOfKind(
  units: Units,
  test: SimpleTest,
  targets: Targets,
  recheck: boolean,
): JudgeUnit {
  switch (test.kind) {
    case "distance":
      return distanceJudge(test, targets, recheck);
    case "inside":
      return insideJudge(targets);
    case "radius":
      return radiusJudge(units, targets);
  }
}

/**
 * How a test judges a unit, given what may serve. With `recheck` a distance too near the reach is measured again by the geodesic
 * itself; without only to compare with programs that use a sphere.
 */
export function judgeOf(
  units: Units,
  test: SimpleTest,
  targets: Targets,
  recheck: boolean,
): JudgeUnit {
  const judge = judgeOfKind(units, test, targets, recheck);
  return test.onlyFor === undefined ? judge : openTo(units, test.onlyFor, test, judge);
}

/** What a test lets serve beside its filter: a line holds nothing. */
export function onlyOf(test: SimpleTest): Only | undefined {
  if (test.kind !== "inside") return undefined;
  return { key: "not a line", counts: (features, i) => features.geometry[i] !== LINE };
}
