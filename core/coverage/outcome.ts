import { REASONS, type Reason } from "../contract/coverage.ts";
import type { Units } from "./units.ts";
import { UNSERVED } from "./snapshot.ts";

/** What a test says of every unit, before eligibility: position n is unit n. */
export interface Outcome {
  readonly status: Uint8Array;
  /** Index into REASONS. */
  readonly reason: Uint8Array;
  readonly distanceM: Float64Array;
  readonly feature: Int32Array;
}

const REASON_CODES = new Map<Reason, number>(REASONS.map((reason, code) => [reason, code]));

export function reasonCode(reason: Reason): number {
  return REASON_CODES.get(reason)!;
}

/** Every unit unserved for one reason, nothing near. */
export function createOutcome(units: Units, reason: Reason): Outcome {
  return {
    status: new Uint8Array(units.count).fill(UNSERVED),
    reason: new Uint8Array(units.count).fill(reasonCode(reason)),
    distanceM: new Float64Array(units.count).fill(NaN),
    feature: new Int32Array(units.count).fill(-1),
  };
}

/** Writes one unit's answer. */
export function write(
  outcome: Outcome,
  n: number,
  status: number,
  reason: Reason,
  distanceM: number,
  feature: number,
): void {
  outcome.status[n] = status;
  outcome.reason[n] = reasonCode(reason);
  outcome.distanceM[n] = distanceM;
  outcome.feature[n] = feature;
}

/**
 * Takes over from `other` every answer that is better: the higher status, and among equals the smaller distance. Equal answers stay, so
 * that the test named first gives the reason.
 */
export function takeBetter(outcome: Outcome, other: Outcome): void {
  for (let n = 0; n < outcome.status.length; n++) {
    const higher = other.status[n]! - outcome.status[n]!;
    const nearer =
      other.distanceM[n]! < outcome.distanceM[n]! ||
      (Number.isNaN(outcome.distanceM[n]!) && !Number.isNaN(other.distanceM[n]!));
    if (higher < 0 || (higher === 0 && !nearer)) continue;
    outcome.status[n] = other.status[n]!;
    outcome.reason[n] = other.reason[n]!;
    outcome.distanceM[n] = other.distanceM[n]!;
    outcome.feature[n] = other.feature[n]!;
  }
}
