import { stat } from "node:fs/promises";
import { basename, extname } from "node:path";
import { type ProblemLog, refuse } from "../datasets/problems.ts";
import { csvReader } from "../datasets/reading/csv.ts";
import { InputFiles } from "../datasets/reading/input.ts";
import type { Cell } from "../datasets/reading/reader.ts";
import { MAX_TABLE_BYTES, MAX_TABLE_ROWS } from "./limits.ts";
import { readSheet, tellOfFormulas, tooManyRows, type Merge, type SheetRead } from "./sheet.ts";
import { openWorkbook, type Workbook } from "./workbook.ts";

/** One record: `values` in the order of the columns. */
interface TableRow {
  /** 1-based, the line of names not counted. */
  row: number;
  values: readonly Cell[];
}

export interface Table {
  format: "CSV" | "XLSX";
  encoding: string | null;
  /** Of a workbook: the sheet that was read. */
  sheet: string | null;
  columns: readonly string[];
  /** Records that hold anything. */
  rows: readonly TableRow[];
  /** Tells of formulas in the columns that are read. */
  tellOfColumns(log: ProblemLog, isUsed: (column: number) => boolean): void;
}

export interface TableOptions {
  encoding?: string;
  sheet?: string;
}

/**
 * Opens a table, CSV or .xlsx, and holds its records; faults of single rows are told to `log`. Throws DatasetRefused where it cannot be
 * read, or holds no records.
 */
export async function openTable(
  path: string,
  options: TableOptions,
  log: ProblemLog,
): Promise<Table> {
  const found = await stat(path).catch(() => null);
  if (found === null || !found.isFile())
    throw refuse("no-such-file", { message: `There is no file ${path}.`, mend: "Check the path." });
  if (found.size > MAX_TABLE_BYTES)
    throw refuse("file-too-large", {
      message: `The file is ${found.size} bytes; at most ${MAX_TABLE_BYTES} are read.`,
      mend: "Split it by year or by county.",
    });
  const table = await openByEnding(path, options, log);
  if (table.rows.length === 0)
    throw refuse("empty-file", {
      message: "The file holds no records below the names of its columns.",
      mend: "Fill in a row for each figure or return.",
    });
  return table;
}

function openByEnding(path: string, options: TableOptions, log: ProblemLog): Promise<Table> {
  const ending = extname(path).toLowerCase();
  if (ending === ".xlsx") return openXlsx(path, options, log);
  if (csvReader.endings.includes(ending)) return openCsv(path, options, log);
  throw refuse("unknown-format", {
    message: "The file is neither CSV nor .xlsx.",
    mend: "Save the table as CSV (UTF-8 or GBK) or as .xlsx.",
  });
}

async function openCsv(path: string, { encoding }: TableOptions, log: ProblemLog): Promise<Table> {
  const name = basename(path);
  const files = new InputFiles([{ name, path }]);
  const opened = await csvReader.open(name, files, encoding === undefined ? {} : { encoding }, log);
  const rows: TableRow[] = [];
  for await (const { row, values } of opened.rows(log)) {
    if (rows.length === MAX_TABLE_ROWS) throw tooManyRows(MAX_TABLE_ROWS);
    rows.push({ row, values });
  }
  return {
    format: "CSV",
    encoding: opened.encoding,
    sheet: null,
    columns: opened.columns,
    rows,
    tellOfColumns() {},
  };
}

async function openXlsx(path: string, options: TableOptions, log: ProblemLog): Promise<Table> {
  const book = await openWorkbook(path, log);
  try {
    const { name, read } = await chooseSheet(book, options.sheet);
    return tableOf(name, read, log);
  } finally {
    await book.close();
  }
}

/** The sheet named, or the only visible one that holds anything. */
async function chooseSheet(
  book: Workbook,
  wanted: string | undefined,
): Promise<{ name: string; read: SheetRead }> {
  const filled: { name: string; read: SheetRead }[] = [];
  for (const sheet of book.sheets) {
    if (wanted !== undefined && sheet.name !== wanted) continue;
    const read = await readSheet(book, sheet, MAX_TABLE_ROWS + MOST_TITLES);
    if (read.rows.length > 0) filled.push({ name: sheet.name, read });
  }
  const names = book.sheets.map(({ name }) => name).join(", ");
  if (filled.length === 1) return filled[0]!;
  if (filled.length === 0)
    throw refuse(wanted === undefined ? "empty-file" : "no-such-sheet", {
      message:
        wanted === undefined
          ? "No sheet of the workbook holds anything."
          : `The workbook has no sheet ${JSON.stringify(wanted)} that holds anything.`,
      mend: `Its sheets are: ${names}.`,
    });
  throw refuse("several-sheets", {
    message: `${filled.length} sheets of the workbook hold something: ${filled.map(({ name }) => name).join(", ")}.`,
    mend: "Name the one that is meant: --sheet NAME.",
  });
}

/** Lines above the names of columns in which a form has its title, its organisation and its date. */
const MOST_TITLES = 10;

function tableOf(sheet: string, { rows, merges }: SheetRead, log: ProblemLog): Table {
  const at = rows.findIndex(({ cells }) => cells.filter((cell) => cell !== null).length > 1);
  const head = rows[Math.max(at, 0)]!;
  if (at > MOST_TITLES)
    throw refuse("no-column-names", {
      message: `The sheet ${sheet} has ${at} lines before the names of its columns.`,
      mend: "Put the names of the columns into the first line.",
    });
  if (at > 0)
    log.add("title-lines", "info", null, {
      message: `The first ${at} line(s) of the sheet hold a title and were left out.`,
      mend: "Nothing to do if the columns are right.",
    });
  refuseMerges(merges, head.line);
  const columns = head.cells.map((cell) => (cell === null ? "" : String(cell).trim()));
  const data = rows.slice(Math.max(at, 0) + 1);
  data.forEach(({ line }, i) => log.placeRow(i + 1, line));
  return {
    format: "XLSX",
    encoding: null,
    sheet,
    columns,
    rows: data.map(({ cells }, i) => ({ row: i + 1, values: cells })),
    tellOfColumns(to, isUsed) {
      data.forEach((row, i) => tellOfFormulas(to, row, i + 1, columns, isUsed));
    },
  };
}

/** Joined cells would leave names or values out: only those of a title are let through. */
function refuseMerges(merges: readonly Merge[], headLine: number): void {
  const bad = merges.filter(({ toRow }) => toRow >= headLine);
  if (bad.length === 0) return;
  const isHead = bad.some(({ fromRow }) => fromRow <= headLine);
  throw refuse(isHead ? "merged-header" : "merged-cells", {
    message: isHead
      ? `Cells of the line of column names (line ${headLine}) are merged, so some columns have no name of their own.`
      : `${bad.length} merged cell(s) stand among the data (the first in line ${bad[0]!.fromRow}); all but one of the cells in each are empty.`,
    mend: isHead
      ? "Undo the merging and give every column one name in one line."
      : "Undo the merging and write the value into every row.",
    params: { line: bad[0]!.fromRow },
  });
}
