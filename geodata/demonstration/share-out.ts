/** Shares a whole number out in proportion to the weights, each part at least `least`; the parts sum exactly to the total. */
export function shareOut(total: number, weights: readonly number[], least: number): number[] {
  const sum = weights.reduce((a, b) => a + b, 0);
  const free = total - least * weights.length;
  if (free < 0)
    throw new RangeError(`cannot give ${least} to each of ${weights.length} out of ${total}`);
  const exact = weights.map((weight) => (free * weight) / sum);
  const parts = exact.map((value) => least + Math.floor(value));
  const byRemainder = exact
    .map((value, i) => ({ i, rest: value - Math.floor(value) }))
    .sort((a, b) => b.rest - a.rest || a.i - b.i);
  let left = total - parts.reduce((a, b) => a + b, 0);
  for (const { i } of byRemainder) {
    if (left === 0) break;
    parts[i] = (parts[i] as number) + 1;
    left--;
  }
  return parts;
}
