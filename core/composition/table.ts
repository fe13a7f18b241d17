import { INK, QUIET_INK } from "./map-items.ts";
import { line, rectangle, type Colour, type Item, type TextMeasure } from "./sheet.ts";
import { shorten, textItem } from "./text.ts";

/** A table as it is drawn; cells that hold more than fits end in "…". */
export interface TableInput {
  columns: readonly string[];
  rows: readonly TableRow[];
}

interface TableRow {
  cells: readonly string[];
  colour?: Colour | null;
  strong?: boolean;
  /** A remark across the whole row, instead of cells. */
  note?: string;
}

export interface TableDrawing {
  x: number;
  y: number;
  widthMm: number;
  rowMm: number;
  sizePt: number;
  measure: TextMeasure;
}

/** Widths of columns: what their longest cell needs, the one named in `flexible` taking what is left or giving what lacks. */
export function columnWidths(
  table: TableInput,
  widthMm: number,
  sizePt: number,
  measure: TextMeasure,
  flexible: number,
): number[] {
  const pad = sizePt * 0.28;
  const widestCells = table.columns.map((_, i) =>
    table.rows.reduce(
      (most, { cells }) => Math.max(most, measure(cells[i] ?? "", sizePt, "regular") + pad),
      pad,
    ),
  );
  const withHeads = widestCells.map((width, i) =>
    Math.max(width, measure(table.columns[i]!, sizePt, "bold") + pad),
  );
  const sum = (widths: readonly number[]): number => widths.reduce((all, each) => all + each, 0);
  // A square of colour stands before the names.
  const named = withHeads[flexible]! + pad;
  // Heads of figures are shortened before names are.
  const isTight = sum(withHeads) - withHeads[flexible]! + named > widthMm;
  const needed = isTight
    ? withHeads.map((width, i) => Math.max(widestCells[i]!, width * 0.62))
    : withHeads;
  const others = sum(needed) - needed[flexible]!;
  const least = widthMm * 0.22;
  if (widthMm - others >= least)
    return needed.map((width, i) => (i === flexible ? widthMm - others : width));
  const scale = (widthMm - least) / others;
  return needed.map((width, i) => (i === flexible ? least : width * scale));
}

/** Draws a table: the first two columns to the left, figures to the right. A row with a colour begins with a square of it. */
export function drawTable(
  table: TableInput,
  widths: readonly number[],
  { x, y, widthMm, rowMm, sizePt, measure }: TableDrawing,
  leftColumns: number,
): Item[] {
  const items: Item[] = [];
  const baseOf = (top: number): number => top + rowMm / 2 + sizePt * 0.125;
  const gap = sizePt * 0.12;
  const cell = (
    text: string,
    column: number,
    top: number,
    weight: "regular" | "bold",
    colour: Colour,
    indent: number,
  ): void => {
    const left = x + widths.slice(0, column).reduce((sum, width) => sum + width, 0);
    const width = widths[column]!;
    const shown = shorten(text, width - gap - indent, { sizePt, weight }, measure);
    const style = { sizePt, weight, colour };
    items.push(
      column < leftColumns
        ? textItem(shown, left + gap / 2 + indent, baseOf(top), style)
        : textItem(shown, left + width - gap / 2, baseOf(top), style, "right"),
    );
  };
  table.columns.forEach((name, column) => cell(name, column, y, "bold", QUIET_INK, 0));
  items.push(line(x, y + rowMm, x + widthMm, y + rowMm, { colour: "#7b8794", widthMm: 0.2 }));
  table.rows.forEach(({ cells, colour, strong = false, note }, i) => {
    const top = y + rowMm * (i + 1);
    if (note !== undefined) {
      const style = { sizePt, weight: "regular", colour: QUIET_INK } as const;
      items.push(textItem(note, x + widthMm / 2, baseOf(top), style, "middle"));
      return;
    }
    if (i % 2 === 1) items.push(rectangle(x, top, widthMm, rowMm, { fill: "#f4f6f8" }));
    cells.forEach((text, column) => {
      const isNamed = column === leftColumns - 1;
      const square = isNamed && colour != null ? rowMm * 0.55 : 0;
      if (isNamed && colour != null) {
        const left = x + widths.slice(0, column).reduce((sum, width) => sum + width, 0);
        items.push(
          rectangle(left + gap / 2, top + (rowMm - square) / 2, square, square, {
            fill: colour,
            stroke: { colour: "#9aa4ae", widthMm: 0.1 },
          }),
        );
      }
      cell(text, column, top, strong ? "bold" : "regular", INK, square > 0 ? square + gap : 0);
    });
  });
  return items;
}
