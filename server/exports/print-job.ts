import { composeSheet, type MapSheet } from "../../core/composition/compose-sheet.ts";
import type { SheetInput } from "../../core/composition/sheet-input.ts";
import type { Item, Sheet } from "../../core/composition/sheet.ts";
import { composeReport } from "../../core/composition/report-pages.ts";
import type { Report } from "../../core/composition/report.ts";
import { PRINT_WORDS } from "../../core/composition/words.ts";
import { missingCharacters, openTypefaces, type Typefaces } from "./typefaces.ts";
import { simplifySheet } from "./outlines.ts";
import { writePdf, type FileFacts } from "./pdf.ts";
import { writePng } from "./png.ts";
import type { MapPicture } from "./report-docx.ts";

/** Dots per inch of maps in Word and spreadsheets. */
const PICTURE_DPI = 200;

/** Pages to be printed; plain data, so that another thread can do it. */
export interface PrintJob {
  pages: readonly SheetInput[];
  /** Words and tables that stand before the maps; null for maps alone. */
  report: Report | null;
  /** A PNG shows the first page only; Word and spreadsheets need a report. */
  format: "pdf" | "png" | "docx" | "xlsx";
  /** Dots per inch of a PNG. */
  dpi: number;
  facts: FileFacts;
  /** Folder of further fonts. */
  fontFolder: string | null;
}

export interface Printed {
  bytes: Uint8Array;
  /** Characters that no font holds; a mark and a remark stand for them on the page. */
  missing: string[];
  /** Scale of the maps of each page: 250,000 of 1:250,000. */
  denominators: number[][];
}

/** Composes and writes the pages. Throws RangeError where a page's map has nothing to show. */
export async function runPrint(job: PrintJob): Promise<Printed> {
  const faces = openTypefaces(job.fontFolder);
  const missing = new Set<string>();
  const pages = job.format === "png" ? job.pages.slice(0, 1) : job.pages;
  const sheets = pages.map((page) => {
    const { sheet, lacking } = composePage(page, faces);
    for (const character of lacking) missing.add(character);
    return sheet;
  });
  const bytes = await write(job, sheets, faces);
  for (const character of job.report && job.format === "pdf" ? lackingIn(job.report, faces) : [])
    missing.add(character);
  return {
    bytes,
    missing: [...missing],
    denominators: sheets.map(({ frames }) => frames.map((frame) => frame.denominator)),
  };
}

async function write(
  { format, report, dpi, facts }: PrintJob,
  sheets: readonly MapSheet[],
  faces: Typefaces,
): Promise<Buffer> {
  if (format === "png") return writePng(sheets[0]!, faces, dpi);
  if (format === "pdf") {
    const words = report ? composeReport(report, faces.measure, sheets.length) : [];
    return writePdf([...words, ...sheets], faces, facts);
  }
  if (!report) throw new Error(`${format} needs a report`);
  const pictures: MapPicture[] = [];
  for (const sheet of sheets)
    pictures.push({ ...sheet, png: await writePng(sheet, faces, PICTURE_DPI) });
  // Loaded when first needed: each is larger than all the rest of what prints.
  if (format === "docx") return (await import("./report-docx.ts")).writeDocx(report, pictures);
  return (await import("./report-xlsx.ts")).writeXlsx(report, pictures);
}

function lackingIn(report: Report, faces: Typefaces): string[] {
  return missingCharacters(faces, composeReport(report, faces.measure, 0).map(textOf).join("\n"));
}

/** The composed page; where characters have no glyph a remark on it says which. */
export function composePage(
  page: SheetInput,
  faces: Typefaces,
): { sheet: MapSheet; lacking: string[] } {
  const simple = simplifySheet(page);
  const sheet = composeSheet(simple, faces.measure);
  const lacking = missingCharacters(faces, textOf(sheet));
  if (lacking.length === 0) return { sheet, lacking };
  const remark = PRINT_WORDS[page.language].missing(lacking.map(codePointName));
  const imprint = { ...simple.imprint, remarks: [...simple.imprint.remarks, remark] };
  return { sheet: composeSheet({ ...simple, imprint }, faces.measure), lacking };
}

/** "U+6983": a character that cannot be printed is named by its number. */
function codePointName(character: string): string {
  return `U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0")}`;
}

/** Every text on a sheet, line by line in the order of drawing. */
export function textOf(sheet: Sheet): string {
  const texts = (items: readonly Item[]): string[] =>
    items.flatMap((item) =>
      item.kind === "text" ? [item.text] : item.kind === "clip" ? texts(item.items) : [],
    );
  return texts(sheet.items).join("\n");
}
