import { mkdtempSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** A character of private use that the bundled face lacks and the font of `furtherFont` has. */
export const FURTHER_CHARACTER = "\uEA61";

/** A small TrueType font at hand: the icons of Playwright's own pages. */
export function furtherFont(): Buffer {
  const root = dirname(createRequire(import.meta.url).resolve("playwright-core/package.json"));
  const folder = join(root, "lib/vite/recorder/assets");
  const name = readdirSync(folder).find((file) => /^codicon.*\.ttf$/.test(file))!;
  return readFileSync(join(folder, name));
}

/** The font as the only one of a collection. Source: OpenType specification, font collections. */
export function asCollection(font: Buffer): Buffer {
  const head = Buffer.alloc(16);
  head.write("ttcf", "latin1");
  head.writeUInt32BE(0x00010000, 4);
  head.writeUInt32BE(1, 8);
  head.writeUInt32BE(head.length, 12);
  const moved = Buffer.from(font);
  for (let i = 0; i < font.readUInt16BE(4); i++) {
    const at = 12 + i * 16 + 8;
    moved.writeUInt32BE(font.readUInt32BE(at) + head.length, at);
  }
  return Buffer.concat([head, moved]);
}

/** A new folder with a font; to be removed. */
export function fontFolder(name: string, bytes: Buffer): string {
  const folder = mkdtempSync(join(tmpdir(), "qiantu-fonts-"));
  writeFileSync(join(folder, name), bytes);
  return folder;
}
