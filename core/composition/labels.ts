import type { Box } from "./frame.ts";
import { ringArea, type Colour, type TextItem, type TextMeasure, type Weight } from "./sheet.ts";
import { lineHeightMm } from "./text.ts";

/** A label that is wanted. */
export interface LabelWish {
  /** Lines that it has where there is room, and where there is less. */
  variants: readonly (readonly string[])[];
  /** Rings of what it names, on the page: the label stands inside. Null where it stands beside a symbol. */
  polygons: readonly (readonly (readonly number[])[])[] | null;
  /** Middle and radius of the symbol that it stands beside. */
  symbol?: { x: number; y: number; radiusMm: number };
  /** The higher, the earlier it is placed. Absent: the size of the polygons. */
  priority?: number;
  /** True where its polygons are so dark that it is to be white. */
  isOnDark?: boolean;
}

export interface LabelStyle {
  /** Tried from the first to the last, points. */
  sizesPt: readonly number[];
  weight: Weight;
  colour: Colour;
  haloMm: number;
}

export interface PlacedLabel {
  box: Box;
  items: TextItem[];
}

/** Room around a label that stays free, mm. */
const PADDING_MM = 0.35;
/** Rows at which a shape is looked through for room. */
const ROWS = 15;
/** Room that is better than a close fit, in sizes of the label. */
const ROOMY = 1.4;
/** A name may be so much wider than its area before it is left out. */
const OVERHANG = 1.35;

/**
 * Places labels, the largest areas first: inside what they name, as near its middle as there is room, in the largest size and with the most
 * lines that fit. No two boxes overlap, none lies on an obstacle or outside `within`; what finds no room is left out.
 */
export function placeLabels(
  wishes: readonly LabelWish[],
  style: LabelStyle,
  measure: TextMeasure,
  within: Box,
  obstacles: readonly Box[],
): PlacedLabel[] {
  const taken: Box[] = [...obstacles];
  const placed: PlacedLabel[] = [];
  const order = wishes
    .map((wish) => ({ wish, priority: wish.priority ?? sizeOf(wish) }))
    .sort((a, b) => b.priority - a.priority);
  for (const { wish } of order) {
    const label = placeOne(wish, style, measure, within, taken);
    if (!label) continue;
    taken.push(label.box);
    placed.push(label);
  }
  return placed;
}

/** True when two boxes have a part in common. */
export function overlap(a: Box, b: Box): boolean {
  return (
    a.x < b.x + b.widthMm &&
    b.x < a.x + a.widthMm &&
    a.y < b.y + b.heightMm &&
    b.y < a.y + a.heightMm
  );
}

function sizeOf({ polygons }: LabelWish): number {
  return (polygons ?? []).reduce((sum, [shell]) => sum + Math.abs(ringArea(shell ?? [])), 0);
}

function placeOne(
  wish: LabelWish,
  style: LabelStyle,
  measure: TextMeasure,
  within: Box,
  taken: readonly Box[],
): PlacedLabel | null {
  const shape = wish.polygons ? readShape(wish.polygons) : null;
  // All lines in a smaller size come before fewer lines, but for the smallest size.
  const tries = wish.variants.flatMap((lines) =>
    style.sizesPt.map((sizePt) => ({ lines, sizePt, overhang: 1 })),
  );
  const last = { lines: wish.variants.at(-1)!, sizePt: style.sizesPt.at(-1)!, overhang: OVERHANG };
  for (const { lines, sizePt, overhang } of [...tries, last]) {
    const widthMm =
      Math.max(...lines.map((text) => measure(text, sizePt, style.weight))) + 2 * PADDING_MM;
    const heightMm = lines.length * lineHeightMm(sizePt) * 0.86 + PADDING_MM;
    const spots = shape
      ? [
          // Where there is room the label keeps away from the border.
          ...spotsInside(shape, widthMm * ROOMY, heightMm * ROOMY),
          ...spotsInside(shape, widthMm / overhang, heightMm / overhang),
        ]
      : spotsBeside(wish.symbol!, widthMm, heightMm);
    for (const [x, y] of spots) {
      const box = { x: x - widthMm / 2, y: y - heightMm / 2, widthMm, heightMm };
      if (!isInside(box, within) || taken.some((other) => overlap(other, box))) continue;
      const isLight = wish.isOnDark === true && overhang === 1;
      const ink = isLight ? { ...style, colour: "#ffffff", haloMm: 0 } : style;
      return { box, items: textsIn(box, lines, sizePt, ink) };
    }
  }
  return null;
}

function textsIn(
  box: Box,
  lines: readonly string[],
  sizePt: number,
  { weight, colour, haloMm }: LabelStyle,
): TextItem[] {
  const step = lineHeightMm(sizePt) * 0.86;
  return lines.map((text, i) => ({
    kind: "text",
    text,
    x: box.x + box.widthMm / 2,
    y: box.y + PADDING_MM / 2 + step * i + step * 0.78,
    sizePt,
    weight,
    colour,
    align: "middle",
    haloMm,
  }));
}

const isInside = (box: Box, within: Box): boolean =>
  box.x >= within.x &&
  box.y >= within.y &&
  box.x + box.widthMm <= within.x + within.widthMm &&
  box.y + box.heightMm <= within.y + within.heightMm;

interface LabelShape {
  rings: readonly (readonly number[])[];
  top: number;
  bottom: number;
  /** Middle of the largest polygon by its area. */
  middle: readonly [number, number];
}

function readShape(polygons: readonly (readonly (readonly number[])[])[]): LabelShape | null {
  const largest = [...polygons].sort(
    (a, b) => Math.abs(ringArea(b[0] ?? [])) - Math.abs(ringArea(a[0] ?? [])),
  )[0];
  const shell = largest?.[0];
  if (!largest || !shell) return null;
  const ys = shell.filter((_, i) => i % 2 === 1);
  return {
    rings: largest,
    top: ys.reduce((a, b) => Math.min(a, b), Infinity),
    bottom: ys.reduce((a, b) => Math.max(a, b), -Infinity),
    middle: centreOf(shell),
  };
}

function centreOf(ring: readonly number[]): [number, number] {
  let [x, y, twice] = [0, 0, 0];
  for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
    const cross = ring[j]! * ring[i + 1]! - ring[i]! * ring[j + 1]!;
    x += (ring[j]! + ring[i]!) * cross;
    y += (ring[j + 1]! + ring[i + 1]!) * cross;
    twice += cross;
  }
  return twice === 0 ? [ring[0]!, ring[1]!] : [x / (3 * twice), y / (3 * twice)];
}

/** Middles of places where a box lies inside the shape, the nearest to the shape's middle first. */
function spotsInside(
  shape: LabelShape | null,
  widthMm: number,
  heightMm: number,
): [number, number][] {
  if (!shape || shape.bottom - shape.top < heightMm) return [];
  const spots: { spot: [number, number]; distance: number }[] = [];
  const room = shape.bottom - shape.top - heightMm;
  for (let row = 0; row <= ROWS; row++) {
    const y = shape.top + heightMm / 2 + (room * row) / ROWS;
    const free = [y - heightMm / 2, y, y + heightMm / 2]
      .map((at) => intervalsAt(shape.rings, at))
      .reduce(intersect);
    for (const [left, right] of free) {
      if (right - left < widthMm) continue;
      const x = Math.min(right - widthMm / 2, Math.max(left + widthMm / 2, shape.middle[0]));
      spots.push({
        spot: [x, y],
        distance: Math.hypot(x - shape.middle[0], y - shape.middle[1]),
      });
    }
  }
  return spots.sort((a, b) => a.distance - b.distance).map(({ spot }) => spot);
}

/** Where a level line runs inside rings, from left to right. */
export function intervalsAt(rings: readonly (readonly number[])[], y: number): [number, number][] {
  const crossings: number[] = [];
  for (const ring of rings)
    for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
      const [y0, y1] = [ring[j + 1]!, ring[i + 1]!];
      if (y0 <= y === y1 <= y) continue;
      crossings.push(ring[j]! + ((y - y0) / (y1 - y0)) * (ring[i]! - ring[j]!));
    }
  crossings.sort((a, b) => a - b);
  const intervals: [number, number][] = [];
  for (let i = 0; i + 1 < crossings.length; i += 2)
    intervals.push([crossings[i]!, crossings[i + 1]!]);
  return intervals;
}

function intersect(a: [number, number][], b: [number, number][]): [number, number][] {
  return a.flatMap(([left, right]) =>
    b
      .map(([from, to]): [number, number] => [Math.max(left, from), Math.min(right, to)])
      .filter(([from, to]) => from < to),
  );
}

/** On a symbol that is large enough, else below, above, right and left of it. */
function spotsBeside(
  { x, y, radiusMm }: { x: number; y: number; radiusMm: number },
  widthMm: number,
  heightMm: number,
): [number, number][] {
  const on: [number, number][] = Math.hypot(widthMm, heightMm) / 2 < radiusMm ? [[x, y]] : [];
  const gap = radiusMm + 0.2;
  return [
    ...on,
    [x, y + gap + heightMm / 2],
    [x, y - gap - heightMm / 2],
    [x + gap + widthMm / 2, y],
    [x - gap - widthMm / 2, y],
  ];
}
