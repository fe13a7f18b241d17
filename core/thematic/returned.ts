/** Who moved in, by subject and year, in that year alone; what nothing was returned of is absent. */
type Years = ReadonlyMap<string, ReadonlyMap<number, Returned>>;

interface Returned {
  readonly households: number;
  readonly persons: number;
}

/** Returns of a plan (进度填报) by year: by settlement that people came to, and by village that they left: the same people twice. */
export interface ReturnedYears {
  readonly settlements: Years;
  readonly villages: Years;
}

export const NOTHING_RETURNED: ReturnedYears = { settlements: new Map(), villages: new Map() };

/**
 * Whose returns a year is counted by, the same for all areas: those that tell of more persons, for each can only leave people out; of equal
 * ones settlements. Null where nothing was returned.
 */
export function returnedBy(returned: ReturnedYears, year: number): keyof ReturnedYears | null {
  const [arrived, left] = [returned.settlements, returned.villages].map((subjects) => {
    const found = [...subjects.values()].flatMap((years) => years.get(year) ?? []);
    return found.length === 0 ? -1 : found.reduce((sum, { persons }) => sum + persons, 0);
  });
  if (arrived! < 0 && left! < 0) return null;
  return left! > arrived! ? "villages" : "settlements";
}

/** A table of years and places in which nothing is known yet. */
export function unknownYears(years: number, places: number): (number | null)[][] {
  return Array.from({ length: years }, () => Array.from({ length: places }, () => null));
}
