import { once } from "node:events";
import { crc32, createDeflate } from "node:zlib";
import type { Sheet } from "../../core/composition/sheet.ts";
import { CoverageRows } from "./coverage-row.ts";
import { flattenSheet, type Shape } from "./flatten.ts";
import type { Typefaces } from "./fonts/typeface.ts";

/** Rows drawn at a time: the picture is never whole in memory. */
const BAND_ROWS = 192;
const MM_PER_INCH = 25.4;

/** A sheet as PNG of so many dots per inch, 8-bit colour on white. */
export async function writePng(sheet: Sheet, faces: Typefaces, dpi: number): Promise<Buffer> {
  const pixelsPerMm = dpi / MM_PER_INCH;
  const width = Math.round(sheet.widthMm * pixelsPerMm);
  const height = Math.round(sheet.heightMm * pixelsPerMm);
  const shapes = flattenSheet(sheet, faces, pixelsPerMm);
  const deflate = createDeflate({ level: 6 });
  const packed: Buffer[] = [];
  deflate.on("data", (piece: Buffer) => packed.push(piece));
  const ended = once(deflate, "end");
  const coverage = new CoverageRows(width, BAND_ROWS);
  const band = new Uint8Array(width * 3 * BAND_ROWS);
  let above: Uint8Array = new Uint8Array(width * 3);
  for (let top = 0; top < height; top += BAND_ROWS) {
    const rows = Math.min(BAND_ROWS, height - top);
    band.fill(255);
    for (const shape of shapes)
      if (shape.top < top + rows && shape.bottom > top) drawShape(shape, band, top, coverage);
    const filtered = filterRows(band, rows, width * 3, above);
    above = band.slice((rows - 1) * width * 3, rows * width * 3);
    if (!deflate.write(filtered)) await once(deflate, "drain");
  }
  deflate.end();
  await ended;
  return pngFile(width, height, dpi, packed);
}

function drawShape(shape: Shape, band: Uint8Array, top: number, coverage: CoverageRows): void {
  const bottom = top + coverage.rows;
  for (const ring of shape.rings) {
    const size = ring.length;
    if (size < 6) continue;
    let x0 = ring[size - 2]!;
    let y0 = ring[size - 1]!;
    for (let i = 0; i < size; i += 2) {
      const x1 = ring[i]!;
      const y1 = ring[i + 1]!;
      if ((y0 < bottom || y1 < bottom) && (y0 > top || y1 > top))
        coverage.addEdge(x0, y0 - top, x1, y1 - top);
      x0 = x1;
      y0 = y1;
    }
  }
  const [left, clipTop, right, clipBottom] = shape.clip.map(Math.round) as [
    number,
    number,
    number,
    number,
  ];
  const [red, green, blue] = shape.colour;
  const { width } = coverage;
  coverage.drain((row, from, to, covered) => {
    if (row + top < clipTop || row + top >= clipBottom) return;
    const alpha = covered * shape.opacity;
    const end = Math.min(to, right);
    let at = (row * width + Math.max(from, left)) * 3;
    for (let pixel = Math.max(from, left); pixel < end; pixel++, at += 3) {
      band[at] = band[at]! + (red - band[at]!) * alpha + 0.5;
      band[at + 1] = band[at + 1]! + (green - band[at + 1]!) * alpha + 0.5;
      band[at + 2] = band[at + 2]! + (blue - band[at + 2]!) * alpha + 0.5;
    }
  });
}

/** Each row as its difference from the one above (filter 2), which packs flat colours best. */
function filterRows(
  band: Uint8Array,
  rows: number,
  rowBytes: number,
  above: Uint8Array,
): Uint8Array {
  const filtered = new Uint8Array(rows * (rowBytes + 1));
  for (let row = 0; row < rows; row++) {
    const to = row * (rowBytes + 1);
    const from = row * rowBytes;
    filtered[to] = 2;
    for (let i = 0; i < rowBytes; i++)
      filtered[to + 1 + i] = band[from + i]! - (row === 0 ? above[i]! : band[from - rowBytes + i]!);
  }
  return filtered;
}

/** Source: PNG specification, third edition. */
function pngFile(width: number, height: number, dpi: number, packed: readonly Buffer[]): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const density = Buffer.alloc(9);
  const perMetre = Math.round((dpi / MM_PER_INCH) * 1000);
  density.writeUInt32BE(perMetre, 0);
  density.writeUInt32BE(perMetre, 4);
  density[8] = 1;
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk("IHDR", head),
    chunk("pHYs", density),
    chunk("IDAT", Buffer.concat(packed)),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function chunk(name: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name, "latin1"), data]);
  const framed = Buffer.alloc(named.length + 8);
  framed.writeUInt32BE(data.length, 0);
  named.copy(framed, 4);
  framed.writeUInt32BE(crc32(named), named.length + 4);
  return framed;
}
