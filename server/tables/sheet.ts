import { type ProblemLog, refuse } from "../datasets/problems.ts";
import { MAX_CELL_CHARACTERS, MAX_COLUMNS } from "../datasets/reading/limits.ts";
import type { Cell } from "../datasets/reading/reader.ts";
import { tooManyColumns } from "../datasets/reading/too-large.ts";
import { MAX_SHEET_ROWS } from "./limits.ts";
import type { NumberStyle, Workbook } from "./workbook.ts";
import { readXml } from "./xml.ts";

/** A row of a sheet that holds something. */
export interface SheetRow {
  /** As Excel numbers it, 1-based. */
  line: number;
  /** From column A on; null where a cell is empty. */
  cells: Cell[];
  /** Columns whose value comes from a formula. */
  formulas: number[];
  /** Columns with a formula that was never computed. */
  uncomputed: number[];
}

/** Rows and columns (0-based, both inclusive) of cells joined into one. */
export interface Merge {
  fromRow: number;
  toRow: number;
  fromColumn: number;
  toColumn: number;
}

export interface SheetRead {
  rows: SheetRow[];
  merges: Merge[];
}

const COLUMN = /^([A-Z]{1,3})(\d{1,7})$/;

/**
 * The rows of a sheet that hold anything, and its merged cells. Empty rows, a million of them too, leave nothing behind. Refuses a sheet with
 * more than `mostRows` rows, or with cells out of order.
 */
export async function readSheet(
  book: Workbook,
  sheet: { name: string; path: string; part: string },
  mostRows: number,
): Promise<SheetRead> {
  const rows: SheetRow[] = [];
  const merges: Merge[] = [];
  let row: SheetRow = emptyRow(0);
  let column = -1;
  let cell: {
    type: string;
    style: NumberStyle;
    value: string;
    inline: string;
    hasFormula: boolean;
  } | null = null;
  let reading: "value" | "inline" | null = null;
  let phonetic = 0;
  await readXml(sheet.path, sheet.part, {
    open(name, attributes) {
      if (name === "row") {
        const line = attributes["r"] === undefined ? row.line + 1 : Number(attributes["r"]);
        if (!(line > row.line && line <= MAX_SHEET_ROWS)) throw outOfOrder(sheet.name, row.line);
        row = emptyRow(line);
        column = -1;
      } else if (name === "c") {
        column = columnOf(attributes["r"], column, row.line, sheet.name);
        const style = book.styles[Number(attributes["s"] ?? 0)] ?? "number";
        cell = { type: attributes["t"] ?? "n", style, value: "", inline: "", hasFormula: false };
      } else if (cell !== null) {
        if (name === "f") cell.hasFormula = true;
        else if (name === "v") reading = "value";
        else if (name === "rPh") phonetic++;
        else if (name === "t" && phonetic === 0) reading = "inline";
      } else if (name === "mergeCell") {
        const merge = mergeOf(attributes["ref"] ?? "");
        if (merge !== null) merges.push(merge);
      }
    },
    close(name) {
      if (name === "v" || name === "t") reading = null;
      else if (name === "rPh") phonetic--;
      else if (name === "c" && cell !== null) {
        put(row, column, cell, book);
        cell = null;
      } else if (name === "row" && row.cells.length > 0) {
        if (rows.length >= mostRows) throw tooManyRows(mostRows);
        rows.push(row);
      }
    },
    text(text) {
      if (cell === null || reading === null) return;
      if (reading === "value") cell.value += text;
      else cell.inline += text;
      if (cell.value.length + cell.inline.length > MAX_CELL_CHARACTERS)
        throw refuse("cell-too-large", {
          message: `A cell in row ${row.line} of the sheet holds more than ${MAX_CELL_CHARACTERS} characters.`,
          mend: "Shorten it, or leave the column out.",
          params: { line: row.line },
        });
    },
  });
  return { rows, merges };
}

const emptyRow = (line: number): SheetRow => ({ line, cells: [], formulas: [], uncomputed: [] });

function put(
  row: SheetRow,
  column: number,
  cell: { type: string; style: NumberStyle; value: string; inline: string; hasFormula: boolean },
  book: Workbook,
): void {
  const value = valueOf(cell, book);
  if (cell.hasFormula) (value === null ? row.uncomputed : row.formulas).push(column);
  if (value === null && !cell.hasFormula) return;
  if (column >= MAX_COLUMNS) throw tooManyColumns(column + 1);
  while (row.cells.length <= column) row.cells.push(null);
  row.cells[column] = value;
}

/** A date as "2016-05-01", a percentage as "95.5%", a number, a text, or true and false; null for an empty cell. */
function valueOf(
  {
    type,
    style,
    value,
    inline,
  }: { type: string; style: NumberStyle; value: string; inline: string },
  book: Workbook,
): Cell {
  const text =
    type === "inlineStr" ? inline : type === "s" ? (book.shared[Number(value)] ?? "") : value;
  if (text.trim() === "") return null;
  if (type === "b") return text === "1";
  if (type !== "n") return text;
  const number = Number(text);
  if (!Number.isFinite(number)) return text;
  if (style === "date") return dateOf(number, book.from1904);
  // 0.955 shown as 95.5%; the product may come out a hair beside.
  return style === "percent" ? `${Number((number * 100).toPrecision(12))}%` : number;
}

const DAY_MS = 86_400_000;
/** The day that Excel numbers 0, as it counts after its 29 February 1900, which never was; and day 0 of old Macs. */
const DAY_0 = Date.UTC(1899, 11, 30);
const DAY_0_OF_1904 = Date.UTC(1904, 0, 1);

function dateOf(days: number, from1904: boolean): string | number {
  if (days < 0 || days > 2_958_465) return days;
  const date = new Date((from1904 ? DAY_0_OF_1904 : DAY_0) + Math.floor(days) * DAY_MS);
  return date.toISOString().slice(0, 10);
}

function columnOf(
  reference: string | undefined,
  before: number,
  line: number,
  sheet: string,
): number {
  let column = before + 1;
  if (reference !== undefined) {
    const found = COLUMN.exec(reference);
    if (found === null || Number(found[2]) !== line) throw outOfOrder(sheet, line);
    column = lettersOf(found[1]!);
    if (column <= before) throw outOfOrder(sheet, line);
  }
  return column;
}

function lettersOf(letters: string): number {
  let number = 0;
  for (const letter of letters) number = number * 26 + letter.charCodeAt(0) - 64;
  return number - 1;
}

function mergeOf(reference: string): Merge | null {
  const found = /^([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})$/.exec(reference);
  if (found === null) return null;
  return {
    fromColumn: lettersOf(found[1]!),
    fromRow: Number(found[2]),
    toColumn: lettersOf(found[3]!),
    toRow: Number(found[4]),
  };
}

function outOfOrder(sheet: string, line: number): Error {
  return refuse("sheet-out-of-order", {
    message: `Rows or cells of the sheet ${sheet} stand out of order after row ${line}; no table program writes them so.`,
    mend: "Open the file in the table program and save it again as .xlsx.",
    params: { line },
  });
}

/** Refuses a table with more records than are read at once. */
export function tooManyRows(most: number): Error {
  return refuse("too-many-rows", {
    message: `The table has more than ${most} rows.`,
    mend: "Split it by year or by county.",
  });
}

/** Warns of values that a formula gave, and refuses formulas that were never computed, in the columns that are read. */
export function tellOfFormulas(
  log: ProblemLog,
  row: SheetRow,
  record: number,
  columns: readonly string[],
  isUsed: (column: number) => boolean,
): void {
  for (const column of row.formulas)
    if (isUsed(column))
      log.add("formula", "warning", record, {
        field: columns[column] ?? null,
        message: "Cells hold formulas; the values that the table program showed last are read.",
        mend: "Look at the preview; if a value is out of date, open the file, let it compute and save it.",
      });
  for (const column of row.uncomputed)
    if (isUsed(column))
      log.add("formula-without-value", "error", record, {
        field: columns[column] ?? null,
        message: "Cells hold formulas that were never computed, so there is no value to read.",
        mend: "Open the file in the table program and save it, or paste the values instead of the formulas.",
      });
}
