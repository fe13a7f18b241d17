import type { Place } from "../contract/exit-card.ts";

/** A county in a list, with its figure; null where it has not been brought in. */
export interface Ranked {
  readonly code: string;
  readonly value: number | null;
}

/**
 * The place of a county among others by a figure, the highest first; equal figures share the better place. Figures that are missing may turn
 * out higher, so the place is `place` at best and `worst` at worst. `isAmong`: surely or surely not among the first `first` (of the list
 * turned round: the last, `fromEnd`).
 */
export function placeOf(
  counties: readonly Ranked[],
  code: string,
  { item, first, fromEnd = false }: { item: string; first: number; fromEnd?: boolean },
): Place {
  const own = counties.find((each) => each.code === code)?.value ?? null;
  const known = counties.flatMap(({ value }) => value ?? []);
  const missing = counties.length - known.length;
  const base = { item, value: own, of: counties.length, missing };
  if (own === null) return { ...base, place: null, worst: null, isAmong: null };
  const before = known.filter((value) => (fromEnd ? value < own : value > own)).length;
  const [best, worst] = [before + 1, before + 1 + missing];
  return {
    ...base,
    place: best,
    worst,
    isAmong: worst <= first ? true : best > first ? false : null,
  };
}

/** True when all are, false when any is not, else not known. */
export function allOf(parts: readonly (boolean | null)[]): boolean | null {
  if (parts.includes(false)) return false;
  return parts.length === 0 || parts.includes(null) ? null : true;
}

export type WarningLevel = "none" | "twoYears" | "threeYears";

/**
 * The warning of a county by whether it was among the last in the card's year, the year before and the year before that (first to last:
 * `isLast[0]` the card's year). Null where a year that is not known decides.
 */
export function warningOf(isLast: readonly (boolean | null)[]): WarningLevel | null {
  const [now = null, before = null, earlier = null] = isLast;
  if (now === false || before === false) return "none";
  if (now === null || before === null) return null;
  return earlier === null ? null : earlier ? "threeYears" : "twoYears";
}
