import {
  MM_PER_POINT,
  type Colour,
  type Item,
  type Sheet,
  type Stroke,
} from "../../core/composition/sheet.ts";
import type { Typefaces } from "./fonts/typeface.ts";

/** A shape of one colour in pixels: closed rings that turn the same way but for holes. */
export interface Shape {
  rings: Float32Array[];
  top: number;
  bottom: number;
  colour: readonly [red: number, green: number, blue: number];
  opacity: number;
  /** Left, top, right, bottom of what may be seen of it, pixels. */
  clip: readonly [number, number, number, number];
}

/** Pieces of a quarter of a circle whose radius is so many pixels: none farther from it than a tenth of a pixel. */
const quarterPieces = (radius: number): number => Math.max(2, Math.ceil(Math.sqrt(radius) * 1.8));
/** Pieces that a curve of a letter is cut into, by the letter's size in pixels. */
const curvePieces = (em: number): number => (em < 20 ? 2 : em < 60 ? 4 : 8);

/** Everything on a sheet as shapes in pixels, in the order in which it is drawn. */
export function flattenSheet(sheet: Sheet, faces: Typefaces, pixelsPerMm: number): Shape[] {
  const shapes: Shape[] = [];
  const whole = [0, 0, sheet.widthMm * pixelsPerMm, sheet.heightMm * pixelsPerMm] as const;
  for (const item of sheet.items) flatten(item, { shapes, faces, k: pixelsPerMm, clip: whole });
  return shapes;
}

interface Canvas {
  shapes: Shape[];
  faces: Typefaces;
  /** Pixels per millimetre. */
  k: number;
  clip: Shape["clip"];
}

function flatten(item: Item, canvas: Canvas): void {
  const { k } = canvas;
  switch (item.kind) {
    case "path": {
      const { fill, stroke, opacity = 1 } = item;
      const scaled = item.rings.map((ring) => Float32Array.from(ring, (value) => value * k));
      if (fill !== undefined) push(canvas, scaled, fill, opacity);
      if (stroke) push(canvas, outlinesOf(scaled, item.closed, stroke, k), stroke.colour, opacity);
      return;
    }
    case "circle": {
      const { fill, stroke, opacity = 1 } = item;
      const ring = circleRing(item.x * k, item.y * k, item.radiusMm * k);
      if (fill !== undefined) push(canvas, [ring], fill, opacity);
      if (stroke) push(canvas, outlinesOf([ring], true, stroke, k), stroke.colour, opacity);
      return;
    }
    case "text": {
      const { text, sizePt, weight, colour, haloMm = 0 } = item;
      const width = canvas.faces.measure(text, sizePt, weight);
      const x = item.x - (item.align === "left" ? 0 : item.align === "right" ? width : width / 2);
      const rings = textRings(
        text,
        x * k,
        item.y * k,
        sizePt * MM_PER_POINT * k,
        canvas.faces[weight],
      );
      if (haloMm > 0)
        push(
          canvas,
          outlinesOf(rings, true, { colour: "#ffffff", widthMm: haloMm * 2 }, k),
          "#ffffff",
          0.85,
        );
      push(canvas, rings, colour, 1);
      return;
    }
    case "clip": {
      const [left, top, right, bottom] = canvas.clip;
      const clip = [
        Math.max(left, item.x * k),
        Math.max(top, item.y * k),
        Math.min(right, (item.x + item.widthMm) * k),
        Math.min(bottom, (item.y + item.heightMm) * k),
      ] as const;
      for (const each of item.items) flatten(each, { ...canvas, clip });
      return;
    }
    case "link":
  }
}

function push(canvas: Canvas, rings: Float32Array[], colour: Colour, opacity: number): void {
  let [top, bottom] = [Infinity, -Infinity];
  for (const ring of rings)
    for (let i = 1; i < ring.length; i += 2) {
      top = Math.min(top, ring[i]!);
      bottom = Math.max(bottom, ring[i]!);
    }
  top = Math.max(top, canvas.clip[1]);
  bottom = Math.min(bottom, canvas.clip[3]);
  if (!(top < bottom)) return;
  const part = (at: number): number => Number.parseInt(colour.slice(at, at + 2), 16);
  canvas.shapes.push({
    rings,
    top,
    bottom,
    colour: [part(1), part(3), part(5)],
    opacity,
    clip: canvas.clip,
  });
}

function circleRing(x: number, y: number, radius: number): Float32Array {
  const pieces = 4 * quarterPieces(radius);
  const ring = new Float32Array(pieces * 2);
  for (let i = 0; i < pieces; i++) {
    const angle = (2 * Math.PI * i) / pieces;
    ring[2 * i] = x + radius * Math.cos(angle);
    ring[2 * i + 1] = y + radius * Math.sin(angle);
  }
  return ring;
}

/** A stroke as shapes that all turn the same way: a rectangle for each piece, a circle at joints that are wide enough to be seen. */
function outlinesOf(
  lines: readonly Float32Array[],
  closed: boolean,
  stroke: Stroke,
  k: number,
): Float32Array[] {
  // A line thinner than this would break up into dots.
  const width = Math.max(0.7, stroke.widthMm * k);
  const half = width / 2;
  const dash = stroke.dashMm?.map((mm) => mm * k) as [number, number] | undefined;
  const isRound = width > 1.6 && dash === undefined;
  const shapes: Float32Array[] = [];
  for (const line of lines) {
    const points = line.length / 2;
    let walked = 0;
    for (let i = 0; i < (closed ? points : points - 1); i++) {
      const j = (i + 1) % points;
      const [x0, y0, x1, y1] = [line[2 * i]!, line[2 * i + 1]!, line[2 * j]!, line[2 * j + 1]!];
      const length = Math.hypot(x1 - x0, y1 - y0);
      if (isRound) shapes.push(circleRing(x0, y0, half));
      if (length === 0) continue;
      const [ux, uy] = [(x1 - x0) / length, (y1 - y0) / length];
      const piece = (from: number, to: number): void => {
        const [ax, ay, bx, by] = [x0 + ux * from, y0 + uy * from, x0 + ux * to, y0 + uy * to];
        const [nx, ny] = [-uy * half, ux * half];
        shapes.push(
          Float32Array.of(ax - nx, ay - ny, bx - nx, by - ny, bx + nx, by + ny, ax + nx, ay + ny),
        );
      };
      if (dash) dashes(walked, length, dash, piece);
      else piece(0, length);
      walked += length;
    }
    if (isRound && !closed && points > 0)
      shapes.push(circleRing(line[2 * points - 2]!, line[2 * points - 1]!, half));
  }
  return shapes;
}

/** Calls `piece` for every dash of a straight line that begins `walked` along the whole. */
function dashes(
  walked: number,
  length: number,
  [on, off]: [number, number],
  piece: (from: number, to: number) => void,
): void {
  const period = on + off;
  for (let start = -(walked % period); start < length; start += period) {
    const from = Math.max(0, start);
    const to = Math.min(length, start + on);
    if (to > from) piece(from, to);
  }
}

function textRings(
  text: string,
  left: number,
  y: number,
  em: number,
  face: Typefaces["regular"],
): Float32Array[] {
  const rings: Float32Array[] = [];
  const pieces = curvePieces(em);
  let x = left;
  for (const character of text) {
    const glyph = face.glyph(character.codePointAt(0)!);
    for (const contour of face.outline(glyph)) {
      const points: number[] = [];
      for (let i = 0; i + 5 < contour.length; i += 4) {
        const [ax, ay, cx, cy, bx, by] = contour.slice(i, i + 6) as [
          number,
          number,
          number,
          number,
          number,
          number,
        ];
        const isStraight = Math.abs(2 * cx - ax - bx) + Math.abs(2 * cy - ay - by) < 0.001;
        const count = isStraight ? 1 : pieces;
        for (let step = 0; step < count; step++) {
          const t = step / count;
          const s = 1 - t;
          points.push(
            x + (s * s * ax + 2 * s * t * cx + t * t * bx) * em,
            y - (s * s * ay + 2 * s * t * cy + t * t * by) * em,
          );
        }
      }
      rings.push(Float32Array.from(points));
    }
    x += glyph.width * em;
  }
  return rings;
}
