import { INK, QUIET_INK } from "./map-items.ts";
import type { ReportTable } from "./report.ts";
import { line, rectangle, type Item, type TextMeasure, type Weight } from "./sheet.ts";
import { lineHeightMm, textItem, wrapText } from "./text.ts";

const SIZE_PT = 8;
const PAD_MM = 1.5;
const LINE_MM = lineHeightMm(SIZE_PT) * 0.92;

/** A table that is laid out and can be drawn row by row, over as many pages as it takes. */
export interface LaidTable {
  headMm: number;
  rowsMm: readonly number[];
  drawHead: (x: number, y: number) => Item[];
  drawRow: (row: number, x: number, y: number) => Item[];
}

/** Lays out a table of a report in a width: figures keep what they need, words share what is left and are wrapped. */
export function layTable(table: ReportTable, widthMm: number, measure: TextMeasure): LaidTable {
  const widths = widthsOf(table, widthMm, measure);
  const linesOf = (texts: readonly string[], weight: Weight): string[][] =>
    texts.map((text, i) =>
      wrapText(text, Math.max(4, widths[i]! - 2 * PAD_MM), { sizePt: SIZE_PT, weight }, measure),
    );
  const heightOf = (lines: readonly (readonly string[])[]): number =>
    Math.max(1, ...lines.map((each) => each.length)) * LINE_MM + PAD_MM;
  const head = linesOf(table.columns, "bold");
  const rows = table.rows.map((cells) =>
    linesOf(
      cells.map(({ text }) => text),
      "regular",
    ),
  );
  const draw = (
    lines: readonly (readonly string[])[],
    x: number,
    y: number,
    weight: Weight,
    colour: string,
  ): Item[] => {
    let left = x;
    return lines.flatMap((texts, i) => {
      const from = left;
      left += widths[i]!;
      const isLeft = i < table.leftColumns;
      return texts.map((text, k) =>
        textItem(
          text,
          isLeft ? from + PAD_MM : from + widths[i]! - PAD_MM,
          y + PAD_MM / 2 + LINE_MM * (k + 0.74),
          { sizePt: SIZE_PT, weight, colour },
          isLeft ? "left" : "right",
        ),
      );
    });
  };
  return {
    headMm: heightOf(head),
    rowsMm: rows.map(heightOf),
    drawHead: (x, y) => [
      ...draw(head, x, y, "bold", QUIET_INK),
      line(x, y + heightOf(head), x + widthMm, y + heightOf(head), {
        colour: "#7b8794",
        widthMm: 0.25,
      }),
    ],
    drawRow: (row, x, y) => [
      ...(row % 2 === 1
        ? [rectangle(x, y, widthMm, heightOf(rows[row]!), { fill: "#f4f6f8" })]
        : []),
      ...draw(rows[row]!, x, y, "regular", INK),
    ],
  };
}

/** Ideographs can be parted anywhere, words of letters at best not at all. */
const isIdeographic = (text: string): boolean => /\p{Script=Han}/u.test(text);

/** What columns need: the widest cell or the longest word of the head, and no more than two thirds of a page for words. */
function needsOf(table: ReportTable, widthMm: number, measure: TextMeasure): number[] {
  return table.columns.map((name, i) => {
    const cells = table.rows.map((cells) => measure(cells[i]?.text ?? "", SIZE_PT, "regular"));
    const widest = cells.reduce((a, b) => Math.max(a, b), 0);
    const word = name
      .split(/\s+/)
      .map((part) => Math.min(isIdeographic(part) ? 8 : 14, measure(part, SIZE_PT, "bold")))
      .reduce((a, b) => Math.max(a, b), 0);
    const need = Math.max(widest, word) + 2 * PAD_MM + 0.3;
    return i < table.leftColumns ? Math.min(need, (widthMm * 0.66) / table.leftColumns) : need;
  });
}

/** A table that is too wide as several, each with the columns of words and about as many of the figures. */
export function splitTable(
  table: ReportTable,
  widthMm: number,
  measure: TextMeasure,
): ReportTable[] {
  const needs = needsOf(table, widthMm, measure);
  const sum = (widths: readonly number[]): number => widths.reduce((a, b) => a + b, 0);
  const words = sum(needs.slice(0, table.leftColumns));
  const figures = needs.slice(table.leftColumns);
  const parts = Math.max(1, Math.ceil(sum(figures) / Math.max(widthMm - words, widthMm * 0.3)));
  const each = Math.ceil(figures.length / parts);
  return Array.from({ length: parts }, (_, part) => {
    const from = table.leftColumns + part * each;
    const cut = <Value>(row: readonly Value[]): Value[] => [
      ...row.slice(0, table.leftColumns),
      ...row.slice(from, from + each),
    ];
    return { ...table, columns: cut(table.columns), rows: table.rows.map(cut) };
  });
}

function widthsOf(table: ReportTable, widthMm: number, measure: TextMeasure): number[] {
  const needs = needsOf(table, widthMm, measure);
  const sum = (widths: readonly number[]): number => widths.reduce((a, b) => a + b, 0);
  const figures = sum(needs.slice(table.leftColumns));
  const spare = widthMm - sum(needs);
  // What is left goes to all; what lacks is taken from words, which can be wrapped.
  if (spare >= 0) return needs.map((width) => width + spare / needs.length);
  const words = sum(needs) - figures;
  return needs.map((width, i) =>
    i < table.leftColumns ? (width / words) * (widthMm - figures) : width,
  );
}
