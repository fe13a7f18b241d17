import writeXlsxFile, { type CellObject, type Sheet } from "write-excel-file/node";
import type { Report, ReportCell } from "../../core/composition/report.ts";
import type { MapPicture } from "./report-docx.ts";

/** Characters that names of sheets must not hold, and how long they may be. */
const NOT_IN_NAMES = /[\\/?*[\]:]/g;
const LONGEST_NAME = 31;
/** Pixels of a map in a sheet, and of a line of cells. */
const MAP_PX = 900;
/** Per cent with one decimal; whole numbers with separators. */
const FORMATS = { rate: "0.0%", count: "#,##0" } as const;

/**
 * A report as a workbook: a sheet for the figures, one for each table, one for the maps. Figures are numbers that can be reckoned with; every
 * text is stored as text, so nothing that data hold is ever run as a formula.
 */
export async function writeXlsx(report: Report, maps: readonly MapPicture[]): Promise<Buffer> {
  const names = new Set<string>();
  const head = (text: string): CellObject => ({
    value: text,
    type: String,
    fontWeight: "bold",
    backgroundColor: "#EEF1F4",
    wrap: true,
    alignVertical: "top",
  });
  const words = (text: string, more: Partial<CellObject> = {}): CellObject => ({
    value: text,
    type: String,
    ...more,
  });
  const first: Sheet<Buffer> = {
    sheet: nameOf(report.title, names),
    columns: [{ width: 34 }, { width: 28 }],
    data: [
      [words(report.title, { fontWeight: "bold", fontSize: 16 })],
      [words(report.subtitle)],
      ...(report.organisation === "" ? [] : [[words(report.organisation)]]),
      [],
      ...report.figures.map(({ label, text }) => [words(label), words(text, { align: "right" })]),
      [],
      ...report.imprint.map((text) => [words(text)]),
    ],
  };
  const tables = report.sections.flatMap(({ heading, texts, table }): Sheet<Buffer>[] =>
    table
      ? [
          {
            sheet: nameOf(heading, names),
            columns: table.columns.map((_, i) => ({ width: i < table.leftColumns ? 26 : 14 })),
            stickyRowsCount: texts.length + 2,
            data: [
              [words(heading, { fontWeight: "bold", fontSize: 13 })],
              ...texts.map((text) => [words(text)]),
              table.columns.map(head),
              ...table.rows.map((cells) => cells.map(cellOf)),
            ],
          },
        ]
      : [],
  );
  const pictures = maps.map((map): Sheet<Buffer> => ({
    sheet: nameOf(map.name, names),
    data: [[words(map.name, { fontWeight: "bold", fontSize: 13 })]],
    images: [
      {
        content: map.png,
        contentType: "image/png",
        width: MAP_PX,
        height: Math.round((MAP_PX * map.heightMm) / map.widthMm),
        dpi: 96,
        anchor: { row: 3, column: 1 },
        title: map.name,
      },
    ],
  }));
  return writeXlsxFile([first, ...tables, ...pictures], {
    fontFamily: "Microsoft YaHei",
    fontSize: 10,
  }).toBuffer();
}

function cellOf({ text, value, format }: ReportCell): CellObject {
  return value === null || format === "text"
    ? { value: text, type: String, wrap: true, alignVertical: "top" }
    : { value, type: Number, format: FORMATS[format], alignVertical: "top" };
}

/** A name for a sheet that no other has. */
function nameOf(text: string, taken: Set<string>): string {
  const plain =
    text
      .replace(NOT_IN_NAMES, " ")
      .replace(/^'+|'+$/g, "")
      .trim() || "1";
  for (let n = 1; ; n++) {
    const end = n === 1 ? "" : ` ${n}`;
    const name = `${Array.from(plain)
      .slice(0, LONGEST_NAME - end.length)
      .join("")}${end}`;
    if (taken.has(name.toLowerCase())) continue;
    taken.add(name.toLowerCase());
    return name;
  }
}
