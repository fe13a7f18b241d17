/** Steps (letters changed, added or left out) beyond which two names are not alike. */
const MOST_STEPS = 2;
const MOST_NAMES = 3;

/** The names (in NFKC) most like one that is not known, best first, at most three; none where nothing is alike. */
export function nearestNames(name: string, names: Iterable<string>): string[] {
  const wanted = Array.from(name.normalize("NFKC").toLowerCase());
  const found: { name: string; steps: number }[] = [];
  const seen = new Set<string>();
  for (const each of names) {
    if (seen.has(each)) continue;
    seen.add(each);
    // Each letter that the other lacks costs a step: most names are told apart by that alone.
    if (Math.abs(each.length - name.length) > 2 * MOST_STEPS) continue;
    const lower = each.toLowerCase();
    if (wanted.filter((letter) => !lower.includes(letter)).length > MOST_STEPS) continue;
    const steps = stepsBetween(wanted, Array.from(lower));
    // Two letters of two are another name.
    if (steps <= MOST_STEPS && steps < wanted.length) found.push({ name: each, steps });
  }
  return found
    .sort((a, b) => a.steps - b.steps || (a.name < b.name ? -1 : 1))
    .slice(0, MOST_NAMES)
    .map((each) => each.name);
}

/** Levenshtein's distance; one more than the most that counts where it is surely more. */
function stepsBetween(a: readonly string[], b: readonly string[]): number {
  if (Math.abs(a.length - b.length) > MOST_STEPS) return MOST_STEPS + 1;
  let above = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++)
      row.push(
        Math.min(row[j - 1]! + 1, above[j]! + 1, above[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)),
      );
    above = row;
  }
  return above[b.length]!;
}
