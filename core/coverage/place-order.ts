const MOST_BITS = 11;

/** Spreads the low 16 bits of a number so that a zero lies between each two. */
function spread(n: number): number {
  let bits = n;
  bits = (bits | (bits << 8)) & 0x00ff00ff;
  bits = (bits | (bits << 4)) & 0x0f0f0f0f;
  bits = (bits | (bits << 2)) & 0x33333333;
  return (bits | (bits << 1)) & 0x55555555;
}

function rangeOf(values: Float64Array, cells: number): { low: number; scale: number } {
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return { low, scale: high > low ? (cells - 1) / (high - low) : 0 };
}

/**
 * Positions sorted along a Z-curve (Morton order), so that neighbours on the ground follow each other. Places without finite
 * coordinates come first. Source: G. M. Morton, A computer oriented geodetic data base, IBM (1966).
 */
export function sortByPlace(lng: Float64Array, lat: Float64Array): Int32Array {
  // About four cells per place, so that a handful of places does not count over millions of cells.
  const bits = Math.min(MOST_BITS, Math.ceil(Math.log2(lng.length + 1) / 2) + 1);
  const cells = 1 << bits;
  const x = rangeOf(lng, cells);
  const y = rangeOf(lat, cells);
  const key = new Uint32Array(lng.length);
  const start = new Int32Array(cells * cells + 1);
  for (let i = 0; i < lng.length; i++) {
    const column = ((lng[i]! - x.low) * x.scale) | 0;
    const row = ((lat[i]! - y.low) * y.scale) | 0;
    key[i] = spread(column & (cells - 1)) | (spread(row & (cells - 1)) << 1);
    start[key[i]! + 1]!++;
  }
  for (let cell = 0; cell < cells * cells; cell++) start[cell + 1]! += start[cell]!;
  const order = new Int32Array(lng.length);
  for (let i = 0; i < lng.length; i++) order[start[key[i]!]!++] = i;
  return order;
}
