/** Where a page stands in an atlas. */
interface AtlasPlace {
  /** Counted from 0. */
  page: number;
  /** False where the page itself is no longer in the atlas: `page` is then the nearest that is. */
  isThere: boolean;
}

/**
 * Finds the page that an address names in its atlas as it is now: by the saved map that stands on it, and where that stands on more than
 * one page by the nearest to where it stood. An address that names no map means the page of that number.
 */
export function placeIn(
  pages: readonly { id: string }[],
  map: string | null,
  stoodAt: number,
): AtlasPlace {
  const nearest = Math.max(0, Math.min(stoodAt, pages.length - 1));
  if (map === null) return { page: nearest, isThere: stoodAt < pages.length };
  const found = pages
    .flatMap(({ id }, i) => (id === map ? [i] : []))
    .toSorted((a, b) => Math.abs(a - stoodAt) - Math.abs(b - stoodAt));
  return { page: found[0] ?? nearest, isThere: found.length > 0 };
}
