import type { PathCommand } from "fontkit";
import { MM_PER_POINT, type PathItem, type TextItem } from "../../core/composition/sheet.ts";
import type { Typefaces } from "./typefaces.ts";

/** Rings or lines as SVG path data, to the thousandth of a millimetre; empty where there is nothing to draw. */
export function pathData({ rings, closed }: Pick<PathItem, "rings" | "closed">): string {
  let data = "";
  for (const ring of rings) {
    if (ring.length < 4) continue;
    for (let i = 0; i < ring.length; i += 2)
      data += `${i === 0 ? "M" : "L"}${numberText(ring[i]!, 3)} ${numberText(ring[i + 1]!, 3)}`;
    if (closed) data += "Z";
  }
  return data;
}

/** Where a text begins, mm: its place is that of its beginning, middle or end. */
export function textStart({ text, x, sizePt, weight, align }: TextItem, faces: Typefaces): number {
  if (align === "left") return x;
  const width = faces.measure(text, sizePt, weight);
  return x - (align === "right" ? width : width / 2);
}

/** The outlines of a text's letters as SVG path data, with so many decimals of a millimetre. */
export function textPathData(item: TextItem, faces: Typefaces, decimals: number): string {
  const em = item.sizePt * MM_PER_POINT;
  let x = textStart(item, faces);
  let data = "";
  for (const piece of faces.piecesOf(item.text, item.weight)) {
    const scale = em / faces.fonts.get(piece.font)!.unitsPerEm;
    for (const { glyphs, positions } of faces.runsOf(piece))
      glyphs.forEach((glyph, i) => {
        const { xAdvance, xOffset, yOffset } = positions[i]!;
        const left = x + xOffset * scale;
        const base = item.y - yOffset * scale;
        data += outlineData(glyph.path.commands, (value, axis) =>
          numberText(axis === 0 ? left + value * scale : base - value * scale, decimals),
        );
        x += xAdvance * scale;
      });
  }
  return data;
}

type Placed = (value: number, axis: number) => string;

/** Quadratic curves become cubic ones: pdfkit writes them as curves of another shape. */
function outlineData(commands: readonly PathCommand[], placed: Placed): string {
  let [x, y] = [0, 0];
  let data = "";
  for (const { command, args } of commands) {
    const letter = LETTER_OF[command];
    const values = command === "quadraticCurveTo" ? asCubic(x, y, args) : args;
    data += letter + values.map((value, i) => placed(value, i % 2)).join(" ");
    if (values.length > 0) [x, y] = values.slice(-2) as [number, number];
  }
  return data;
}

const LETTER_OF: Readonly<Record<PathCommand["command"], string>> = {
  moveTo: "M",
  lineTo: "L",
  quadraticCurveTo: "C",
  bezierCurveTo: "C",
  closePath: "Z",
};

function asCubic(x: number, y: number, args: readonly number[]): number[] {
  const [cx, cy, toX, toY] = args as [number, number, number, number];
  const toward = (from: number, control: number): number => from + (2 / 3) * (control - from);
  return [toward(x, cx), toward(y, cy), toward(toX, cx), toward(toY, cy), toX, toY];
}

/** A number without zeros at its end. Throws for one that cannot be drawn. */
export function numberText(value: number, decimals: number): string {
  if (!Number.isFinite(value)) throw new Error(`${value} cannot be drawn`);
  return String(Number(value.toFixed(decimals)));
}
