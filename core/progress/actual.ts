import type { ActualCount } from "../contract/progress.ts";
import { sumOfYear, type SubjectTally } from "./tally.ts";

/** The returns that count in an area: settlements that stand there, villages that lie there. */
export interface AreaReturns {
  readonly settlements: readonly SubjectTally[];
  readonly villages: readonly SubjectTally[];
}

/** Which returns a year is counted by. */
export type Basis = ActualCount["basis"];

/**
 * Whose returns a year of a plan is counted by; null where nothing was returned. Settlements and villages tell of the same people, and each
 * can only leave people out, so those that tell of more persons are taken (of equal ones settlements). Decided once for the whole plan,
 * so that its areas add up.
 */
export function basisOf({ settlements, villages }: AreaReturns, year: number): Basis | null {
  const arrived = sumOfYear(settlements, year);
  const left = sumOfYear(villages, year);
  if (arrived === null) return left === null ? null : "villages";
  return left !== null && left.persons > arrived.persons ? "villages" : "settlements";
}

const NONE = { households: 0, persons: 0, oldHousesDown: 0, subjects: 0 };

/** Who moved in during a year in an area, by the returns named; null where none of these were given. Both sides lie open. */
export function actualOf(
  { settlements, villages }: AreaReturns,
  year: number,
  basis: Basis | null,
): (ActualCount & { oldHousesDown: number }) | null {
  const arrived = sumOfYear(settlements, year);
  const left = sumOfYear(villages, year);
  const counted = basis === "villages" ? left : arrived;
  if (basis === null || counted === null) return null;
  const { oldHousesDown: _, ...bySettlements } = arrived ?? NONE;
  const { oldHousesDown: __, ...byVillages } = left ?? NONE;
  const { households, persons, oldHousesDown } = counted;
  return { households, persons, basis, bySettlements, byVillages, oldHousesDown };
}
