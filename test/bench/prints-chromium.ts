import { existsSync } from "node:fs";
import { chromium } from "playwright-core";
import { MM_PER_POINT, type Sheet } from "../../core/composition/sheet.ts";
import { sheetSvg } from "../../server/exports/svg.ts";
import type { Typefaces } from "../../server/exports/typefaces.ts";
import { round } from "./spread.ts";

/** The same pages printed by Chromium to one PDF: milliseconds with its start, and bytes. Null where it is not installed. */
export async function printByChromium(
  sheets: readonly Sheet[],
  faces: Typefaces,
): Promise<{ ms: number; bytes: number } | null> {
  const executablePath = process.env["CHROMIUM"] ?? "/usr/bin/chromium";
  const [first] = sheets;
  if (!first || !existsSync(executablePath)) return null;
  const start = performance.now();
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  try {
    const page = await browser.newPage();
    const [width, height] = [`${first.widthMm}mm`, `${first.heightMm}mm`];
    await page.setContent(
      `<style>@page{margin:0;size:${width} ${height}}body{margin:0}svg{display:block;break-after:page}</style>${sheets.map((sheet) => svgOf(sheet, faces)).join("")}`,
    );
    const pdf = await page.pdf({ width, height, printBackground: true });
    return { ms: round(performance.now() - start), bytes: pdf.length };
  } finally {
    await browser.close();
  }
}

/** A sheet as SVG, its text as text of whatever Chinese font the machine has. */
function svgOf(sheet: Sheet, faces: Typefaces): string {
  const { widthMm, heightMm } = sheet;
  const frame = {
    width: `${widthMm}mm`,
    height: `${heightMm}mm`,
    seenMm: [widthMm, heightMm] as const,
  };
  return sheetSvg(sheet, frame, ({ x, y, text, sizePt, weight, colour, align }) => {
    const anchor = { left: "start", middle: "middle", right: "end" }[align];
    const width = faces.measure(text, sizePt, weight);
    return `<text x="${x}" y="${y}" font-size="${sizePt * MM_PER_POINT}" font-weight="${weight}" fill="${colour}" text-anchor="${anchor}" textLength="${width}">${text.replace(/[<&>]/g, (sign) => `&#${sign.charCodeAt(0)};`)}</text>`;
  });
}
