import type { IndicatorRule } from "../../core/contract/rule.ts";
import type { StatusChange } from "../../core/coverage/live-verdicts.ts";
import { measureCoverage } from "../../core/coverage/measure.ts";
import { rollUp } from "../../core/coverage/roll-up.ts";
import type { AreaCounts, Snapshot } from "../../core/coverage/snapshot.ts";
import { snapshotWith } from "../../core/coverage/snapshot-with.ts";
import { hasOutline, unitsOf } from "../../core/coverage/units.ts";
import type { WhatIf } from "../../core/coverage/what-if.ts";

/** What a unit's verdict is, and what a snapshot built anew with the same edits gives. */
interface Difference {
  readonly what: string;
  readonly live: unknown;
  readonly rebuilt: unknown;
}

/**
 * Where a live engine differs, be it in the last bit, from a snapshot that is built anew with the same edits and judged whole; empty when
 * nowhere. Which of several features is named that touch an outline is left open.
 */
export function differencesToRebuilt(
  whatIf: WhatIf,
  snapshot: Snapshot,
  rule: IndicatorRule,
): Difference[] {
  const edits = whatIf.edits();
  const rebuilt = snapshotWith(snapshot, { [rule.sector]: edits });
  const truth = measureCoverage(rebuilt, rule);
  const { verdicts } = whatIf;
  const units = unitsOf(snapshot, rule.unit);
  const { count } = snapshot.features[rule.sector];
  const liveName = (feature: number): string =>
    feature < count ? `${feature}` : `drawn ${whatIf.drawnAt(feature)?.id}`;
  const trueName = (feature: number): string =>
    feature < count ? `${feature}` : `drawn ${edits.added![feature - count]!.id}`;
  const found: Difference[] = [];
  const compare = (what: string, live: unknown, other: unknown): void => {
    if (!Object.is(live, other)) found.push({ what, live, rebuilt: other });
  };
  for (let n = 0; n < units.count; n++) {
    compare(`unit ${n}`, verdicts.units[n], truth.units[n]);
    compare(`status of ${n}`, verdicts.status[n], truth.status[n]);
    compare(`reason of ${n}`, verdicts.reason[n], truth.reason[n]);
    compare(`metres of ${n}`, verdicts.distanceM[n], truth.distanceM[n]);
    if (truth.distanceM[n] === 0 && hasOutline(units, n)) continue;
    const [live, other] = [verdicts.feature[n]!, truth.feature[n]!];
    if (live !== other || live >= count) {
      compare(`feature of ${n}`, liveName(live), trueName(other));
    }
  }
  compareCounts(whatIf.counts, rollUp(rebuilt, truth), compare);
  return found;
}

function compareCounts(
  live: AreaCounts,
  truth: AreaCounts,
  compare: (what: string, live: unknown, other: unknown) => void,
): void {
  for (const key of ["served", "unserved", "unknown", "excluded"] as const) {
    for (let i = 0; i < truth[key].length; i++) {
      compare(`${key} ${i}`, live[key][i], truth[key][i]);
    }
    compare(`length of ${key}`, live[key].length, truth[key].length);
  }
}

/** Units whose status changed without being told, or was told and did not change as told. */
export function wronglyTold(
  changes: readonly StatusChange[],
  whatIf: WhatIf,
  before: Uint8Array,
): number[] {
  const { status, units } = whatIf.verdicts;
  const told = new Map(changes.map((one) => [one.position, one]));
  return [...status.keys()].filter((n) => {
    const one = told.get(n);
    if (!one) return status[n] !== before[n];
    const asTold = one.from === before[n] && one.to === status[n] && one.index === units[n];
    return !asTold || one.from === one.to;
  });
}
