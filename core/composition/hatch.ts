import { intervalsAt } from "./labels.ts";
import type { Colour, PathItem } from "./sheet.ts";

/** Lines at 45 degrees inside polygons, so many millimetres from one to the next. */
export function hatchOf(
  polygons: readonly (readonly (readonly number[])[])[],
  stepMm: number,
  colour: Colour,
): PathItem {
  const lines: number[][] = [];
  for (const polygon of polygons) {
    // Turned by 45 degrees the lines are level: u = x - y along a line, v = x + y from line to line.
    const turned = polygon.map((ring) => {
      const points: number[] = [];
      for (let i = 0; i < ring.length; i += 2)
        points.push(ring[i]! - ring[i + 1]!, ring[i]! + ring[i + 1]!);
      return points;
    });
    let [least, most] = [Infinity, -Infinity];
    for (const ring of turned)
      for (let i = 1; i < ring.length; i += 2) {
        least = Math.min(least, ring[i]!);
        most = Math.max(most, ring[i]!);
      }
    const step = stepMm * Math.SQRT2;
    for (let v = Math.ceil(least / step) * step; v < most; v += step)
      for (const [from, to] of intervalsAt(turned, v))
        lines.push([(v + from) / 2, (v - from) / 2, (v + to) / 2, (v - to) / 2]);
  }
  return { kind: "path", rings: lines, closed: false, stroke: { colour, widthMm: 0.12 } };
}
