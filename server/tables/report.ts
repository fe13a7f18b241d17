import type { TableReport } from "../../core/contract/table-report.ts";
import type { Table } from "./open-table.ts";

const PREVIEW_ROWS = 10;
/** Longer names and texts are told by their beginning. */
const SHOWN_CHARACTERS = 300;

const short = (text: string): string => text.slice(0, SHOWN_CHARACTERS);

/** The report of a file of which nothing is known yet. */
export function emptyReport(file: string): TableReport {
  return {
    file,
    rows: 0,
    accepted: false,
    reading: {
      format: "",
      encoding: null,
      sheet: null,
      columns: [],
      mapping: {},
      unmapped: [],
      preview: [],
    },
    problems: [],
  };
}

/** What is told of how a table was read. */
export function readingOf(
  table: Table,
  mapping: ReadonlyMap<string, number>,
  unmapped: readonly string[],
): TableReport["reading"] {
  return {
    format: table.format,
    encoding: table.encoding,
    sheet: table.sheet,
    columns: table.columns.map(short),
    mapping: Object.fromEntries(
      [...mapping].map(([field, i]) => [field, short(table.columns[i]!)]),
    ),
    unmapped: unmapped.map(short),
    preview: table.rows.slice(0, PREVIEW_ROWS).map(({ values }) =>
      Object.fromEntries(
        table.columns.map((column, i) => {
          const value = values[i] ?? null;
          return [short(column), typeof value === "string" ? short(value) : value];
        }),
      ),
    ),
  };
}
