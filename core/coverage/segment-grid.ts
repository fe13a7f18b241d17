import { RADIANS } from "../geodesy/ellipsoid.ts";
import type { Segments } from "./segments.ts";

/**
 * Segments by the cells of a grid that they cross, in compressed rows: cell c = row * columns + column holds the entries
 * start[c] .. start[c + 1]; entry e is segment[e], whose ends lie at ends[4e] .. ends[4e + 3]. The coordinates are copied into
 * the entries because a look-up by segment number costs a cache miss each: it is what makes the search fast.
 * Border cells also hold whatever lies beyond them, so that one stray feature far away does not make all cells huge.
 */
export interface SegmentGrid {
  readonly west: number;
  readonly south: number;
  readonly cellLng: number;
  readonly cellLat: number;
  readonly columns: number;
  readonly rows: number;
  readonly start: Int32Array;
  readonly segment: Int32Array;
  readonly ends: Float64Array;
  readonly segments: Segments;
}

const SEGMENTS_PER_CELL = 2;
const SAMPLE = 2000;

interface Extent {
  readonly low: number;
  readonly high: number;
}

/** The extent of the middles of segments, cut to a quarter beyond where 99 % of them lie. `axis` 0 = longitude, 1 = latitude. */
function extentOf(segments: Segments, axis: 0 | 1): Extent {
  let low = Infinity;
  let high = -Infinity;
  const step = Math.max(1, Math.floor(segments.count / SAMPLE));
  const sample: number[] = [];
  for (let k = 0; k < segments.count; k++) {
    const a = segments.ends[4 * k + axis]!;
    const b = segments.ends[4 * k + 2 + axis]!;
    if (a < low) low = a;
    if (b < low) low = b;
    if (a > high) high = a;
    if (b > high) high = b;
    if (k % step === 0) sample.push((a + b) / 2);
  }
  sample.sort((a, b) => a - b);
  const first = sample[Math.floor(sample.length * 0.005)] ?? 0;
  const last = sample[Math.ceil(sample.length * 0.995) - 1] ?? 0;
  const margin = Math.max(0.25 * (last - first), 0.01);
  return { low: Math.max(low, first - margin), high: Math.min(high, last + margin) };
}

/** Mean extent of the segments in degrees of latitude: cells much smaller than that would only repeat them. */
function meanLength(segments: Segments): number {
  let sum = 0;
  for (let k = 0; k < segments.count; k++) {
    const at = 4 * k;
    sum +=
      Math.abs(segments.ends[at + 2]! - segments.ends[at]!) +
      Math.abs(segments.ends[at + 3]! - segments.ends[at + 1]!);
  }
  return sum / Math.max(1, segments.count);
}

type Visit = (cell: number, segment: number) => void;

/** Calls `visit` for every cell that a segment crosses; a long slanting one is cut row by row rather than by its box. */
function visitCells(grid: Omit<SegmentGrid, "start" | "segment" | "ends">, visit: Visit): void {
  const { west, south, cellLng, cellLat, columns, rows, segments } = grid;
  const { ends, count } = segments;
  const column = (x: number): number =>
    Math.max(0, Math.min(columns - 1, Math.floor((x - west) / cellLng)));
  const row = (y: number): number =>
    Math.max(0, Math.min(rows - 1, Math.floor((y - south) / cellLat)));
  for (let k = 0; k < count; k++) {
    const ax = ends[4 * k]!;
    const ay = ends[4 * k + 1]!;
    const bx = ends[4 * k + 2]!;
    const by = ends[4 * k + 3]!;
    const i0 = column(Math.min(ax, bx));
    const i1 = column(Math.max(ax, bx));
    const j0 = row(Math.min(ay, by));
    const j1 = row(Math.max(ay, by));
    if (i0 === i1 || j0 === j1) {
      for (let j = j0; j <= j1; j++) for (let i = i0; i <= i1; i++) visit(j * columns + i, k);
      continue;
    }
    const slope = (bx - ax) / (by - ay);
    for (let j = j0; j <= j1; j++) {
      // Border rows reach beyond the grid, hence to the end of the segment.
      const bottom = j === 0 ? Math.min(ay, by) : south + j * cellLat;
      const top = j === rows - 1 ? Math.max(ay, by) : south + (j + 1) * cellLat;
      const xa = ax + (Math.max(bottom, Math.min(ay, by)) - ay) * slope;
      const xb = ax + (Math.min(top, Math.max(ay, by)) - ay) * slope;
      const from = Math.max(i0, column(Math.min(xa, xb) - 1e-9));
      const to = Math.min(i1, column(Math.max(xa, xb) + 1e-9));
      for (let i = from; i <= to; i++) visit(j * columns + i, k);
    }
  }
}

/** Builds the grid of some segments; two per cell on average, cells about square on the ground. No segments: one empty cell. */
export function buildSegmentGrid(segments: Segments): SegmentGrid {
  const lng = extentOf(segments, 0);
  const lat = extentOf(segments, 1);
  const width = segments.count > 0 ? Math.max(1e-6, lng.high - lng.low) : 1;
  const height = segments.count > 0 ? Math.max(1e-6, lat.high - lat.low) : 1;
  const middle = segments.count > 0 ? (lat.low + lat.high) / 2 : 0;
  const squeeze = Math.max(0.2, Math.cos(middle * RADIANS));
  const wanted = Math.max(1, segments.count / SEGMENTS_PER_CELL);
  const cellLat = Math.max(
    Math.sqrt((width * squeeze * height) / wanted),
    meanLength(segments) / 2,
    Math.max(width, height) / 20_000,
  );
  const cellLng = cellLat / squeeze;
  const shape = {
    west: segments.count > 0 ? lng.low : 0,
    south: segments.count > 0 ? lat.low : 0,
    cellLng,
    cellLat,
    columns: Math.floor(width / cellLng) + 1,
    rows: Math.floor(height / cellLat) + 1,
    segments,
  };
  const cells = shape.columns * shape.rows;
  const start = new Int32Array(cells + 1);
  visitCells(shape, (cell) => {
    start[cell + 1]!++;
  });
  for (let cell = 0; cell < cells; cell++) start[cell + 1]! += start[cell]!;
  const entries = start[cells]!;
  const segment = new Int32Array(entries);
  const ends = new Float64Array(4 * entries);
  const next = start.slice(0, cells);
  visitCells(shape, (cell, k) => {
    const at = next[cell]!++;
    segment[at] = k;
    for (let n = 0; n < 4; n++) ends[4 * at + n] = segments.ends[4 * k + n]!;
  });
  return { ...shape, start, segment, ends };
}
