import type { Point } from "./plane.ts";
import type { Random } from "./random.ts";

/** A smooth curve from `a` to `b` that leaves along `out` and arrives along `into` (unit vectors), winding by `bend` of its length. */
export function windingLine(
  a: Point,
  out: Point,
  b: Point,
  into: Point,
  pieces: number,
  bend: number,
  random: Random,
): Point[] {
  const length = Math.hypot(b[0] - a[0], b[1] - a[1]);
  const sway = swayOf(pieces, bend * length, random);
  const points: Point[] = [];
  const nx = -(b[1] - a[1]) / length;
  const ny = (b[0] - a[0]) / length;
  for (let k = 0; k <= pieces; k++) {
    const t = k / pieces;
    const h1 = (1 + 2 * t) * (1 - t) ** 2;
    const h2 = t * (1 - t) ** 2 * length;
    const h3 = t * t * (3 - 2 * t);
    const h4 = t * t * (t - 1) * length;
    const side = sway[k] as number;
    points.push([
      h1 * a[0] + h2 * out[0] + h3 * b[0] + h4 * into[0] + side * nx,
      h1 * a[1] + h2 * out[1] + h3 * b[1] + h4 * into[1] + side * ny,
    ]);
  }
  return points;
}

/** Sideways offsets, 0 at both ends: displaced by halving, then smoothed so that no corner is sharp. */
function swayOf(pieces: number, height: number, random: Random): Float64Array {
  const rough = new Float64Array(pieces + 1);
  const divide = (low: number, high: number, reach: number): void => {
    if (high - low < 2) return;
    const middle = (low + high) >> 1;
    rough[middle] =
      ((rough[low] as number) + (rough[high] as number)) / 2 + reach * (2 * random.next() - 1);
    divide(low, middle, reach * 0.62);
    divide(middle, high, reach * 0.62);
  };
  divide(0, pieces, height);
  return rough.map((value, k) =>
    k === 0 || k === pieces
      ? 0
      : (2 * value + (rough[k - 1] as number) + (rough[k + 1] as number)) / 4,
  );
}

/** A smooth curve through all the points (Catmull-Rom), winding between them, with the given pieces per hop. */
export function windingPath(
  through: readonly Point[],
  piecesOf: (lengthKm: number) => number,
  bend: number,
  random: Random,
): Point[] {
  const line: Point[] = [];
  for (let k = 0; k + 1 < through.length; k++) {
    const a = through[k] as Point;
    const b = through[k + 1] as Point;
    const before = through[k - 1];
    const after = through[k + 2];
    const out = before === undefined ? unit(a, b) : unit(before, b);
    const into = after === undefined ? unit(a, b) : unit(a, after);
    const length = Math.hypot(b[0] - a[0], b[1] - a[1]);
    const hop = windingLine(
      a,
      scaled(out, 0.8),
      b,
      scaled(into, 0.8),
      piecesOf(length),
      bend,
      random,
    );
    line.push(...(k === 0 ? hop : hop.slice(1)));
  }
  return line;
}

/** Unit vector from one place to another; east where they are the same. */
export function unit(a: Point, b: Point): Point {
  const length = Math.hypot(b[0] - a[0], b[1] - a[1]);
  return length === 0 ? [1, 0] : [(b[0] - a[0]) / length, (b[1] - a[1]) / length];
}

const scaled = ([x, y]: Point, factor: number): Point => [x * factor, y * factor];
