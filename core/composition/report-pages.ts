import { paperSize } from "./compose-sheet.ts";
import { INK, QUIET_INK } from "./map-items.ts";
import { type LaidTable, layTable, splitTable } from "./report-table.ts";
import type { Report, ReportSection } from "./report.ts";
import { line, rectangle, type Item, type Sheet, type TextMeasure } from "./sheet.ts";
import { fittingSize, lineHeightMm, textItem, textLines, wrapText } from "./text.ts";
import { PRINT_WORDS } from "./words.ts";

const MARGIN_MM = 16;
const FOOT_MM = 12;
const FIGURES_IN_ROW = 4;

/** The pages of a report that hold words and tables, A4 upright. `further` pages (maps) follow them and are counted. */
export function composeReport(report: Report, measure: TextMeasure, further: number): Sheet[] {
  const [widthMm, heightMm] = paperSize("A4", "portrait");
  const writer = new PageFlow(widthMm, heightMm);
  drawHead(report, writer, measure);
  drawFigures(report, writer, measure);
  for (const section of report.sections) drawSection(section, writer, measure);
  const small = { sizePt: 7.5, weight: "regular", colour: QUIET_INK } as const;
  writer.gap(3);
  for (const text of report.imprint)
    for (const each of wrapText(text, writer.innerMm, small, measure))
      writer.line(lineHeightMm(small.sizePt), (x, y) => [textItem(each, x, y + 3, small)]);
  const words = PRINT_WORDS[report.language];
  return writer.pages.map((items, i): Sheet => {
    const foot = heightMm - FOOT_MM;
    return {
      widthMm,
      heightMm,
      name: i === 0 ? report.title : `${report.title} ${i + 1}`,
      items: [
        rectangle(0, 0, widthMm, heightMm, { fill: "#ffffff" }),
        ...items,
        line(MARGIN_MM, foot - 4, widthMm - MARGIN_MM, foot - 4, {
          colour: "#9aa4ae",
          widthMm: 0.2,
        }),
        textItem(report.title, MARGIN_MM, foot, small),
        textItem(
          words.page(i + 1, writer.pages.length + further),
          widthMm - MARGIN_MM,
          foot,
          small,
          "right",
        ),
      ],
    };
  });
}

/** Items placed one below another, on a new page where there is no room. */
class PageFlow {
  readonly pages: Item[][] = [[]];
  readonly innerMm: number;
  readonly #bottom: number;
  #y = MARGIN_MM;

  constructor(widthMm: number, heightMm: number) {
    this.innerMm = widthMm - 2 * MARGIN_MM;
    this.#bottom = heightMm - FOOT_MM - 7;
  }

  /** True when so much fits on this page. */
  hasRoom(heightMm: number): boolean {
    return this.#y + heightMm <= this.#bottom;
  }

  line(heightMm: number, draw: (x: number, y: number) => Item[]): void {
    if (!this.hasRoom(heightMm)) this.turn();
    this.pages.at(-1)!.push(...draw(MARGIN_MM, this.#y));
    this.#y += heightMm;
  }

  gap(heightMm: number): void {
    this.#y += heightMm;
  }

  /** Goes on at the top of a new page. */
  turn(): void {
    this.pages.push([]);
    this.#y = MARGIN_MM;
  }
}

function drawHead(report: Report, writer: PageFlow, measure: TextMeasure): void {
  const words = PRINT_WORDS[report.language];
  if (report.demonstration) {
    const style = { sizePt: 7.5, weight: "bold", colour: "#b3261e" } as const;
    const width = measure(words.demonstration, style.sizePt, "bold") + 4;
    writer.line(8, (x, y) => [
      rectangle(x, y, width, 5.4, {
        fill: "#fdecea",
        stroke: { colour: "#b3261e", widthMm: 0.2 },
      }),
      textItem(words.demonstration, x + width / 2, y + 3.6, style, "middle"),
    ]);
  }
  const sizePt = fittingSize(report.title, writer.innerMm, [20, 17, 14], "bold", measure);
  const title = { sizePt, weight: "bold", colour: INK } as const;
  for (const text of wrapText(report.title, writer.innerMm, title, measure))
    writer.line(lineHeightMm(sizePt), (x, y) => [textItem(text, x, y + sizePt * 0.34, title)]);
  const quiet = { sizePt: 9.5, weight: "regular", colour: QUIET_INK } as const;
  for (const text of [report.subtitle, report.organisation].filter((each) => each !== ""))
    for (const each of wrapText(text, writer.innerMm, quiet, measure))
      writer.line(lineHeightMm(quiet.sizePt), (x, y) => [textItem(each, x, y + 3.4, quiet)]);
  writer.gap(4);
}

function drawFigures(report: Report, writer: PageFlow, measure: TextMeasure): void {
  const gap = 3;
  const width = (writer.innerMm - gap * (FIGURES_IN_ROW - 1)) / FIGURES_IN_ROW;
  const label = { sizePt: 7.5, weight: "regular", colour: QUIET_INK } as const;
  for (let from = 0; from < report.figures.length; from += FIGURES_IN_ROW)
    writer.line(18, (x, y) =>
      report.figures.slice(from, from + FIGURES_IN_ROW).flatMap((figure, i): Item[] => {
        const left = x + i * (width + gap);
        const sizePt = fittingSize(figure.text, width - 5, [15, 12, 10, 8], "bold", measure);
        const [name = ""] = wrapText(figure.label, width - 5, label, measure);
        return [
          rectangle(left, y, width, 15.5, { fill: "#f4f6f8" }),
          textItem(name, left + 2.5, y + 5, label),
          textItem(figure.text, left + 2.5, y + 12, { sizePt, weight: "bold", colour: INK }),
        ];
      }),
    );
}

function drawSection(section: ReportSection, writer: PageFlow, measure: TextMeasure): void {
  const heading = { sizePt: 12, weight: "bold", colour: INK } as const;
  const body = { sizePt: 8.5, weight: "regular", colour: INK } as const;
  const tables = section.table ? splitTable(section.table, writer.innerMm, measure) : [];
  const [first, ...further] = tables.map((table) => layTable(table, writer.innerMm, measure));
  const texts = section.texts.map((text) => wrapText(text, writer.innerMm, body, measure));
  const [firstRow = 0] = first?.rowsMm ?? [];
  const least =
    11 + texts.flat().length * lineHeightMm(body.sizePt) + (first?.headMm ?? 0) + firstRow * 2;
  writer.gap(4);
  if (!writer.hasRoom(Math.min(least, 120))) writer.turn();
  writer.line(7, (x, y) => [textItem(section.heading, x, y + 4.5, heading)]);
  for (const lines of texts) {
    writer.line(lineHeightMm(body.sizePt) * lines.length + 1, (x, y) =>
      textLines(lines, x, y + 3.2, body),
    );
  }
  if (!first) return;
  drawRows(first, writer);
  for (const table of further) {
    writer.gap(4);
    if (!writer.hasRoom(table.headMm + 20)) writer.turn();
    drawRows(table, writer);
  }
}

function drawRows(laid: LaidTable, writer: PageFlow): void {
  writer.line(laid.headMm, laid.drawHead);
  laid.rowsMm.forEach((rowMm, row) => {
    if (!writer.hasRoom(rowMm)) {
      writer.turn();
      writer.line(laid.headMm, laid.drawHead);
    }
    writer.line(rowMm, (x, y) => laid.drawRow(row, x, y));
  });
}
