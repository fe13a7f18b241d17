/** The rows that a scrolled list must draw: those in sight and a few on either side, from `first` up to `last` (excluded). */
export function visibleRows(
  scrollTopPx: number,
  heightPx: number,
  rowPx: number,
  rows: number,
): { first: number; last: number } {
  const spare = 8;
  const first = Math.max(0, Math.floor(scrollTopPx / rowPx) - spare);
  const last = Math.min(rows, Math.ceil((scrollTopPx + heightPx) / rowPx) + spare);
  return { first: Math.min(first, last), last };
}

/** Where to scroll so that a row is wholly in sight; the same place when it is already. */
export function scrollToShow(
  row: number,
  scrollTopPx: number,
  heightPx: number,
  rowPx: number,
): number {
  const top = row * rowPx;
  if (top < scrollTopPx) return top;
  return Math.max(scrollTopPx, top + rowPx - heightPx);
}
