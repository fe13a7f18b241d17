import { REASONS, type Reason } from "../contract/coverage.ts";
import type { Units } from "./units.ts";
import { UNSERVED } from "./snapshot.ts";

/** What is said of every unit: position n is unit n. */
export interface Outcome {
  readonly status: Uint8Array;
  /** Index into REASONS. */
  readonly reason: Uint8Array;
  readonly distanceM: Float64Array;
  readonly feature: Int32Array;
}

/** What is said of one unit; written over from unit to unit. */
export interface Answer {
  status: number;
  /** Index into REASONS. */
  reason: number;
  distanceM: number;
  feature: number;
}

const REASON_CODES = new Map<Reason, number>(REASONS.map((reason, code) => [reason, code]));

export function reasonCode(reason: Reason): number {
  return REASON_CODES.get(reason)!;
}

export function createAnswer(): Answer {
  return { status: UNSERVED, reason: 0, distanceM: NaN, feature: -1 };
}

/** Every unit unserved, nothing near. */
export function createOutcome(units: Units): Outcome {
  return {
    status: new Uint8Array(units.count).fill(UNSERVED),
    reason: new Uint8Array(units.count),
    distanceM: new Float64Array(units.count).fill(NaN),
    feature: new Int32Array(units.count).fill(-1),
  };
}

export function copyOf({ status, reason, distanceM, feature }: Outcome): Outcome {
  return {
    status: status.slice(),
    reason: reason.slice(),
    distanceM: distanceM.slice(),
    feature: feature.slice(),
  };
}

/** Writes an answer: `reason` is the reason's code. */
export function say(
  answer: Answer,
  status: number,
  reason: number,
  distanceM: number,
  feature: number,
): void {
  answer.status = status;
  answer.reason = reason;
  answer.distanceM = distanceM;
  answer.feature = feature;
}

/** Writes the answer on unit n into an outcome. */
export function store(outcome: Outcome, n: number, answer: Answer): void {
  outcome.status[n] = answer.status;
  outcome.reason[n] = answer.reason;
  outcome.distanceM[n] = answer.distanceM;
  outcome.feature[n] = answer.feature;
}

/** Reads what an outcome says of unit n into an answer. */
export function load(answer: Answer, outcome: Outcome, n: number): void {
  answer.status = outcome.status[n]!;
  answer.reason = outcome.reason[n]!;
  answer.distanceM = outcome.distanceM[n]!;
  answer.feature = outcome.feature[n]!;
}

/**
 * Takes over from `other` what is better: the higher status, and among equals the smaller distance. An equal answer stays, so that the
 * test named first gives the reason.
 */
export function takeBetter(answer: Answer, other: Answer): void {
  const higher = other.status - answer.status;
  const nearer =
    other.distanceM < answer.distanceM ||
    (Number.isNaN(answer.distanceM) && !Number.isNaN(other.distanceM));
  if (higher < 0 || (higher === 0 && !nearer)) return;
  say(answer, other.status, other.reason, other.distanceM, other.feature);
}
