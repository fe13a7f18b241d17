import {
  MM_PER_POINT,
  type Colour,
  type TextItem,
  type TextMeasure,
  type Weight,
} from "./sheet.ts";

/** How a text looks. */
export interface TextStyle {
  sizePt: number;
  weight: Weight;
  colour: Colour;
}

/** From one base line to the next, in sizes of the text. */
const LINE_HEIGHT = 1.4;

export const lineHeightMm = (sizePt: number): number => sizePt * MM_PER_POINT * LINE_HEIGHT;

/** Punctuation that must not begin a line. */
const NOT_FIRST = /^[，。、；：！？）》」』】%℃,.;:!?)\]}]/;
/** Punctuation that must not end a line. */
const NOT_LAST = /[（《「『(["“‘]$/;
/** A run that is not broken: a word with the space after it, or a single ideograph. */
const RUNS = /[\u0021-\u02ff\u0370-\u1fff]+\s*|\s+|[\s\S]/gu;

/**
 * Cuts a text into lines no wider than `widthMm`: between words, or between ideographs, never before closing punctuation. A word that is
 * wider by itself is cut anywhere. Empty text gives no line.
 */
export function wrapText(
  text: string,
  widthMm: number,
  style: Pick<TextStyle, "sizePt" | "weight">,
  measure: TextMeasure,
): string[] {
  const wide = (part: string): number => measure(part.trimEnd(), style.sizePt, style.weight);
  const lines: string[] = [];
  for (const paragraph of text.split("\n")) {
    let current = "";
    for (const run of runsOf(paragraph)) {
      if (current !== "" && wide(current + run) > widthMm) {
        lines.push(current.trimEnd());
        current = "";
      }
      for (const piece of cut(run, widthMm, wide)) {
        if (current !== "" && wide(current + piece) > widthMm) {
          lines.push(current.trimEnd());
          current = "";
        }
        current += piece;
      }
    }
    if (current.trim() !== "") lines.push(current.trimEnd());
  }
  return lines;
}

function runsOf(text: string): string[] {
  const runs: string[] = [];
  for (const [run] of text.matchAll(RUNS)) {
    const before = runs.at(-1);
    if (before !== undefined && (NOT_FIRST.test(run) || NOT_LAST.test(before)))
      runs[runs.length - 1] += run;
    else runs.push(run);
  }
  return runs;
}

function cut(run: string, widthMm: number, wide: (part: string) => number): string[] {
  if (wide(run) <= widthMm) return [run];
  const pieces: string[] = [];
  let piece = "";
  for (const character of run) {
    if (piece !== "" && wide(piece + character) > widthMm) {
      pieces.push(piece);
      piece = "";
    }
    piece += character;
  }
  return [...pieces, piece];
}

/** The text as it is, or its beginning with "…" where it is wider. */
export function shorten(
  text: string,
  widthMm: number,
  { sizePt, weight }: Pick<TextStyle, "sizePt" | "weight">,
  measure: TextMeasure,
): string {
  if (measure(text, sizePt, weight) <= widthMm) return text;
  const characters = Array.from(text);
  while (characters.length > 1) {
    characters.pop();
    const short = `${characters.join("").trimEnd()}…`;
    if (measure(short, sizePt, weight) <= widthMm) return short;
  }
  return characters.join("");
}

/** The largest of the sizes at which a text is no wider than `widthMm`; the smallest where none is. */
export function fittingSize(
  text: string,
  widthMm: number,
  sizes: readonly number[],
  weight: Weight,
  measure: TextMeasure,
): number {
  return sizes.find((size) => measure(text, size, weight) <= widthMm) ?? sizes.at(-1)!;
}

/** A line of text. */
export function textItem(
  text: string,
  x: number,
  y: number,
  style: TextStyle,
  align: TextItem["align"] = "left",
): TextItem {
  return { kind: "text", text, x, y, align, ...style };
}

/** Lines one under another, the first base line at y. */
export function textLines(
  lines: readonly string[],
  x: number,
  y: number,
  style: TextStyle,
  align: TextItem["align"] = "left",
): TextItem[] {
  return lines.map((text, i) =>
    textItem(text, x, y + i * lineHeightMm(style.sizePt), style, align),
  );
}
