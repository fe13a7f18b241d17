import { buffer } from "node:stream/consumers";
import PDFDocument from "pdfkit";
import {
  MM_PER_POINT,
  type Item,
  type PathItem,
  type Sheet,
  type TextItem,
} from "../../core/composition/sheet.ts";
import { pathData, textPathData, textStart } from "./path-data.ts";
import type { Typefaces } from "./typefaces.ts";

/** What a file says of itself. */
export interface FileFacts {
  title: string;
  /** Organisation. */
  author: string;
  language: "zh-CN" | "en";
  /** ISO 8601. */
  madeAt: string;
}

/** Sheets as one PDF: vector drawing, text that can be selected and searched, one font subset a weight for all pages. */
export async function writePdf(
  sheets: readonly Sheet[],
  faces: Typefaces,
  facts: FileFacts,
): Promise<Buffer> {
  const document = new PDFDocument({
    autoFirstPage: false,
    // None of the standard fonts is loaded.
    font: "",
    pdfVersion: "1.7",
    lang: facts.language,
    displayTitle: true,
    info: {
      Title: facts.title,
      Author: facts.author,
      Creator: "Qiantu",
      CreationDate: new Date(facts.madeAt),
    },
  });
  const written = buffer(document);
  for (const sheet of sheets) {
    document.addPage({
      size: [sheet.widthMm / MM_PER_POINT, sheet.heightMm / MM_PER_POINT],
      margin: 0,
    });
    if (sheets.length > 1) document.outline.addItem(sheet.name);
    document
      .scale(1 / MM_PER_POINT)
      .lineJoin("round")
      .lineCap("round");
    for (const item of sheet.items) draw(item, document, faces);
  }
  document.end();
  return written;
}

type Document = PDFKit.PDFDocument;

/** Draws an item, in millimetres from the upper left corner of the page. */
function draw(item: Item, document: Document, faces: Typefaces): void {
  switch (item.kind) {
    case "path": {
      const data = pathData(item);
      if (data !== "") paint(item, document, () => document.path(data));
      return;
    }
    case "circle":
      paint(item, document, () => document.circle(item.x, item.y, item.radiusMm));
      return;
    case "text":
      drawText(item, document, faces);
      return;
    case "clip":
      document.save().rect(item.x, item.y, item.widthMm, item.heightMm).clip();
      for (const each of item.items) draw(each, document, faces);
      document.restore();
      return;
    case "link":
      document.link(item.x, item.y, item.widthMm, item.heightMm, new URL(item.href).href);
  }
}

function paint(
  { fill, stroke, opacity = 1 }: Pick<PathItem, "fill" | "stroke" | "opacity">,
  document: Document,
  outline: () => unknown,
): void {
  if (fill === undefined && stroke === undefined) return;
  document.save();
  if (opacity < 1) document.opacity(opacity);
  if (stroke) document.lineWidth(stroke.widthMm);
  if (stroke?.dashMm) {
    const [length, space] = stroke.dashMm;
    document.lineCap("butt").dash(length, { space });
  }
  outline();
  if (fill !== undefined && stroke) document.fillAndStroke(fill, stroke.colour);
  else if (fill !== undefined) document.fill(fill);
  else document.stroke(stroke!.colour);
  document.restore();
}

function drawText(item: TextItem, document: Document, faces: Typefaces): void {
  const { text, sizePt, weight, colour, haloMm = 0 } = item;
  // The rim is drawn as outlines and not as text, so that text is not found twice; it is wide enough for hundredths.
  if (haloMm > 0) {
    const data = textPathData(item, faces, 2);
    const stroke = { colour: "#ffffff", widthMm: haloMm * 2 };
    if (data !== "") paint({ stroke, opacity: 0.85 }, document, () => document.path(data));
  }
  let x = textStart(item, faces);
  for (const piece of faces.piecesOf(text, weight)) {
    // pdfkit takes a font that fontkit has opened; its types know files only.
    document.registerFont(piece.font, faces.fonts.get(piece.font) as never);
    document
      .font(piece.font)
      .fontSize(sizePt * MM_PER_POINT)
      .fillColor(colour);
    document.text(piece.text, x, item.y, { lineBreak: false, baseline: "alphabetic" });
    x += faces.measure(piece.text, sizePt, weight);
  }
}
