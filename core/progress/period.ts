/** A period that a return is of, taken apart: `month` 1..12, or null for a whole year. */
export interface PeriodParts {
  readonly year: number;
  readonly month: number | null;
}

/** "2016" or "2016-05" taken apart; null for anything else. */
export function periodParts(period: string): PeriodParts | null {
  const found = /^(\d{4})(?:-(0[1-9]|1[0-2]))?$/.exec(period);
  if (found === null) return null;
  return { year: Number(found[1]), month: found[2] === undefined ? null : Number(found[2]) };
}

/** A period as it is stored. */
export function periodOf({ year, month }: PeriodParts): string {
  return month === null ? String(year) : `${year}-${String(month).padStart(2, "0")}`;
}

/**
 * The period that a person means: 2016, 2016年, 2016-05, 2016/5, 2016年5月, 201605, and 2016-05-01 as table programs write a month.
 * Null where it could be meant otherwise: a day that is not the first, or 2016.1, which table programs make of 2016.10 as well.
 */
export function readPeriod(value: string | number): PeriodParts | null {
  if (typeof value === "number" && !Number.isInteger(value)) return null;
  const text = String(value).normalize("NFKC").trim();
  const found =
    /^(\d{4})年?$/.exec(text) ??
    /^(\d{4})(\d{2})$/.exec(text) ??
    /^(\d{4})[-/](\d{1,2})$/.exec(text) ??
    /^(\d{4})年(\d{1,2})月?$/.exec(text) ??
    /^(\d{4})[-/](\d{1,2})[-/]0?1(?:[T ].*)?$/.exec(text);
  if (found === null) return null;
  const month = found[2] === undefined ? null : Number(found[2]);
  return month !== null && (month < 1 || month > 12) ? null : { year: Number(found[1]), month };
}

/** Orders periods by their end; a year comes after its months. */
export function comparePeriods(a: string, b: string): number {
  const [endA, endB] = [endOf(a), endOf(b)];
  return endA < endB ? -1 : endA > endB ? 1 : 0;
}

const endOf = (period: string): string => (period.length === 4 ? `${period}-13` : period);
