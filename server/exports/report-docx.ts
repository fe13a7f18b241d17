import {
  AlignmentType,
  Document,
  Footer,
  HeadingLevel,
  ImageRun,
  Packer,
  PageNumber,
  Paragraph,
  Table,
  TableCell,
  TableRow,
  TextRun,
  WidthType,
} from "docx";
import type { Report, ReportTable } from "../../core/composition/report.ts";
import { PRINT_WORDS } from "../../core/composition/words.ts";
import { xmlText } from "./xml-text.ts";

/** A map as a picture, with the proportions of its page. */
export interface MapPicture {
  png: Buffer;
  name: string;
  widthMm: number;
  heightMm: number;
}

/** Fonts of a Word file stand on the reader's machine: what Chinese offices have, then what others have. */
const FONT = { ascii: "Calibri", hAnsi: "Calibri", eastAsia: "Microsoft YaHei" };
/** Width between the margins of an upright A4, pixels of 96 dpi. */
const INNER_PX = 643;
/** Half points. */
const BODY = 21;
const SMALL = 17;

/** A report as a Word file: headings that make an outline, real tables whose heads are repeated, maps as pictures with a text for those who do not see them. */
export async function writeDocx(report: Report, maps: readonly MapPicture[]): Promise<Buffer> {
  const words = PRINT_WORDS[report.language];
  const children: (Paragraph | Table)[] = [
    ...(report.demonstration
      ? [
          new Paragraph({
            children: [run(words.demonstration, { bold: true, color: "B3261E", size: SMALL })],
          }),
        ]
      : []),
    new Paragraph({
      heading: HeadingLevel.TITLE,
      children: [run(report.title, { bold: true, size: 40 })],
    }),
    ...[report.subtitle, report.organisation]
      .filter((text) => text !== "")
      .map((text) => new Paragraph({ children: [run(text, { color: "52606D" })] })),
    tableOf({
      columns: [],
      leftColumns: 1,
      rows: report.figures.map(({ label, text }) => [
        { text: label, value: null, format: "text" },
        { text, value: null, format: "text" },
      ]),
    }),
  ];
  for (const { heading, texts, table } of report.sections) {
    children.push(
      new Paragraph({
        heading: HeadingLevel.HEADING_1,
        keepNext: true,
        spacing: { before: 300, after: 100 },
        children: [run(heading, { bold: true, size: 26, color: "25303B" })],
      }),
      ...texts.map((text) => new Paragraph({ spacing: { after: 80 }, children: [run(text)] })),
      ...(table ? [tableOf(table)] : []),
    );
  }
  for (const map of maps) {
    const height = Math.round((INNER_PX * map.heightMm) / map.widthMm);
    const name = xmlText(map.name);
    children.push(
      new Paragraph({
        heading: HeadingLevel.HEADING_1,
        keepNext: true,
        spacing: { before: 300, after: 100 },
        children: [run(map.name, { bold: true, size: 26, color: "25303B" })],
      }),
      new Paragraph({
        children: [
          new ImageRun({
            type: "png",
            data: map.png,
            transformation: { width: INNER_PX, height },
            altText: { name, title: name, description: name },
          }),
        ],
      }),
    );
  }
  children.push(
    ...report.imprint.map(
      (text) => new Paragraph({ children: [run(text, { size: SMALL, color: "52606D" })] }),
    ),
  );
  const document = new Document({
    title: xmlText(report.title),
    creator: xmlText(report.organisation) || "Qiantu",
    styles: { default: { document: { run: { font: FONT, size: BODY } } } },
    sections: [
      {
        properties: {
          page: {
            size: { width: 11906, height: 16838 },
            margin: { top: 1134, bottom: 1134, left: 1134, right: 1134 },
          },
        },
        footers: {
          default: new Footer({
            children: [
              new Paragraph({
                alignment: AlignmentType.RIGHT,
                children: [
                  new TextRun({
                    size: SMALL,
                    children: [PageNumber.CURRENT, " / ", PageNumber.TOTAL_PAGES],
                  }),
                ],
              }),
            ],
          }),
        },
        children,
      },
    ],
  });
  return Packer.toBuffer(document);
}

function run(text: string, style: { bold?: boolean; color?: string; size?: number } = {}): TextRun {
  return new TextRun({ text: xmlText(text), font: FONT, ...style });
}

function tableOf({ columns, leftColumns, rows }: ReportTable): Table {
  const cell = (text: string, column: number, isHead: boolean): TableCell =>
    new TableCell({
      margins: { top: 30, bottom: 30, left: 80, right: 80 },
      ...(isHead && { shading: { fill: "EEF1F4" } }),
      children: [
        new Paragraph({
          alignment: column < leftColumns ? AlignmentType.LEFT : AlignmentType.RIGHT,
          children: [run(text, { size: SMALL, bold: isHead })],
        }),
      ],
    });
  return new Table({
    width: { size: 100, type: WidthType.PERCENTAGE },
    rows: [
      ...(columns.length > 0
        ? [
            new TableRow({
              tableHeader: true,
              cantSplit: true,
              children: columns.map((name, i) => cell(name, i, true)),
            }),
          ]
        : []),
      ...rows.map(
        (cells) =>
          new TableRow({
            cantSplit: true,
            children: cells.map(({ text }, i) => cell(text, i, false)),
          }),
      ),
    ],
  });
}
