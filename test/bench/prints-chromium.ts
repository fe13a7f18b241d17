import { existsSync } from "node:fs";
import { chromium } from "playwright-core";
import { MM_PER_POINT, type Item, type Sheet } from "../../core/composition/sheet.ts";
import type { Typefaces } from "../../server/exports/fonts/typeface.ts";
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
  let clips = 0;
  const draw = (item: Item): string => {
    if (item.kind === "link") return "";
    if (item.kind === "clip") {
      const id = `c${clips++}`;
      return `<clipPath id="${id}"><rect x="${item.x}" y="${item.y}" width="${item.widthMm}" height="${item.heightMm}"/></clipPath><g clip-path="url(#${id})">${item.items.map(draw).join("")}</g>`;
    }
    if (item.kind === "text") {
      const { x, y, text, sizePt, weight, colour, align } = item;
      const anchor = { left: "start", middle: "middle", right: "end" }[align];
      const width = faces.measure(text, sizePt, weight);
      return `<text x="${x}" y="${y}" font-size="${sizePt * MM_PER_POINT}" font-weight="${weight}" fill="${colour}" text-anchor="${anchor}" textLength="${width}">${text.replace(/[<&>]/g, (sign) => `&#${sign.charCodeAt(0)};`)}</text>`;
    }
    const paint = `fill="${item.fill ?? "none"}"${item.stroke ? ` stroke="${item.stroke.colour}" stroke-width="${item.stroke.widthMm}"` : ""} opacity="${item.opacity ?? 1}"`;
    if (item.kind === "circle")
      return `<circle cx="${item.x}" cy="${item.y}" r="${item.radiusMm}" ${paint}/>`;
    const rings = item.rings.map((ring) => {
      const points = Array.from({ length: ring.length / 2 }, (_, i) =>
        [ring[2 * i]!, ring[2 * i + 1]!].map((value) => value.toFixed(3)).join(" "),
      );
      return `M${points.join("L")}${item.closed ? "Z" : ""}`;
    });
    return `<path d="${rings.join("")}" ${paint}/>`;
  };
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${sheet.widthMm}mm" height="${sheet.heightMm}mm" viewBox="0 0 ${sheet.widthMm} ${sheet.heightMm}">${sheet.items.map(draw).join("")}</svg>`;
}
