import type { CompareRow } from "./rows.ts";

/** A range of yuan on a logarithmic axis, from the first to the last power or half-power shown. */
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

/** Steps within a power of ten at which axes may begin, end and be marked. */
const STEPS = [1, 2, 5];
/** What lies below is drawn at the edge: a few yuan a household are nothing. */
const LEAST_YUAN = 100;
const SHARE_OUTSIDE = 0.005;

/** Rows that have a place in the plot: both costs are known, and something is lacking. */
export function plotted(rows: readonly CompareRow[]): CompareRow[] {
  return rows.filter(
    ({ build, move }) => build > 0 && Number.isFinite(build) && move > 0 && Number.isFinite(move),
  );
}

/** An axis that shows all but the odd value, in round steps; a decade where there is nothing. */
export function axisOf(values: readonly number[]): Axis {
  const sorted = values
    .filter((value) => value > 0 && Number.isFinite(value))
    .sort((a, b) => a - b);
  if (sorted.length === 0) return { least: 1_000, most: 10_000 };
  const low = Math.max(LEAST_YUAN, sorted[Math.floor(sorted.length * SHARE_OUTSIDE)]!);
  const high = Math.max(low, sorted.at(-1)!);
  return { least: roundDown(low), most: roundUp(high * 1.0001) };
}

/** The round numbers on an axis. */
export function ticksOf({ least, most }: Axis): number[] {
  const ticks: number[] = [];
  for (let power = Math.floor(Math.log10(least)); 10 ** power <= most; power++)
    for (const step of STEPS) {
      const value = step * 10 ** power;
      if (value >= least * 0.999 && value <= most * 1.001) ticks.push(value);
    }
  return ticks.length > 7 ? ticks.filter((value) => Number.isInteger(Math.log10(value))) : ticks;
}

function roundDown(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return (STEPS.filter((step) => step * power <= value).at(-1) ?? 1) * power;
}

function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return (STEPS.find((step) => step * power >= value) ?? 10) * power;
}

/** Where a value lies on an axis, 0..1; values outside lie at its ends. */
export function placeOn({ least, most }: Axis, value: number): number {
  const share = Math.log(value / least) / Math.log(most / least);
  return Math.min(1, Math.max(0, share));
}

/** Points of rows: across what moving costs, upwards what building costs, as large as the village. */
export function spotsOf(rows: readonly CompareRow[], x: Axis, y: Axis, frame: Frame): Spot[] {
  return rows.map((row) => ({
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
