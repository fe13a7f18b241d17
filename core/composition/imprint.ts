import { INK, QUIET_INK } from "./map-items.ts";
import type { Drawn } from "./legend.ts";
import type { SheetInput } from "./sheet-input.ts";
import { line, type Item, type PathItem, type TextMeasure } from "./sheet.ts";
import { lineHeightMm, textItem, textLines, wrapText } from "./text.ts";
import type { PrintWords } from "./words.ts";

interface ImprintDrawing {
  x: number;
  /** Lower end of the page's content. */
  bottom: number;
  widthMm: number;
  unit: number;
  measure: TextMeasure;
  words: PrintWords;
}

/** Edge of the QR code, mm on A4: phones read squares of a third of a millimetre. */
const QR_MM = 17;

/** The foot of the page: who made it from which data by which rule, the place for the review number, and the code that reopens the view. */
export function drawImprint(
  { imprint, link }: Pick<SheetInput, "imprint" | "link">,
  { x, bottom, widthMm, unit, measure, words }: ImprintDrawing,
): Drawn {
  const style = { sizePt: 6.8 * unit, weight: "regular", colour: QUIET_INK } as const;
  const qr = link ? QR_MM * unit : 0;
  const room = widthMm - (link ? qr + 30 * unit : 0);
  const say = (name: string, value: string): string => `${name}${words.colon}${value}`;
  const review = imprint.reviewNumber === "" ? "____________________" : imprint.reviewNumber;
  const texts = [
    [
      say(
        words.organisation,
        imprint.organisation === "" ? "____________________" : imprint.organisation,
      ),
      say(words.reviewNumber, review),
      say(words.printedOn, imprint.printedOn),
    ].join("　　"),
    say(words.source, imprint.source),
    [
      say(words.dataDate, imprint.dataDate),
      ...(imprint.rule === null ? [] : [say(words.rule, imprint.rule)]),
    ].join("　　"),
    ...imprint.remarks,
  ];
  const lines = texts.flatMap((text) => wrapText(text, room, style, measure));
  const step = lineHeightMm(style.sizePt);
  const heightMm = Math.max(lines.length * step + 2.2 * unit, qr + 2 * unit);
  const top = bottom - heightMm;
  const items: Item[] = [
    line(x, top, x + widthMm, top, { colour: "#9aa4ae", widthMm: 0.2 * unit }),
    ...textLines(lines, x, top + 1.4 * unit + step * 0.8, style),
  ];
  if (link) {
    const left = x + widthMm - qr;
    const qrTop = top + 1.6 * unit;
    items.push(qrItem(link.modules, left, qrTop, qr), {
      kind: "link",
      x: left,
      y: qrTop,
      widthMm: qr,
      heightMm: qr,
      href: link.address,
    });
    const right = left - 2 * unit;
    const hint = { ...style, sizePt: 6 * unit };
    const hintLines = wrapText(words.reopen, 27 * unit, hint, measure);
    items.push(
      textItem(
        link.code,
        right,
        qrTop + 4.4 * unit,
        { sizePt: 12 * unit, weight: "bold", colour: INK },
        "right",
      ),
      ...textLines(hintLines, right, qrTop + 8 * unit, hint, "right"),
    );
  }
  return { items, heightMm };
}

/** The squares of a QR code, runs in a row drawn as one so that no hair lines show between them. */
function qrItem(
  modules: readonly (readonly boolean[])[],
  x: number,
  y: number,
  edgeMm: number,
): PathItem {
  const size = edgeMm / modules.length;
  const rings: number[][] = [];
  modules.forEach((row, r) => {
    for (let c = 0; c < row.length; c++) {
      if (!row[c]) continue;
      const from = c;
      while (row[c + 1]) c++;
      const [left, right] = [x + from * size, x + (c + 1) * size];
      const [top, low] = [y + r * size, y + (r + 1) * size];
      rings.push([left, top, right, top, right, low, left, low]);
    }
  });
  return { kind: "path", rings, closed: true, fill: "#000000" };
}
