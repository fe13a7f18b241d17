import { open, rm } from "node:fs/promises";
import { posix } from "node:path";
import { type ProblemLog, refuse } from "../datasets/problems.ts";
import { unpack } from "../datasets/reading/zip.ts";
import { makeTemporary } from "../temporary.ts";
import { MAX_SHARED_CHARACTERS } from "./limits.ts";
import { readXml } from "./xml.ts";

/** What the cells of a sheet refer to. */
export interface Workbook {
  sheets: readonly { name: string; path: string; part: string }[];
  /** Texts by number. */
  shared: readonly string[];
  /** What the numbers of style i are shown as. */
  styles: readonly NumberStyle[];
  /** True where days are counted from 1904 (old Macs). */
  from1904: boolean;
  close(): Promise<void>;
}

export type NumberStyle = "number" | "date" | "percent";

const OLD_OR_PROTECTED = "d0cf11e0";

/** Unpacks a .xlsx within limits and reads all but its sheets. The caller closes it. Throws DatasetRefused when it is none. */
export async function openWorkbook(path: string, log: ProblemLog): Promise<Workbook> {
  await refuseOldFormat(path);
  const folder = await makeTemporary("import");
  const close = (): Promise<void> => rm(folder, { recursive: true, force: true });
  try {
    const files = await unpack(path, folder, new Set([".xml", ".rels", ".bin"]));
    const parts = new Map(files.map((file) => [file.name.toLowerCase(), file.path]));
    tellOfMore(parts, log);
    const { sheets, from1904 } = await readSheets(parts);
    const shared = await readShared(parts);
    const styles = await readStyles(parts);
    return { sheets, shared, styles, from1904, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function refuseOldFormat(path: string): Promise<void> {
  const file = await open(path);
  try {
    const head = Buffer.alloc(4);
    await file.read(head, 0, 4, 0);
    if (head.toString("hex") === OLD_OR_PROTECTED)
      throw refuse("old-or-protected-workbook", {
        message: "The file is an old .xls workbook or protected by a password.",
        mend: "Open it in the table program and save it as .xlsx without a password, or as CSV.",
      });
  } finally {
    await file.close();
  }
}

/** Programs and links in a workbook are left alone, and told. */
function tellOfMore(parts: ReadonlyMap<string, string>, log: ProblemLog): void {
  const names = [...parts.keys()];
  if (names.some((name) => name.endsWith("vbaproject.bin")))
    log.add("workbook-with-macros", "warning", null, {
      message: "The workbook holds programs (macros); they are not run and not kept.",
      mend: "Save it as .xlsx without macros, so that nobody else meets them.",
    });
  if (names.some((name) => name.includes("externallinks/")))
    log.add("workbook-with-links", "warning", null, {
      message:
        "The workbook refers to other files; they are not opened, the values last shown are read.",
      mend: "Look at the preview, or paste the values into a new sheet.",
    });
}

const notAWorkbook = (): Error =>
  refuse("not-a-workbook", {
    message: "The file is no .xlsx workbook: its list of sheets is missing.",
    mend: "Open it in the table program and save it as .xlsx or as CSV.",
  });

async function readSheets(
  parts: ReadonlyMap<string, string>,
): Promise<Pick<Workbook, "sheets" | "from1904">> {
  const book = parts.get("xl/workbook.xml");
  const relations = parts.get("xl/_rels/workbook.xml.rels");
  if (book === undefined || relations === undefined) throw notAWorkbook();
  const targets = new Map<string, string>();
  await readXml(relations, "workbook.xml.rels", {
    open(name, { Id, Target, TargetMode }) {
      if (
        name === "Relationship" &&
        Id !== undefined &&
        Target !== undefined &&
        TargetMode !== "External"
      )
        targets.set(Id, posix.join("xl", Target.startsWith("/") ? `..${Target}` : Target));
    },
    close() {},
    text() {},
  });
  const sheets: { name: string; path: string; part: string }[] = [];
  let from1904 = false;
  await readXml(book, "workbook.xml", {
    open(tag, { name, id, date1904, state }) {
      if (tag === "workbookPr") from1904 = date1904 === "1" || date1904 === "true";
      if (tag !== "sheet" || state === "hidden" || state === "veryHidden") return;
      const part = targets.get(id ?? "") ?? "";
      const path = parts.get(part.toLowerCase());
      if (path !== undefined && name !== undefined) sheets.push({ name, path, part });
    },
    close() {},
    text() {},
  });
  if (sheets.length === 0) throw notAWorkbook();
  return { sheets, from1904 };
}

/** Texts that cells share; what is only there to tell how to pronounce them is left out. */
async function readShared(parts: ReadonlyMap<string, string>): Promise<string[]> {
  const path = parts.get("xl/sharedstrings.xml");
  const shared: string[] = [];
  if (path === undefined) return shared;
  let text: string | null = null;
  let isText = false;
  let phonetic = 0;
  let characters = 0;
  await readXml(path, "sharedStrings.xml", {
    open(name) {
      if (name === "si") text = "";
      if (name === "rPh") phonetic++;
      isText = name === "t" && phonetic === 0;
    },
    close(name) {
      if (name === "rPh") phonetic--;
      if (name === "t") isText = false;
      if (name !== "si") return;
      shared.push(text ?? "");
      text = null;
    },
    text(piece) {
      if (text === null || !isText) return;
      characters += piece.length;
      if (characters > MAX_SHARED_CHARACTERS)
        throw refuse("workbook-too-large", {
          message: `The workbook holds more than ${MAX_SHARED_CHARACTERS} characters of text.`,
          mend: "Keep only the sheet and the columns that are needed.",
        });
      text += piece;
    },
  });
  return shared;
}

/** Numbers of built-in formats that show dates, those of Chinese and Japanese calendars among them. Source: ECMA-376 part 1, 18.8.30. */
const DATE_FORMATS: ReadonlySet<number> = new Set([
  14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58,
]);

/** Of percentages, likewise. */
const PERCENT_FORMATS: ReadonlySet<number> = new Set([9, 10]);

async function readStyles(parts: ReadonlyMap<string, string>): Promise<NumberStyle[]> {
  const path = parts.get("xl/styles.xml");
  const styles: NumberStyle[] = [];
  if (path === undefined) return styles;
  const custom = new Map<number, NumberStyle>();
  let isInCells = false;
  await readXml(path, "styles.xml", {
    open(name, { numFmtId, formatCode }) {
      if (name === "numFmt") custom.set(Number(numFmtId), styleOf(formatCode ?? ""));
      if (name === "cellXfs") isInCells = true;
      if (name === "xf" && isInCells) {
        const format = Number(numFmtId ?? 0);
        styles.push(custom.get(format) ?? builtIn(format));
      }
    },
    close(name) {
      if (name === "cellXfs") isInCells = false;
    },
    text() {},
  });
  return styles;
}

function builtIn(format: number): NumberStyle {
  if (DATE_FORMATS.has(format)) return "date";
  return PERCENT_FORMATS.has(format) ? "percent" : "number";
}

/** A format that shows a year (y or e outside of quotes, colours and conditions) is a date's. */
function styleOf(format: string): NumberStyle {
  const bare = format.replace(/"[^"]*"|\\.|_.|\*.|\[[^\]]*\]|general|e[+-]/gi, "");
  if (/[ye]/i.test(bare)) return "date";
  return bare.includes("%") ? "percent" : "number";
}
