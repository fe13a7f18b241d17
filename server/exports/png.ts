import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { crc32 } from "node:zlib";
import { initWasm, Resvg } from "@resvg/resvg-wasm";
import type { Sheet } from "../../core/composition/sheet.ts";
import { outlinedText, sheetSvg } from "./svg.ts";
import type { Typefaces } from "./typefaces.ts";

const MM_PER_INCH = 25.4;
/** Where the first chunk after the head of a PNG begins: 8 bytes of signature, 25 of IHDR. */
const AFTER_HEAD = 33;

const require = createRequire(import.meta.url);

let started: Promise<void> | null = null;

/** Loads the renderer, once a thread. */
function startRenderer(): Promise<void> {
  started ??= initWasm(readFileSync(require.resolve("@resvg/resvg-wasm/index_bg.wasm")));
  return started;
}

/** A sheet as PNG of so many dots per inch, 8-bit colour on white; texts are drawn as the outlines of their letters, as wide as in a PDF. */
export async function writePng(sheet: Sheet, faces: Typefaces, dpi: number): Promise<Buffer> {
  await startRenderer();
  const mmPerPixel = MM_PER_INCH / dpi;
  const width = Math.round(sheet.widthMm / mmPerPixel);
  const height = Math.round(sheet.heightMm / mmPerPixel);
  const seenMm = [width * mmPerPixel, height * mmPerPixel] as const;
  const drawing = new Resvg(
    sheetSvg(sheet, { width, height, seenMm }, (item) => outlinedText(item, faces)),
  );
  try {
    const picture = drawing.render();
    try {
      return withDensity(picture.asPng(), dpi);
    } finally {
      picture.free();
    }
  } finally {
    drawing.free();
  }
}

/** The PNG with its dots per metre (chunk pHYs), which resvg does not write. Source: PNG specification, third edition. */
function withDensity(png: Uint8Array, dpi: number): Buffer {
  const chunk = Buffer.alloc(21);
  chunk.writeUInt32BE(9, 0);
  chunk.write("pHYs", 4, "latin1");
  const perMetre = Math.round((dpi / MM_PER_INCH) * 1000);
  chunk.writeUInt32BE(perMetre, 8);
  chunk.writeUInt32BE(perMetre, 12);
  chunk[16] = 1;
  chunk.writeUInt32BE(crc32(chunk.subarray(4, 17)), 17);
  return Buffer.concat([png.subarray(0, AFTER_HEAD), chunk, png.subarray(AFTER_HEAD)]);
}
