import { readableDenominator, type Frame } from "./frame.ts";
import { intervalsAt } from "./labels.ts";
import type { SheetArea } from "./sheet-input.ts";
import type { CircleItem, Colour } from "./sheet.ts";

/** Radius of a dot on A4. */
export const DOT_MM = 0.26;
/** Dots of the area with the most. */
const MOST_DOTS = 400;

/** What one dot stands for, readable: 50, 100, 250. */
export function dotAmount(mostAmount: number): number {
  return mostAmount > 0 ? Math.max(1, readableDenominator(mostAmount / MOST_DOTS)) : 1;
}

/** Dots at places given as lng, lat, ... */
export function dotsAt(
  positions: ArrayLike<number>,
  frame: Frame,
  colour: Colour,
  unit: number,
): CircleItem[] {
  return Array.from({ length: positions.length / 2 }, (_, i) => {
    const [x, y] = frame.toPage([positions[2 * i]!, positions[2 * i + 1]!]);
    return { kind: "circle", x, y, radiusMm: DOT_MM * unit, fill: colour };
  });
}

/** Dots spread over areas, one for so many; the same data give the same picture. */
export function dotsOf(
  areas: readonly SheetArea[],
  shapes: readonly number[][][][],
  mostAmount: number,
  colour: Colour,
  unit: number,
): CircleItem[] {
  const per = dotAmount(mostAmount);
  return areas.flatMap((area, i) => {
    const rings = shapes[i]!.flat();
    const ys = rings.flatMap((ring) => ring.filter((_, at) => at % 2 === 1));
    if (ys.length === 0) return [];
    const top = ys.reduce((a, b) => Math.min(a, b));
    const height = ys.reduce((a, b) => Math.max(a, b)) - top;
    const dots: CircleItem[] = [];
    const wanted = Math.round((area.amount ?? 0) / per);
    const next = sequence(i + 1);
    // Rows are chosen evenly, then kept by how wide the area is there, so that dots are even over its surface.
    let widest = 0;
    for (let row = 0; row < 40; row++)
      widest = Math.max(widest, widthAt(rings, top + (height * (row + 0.5)) / 40));
    for (let trial = 0; dots.length < wanted && trial < wanted * 40; trial++) {
      const y = top + height * next();
      const intervals = intervalsAt(rings, y);
      const width = intervals.reduce((sum, [from, to]) => sum + to - from, 0);
      if (next() * widest > width) continue;
      let at = next() * width;
      for (const [from, to] of intervals) {
        if (at <= to - from) {
          dots.push({ kind: "circle", x: from + at, y, radiusMm: DOT_MM * unit, fill: colour });
          break;
        }
        at -= to - from;
      }
    }
    return dots;
  });
}

const widthAt = (rings: readonly number[][], y: number): number =>
  intervalsAt(rings, y).reduce((sum, [from, to]) => sum + to - from, 0);

/** Numbers 0..1 that look like chance and are always the same (mulberry32). */
function sequence(seed: number): () => number {
  let state = seed * 0x9e3779b9;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
