import {
  MM_PER_POINT,
  type CircleItem,
  type ClipItem,
  type Colour,
  type Item,
  type PathItem,
  type Sheet,
  type Stroke,
  type TextItem,
} from "../../core/composition/sheet.ts";
import type { FontSubset } from "./fonts/subset.ts";
import type { Typefaces } from "./fonts/typeface.ts";
import { pdfNumber } from "./pdf-file.ts";

/** Control points of a quarter of a circle of radius 1. */
const QUARTER = 0.5522847498;

interface Link {
  /** Left, bottom, right, top in points. */
  box: [number, number, number, number];
  href: string;
}

/** Writes the drawing commands of one sheet, in millimetres from its upper left corner. */
export class PageWriter {
  readonly links: Link[] = [];
  readonly #sheet: Sheet;
  readonly #faces: Typefaces;
  readonly #fonts: Readonly<Record<"regular" | "bold", FontSubset>>;
  /** Names of graphics states by opacity, shared by all pages. */
  readonly #opacities: Map<number, string>;
  readonly #lines: string[] = [];

  constructor(
    sheet: Sheet,
    faces: Typefaces,
    fonts: Readonly<Record<"regular" | "bold", FontSubset>>,
    opacities: Map<number, string>,
  ) {
    this.#sheet = sheet;
    this.#faces = faces;
    this.#fonts = fonts;
    this.#opacities = opacities;
  }

  /** The content of the page; links are known afterwards. */
  content(): string {
    const scale = pdfDecimals(1 / MM_PER_POINT);
    const height = pdfDecimals(this.#sheet.heightMm / MM_PER_POINT);
    this.#lines.push(`${scale} 0 0 -${scale} 0 ${height} cm 1 j 1 J`);
    for (const item of this.#sheet.items) this.#draw(item);
    return this.#lines.join("\n");
  }

  #draw(item: Item): void {
    switch (item.kind) {
      case "path":
        return this.#path(item);
      case "circle":
        return this.#circle(item);
      case "text":
        return this.#text(item);
      case "clip":
        return this.#clip(item);
      case "link": {
        const { heightMm } = this.#sheet;
        const { x, y, href } = item;
        this.links.push({
          box: [
            x / MM_PER_POINT,
            (heightMm - y - item.heightMm) / MM_PER_POINT,
            (x + item.widthMm) / MM_PER_POINT,
            (heightMm - y) / MM_PER_POINT,
          ],
          href,
        });
      }
    }
  }

  #path(item: PathItem): void {
    const drawn = item.rings.filter((ring) => ring.length >= 4);
    if (drawn.length === 0) return;
    const rings = drawn.map((ring) => {
      let commands = `${pdfNumber(ring[0]!)} ${pdfNumber(ring[1]!)} m`;
      for (let i = 2; i < ring.length; i += 2)
        commands += ` ${pdfNumber(ring[i]!)} ${pdfNumber(ring[i + 1]!)} l`;
      return item.closed ? `${commands} h` : commands;
    });
    this.#paint(rings.join("\n"), item);
  }

  #circle(item: CircleItem): void {
    const { x, y, radiusMm: r } = item;
    const c = r * QUARTER;
    const n = pdfNumber;
    const curve = (...values: number[]): string => `${values.map(n).join(" ")} c`;
    this.#paint(
      [
        `${n(x + r)} ${n(y)} m`,
        curve(x + r, y + c, x + c, y + r, x, y + r),
        curve(x - c, y + r, x - r, y + c, x - r, y),
        curve(x - r, y - c, x - c, y - r, x, y - r),
        curve(x + c, y - r, x + r, y - c, x + r, y),
        "h",
      ].join(" "),
      item,
    );
  }

  #paint(
    path: string,
    { fill, stroke, opacity = 1 }: { fill?: Colour; stroke?: Stroke; opacity?: number },
  ): void {
    if (fill === undefined && stroke === undefined) return;
    const before: string[] = [];
    if (opacity < 1) before.push(`/${this.#stateOf(opacity)} gs`);
    if (fill !== undefined) before.push(`${rgb(fill)} rg`);
    if (stroke !== undefined) {
      before.push(`${rgb(stroke.colour)} RG ${pdfNumber(stroke.widthMm)} w`);
      if (stroke.dashMm) before.push(`0 J [${stroke.dashMm.map(pdfNumber).join(" ")}] 0 d`);
    }
    const how = fill === undefined ? "S" : stroke === undefined ? "f" : "B";
    this.#lines.push(`q ${before.join(" ")}`, path, `${how} Q`);
  }

  #stateOf(opacity: number): string {
    const name = this.#opacities.get(opacity) ?? `o${this.#opacities.size + 1}`;
    this.#opacities.set(opacity, name);
    return name;
  }

  #text(item: TextItem): void {
    const { text, sizePt, weight, colour, haloMm = 0 } = item;
    if (text === "") return;
    const width = this.#faces.measure(text, sizePt, weight);
    const x = item.x - (item.align === "left" ? 0 : item.align === "right" ? width : width / 2);
    if (haloMm > 0) this.#halo(text, x, item.y, item);
    const font = this.#fonts[weight];
    let glyphs = "";
    for (const character of text)
      glyphs += font.numberOf(character.codePointAt(0)!).toString(16).padStart(4, "0");
    this.#lines.push(
      `BT /${weight} ${pdfNumber(sizePt * MM_PER_POINT)} Tf ${rgb(colour)} rg 1 0 0 -1 ${pdfNumber(x)} ${pdfNumber(item.y)} Tm <${glyphs}> Tj ET`,
    );
  }

  /** The rim is drawn as outlines and not as text, so that text is not found twice. */
  #halo(text: string, left: number, y: number, item: TextItem): void {
    const face = this.#faces[item.weight];
    const em = item.sizePt * MM_PER_POINT;
    // A rim is a quarter of a millimetre wide: hundredths are fine enough for it.
    const n = (value: number): string => pdfNumber(Math.round(value * 100) / 100);
    const rings: string[] = [];
    let x = left;
    for (const character of text) {
      const glyph = face.glyph(character.codePointAt(0)!);
      for (const contour of face.outline(glyph)) {
        const at = (i: number): [number, number] => [
          x + contour[i]! * em,
          y - contour[i + 1]! * em,
        ];
        const [startX, startY] = at(0);
        let commands = `${n(startX)} ${n(startY)} m`;
        let [fromX, fromY] = [startX, startY];
        for (let i = 2; i + 3 < contour.length; i += 4) {
          const [cx, cy] = at(i);
          const [toX, toY] = at(i + 2);
          const isStraight =
            Math.abs(2 * cx - fromX - toX) + Math.abs(2 * cy - fromY - toY) < 0.001;
          // A quadratic curve as a cubic one.
          if (isStraight) commands += ` ${n(toX)} ${n(toY)} l`;
          else
            commands += ` ${[fromX + (2 / 3) * (cx - fromX), fromY + (2 / 3) * (cy - fromY), toX + (2 / 3) * (cx - toX), toY + (2 / 3) * (cy - toY), toX, toY].map(n).join(" ")} c`;
          [fromX, fromY] = [toX, toY];
        }
        rings.push(`${commands} h`);
      }
      x += glyph.width * em;
    }
    if (rings.length > 0)
      this.#paint(rings.join("\n"), {
        stroke: { colour: "#ffffff", widthMm: (item.haloMm ?? 0) * 2 },
        opacity: 0.85,
      });
  }

  #clip(item: ClipItem): void {
    const box = [item.x, item.y, item.widthMm, item.heightMm].map(pdfNumber).join(" ");
    this.#lines.push(`q ${box} re W n`);
    for (const each of item.items) this.#draw(each);
    this.#lines.push("Q");
  }
}

const pdfDecimals = (value: number): string => value.toFixed(6);

/** "#rrggbb" as three numbers. */
function rgb(colour: Colour): string {
  return [1, 3, 5]
    .map((at) => pdfNumber(Number.parseInt(colour.slice(at, at + 2), 16) / 255))
    .join(" ");
}
