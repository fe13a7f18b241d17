import type { Advice } from "../../../core/policy/advice.ts";
import type { CompareRow } from "./rows.ts";

/** A range of yuan on a logarithmic axis, from the least to the most shown. */
export interface Axis {
  readonly least: number;
  readonly most: number;
}

/** A point of the scatter plot in pixels, with the row it stands for. */
export interface Spot {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  readonly row: CompareRow;
}

/** The plot's frame inside its canvas, in pixels. */
export interface Frame {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** What may be marked within a power of ten, from coarse to fine. */
const STEPS: readonly (readonly number[])[] = [[1], [1, 3], [1, 2, 5], [1, 1.5, 2, 3, 4, 5, 7]];
const MOST_TICKS = 8;
const FEWEST_TICKS = 3;
/** What lies below is drawn at the edge: a few hundred yuan a household are nothing. */
const LEAST_YUAN = 300;
/** Room left around the outermost points, as a factor. */
const ROOM = 1.12;
/** Order of drawing: what stands out comes last. */
const DRAWN: readonly Advice[] = ["stay", "unknown", "build", "wait", "move"];

/** Rows that have a place in the plot: both costs are known, and something is lacking. */
export function plotted(rows: readonly CompareRow[]): CompareRow[] {
  return rows.filter(
    ({ build, move }) => build > 0 && Number.isFinite(build) && move > 0 && Number.isFinite(move),
  );
}

/** An axis that shows all values, small ones at its edge; a decade where there is nothing. */
export function axisOf(values: readonly number[]): Axis {
  let [low, high] = [Infinity, 0];
  for (const value of values) {
    if (!(value > 0) || !Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (high === 0) return { least: 1_000, most: 10_000 };
  const least = Math.max(LEAST_YUAN, low);
  return { least: least / ROOM, most: Math.max(least, high) * ROOM };
}

/** Numbers to mark on an axis: as many as have room, of round ones. */
export function ticksOf({ least, most }: Axis): number[] {
  let ticks: number[] = [];
  for (const steps of STEPS) {
    const next: number[] = [];
    for (let power = Math.floor(Math.log10(least)); 10 ** power <= most; power++)
      for (const step of steps) {
        const value = step * 10 ** power;
        if (value >= least && value <= most) next.push(value);
      }
    if (next.length > MOST_TICKS) break;
    ticks = next;
  }
  return ticks.length < FEWEST_TICKS ? [least, Math.sqrt(least * most), most].map(round) : ticks;
}

/** Two digits of a number. */
function round(value: number): number {
  const power = 10 ** (Math.floor(Math.log10(value)) - 1);
  return Math.round(value / power) * power;
}

/** Where a value lies on an axis, 0..1; values outside lie at its ends. */
export function placeOn({ least, most }: Axis, value: number): number {
  const share = Math.log(value / least) / Math.log(most / least);
  return Math.min(1, Math.max(0, share));
}

/** Points of rows: across what moving costs, upwards what building costs, as large as the village; in the order in which they are drawn. */
export function spotsOf(rows: readonly CompareRow[], x: Axis, y: Axis, frame: Frame): Spot[] {
  const ordered = rows.toSorted(
    (a, b) => DRAWN.indexOf(a.advice) - DRAWN.indexOf(b.advice) || b.households - a.households,
  );
  return ordered.map((row) => ({
    x: frame.left + placeOn(x, row.move) * frame.width,
    y: frame.top + (1 - placeOn(y, row.build)) * frame.height,
    radius: Math.min(9, 1.5 + 0.55 * Math.sqrt(Math.max(1, row.households))),
    row,
  }));
}

/** The point under a place, the smallest first where several lie there; null where there is none. */
export function spotAt(spots: readonly Spot[], x: number, y: number): Spot | null {
  let found: Spot | null = null;
  for (const spot of spots) {
    const reach = Math.max(4, spot.radius + 1);
    if ((spot.x - x) ** 2 + (spot.y - y) ** 2 > reach ** 2) continue;
    if (found === null || spot.radius < found.radius) found = spot;
  }
  return found;
}

/** The line on which both ways cost the same, cut to the frame; null where it lies outside. */
export function evenLine(
  x: Axis,
  y: Axis,
  frame: Frame,
): [[number, number], [number, number]] | null {
  const least = Math.max(x.least, y.least);
  const most = Math.min(x.most, y.most);
  if (least >= most) return null;
  const at = (yuan: number): [number, number] => [
    frame.left + placeOn(x, yuan) * frame.width,
    frame.top + (1 - placeOn(y, yuan)) * frame.height,
  ];
  return [at(least), at(most)];
}
