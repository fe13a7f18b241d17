import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { FontSubset } from "../../../server/exports/fonts/subset.ts";
import { openFont } from "../../../server/exports/fonts/sfnt.ts";
import { outlineOf } from "../../../server/exports/fonts/outline.ts";
import { missingCharacters, openTypefaces } from "../../../server/exports/fonts/typeface.ts";
import { generateDemonstration } from "../../../geodata/demonstration/generate.ts";
import { CITIES, REGION } from "../../../geodata/facts/cities.ts";
import { COUNTIES } from "../../../geodata/facts/counties.ts";
import { NAME_STYLES } from "../../../geodata/facts/toponyms.ts";
import { PRINT_WORDS } from "../../../core/composition/words.ts";

const faces = openTypefaces();

test("rare characters of Guangxi's place names have glyphs in both weights", () => {
  for (const character of "垌岜岽塱仫弄屯岭峒渌咘陇塝尾埌埇") {
    for (const face of [faces.regular, faces.bold]) {
      const glyph = face.glyph(character.codePointAt(0)!);
      expect([character, glyph.isMissing]).toEqual([character, false]);
      expect(face.outline(glyph).length).toBeGreaterThan(0);
    }
  }
});

test("every character of every name in the demonstration of Hechi, and of all that names of Guangxi are made of, has a glyph", () => {
  const texts: string[] = [REGION, ...CITIES, ...COUNTIES].map(({ name }) => name);
  for (const style of Object.values(NAME_STYLES))
    texts.push(style.heads, style.stems, style.pairs, ...style.tails);
  let names = 0;
  for (const { records } of generateDemonstration({ region: "hechi" }))
    for (const record of records)
      if ("name" in record && record.name !== null) {
        names++;
        texts.push(record.name);
      }
  expect(names).toBeGreaterThan(20_000);
  expect(missingCharacters(faces, [...new Set(texts.join(""))].join(""))).toEqual([]);
});

test("the words of the page have glyphs", () => {
  const said = Object.values(PRINT_WORDS).flatMap((words) =>
    Object.values(words).map((word) => String(word)),
  );
  const printed = said.join("").match(/\P{ASCII}/gu) ?? [];
  expect(printed.length).toBeGreaterThan(40);
  expect(missingCharacters(faces, printed.join(""))).toEqual([]);
});

test("a character without a glyph is told, and stands as 〓 and not as a box", () => {
  expect(missingCharacters(faces, "榃滨镇、崬镇")).toEqual(["榃", "崬"]);
  const missing = faces.regular.glyph("榃".codePointAt(0)!);
  const mark = faces.regular.glyph("〓".codePointAt(0)!);
  expect(missing).toMatchObject({ isMissing: true, glyph: mark.glyph });
});

test("texts are as wide as their letters: ideographs one em, figures of one width", () => {
  const pt = 72 / 25.4;
  expect(faces.measure("河池市", pt, "regular")).toBeCloseTo(3, 6);
  expect(faces.measure("111", 10, "regular")).toBe(faces.measure("888", 10, "regular"));
  expect(faces.measure("W", 10, "bold")).toBeGreaterThan(faces.measure("i", 10, "bold"));
});

test("a subset opens as a font and draws every glyph as the one it was made from", () => {
  for (const face of [faces.regular, faces.bold]) {
    const subset = new FontSubset(face);
    const text = "河池市罗城仫佬族自治县 Hechi é 95.0%（《→²";
    const numbers = Array.from(text).map((each) => subset.numberOf(each.codePointAt(0)!));
    const made = openSubset(subset.bytes());
    Array.from(text).forEach((character, i) => {
      const glyph = face.glyph(character.codePointAt(0)!);
      const before = face.outline(glyph).map((contour) => areaOf(contour) * 1e6);
      const after = outlineOf(made, numbers[i]!).map(areaOf);
      expect([character, after.length]).toEqual([character, before.length]);
      after.forEach((area, k) => expect(Math.abs(area - before[k]!)).toBeLessThan(400));
      expect(made.advanceOf(numbers[i]!)).toBe(Math.round(glyph.width * 1000));
    });
  }
});

test("the same character has one glyph in a subset, however often it is used", () => {
  const subset = new FontSubset(faces.regular);
  const first = subset.numberOf(0x6cb3);
  subset.numberOf(0x6c60);
  expect(subset.numberOf(0x6cb3)).toBe(first);
  expect(subset.characters).toHaveLength(2);
});

test("a font in the data folder gives the characters that the bundled one lacks; one that is broken gives none", () => {
  const folder = mkdtempSync(join(tmpdir(), "qiantu-fonts-"));
  try {
    const subset = new FontSubset(faces.regular);
    const glyph = subset.numberOf("河".codePointAt(0)!);
    writeFileSync(join(folder, "a-broken.ttf"), "not a font");
    writeFileSync(join(folder, "rare.ttf"), withCmap(subset.bytes(), 0x6983, glyph));
    const further = openTypefaces(folder);
    expect(missingCharacters(further, "榃滨镇崬")).toEqual(["崬"]);
    expect(further.bold.outline(further.bold.glyph(0x6983)).length).toBeGreaterThan(0);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

/** The subset needs no cmap inside a PDF, so one is added to open it. */
const openSubset = (bytes: Buffer): ReturnType<typeof openFont> => openFont(withCmap(bytes, 0, 0));

/** The font with one character that leads to a glyph. */
function withCmap(bytes: Buffer, character: number, glyph: number): Buffer {
  const count = bytes.readUInt16BE(4);
  const cmap = Buffer.alloc(40);
  cmap.writeUInt16BE(1, 2);
  cmap.writeUInt32BE(12, 8);
  cmap.writeUInt16BE(12, 12);
  cmap.writeUInt32BE(28, 16);
  cmap.writeUInt32BE(1, 24);
  [character, character, glyph].forEach((value, i) => cmap.writeUInt32BE(value, 28 + i * 4));
  const head = Buffer.alloc(12 + (count + 1) * 16);
  bytes.copy(head, 0, 0, 12);
  head.writeUInt16BE(count + 1, 4);
  for (let i = 0; i < count; i++) {
    bytes.copy(head, 12 + i * 16, 12 + i * 16, 28 + i * 16);
    head.writeUInt32BE(bytes.readUInt32BE(12 + i * 16 + 8) + 16, 12 + i * 16 + 8);
  }
  head.write("cmap", 12 + count * 16, "latin1");
  head.writeUInt32BE(bytes.length + 16, 12 + count * 16 + 8);
  head.writeUInt32BE(cmap.length, 12 + count * 16 + 12);
  return Buffer.concat([head, bytes.subarray(12 + count * 16), cmap]);
}

/** Surface of a contour of quadratic curves. */
function areaOf(contour: readonly number[]): number {
  let twice = 0;
  for (let i = 0; i + 5 < contour.length; i += 4) {
    const [x0, y0, cx, cy, x1, y1] = contour.slice(i, i + 6) as [
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    twice += (2 * (x0 * cy - cx * y0) + 2 * (cx * y1 - x1 * cy) + (x0 * y1 - x1 * y0)) / 3;
  }
  return twice / 2;
}
