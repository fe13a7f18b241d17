const BITS = 11;
const CELLS = 1 << BITS;

/** Spreads the low 16 bits of a number so that a zero lies between each two. */
function spread(n: number): number {
  let bits = n;
  bits = (bits | (bits << 8)) & 0x00ff00ff;
  bits = (bits | (bits << 4)) & 0x0f0f0f0f;
  bits = (bits | (bits << 2)) & 0x33333333;
  return (bits | (bits << 1)) & 0x55555555;
}

function rangeOf(values: Float64Array): { low: number; scale: number } {
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return { low, scale: high > low ? (CELLS - 1) / (high - low) : 0 };
}

/**
 * Positions sorted along a Z-curve (Morton order), so that neighbours on the ground follow each other. Places without finite
 * coordinates come first. Source: G. M. Morton, A computer oriented geodetic data base, IBM (1966).
 */
export function sortByPlace(lng: Float64Array, lat: Float64Array): Int32Array {
  const x = rangeOf(lng);
  const y = rangeOf(lat);
  const key = new Uint32Array(lng.length);
  const start = new Int32Array(CELLS * CELLS + 1);
  for (let i = 0; i < lng.length; i++) {
    const column = ((lng[i]! - x.low) * x.scale) | 0;
    const row = ((lat[i]! - y.low) * y.scale) | 0;
    key[i] = spread(column & (CELLS - 1)) | (spread(row & (CELLS - 1)) << 1);
    start[key[i]! + 1]!++;
  }
  for (let cell = 0; cell < CELLS * CELLS; cell++) start[cell + 1]! += start[cell]!;
  const order = new Int32Array(lng.length);
  for (let i = 0; i < lng.length; i++) order[start[key[i]!]!++] = i;
  return order;
}
