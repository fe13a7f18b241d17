import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { parse, CsvError } from "csv-parse";
import { refuse, type ProblemLog } from "../problems.ts";
import { requireEncoding, strictDecoder } from "./encoding.ts";
import { MAX_CELL_CHARACTERS, MAX_COLUMNS, MAX_ROWS } from "./limits.ts";
import type { FormatReader, RawRow } from "./reader.ts";
import { tooManyColumns } from "./too-large.ts";

const DELIMITERS = [",", ";", "\t"] as const;

/** Text tables with a line of column names; the place stands in two columns. */
export const csvReader: FormatReader = {
  name: "CSV",
  endings: [".csv", ".tsv", ".txt"],
  async open(main, files, options) {
    const path = files.pathOf(main);
    const { encoding, from } = await chooseEncoding(path, options.encoding);
    const delimiter = await chooseDelimiter(path, encoding);
    const lineEnds = await chooseLineEnds(path, encoding);
    const source = { path, encoding, delimiter, lineEnds };
    const columns = await readHeader(source);
    return {
      format: "CSV",
      encoding,
      encodingFrom: from,
      crs: null,
      columns,
      hasShapes: false,
      rows: (log) => readRows(source, columns, log),
    };
  },
};

interface Source {
  path: string;
  encoding: string;
  delimiter: string;
  lineEnds: readonly string[];
}

/** Order: what the user says, the byte-order mark, strict UTF-8 over the whole file, GB 18030. */
async function chooseEncoding(
  path: string,
  named: string | undefined,
): Promise<{ encoding: string; from: string }> {
  if (named !== undefined) return { encoding: requireEncoding(named), from: "option" };
  const head = await readHead(path, 4);
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf)
    return { encoding: "utf-8", from: "byte-order mark" };
  if (head[0] === 0xff && head[1] === 0xfe)
    return { encoding: "utf-16le", from: "byte-order mark" };
  if (head[0] === 0xfe && head[1] === 0xff)
    return { encoding: "utf-16be", from: "byte-order mark" };
  if (await isText(path, "utf-8")) return { encoding: "utf-8", from: "contents" };
  if (await isText(path, "gb18030")) return { encoding: "gb18030", from: "contents" };
  throw refuse("unknown-encoding", {
    message: "The text is neither UTF-8 nor GBK, or is a mixture.",
    mend: "Name the encoding with --encoding, or save the table again as UTF-8.",
  });
}

async function readHead(path: string, bytes: number): Promise<Buffer> {
  const file = await open(path);
  try {
    const head = Buffer.alloc(bytes);
    const { bytesRead } = await file.read(head, 0, bytes, 0);
    return head.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

async function isText(path: string, encoding: string): Promise<boolean> {
  const decoder = strictDecoder(encoding);
  try {
    for await (const block of createReadStream(path))
      decoder.decode(block as Buffer, { stream: true });
    decoder.decode();
    return true;
  } catch {
    return false;
  }
}

/** The ends of lines: those of Windows and Unix may be mixed in one file; those of old Macs only count where the first line has one. */
async function chooseLineEnds(path: string, encoding: string): Promise<string[]> {
  const head = new TextDecoder(encoding).decode(await readHead(path, 64 * 1024));
  const first = /\r\n|\n|\r/.exec(head.trimStart())?.[0];
  return first === "\r" ? ["\r\n", "\n", "\r"] : ["\r\n", "\n"];
}

/** The delimiter that cuts the first line into most pieces outside quotes. */
async function chooseDelimiter(path: string, encoding: string): Promise<string> {
  const head = new TextDecoder(encoding).decode(await readHead(path, 64 * 1024));
  const line = (/^[^\r\n]*/.exec(head.trimStart())?.[0] ?? "").replace(/"[^"]*"/g, "");
  let best: string = DELIMITERS[0];
  for (const each of DELIMITERS) if (line.split(each).length > line.split(best).length) best = each;
  return best;
}

async function* decoded({ path, encoding }: Source): AsyncGenerator<string, void, void> {
  const decoder = strictDecoder(encoding);
  try {
    for await (const block of createReadStream(path))
      yield decoder.decode(block as Buffer, { stream: true });
    yield decoder.decode();
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw refuse("wrong-encoding", {
      message: `The text is not ${encoding}.`,
      mend: "Give the right --encoding, or none so that it is found out.",
      params: { encoding },
    });
  }
}

interface Line {
  cells: string[];
  /** Records before this one; 0 for the names of the columns. */
  row: number;
  /** Line of the file on which the record begins, 1-based. */
  line: number;
}

async function* lines(source: Source): AsyncGenerator<Line, void, void> {
  const parser = parse({
    delimiter: source.delimiter,
    record_delimiter: [...source.lineEnds],
    bom: true,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: MAX_CELL_CHARACTERS,
  });
  const feed = (async () => {
    try {
      for await (const text of decoded(source)) {
        if (parser.destroyed) return;
        if (text !== "" && !parser.write(text))
          await new Promise<void>((go) => {
            const done = (): void => {
              parser.off("drain", done).off("close", done);
              go();
            };
            parser.on("drain", done).on("close", done);
          });
      }
      parser.end();
    } catch (error) {
      parser.destroy(error as Error);
    }
  })();
  let row = -1;
  let last = 0;
  let countedTwice = 0;
  try {
    for await (const { record, info } of parser as AsyncIterable<Parsed>) {
      const inside = lineEndsIn(record);
      countedTwice += inside.windows;
      last = info.lines - countedTwice;
      if (record.some((cell) => cell.trim() !== ""))
        yield { cells: record, row: ++row, line: last - inside.all };
    }
  } catch (error) {
    throw error instanceof CsvError ? badTable(error, row + 1, last) : error;
  } finally {
    parser.destroy();
    await feed;
  }
}

interface Parsed {
  record: string[];
  info: { lines: number };
}

/** Ends of lines inside cells; of the parser's count a \r\n inside quotes is two. */
function lineEndsIn(cells: readonly string[]): { all: number; windows: number } {
  let all = 0;
  let windows = 0;
  for (const cell of cells) {
    if (!cell.includes("\n") && !cell.includes("\r")) continue;
    for (const [end] of cell.matchAll(/\r\n|\n|\r/g)) {
      all++;
      if (end.length === 2) windows++;
    }
  }
  return { all, windows };
}

function badTable(error: CsvError, row: number, last: number): Error {
  if (error.code === "CSV_MAX_RECORD_SIZE")
    return refuse("cell-too-large", {
      rows: [row],
      message: `The record after line ${last} holds more than ${MAX_CELL_CHARACTERS} characters; a quote is probably missing.`,
      mend: "Correct the line, or leave the column out.",
      params: { line: last + 1 },
    });
  return refuse("bad-table", {
    rows: [row],
    message: `The table cannot be read after line ${last}: ${error.code === "CSV_QUOTE_NOT_CLOSED" ? "a quote is never closed" : error.message}.`,
    mend: "Correct the quotes; a quote inside a quoted cell is written twice.",
    params: { line: last + 1 },
  });
}

async function readHeader(source: Source): Promise<string[]> {
  for await (const { cells } of lines(source)) {
    const names = cells.map((cell) => cell.trim());
    if (names.length > MAX_COLUMNS) throw tooManyColumns(names.length);
    while (names.at(-1) === "") names.pop();
    return names;
  }
  return [];
}

async function* readRows(
  source: Source,
  columns: readonly string[],
  log: ProblemLog,
): AsyncGenerator<RawRow, void, void> {
  for await (const { cells, row, line } of lines(source)) {
    if (row === 0) continue;
    log.placeRow(row, line);
    if (row > MAX_ROWS)
      throw refuse("too-many-rows", {
        message: `The table has more than ${MAX_ROWS} rows.`,
        mend: "Split it by county.",
      });
    while (cells.length > columns.length && cells.at(-1) === "") cells.pop();
    if (cells.length !== columns.length)
      log.add("ragged-row", "error", row, {
        message: `Rows with more or fewer cells than the ${columns.length} columns.`,
        mend: "Correct these rows; a delimiter inside a text needs quotes around it.",
      });
    yield { row, values: cells.map((cell) => (cell.trim() === "" ? null : cell)), geometry: null };
  }
}
