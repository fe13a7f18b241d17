import type { IndicatorRule } from "../contract/rule.ts";
import { isPlace } from "../geodesy/place.ts";
import type { JudgeUnit } from "./judge-test.ts";
import { serveThroughNeighbour } from "./neighbours.ts";
import { reasonCode } from "./outcome.ts";
import {
  NO,
  NOT_ELIGIBLE,
  NOT_RECORDED,
  SERVED,
  UNKNOWN,
  UNSERVED,
  YES,
  type Snapshot,
} from "./snapshot.ts";
import { eligibilityOf, unitsOf, type Units } from "./units.ts";

const NO_DATA = reasonCode("noData");
const ATTESTED_SERVED = reasonCode("attestedServed");
const ATTESTED_UNSERVED = reasonCode("attestedUnserved");
const NOT_ELIGIBLE_REASON = reasonCode("notEligible");
const ELIGIBILITY_UNKNOWN = reasonCode("eligibilityUnknown");

/** YES per area where it or an area above it is covered by a dataset of the sector. */
function surveyedOf(snapshot: Snapshot, sector: IndicatorRule["sector"]): Uint8Array {
  const { areas } = snapshot;
  const surveyed = Uint8Array.from(areas.surveyed[sector], (one) => (one === YES ? YES : NO));
  for (let area = 0; area < areas.count; area++) {
    const parent = areas.parent[area]!;
    if (parent >= 0 && surveyed[parent] === YES) surveyed[area] = YES;
  }
  return surveyed;
}

/**
 * Corrects what the tests of a rule show of a unit by what is known beside geometry: what is not surveyed, and a unit without a place, is
 * unknown and not unserved; and where the geometry does not show service, what was attested counts.
 */
export function standingOf(snapshot: Snapshot, rule: IndicatorRule): JudgeUnit {
  const units = unitsOf(snapshot, rule.unit);
  const surveyed = surveyedOf(snapshot, rule.sector);
  const attested =
    rule.attested && rule.unit === "naturalVillage"
      ? snapshot.villages.attested[rule.sector]
      : null;
  return (n, answer) => {
    if (answer.status === UNSERVED) {
      const placed = !Number.isNaN(answer.distanceM) || isPlace(units.lng[n]!, units.lat[n]!);
      if (!placed || surveyed[units.area[n]!] !== YES) {
        answer.status = UNKNOWN;
        answer.reason = NO_DATA;
      }
    }
    const said = attested?.[n] ?? NOT_RECORDED;
    if (answer.status === SERVED || said === NOT_RECORDED) return;
    answer.status = said === YES ? SERVED : UNSERVED;
    answer.reason = said === YES ? ATTESTED_SERVED : ATTESTED_UNSERVED;
  };
}

/**
 * Turns what is said of a unit alone into its verdict: a served neighbour serves it (1 in `through`), and last comes whether the rule
 * counts it.
 */
export function conclusionOf(
  units: Units,
  rule: IndicatorRule,
  through: Uint8Array | null,
): JudgeUnit {
  const eligible = new Uint8Array(units.count);
  for (let n = 0; n < units.count; n++) eligible[n] = eligibilityOf(units, rule.eligible, n);
  return (n, answer) => {
    if (through?.[n] === 1) serveThroughNeighbour(answer);
    if (eligible[n] === YES) return;
    answer.status = eligible[n] === NO ? NOT_ELIGIBLE : UNKNOWN;
    answer.reason = eligible[n] === NO ? NOT_ELIGIBLE_REASON : ELIGIBILITY_UNKNOWN;
  };
}
