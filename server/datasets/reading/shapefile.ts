import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { refuse, type ProblemLog } from "../problems.ts";
import { crsOfPrj } from "./crs.ts";
import { openDbf, type DbfTable } from "./dbf.ts";
import { encodingOfName, requireEncoding, type EncodingWitness } from "./encoding.ts";
import type { InputFiles } from "./input.ts";
import { MAX_ROWS } from "./limits.ts";
import type { FormatReader, RawRow } from "./reader.ts";
import { countShx, readShapes, readShpHeader } from "./shp.ts";

const LANGUAGE_BYTE_GBK = 0x4d;
/** From this much foreign text on, valid UTF-8 cannot be GBK by chance. */
const CERTAIN_BYTES = 30;

/** Shapefiles: a .shp beside its .dbf, with .prj, .cpg and .shx where they exist. */
export const shapefileReader: FormatReader = {
  name: "Shapefile",
  endings: [".shp"],
  async open(main, files, options, log) {
    const shp = files.pathOf(main);
    await readShpHeader(shp);
    const dbf = await openTable(main, files);
    await checkIndex(main, files, dbf.rows, log);
    const { encoding, from } = await chooseEncoding(dbf, main, files, options.encoding, log);
    const prj = files.partOf(main, ".prj");
    return {
      format: "Shapefile",
      encoding,
      encodingFrom: from,
      crs: prj === null ? null : crsOfPrj(await readFile(prj, "utf8")),
      columns: columnsOf(dbf, encoding),
      hasShapes: true,
      rows: (found) => readRows(shp, dbf, encoding, found),
    };
  },
};

async function openTable(main: string, files: InputFiles): Promise<DbfTable> {
  const path = files.partOf(main, ".dbf");
  if (path === null)
    throw refuse("missing-part", {
      message: `${main} has no .dbf beside it, so there are shapes but no names, codes or numbers.`,
      mend: "Give all parts of the shapefile: .shp, .shx, .dbf, .prj (best in one .zip).",
      params: { part: ".dbf" },
    });
  const table = await openDbf(path);
  if (table.rows > MAX_ROWS) throw tooManyRows(table.rows);
  return table;
}

function tooManyRows(rows: number): Error {
  return refuse("too-many-rows", {
    message: `The file has ${rows} records; at most ${MAX_ROWS} are read.`,
    mend: "Split it by county.",
  });
}

async function checkIndex(
  main: string,
  files: InputFiles,
  rows: number,
  log: ProblemLog,
): Promise<void> {
  const path = files.partOf(main, ".shx");
  if (path === null) {
    log.add("missing-part", "info", null, {
      field: ".shx",
      message: `${basename(main)} has no .shx beside it; the shapes were read in the order of the .shp.`,
      mend: "Nothing to do if the names and places below are right.",
    });
    return;
  }
  const shapes = await countShx(path);
  if (shapes !== rows) throw partsDisagree(shapes, rows);
}

function partsDisagree(shapes: number, rows: number): Error {
  return refuse("parts-disagree", {
    message: `The .shp holds ${shapes} shapes but the .dbf ${rows} records, so names would fall on the wrong places.`,
    mend: "Copy or export all parts of the shapefile again; parts of different exports must not be mixed.",
    params: { shapes, records: rows },
  });
}

/** Order: what the user says, .cpg, the language byte, strict UTF-8, GB 18030. Whatever is chosen must fit every byte. */
async function chooseEncoding(
  dbf: DbfTable,
  main: string,
  files: InputFiles,
  named: string | undefined,
  log: ProblemLog,
): Promise<{ encoding: string; from: string }> {
  if (named !== undefined) return { encoding: requireEncoding(named), from: "option" };
  const seen = await dbf.witness();
  const cpg = files.partOf(main, ".cpg");
  const declared =
    cpg === null ? null : encodingOfName((await readFile(cpg, "latin1")).slice(0, 100));
  if (declared !== null) {
    if (!isLie(declared, seen)) return { encoding: declared, from: "cpg" };
    log.add("encoding-declared-wrong", "warning", null, {
      message: `The .cpg says ${declared}, but the text of the .dbf is not ${declared}; its contents decided.`,
      mend: "Look at the names in the preview; if they are wrong, give --encoding.",
      params: { declared },
    });
  } else if (
    dbf.languageByte === LANGUAGE_BYTE_GBK &&
    seen.mayBeGb18030 &&
    !(seen.mayBeUtf8 && seen.foreignBytes >= CERTAIN_BYTES)
  )
    return { encoding: "gb18030", from: "language byte" };
  if (seen.mayBeUtf8) return { encoding: "utf-8", from: "contents" };
  if (seen.mayBeGb18030) return { encoding: "gb18030", from: "contents" };
  throw refuse("unknown-encoding", {
    message: "The text of the .dbf is neither UTF-8 nor GBK, or is a mixture.",
    mend: "Name the encoding with --encoding, or export the file again as UTF-8.",
  });
}

/** True when the contents prove that a .cpg is wrong. Long text that is valid in a strict encoding is of that encoding. */
function isLie(declared: string, seen: EncodingWitness): boolean {
  if (declared === "utf-8") return !seen.mayBeUtf8;
  const isSurely = (mayBe: boolean): boolean => mayBe && seen.foreignBytes >= CERTAIN_BYTES;
  if (declared === "gb18030") return !seen.mayBeGb18030 || isSurely(seen.mayBeUtf8);
  // Every byte is a letter of Windows-1252, so its text is valid GB 18030 only where it is that. Big5 shares most of its bytes with it.
  return isSurely(seen.mayBeUtf8) || (declared === "windows-1252" && isSurely(seen.mayBeGb18030));
}

function columnsOf(dbf: DbfTable, encoding: string): string[] {
  const names = dbf.columns(encoding);
  const unreadable = names.indexOf(null);
  if (unreadable !== -1) throw notInEncoding(encoding, `the name of column ${unreadable + 1}`);
  return names as string[];
}

function notInEncoding(encoding: string, what: string, row?: number): Error {
  return refuse("wrong-encoding", {
    rows: row === undefined ? [] : [row],
    message: `The .dbf is not ${encoding}: ${what} cannot be read in it.`,
    mend: "Give the right --encoding; without one, the .cpg is believed, and without that the contents decide.",
    params: { encoding },
  });
}

async function* readRows(
  shp: string,
  dbf: DbfTable,
  encoding: string,
  log: ProblemLog,
): AsyncGenerator<RawRow, void, void> {
  const records = dbf.records(encoding);
  let row = 0;
  try {
    for await (const geometry of readShapes(shp)) {
      const next = await records.next();
      row++;
      if (next.done) throw partsDisagree(row, row - 1);
      const record = next.value;
      if (record.bad !== -1) throw notInEncoding(encoding, `record ${row}`, row);
      if (record.deleted) {
        log.add("deleted-row", "warning", row, {
          message: "Records marked as deleted in the .dbf are not taken in.",
          mend: "Nothing to do if they were deleted on purpose; else restore them and export again.",
        });
        continue;
      }
      yield { row, values: record.values, geometry };
    }
    if (!(await records.next()).done) throw partsDisagree(row, dbf.rows);
  } finally {
    await records.return();
  }
}
