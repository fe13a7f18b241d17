import type { Db } from "../database/open.ts";
import { sumByYear } from "./queries.ts";

/** Who moved in by year, of each subject that anything was returned of. */
export interface ActualByYear {
  /** By id of the settlement they came to, then by year: in that year alone. */
  readonly settlements: ReadonlyMap<string, ReadonlyMap<number, MovedIn>>;
  /** By key of the village they left. The same people as above: never add the two. */
  readonly villages: ReadonlyMap<string, ReadonlyMap<number, MovedIn>>;
}

interface MovedIn {
  readonly households: number;
  readonly persons: number;
}

/**
 * Households and persons that moved in by the returns of a plan. A year is the yearly return where there is one, else the sum of the months
 * returned. Years and subjects that nothing was returned of are absent, which is not 0.
 */
export async function actualByYear(db: Db, planId: string): Promise<ActualByYear> {
  const found = {
    settlement: new Map<string, Map<number, MovedIn>>(),
    village: new Map<string, Map<number, MovedIn>>(),
  };
  for (const { subject, key, year, households, persons } of await sumByYear(db, planId)) {
    const years = found[subject].get(key) ?? new Map<number, MovedIn>();
    found[subject].set(key, years.set(year, { households, persons }));
  }
  return { settlements: found.settlement, villages: found.village };
}
