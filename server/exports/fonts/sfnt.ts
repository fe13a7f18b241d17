import { inflateSync } from "node:zlib";

/** A TrueType font: characters to glyphs, their widths and outlines, in units of the em. */
export interface FontFile {
  readonly unitsPerEm: number;
  readonly ascender: number;
  readonly descender: number;
  /** 0 where the font has no glyph for the character. */
  glyphOf(codePoint: number): number;
  advanceOf(glyph: number): number;
  /** The glyph's own description (table glyf), empty for a blank. */
  dataOf(glyph: number): Buffer;
}

/** A font that cannot be used, with the reason. */
class FontError extends Error {}

/**
 * Opens a TrueType font, as it is (.ttf), the first of a collection (.ttc), or packed (.woff).
 * Throws FontError for anything else, fonts with PostScript outlines among it.
 */
export function openFont(file: Buffer): FontFile {
  const tables = file.toString("latin1", 0, 4) === "wOFF" ? woffTables(file) : sfntTables(file);
  const table = (name: string): Buffer => {
    const found = tables.get(name);
    if (!found) throw new FontError(`the font has no table ${name}`);
    return found;
  };
  const head = table("head");
  const hhea = table("hhea");
  const hmtx = table("hmtx");
  const loca = table("loca");
  const glyf = table("glyf");
  const isLong = head.readInt16BE(50) === 1;
  const glyphs = table("maxp").readUInt16BE(4);
  const metrics = hhea.readUInt16BE(34);
  const characters = readCmap(table("cmap"));
  const offsetOf = (glyph: number): number =>
    isLong ? loca.readUInt32BE(glyph * 4) : loca.readUInt16BE(glyph * 2) * 2;
  return {
    unitsPerEm: head.readUInt16BE(18),
    ascender: hhea.readInt16BE(4),
    descender: hhea.readInt16BE(6),
    glyphOf: (codePoint) => characters.get(codePoint) ?? 0,
    advanceOf: (glyph) => hmtx.readUInt16BE(Math.min(glyph, metrics - 1) * 4),
    dataOf(glyph) {
      if (glyph >= glyphs) throw new FontError(`the font has no glyph ${glyph}`);
      return glyf.subarray(offsetOf(glyph), offsetOf(glyph + 1));
    },
  };
}

function sfntTables(file: Buffer): Map<string, Buffer> {
  const kind = file.toString("latin1", 0, 4);
  const start = kind === "ttcf" ? file.readUInt32BE(12) : 0;
  const version = file.readUInt32BE(start);
  if (version !== 0x00010000 && version !== 0x74727565)
    throw new FontError("not a TrueType font with glyf outlines");
  const tables = new Map<string, Buffer>();
  for (let i = 0; i < file.readUInt16BE(start + 4); i++) {
    const at = start + 12 + i * 16;
    const offset = file.readUInt32BE(at + 8);
    const length = file.readUInt32BE(at + 12);
    tables.set(file.toString("latin1", at, at + 4), file.subarray(offset, offset + length));
  }
  return tables;
}

/** Source: W3C, WOFF File Format 1.0. */
function woffTables(file: Buffer): Map<string, Buffer> {
  const tables = new Map<string, Buffer>();
  for (let i = 0; i < file.readUInt16BE(12); i++) {
    const at = 44 + i * 20;
    const offset = file.readUInt32BE(at + 4);
    const packed = file.readUInt32BE(at + 8);
    const length = file.readUInt32BE(at + 12);
    const bytes = file.subarray(offset, offset + packed);
    tables.set(file.toString("latin1", at, at + 4), packed < length ? inflateSync(bytes) : bytes);
  }
  return tables;
}

/** Characters of the tables of format 12 and 4, the ones that Unicode fonts have. */
function readCmap(cmap: Buffer): Map<number, number> {
  const characters = new Map<number, number>();
  for (let i = 0; i < cmap.readUInt16BE(2); i++) {
    const at = cmap.readUInt32BE(4 + i * 8 + 4);
    const format = cmap.readUInt16BE(at);
    if (format === 12) readGroups(cmap, at, characters);
    else if (format === 4) readSegments(cmap, at, characters);
  }
  return characters;
}

function readGroups(cmap: Buffer, at: number, characters: Map<number, number>): void {
  for (let g = 0; g < cmap.readUInt32BE(at + 12); g++) {
    const group = at + 16 + g * 12;
    const first = cmap.readUInt32BE(group);
    const last = cmap.readUInt32BE(group + 4);
    const glyph = cmap.readUInt32BE(group + 8);
    for (let c = first; c <= last; c++) characters.set(c, glyph + c - first);
  }
}

function readSegments(cmap: Buffer, at: number, characters: Map<number, number>): void {
  const doubled = cmap.readUInt16BE(at + 6);
  for (let s = 0; s < doubled; s += 2) {
    const last = cmap.readUInt16BE(at + 14 + s);
    const first = cmap.readUInt16BE(at + 16 + doubled + s);
    const delta = cmap.readUInt16BE(at + 16 + 2 * doubled + s);
    const range = at + 16 + 3 * doubled + s;
    const offset = cmap.readUInt16BE(range);
    for (let c = first; c <= last && c < 0xffff; c++) {
      const listed = offset === 0 ? c : cmap.readUInt16BE(range + offset + (c - first) * 2);
      if (listed === 0) continue;
      const glyph = offset === 0 || listed !== 0 ? (listed + delta) & 0xffff : 0;
      if (glyph !== 0 && !characters.has(c)) characters.set(c, glyph);
    }
  }
}
