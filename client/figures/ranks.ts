import { formatPlace } from "../format.ts";
import type { Language } from "../view-state.ts";

/**
 * Areas in the order of a value, with the place that each takes in it: equal values share a place (1, 2, 2, 4), areas without a value
 * have none and stand at the end, whichever way the others are sorted. Without a value they stand by name, and the places are null.
 */
export function arrangeRanks<Row extends { name: string; pinyin: string | null }>(
  rows: readonly Row[],
  value: ((row: Row) => number | null) | null,
  descending: boolean,
  language: Language,
): { row: Row; place: number | null }[] {
  const turn = descending ? -1 : 1;
  const byName = (a: Row, b: Row) =>
    formatPlace(a, language).localeCompare(formatPlace(b, language), language);
  if (value === null)
    return rows.toSorted((a, b) => turn * byName(a, b)).map((row) => ({ row, place: null }));
  const sorted = rows.toSorted((a, b) => {
    const [left, right] = [value(a), value(b)];
    if (left === null || right === null)
      return Number(left === null) - Number(right === null) || byName(a, b);
    return turn * (left - right) || byName(a, b);
  });
  let place = 0;
  let before: number | null = null;
  return sorted.map((row, at) => {
    const now = value(row);
    if (now === null) return { row, place: null };
    if (at === 0 || now !== before) place = at + 1;
    before = now;
    return { row, place };
  });
}
