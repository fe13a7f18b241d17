/**
 * Places among some values, 1 the best, equal values sharing the better place. What is not known has none and takes none.
 */
export function placesOf(
  values: readonly (number | null)[],
  better: "higher" | "lower",
): (number | null)[] {
  return values.map((own) => {
    if (own === null) return null;
    const isBefore = (value: number): boolean => (better === "higher" ? value > own : value < own);
    return 1 + values.filter((value) => value !== null && isBefore(value)).length;
  });
}
