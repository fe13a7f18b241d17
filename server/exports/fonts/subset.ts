import { encodeGlyph } from "./outline.ts";
import type { Glyph, Typeface } from "./typeface.ts";

/** Units of the em of the fonts that are made. */
const EM = 1000;

/**
 * A font made of the glyphs that a file uses, gathered from however many slices and fonts. Characters get numbers from 1 in the order in
 * which they are asked for. A mark that stands for a missing character has that character's number, so that text taken out of the file
 * is still the right one.
 */
export class FontSubset {
  readonly typeface: Typeface;
  readonly #characters: number[] = [];
  readonly #numberOf = new Map<number, number>();

  constructor(typeface: Typeface) {
    this.typeface = typeface;
  }

  /** Number of a character's glyph in the subset. */
  numberOf(codePoint: number): number {
    const known = this.#numberOf.get(codePoint);
    if (known !== undefined) return known;
    this.#characters.push(codePoint);
    this.#numberOf.set(codePoint, this.#characters.length);
    return this.#characters.length;
  }

  /** Characters of glyphs 1, 2, ... */
  get characters(): readonly number[] {
    return this.#characters;
  }

  /** Advances of glyphs 1, 2, ... in thousandths of the em. */
  widths(): number[] {
    return this.#glyphs().map(({ width }) => Math.round(width * 1000));
  }

  /** The TrueType file. */
  bytes(): Buffer {
    const { typeface } = this;
    const written = this.#glyphs().map((glyph) =>
      encodeGlyph(
        typeface.outline(glyph).map((contour) => contour.map((value) => tidy(value * EM))),
      ),
    );
    // Glyph 0 is what a viewer shows for a number that the font lacks; nothing refers to it.
    const glyphs = [Buffer.alloc(0), ...written].map((glyph) => padded(glyph));
    const widths = [EM, ...this.widths()];
    const loca = Buffer.alloc((glyphs.length + 1) * 4);
    const hmtx = Buffer.alloc(glyphs.length * 4);
    let offset = 0;
    glyphs.forEach((glyph, i) => {
      loca.writeUInt32BE(offset, i * 4);
      offset += glyph.length;
      hmtx.writeUInt16BE(widths[i]!, i * 4);
      hmtx.writeInt16BE(glyph.length > 0 ? glyph.readInt16BE(2) : 0, i * 4 + 2);
    });
    loca.writeUInt32BE(offset, glyphs.length * 4);
    return assemble({
      glyf: Buffer.concat(glyphs),
      head: headTable(boxOf(glyphs)),
      hhea: hheaTable(typeface, glyphs.length, Math.max(...widths)),
      hmtx,
      loca,
      maxp: maxpTable(glyphs),
    });
  }

  #glyphs(): Glyph[] {
    return this.#characters.map((character) => this.typeface.glyph(character));
  }
}

/** Ems times 1000 are whole or halves again but for the last bits. */
const tidy = (value: number): number => Math.round(value * 64) / 64;

const padded = (bytes: Buffer): Buffer =>
  Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)]);

function boxOf(glyphs: readonly Buffer[]): [number, number, number, number] {
  const box: [number, number, number, number] = [0, 0, 0, 0];
  for (const glyph of glyphs) {
    if (glyph.length === 0) continue;
    box[0] = Math.min(box[0], glyph.readInt16BE(2));
    box[1] = Math.min(box[1], glyph.readInt16BE(4));
    box[2] = Math.max(box[2], glyph.readInt16BE(6));
    box[3] = Math.max(box[3], glyph.readInt16BE(8));
  }
  return box;
}

function headTable(box: readonly number[]): Buffer {
  const head = Buffer.alloc(54);
  head.writeUInt32BE(0x00010000, 0);
  head.writeUInt32BE(0x00010000, 4);
  head.writeUInt32BE(0x5f0f3cf5, 12);
  head.writeUInt16BE(0x000b, 16);
  head.writeUInt16BE(EM, 18);
  box.forEach((value, i) => head.writeInt16BE(value, 36 + i * 2));
  head.writeUInt16BE(8, 46);
  head.writeInt16BE(2, 48);
  head.writeInt16BE(1, 50);
  return head;
}

function hheaTable(typeface: Typeface, glyphs: number, widest: number): Buffer {
  const hhea = Buffer.alloc(36);
  hhea.writeUInt32BE(0x00010000, 0);
  hhea.writeInt16BE(Math.round(typeface.ascent * EM), 4);
  hhea.writeInt16BE(Math.round(typeface.descent * EM), 6);
  hhea.writeUInt16BE(widest, 10);
  hhea.writeInt16BE(1, 18);
  hhea.writeUInt16BE(glyphs, 34);
  return hhea;
}

function maxpTable(glyphs: readonly Buffer[]): Buffer {
  let [contours, points] = [0, 0];
  for (const glyph of glyphs) {
    if (glyph.length === 0) continue;
    const own = glyph.readInt16BE(0);
    contours = Math.max(contours, own);
    points = Math.max(points, glyph.readUInt16BE(10 + (own - 1) * 2) + 1);
  }
  const maxp = Buffer.alloc(32);
  maxp.writeUInt32BE(0x00010000, 0);
  maxp.writeUInt16BE(glyphs.length, 4);
  maxp.writeUInt16BE(points, 6);
  maxp.writeUInt16BE(contours, 8);
  maxp.writeUInt16BE(2, 14);
  return maxp;
}

/** A TrueType file of tables, given in the order of their names. */
function assemble(tables: Readonly<Record<string, Buffer>>): Buffer {
  const names = Object.keys(tables);
  const powers = Math.floor(Math.log2(names.length));
  const head = Buffer.alloc(12 + names.length * 16);
  head.writeUInt32BE(0x00010000, 0);
  head.writeUInt16BE(names.length, 4);
  head.writeUInt16BE(2 ** powers * 16, 6);
  head.writeUInt16BE(powers, 8);
  head.writeUInt16BE(names.length * 16 - 2 ** powers * 16, 10);
  const bodies: Buffer[] = [];
  let offset = head.length;
  let headAt = 0;
  names.forEach((name, i) => {
    const table = tables[name]!;
    const body = padded(table);
    const at = 12 + i * 16;
    head.write(name, at, "latin1");
    head.writeUInt32BE(checksum(body), at + 4);
    head.writeUInt32BE(offset, at + 8);
    head.writeUInt32BE(table.length, at + 12);
    if (name === "head") headAt = offset;
    bodies.push(body);
    offset += body.length;
  });
  const file = Buffer.concat([head, ...bodies]);
  file.writeUInt32BE((0xb1b0afba - checksum(file)) >>> 0, headAt + 8);
  return file;
}

function checksum(bytes: Buffer): number {
  let sum = 0;
  for (let i = 0; i < bytes.length; i += 4) sum = (sum + bytes.readUInt32BE(i)) >>> 0;
  return sum;
}
