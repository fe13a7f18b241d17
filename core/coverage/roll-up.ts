import type { Rate, Rates } from "../contract/coverage.ts";
import type { IndicatorRule } from "../contract/rule.ts";
import { missingOf } from "../policy/target.ts";
import {
  NOT_ELIGIBLE,
  SERVED,
  UNKNOWN,
  type AreaCounts,
  type Snapshot,
  type Verdicts,
} from "./snapshot.ts";
import { sumByArea } from "./units.ts";

/** Counts of a row of AreaCounts: villages (or the rule's unit), households, persons. */
export const KINDS = 3;

/** The counts of the units of one status. */
export function countsAt(counts: AreaCounts, status: number): Int32Array {
  if (status === SERVED) return counts.served;
  if (status === UNKNOWN) return counts.unknown;
  return status === NOT_ELIGIBLE ? counts.excluded : counts.unserved;
}

/** Where the i-th unit lies and what it counts for, whether it is a village or an area. */
function unitCounts(
  snapshot: Snapshot,
  ofAreas: boolean,
): {
  readonly area: (index: number) => number;
  readonly households: Int32Array;
  readonly persons: Int32Array;
} {
  const { areas, villages } = snapshot;
  if (!ofAreas) {
    const { households, persons } = villages;
    return { area: (index) => villages.area[index]!, households, persons };
  }
  return {
    area: (index) => index,
    households: sumByArea(areas, villages, villages.households).sum,
    persons: sumByArea(areas, villages, villages.persons).sum,
  };
}

/**
 * Adds up the verdicts of a rule for every area of the snapshot, by units, households and persons. Counts that are not recorded add
 * nothing. A parent's counts are the sums of its children's plus the units that lie directly in it.
 */
export function rollUp(snapshot: Snapshot, verdicts: Verdicts): AreaCounts {
  const { areas } = snapshot;
  const column = (): Int32Array => new Int32Array(areas.count * KINDS);
  const counts: AreaCounts = {
    ruleId: verdicts.ruleId,
    served: column(),
    unserved: column(),
    unknown: column(),
    excluded: column(),
  };
  const of = unitCounts(snapshot, verdicts.unit !== "naturalVillage");
  for (let n = 0; n < verdicts.units.length; n++) {
    const index = verdicts.units[n]!;
    const into = countsAt(counts, verdicts.status[n]!);
    const at = of.area(index) * KINDS;
    into[at]! += 1;
    into[at + 1]! += Math.max(0, of.households[index]!);
    into[at + 2]! += Math.max(0, of.persons[index]!);
  }
  for (const values of [counts.served, counts.unserved, counts.unknown, counts.excluded]) {
    for (let area = areas.count - 1; area > 0; area--) {
      const parent = areas.parent[area]!;
      if (parent < 0) continue;
      for (let kind = 0; kind < KINDS; kind++) {
        values[parent * KINDS + kind]! += values[area * KINDS + kind]!;
      }
    }
  }
  return counts;
}

/** The rate of three counts: null when nothing is served or unserved, for 0 of 0 is not 100 %; low and high null when nothing counts. */
export function rateOf(served: number, unserved: number, unknown: number): Rate {
  const eligible = served + unserved + unknown;
  return {
    eligible,
    served,
    unserved,
    unknown,
    rate: served + unserved > 0 ? served / (served + unserved) : null,
    low: eligible > 0 ? served / eligible : null,
    high: eligible > 0 ? (served + unknown) / eligible : null,
  };
}

/** The rates of one area by villages (or the rule's unit), households and persons. */
export function ratesOf(counts: AreaCounts, areaIndex: number): Rates {
  const kind = (offset: number): Rate => {
    const at = areaIndex * KINDS + offset;
    return rateOf(counts.served[at]!, counts.unserved[at]!, counts.unknown[at]!);
  };
  return { villages: kind(0), households: kind(1), persons: kind(2) };
}

/** Units of the rule in an area that it does not count. */
export function excludedOf(counts: AreaCounts, areaIndex: number): number {
  return counts.excluded[areaIndex * KINDS]!;
}

/**
 * Further units (or households or persons, as the rule's headline counts) to serve until the target is surely met, even if nothing whose
 * status is unknown is served. 0 when it is met or nothing counts, null for a rule without a target. A target of 95 % over 19 of 20 is met.
 */
export function missingToTarget(rates: Rates, rule: IndicatorRule): number | null {
  return missingOf(rates[rule.headline], rule.target)?.most ?? null;
}
