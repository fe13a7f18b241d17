import type { Box, Frame } from "./frame.ts";
import type { LabelWish } from "./labels.ts";
import type { SheetMap } from "./sheet-input.ts";
import type { Item, PathItem } from "./sheet.ts";

/** Width of the largest flow at its end, mm on A4. */
const WIDEST_MM = 3.2;
const THINNEST_MM = 0.12;
/** How far a flow bends aside, as a part of its length. */
const BEND = 0.16;
const PIECES = 14;

/** Width of a flow at its end: in proportion to the square root of the persons, so that small ones can be seen beside large ones. */
export function flowWidth(persons: number, mostPersons: number, unit: number): number {
  return mostPersons > 0
    ? Math.max(THINNEST_MM, WIDEST_MM * Math.sqrt(persons / mostPersons)) * unit
    : 0;
}

/** Flows as bands that widen towards the settlement, the settlements on top, and the labels that these want. */
export function flowItems(
  map: SheetMap,
  frame: Frame,
  mostPersons: number,
  unit: number,
): { items: Item[]; obstacles: Box[]; labels: LabelWish[] } {
  const bands = [...map.flows]
    .sort((a, b) => b.persons - a.persons)
    .map(({ from, to, persons }) =>
      band(
        frame.toPage(from),
        frame.toPage(to),
        flowWidth(persons, mostPersons, unit),
        map.symbolColour,
      ),
    );
  const half = 0.9 * unit;
  const sites = map.settlements.map(({ position }) => frame.toPage(position));
  const signs = sites.map(([x, y]): PathItem => ({
    kind: "path",
    rings: [
      [
        x - half,
        y + half,
        x - half,
        y - half * 0.3,
        x,
        y - half * 1.3,
        x + half,
        y - half * 0.3,
        x + half,
        y + half,
      ],
    ],
    closed: true,
    fill: "#ffffff",
    stroke: { colour: map.symbolColour, widthMm: 0.35 * unit },
  }));
  return {
    items: [...bands, ...signs],
    obstacles: sites.map(([x, y]) => ({
      x: x - half,
      y: y - half * 1.3,
      widthMm: 2 * half,
      heightMm: 2.3 * half,
    })),
    labels: map.settlements.map(({ name, persons }, i) => ({
      variants: [[name]],
      polygons: null,
      symbol: { x: sites[i]![0], y: sites[i]![1], radiusMm: half * 1.3 },
      priority: persons,
    })),
  };
}

function band(
  [x0, y0]: [number, number],
  [x1, y1]: [number, number],
  widthMm: number,
  colour: string,
): PathItem {
  const [dx, dy] = [x1 - x0, y1 - y0];
  const [cx, cy] = [(x0 + x1) / 2 + dy * BEND, (y0 + y1) / 2 - dx * BEND];
  const left: number[] = [];
  const right: number[] = [];
  for (let i = 0; i <= PIECES; i++) {
    const t = i / PIECES;
    const s = 1 - t;
    const x = s * s * x0 + 2 * s * t * cx + t * t * x1;
    const y = s * s * y0 + 2 * s * t * cy + t * t * y1;
    const [tx, ty] = [s * (cx - x0) + t * (x1 - cx), s * (cy - y0) + t * (y1 - cy)];
    const length = Math.hypot(tx, ty) || 1;
    const half = (widthMm / 2) * (0.2 + 0.8 * t);
    const [nx, ny] = [(-ty / length) * half, (tx / length) * half];
    left.push(x + nx, y + ny);
    right.unshift(x - nx, y - ny);
  }
  return { kind: "path", rings: [[...left, ...right]], closed: true, fill: colour, opacity: 0.6 };
}
