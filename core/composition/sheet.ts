/**
 * A printed page as a list of drawing items, the same for every output. Lengths in millimetres, x to the right and y down from the upper
 * left corner of the paper; text sizes in points. Items are drawn in order, later ones on top.
 */
export interface Sheet {
  widthMm: number;
  heightMm: number;
  /** Name of the page in the outline of a file of several pages. */
  name: string;
  items: Item[];
}

export type Item = PathItem | CircleItem | TextItem | ClipItem | LinkItem;

/** "#rrggbb". */
export type Colour = string;

export type Weight = "regular" | "bold";

/** How a line or an outline is drawn. */
export interface Stroke {
  colour: Colour;
  widthMm: number;
  /** Lengths of dashes and gaps, mm. Absent = unbroken. */
  dashMm?: readonly [number, number];
}

/**
 * Polygons or lines. Rings of a filled path are wound so that a shell turns one way and its holes the other (`windRings`); then every way of
 * filling gives the same picture.
 */
export interface PathItem {
  kind: "path";
  /** Flat x, y of each ring or line. */
  rings: readonly (readonly number[])[];
  closed: boolean;
  fill?: Colour;
  stroke?: Stroke;
  /** 0..1 for fill and stroke; 1 when absent. */
  opacity?: number;
}

export interface CircleItem {
  kind: "circle";
  x: number;
  y: number;
  radiusMm: number;
  fill?: Colour;
  stroke?: Stroke;
  opacity?: number;
}

/** One line of text; x, y is where its base line begins, has its middle or ends, by `align`. */
export interface TextItem {
  kind: "text";
  x: number;
  y: number;
  text: string;
  sizePt: number;
  weight: Weight;
  colour: Colour;
  align: "left" | "middle" | "right";
  /** Width of a white rim around the letters, mm. */
  haloMm?: number;
}

/** Items of which only what lies in a rectangle is seen. */
interface ClipItem {
  kind: "clip";
  x: number;
  y: number;
  widthMm: number;
  heightMm: number;
  items: Item[];
}

/** A rectangle that opens an address where the output can. */
interface LinkItem {
  kind: "link";
  x: number;
  y: number;
  widthMm: number;
  heightMm: number;
  href: string;
}

export const MM_PER_POINT = 25.4 / 72;

/** Width of a text in millimetres. */
export type TextMeasure = (text: string, sizePt: number, weight: Weight) => number;

/** A rectangle. */
export function rectangle(
  x: number,
  y: number,
  widthMm: number,
  heightMm: number,
  paint: Pick<PathItem, "fill" | "stroke" | "opacity">,
): PathItem {
  const ring = [x, y, x + widthMm, y, x + widthMm, y + heightMm, x, y + heightMm];
  return { kind: "path", rings: [ring], closed: true, ...paint };
}

/** A straight line. */
export function line(x1: number, y1: number, x2: number, y2: number, stroke: Stroke): PathItem {
  return { kind: "path", rings: [[x1, y1, x2, y2]], closed: false, stroke };
}

/** Twice the area of a ring, positive when it turns clockwise on the page (y down). */
export function ringArea(ring: readonly number[]): number {
  let sum = 0;
  for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2)
    sum += ring[j]! * ring[i + 1]! - ring[i]! * ring[j + 1]!;
  return sum;
}

/** Rings of a polygon, the first its shell, turned so that the shell turns clockwise on the page and holes the other way. */
export function windRings(rings: readonly number[][]): number[][] {
  return rings.map((ring, i) => (ringArea(ring) > 0 === (i === 0) ? ring : reversed(ring)));
}

function reversed(ring: readonly number[]): number[] {
  const turned: number[] = [];
  for (let i = ring.length - 2; i >= 0; i -= 2) turned.push(ring[i]!, ring[i + 1]!);
  return turned;
}
