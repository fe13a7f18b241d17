import { zipOf, type ZipPart } from "../datasets/support/files.ts";

/** A cell: a text, a number, true or false, nothing, or XML of its own (what stands inside <c>, with its attributes). */
export type XlsxCell = string | number | boolean | null | { attributes: string; inside: string };

export interface XlsxOptions {
  /** References such as "A1:C1". */
  merges?: readonly string[];
  /** Stands before everything in the sheet, for example a DOCTYPE. */
  before?: string;
  /** Rows of the sheet as XML, after the others. */
  moreRows?: string;
  /** Further parts of the archive. */
  parts?: readonly ZipPart[];
  /** XML in place of the styles: style 1 is a date, 2 a month in Chinese, 3 a percentage. */
  sheets?: Readonly<Record<string, readonly (readonly XlsxCell[])[]>>;
}

export const DATE_STYLE = 1;
export const MONTH_STYLE = 2;
export const PERCENT_STYLE = 3;

const STYLES = `<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">
<numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;;@"/></numFmts>
<cellStyleXfs count="1"><xf numFmtId="14"/></cellStyleXfs>
<cellXfs count="4"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="10"/></cellXfs></styleSheet>`;

const escape = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");

const letters = (column: number): string =>
  column < 26
    ? String.fromCharCode(65 + column)
    : letters(Math.floor(column / 26) - 1) + String.fromCharCode(65 + (column % 26));

function cellXml(cell: XlsxCell, row: number, column: number, shared: string[]): string {
  if (cell === null) return "";
  const at = `r="${letters(column)}${row}"`;
  if (typeof cell === "object") return `<c ${at} ${cell.attributes}>${cell.inside}</c>`;
  if (typeof cell === "number") return `<c ${at}><v>${cell}</v></c>`;
  if (typeof cell === "boolean") return `<c ${at} t="b"><v>${cell ? 1 : 0}</v></c>`;
  shared.push(cell);
  return `<c ${at} t="s"><v>${shared.length - 1}</v></c>`;
}

/** A number that is shown as a date or a percentage. */
export const styled = (value: number, style: number): XlsxCell => ({
  attributes: `s="${style}"`,
  inside: `<v>${value}</v>`,
});
/** A formula with the value that was shown last, or none. */
export const formula = (text: string, value: number | null): XlsxCell => ({
  attributes: "",
  inside: `<f>${escape(text)}</f>${value === null ? "" : `<v>${value}</v>`}`,
});

/** A workbook as table programs write it: shared texts, styles, a sheet per name. */
export function xlsxOf(rows: readonly (readonly XlsxCell[])[], options: XlsxOptions = {}): Buffer {
  const shared: string[] = [];
  const sheets = Object.entries({ Sheet1: rows, ...options.sheets });
  const xmls = sheets.map(([, of], n) => {
    const body = of
      .map(
        (cells, r) =>
          `<row r="${r + 1}">${cells.map((cell, c) => cellXml(cell, r + 1, c, shared)).join("")}</row>`,
      )
      .join("");
    const merges = (options.merges ?? []).map((ref) => `<mergeCell ref="${ref}"/>`).join("");
    const merged = merges === "" || n > 0 ? "" : `<mergeCells>${merges}</mergeCells>`;
    const more = n === 0 ? (options.moreRows ?? "") : "";
    return `<?xml version="1.0" encoding="UTF-8"?>${n === 0 ? (options.before ?? "") : ""}<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${body}${more}</sheetData>${merged}</worksheet>`;
  });
  const part = (name: string, text: string): ZipPart => ({ name, content: Buffer.from(text) });
  return zipOf([
    part("[Content_Types].xml", "<Types/>"),
    part(
      "xl/workbook.xml",
      `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>${sheets.map(([name], i) => `<sheet name="${escape(name)}" sheetId="${i + 1}" r:id="rId${i + 1}"/>`).join("")}</sheets></workbook>`,
    ),
    part(
      "xl/_rels/workbook.xml.rels",
      `<Relationships>${sheets.map((_, i) => `<Relationship Id="rId${i + 1}" Target="worksheets/sheet${i + 1}.xml"/>`).join("")}</Relationships>`,
    ),
    ...xmls.map((xml, i) => part(`xl/worksheets/sheet${i + 1}.xml`, xml)),
    part("xl/styles.xml", STYLES),
    part(
      "xl/sharedStrings.xml",
      `<sst>${shared.map((text) => `<si><r><t>${escape(text)}</t></r><rPh sb="0" eb="1"><t>ピンイン</t></rPh></si>`).join("")}</sst>`,
    ),
    ...(options.parts ?? []),
  ]);
}
