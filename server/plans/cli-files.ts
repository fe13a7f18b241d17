import { open, rename, rm, stat, writeFile } from "node:fs/promises";
import { randomBytes } from "node:crypto";
import { parse, CsvError } from "csv-parse/sync";
import { strictDecoder } from "../datasets/reading/encoding.ts";
import { PlanRefused, refuse, type CliProblem } from "./cli-refusal.ts";
import { MAX_CHANGE_BYTES } from "./requests.ts";

/** Faults told at once; whoever brings a wrong table does not read more. */
export const MOST_TOLD = 100;

/** A file, whole. Throws PlanRefused where there is none, or it is longer than any plan. */
export async function readWhole(path: string): Promise<Buffer> {
  try {
    const about = await stat(path);
    if (!about.isFile()) throw new Error("it is not a file");
    if (about.size > MAX_CHANGE_BYTES) throw tooLarge(path, about.size);
    return await readUpTo(path, MAX_CHANGE_BYTES);
  } catch (cause) {
    if (cause instanceof PlanRefused) throw cause;
    const why = cause instanceof Error ? cause.message : String(cause);
    throw refuse("unreadable", null, `${path} cannot be read: ${why}.`, "Name a file that exists.");
  }
}

/** A file may grow while it is read. */
async function readUpTo(path: string, most: number): Promise<Buffer> {
  const file = await open(path);
  try {
    const pieces: Buffer[] = [];
    let bytes = 0;
    for await (const piece of file.createReadStream({ autoClose: false })) {
      bytes += (piece as Buffer).length;
      if (bytes > most) throw tooLarge(path, bytes);
      pieces.push(piece as Buffer);
    }
    return Buffer.concat(pieces);
  } finally {
    await file.close();
  }
}

function tooLarge(path: string, bytes: number): PlanRefused {
  return refuse(
    "tooLarge",
    null,
    `${path} is larger than ${MAX_CHANGE_BYTES / 1024 ** 2} MB; a plan of a whole region has a tenth of it.`,
    "Split it by county and apply the parts one after another.",
    { bytes, most: MAX_CHANGE_BYTES },
  );
}

/** Text of a table: by its byte-order mark, else UTF-8, else GBK. */
function decode(path: string, bytes: Buffer): string {
  const marked =
    bytes[0] === 0xff && bytes[1] === 0xfe
      ? "utf-16le"
      : bytes[0] === 0xfe && bytes[1] === 0xff
        ? "utf-16be"
        : null;
  for (const encoding of marked === null ? ["utf-8", "gb18030"] : [marked]) {
    try {
      return strictDecoder(encoding).decode(bytes);
    } catch {
      // Not of this encoding; the next may be it.
    }
  }
  throw refuse(
    "unknownEncoding",
    null,
    `${path} is neither UTF-8 nor GBK.`,
    "Save the table again as UTF-8.",
  );
}

/**
 * The rows of a table with a line of headers, blank rows included so that rows count as in a spreadsheet. Throws PlanRefused for what is
 * no table, NUL and half characters, columns that stand twice, and rows that stand twice.
 */
export async function readTable(path: string): Promise<string[][]> {
  const text = decode(path, await readWhole(path));
  const head = (/^[^\r\n]*/.exec(text)?.[0] ?? "").replace(/"[^"]*"/g, "");
  const [delimiter] = [",", ";", "\t"].sort((a, b) => head.split(b).length - head.split(a).length);
  let rows: string[][];
  try {
    rows = parse(text, {
      delimiter: delimiter!,
      bom: true,
      relax_column_count: true,
      max_record_size: MOST_CHARACTERS,
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw refuse(
      "badTable",
      null,
      `${path} is not a table: ${error.message}.`,
      "Correct the quotes; a quote inside a quoted cell is written twice.",
    );
  }
  const problems = [...rowProblems(rows)];
  if (problems.length > 0) throw new PlanRefused(problems.slice(0, MOST_TOLD), problems.length);
  return rows;
}

const MOST_CHARACTERS = 10_000;
const NO_TEXT = /[\0\ud800-\udfff]/u;
const PERSONS = new Set(["persons", "人数", "人口", "搬迁人数", "population"]);

function* rowProblems(rows: readonly (readonly string[])[]): Generator<CliProblem> {
  const head = (rows[0] ?? []).map((cell) => cell.normalize("NFKC").trim().toLowerCase());
  const fault = (
    row: number,
    column: number | null,
    code: string,
    message: string,
    mend: string,
    params: CliProblem["params"] = {},
  ): CliProblem => {
    const field = column === null ? null : head[column] || `column ${column + 1}`;
    return { row, field, code, message, mend, params };
  };
  if (rows.every((cells) => cells.every((cell) => cell.trim() === "")))
    yield fault(1, null, "emptyTable", "The table is empty.", "Give a row for each village.");
  for (const [column, name] of head.entries())
    if (name !== "" && head.indexOf(name) !== column)
      yield fault(
        1,
        column,
        "doubleColumn",
        `The column "${name}" stands twice.`,
        "Leave only one of the two.",
      );
  const persons = head.findIndex((name) => PERSONS.has(name));
  const seen = new Map<string, number>();
  for (const [i, cells] of rows.entries()) {
    for (const [column, cell] of cells.entries())
      if (NO_TEXT.test(cell))
        yield fault(
          i + 1,
          column,
          "badText",
          "The cell holds a NUL character or half of a character.",
          "Take the character out.",
        );
    const number = persons < 0 ? "" : (cells[persons]?.trim() ?? "");
    if (i > 0 && number !== "" && !/^\d{1,9}(?:\.0+)?$/.test(number))
      yield fault(
        i + 1,
        persons,
        "badPersons",
        `"${number.slice(0, 40)}" is not a number of persons.`,
        "Give a whole number from 0 on, or leave the cell empty: persons are taken from the data.",
        { persons: number.slice(0, 40) },
      );
    const line = cells.map((cell) => cell.trim()).join("\u0001");
    if (cells.every((cell) => cell.trim() === "")) continue;
    const before = seen.get(line);
    if (before === undefined) seen.set(line, i + 1);
    else
      yield fault(
        i + 1,
        null,
        "doubleRow",
        `The row is the same as row ${before}.`,
        "Leave only one of the two; parts that go together are one row with the sum of their households.",
        { before },
      );
  }
}

/** Writes a file beside its name and then gives it the name, so that nobody finds half of one. Gives its bytes. */
export async function writeOut(path: string, pieces: Iterable<string>): Promise<number> {
  const temporary = `${path}.${randomBytes(4).toString("hex")}`;
  try {
    await writeFile(temporary, pieces, { encoding: "utf8", flag: "wx" });
    await rename(temporary, path);
  } catch (cause) {
    await rm(temporary, { force: true });
    const why = cause instanceof Error ? cause.message : String(cause);
    throw refuse("unwritable", "out", `${path} cannot be written: ${why}.`, "Name another file.");
  }
  return (await stat(path)).size;
}
