import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { textPathData } from "../../../server/exports/path-data.ts";
import { missingCharacters, openTypefaces } from "../../../server/exports/typefaces.ts";
import { generateDemonstration } from "../../../geodata/demonstration/generate.ts";
import { CITIES, REGION } from "../../../geodata/facts/cities.ts";
import { COUNTIES } from "../../../geodata/facts/counties.ts";
import { NAME_STYLES } from "../../../geodata/facts/toponyms.ts";
import { PRINT_WORDS } from "../../../core/composition/words.ts";
import type { TextItem, Weight } from "../../../core/composition/sheet.ts";
import { asCollection, fontFolder, FURTHER_CHARACTER, furtherFont } from "../../support/fonts.ts";

const faces = openTypefaces();
const WEIGHTS: readonly Weight[] = ["regular", "bold"];
const itemOf = (text: string, weight: Weight): TextItem => ({
  kind: "text",
  x: 0,
  y: 0,
  sizePt: 10,
  colour: "#000000",
  align: "left",
  text,
  weight,
});

test("rare characters of Guangxi's place names have glyphs in both weights", () => {
  const rare = "榃崬垌岜岽塱仫弄屯岭峒渌咘陇塝尾埌埇㙟";
  for (const weight of WEIGHTS) {
    const outlines = Array.from(rare, (each) => textPathData(itemOf(each, weight), faces, 2));
    expect(faces.piecesOf(rare, weight)).toEqual([{ font: weight, text: rare }]);
    expect(new Set(outlines).size).toBe(outlines.length);
    expect(outlines.filter((outline) => outline.length < 100)).toEqual([]);
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
  expect(missingCharacters(faces, "榃滨镇、𡶂镇、𡶂村 𠀡")).toEqual(["𡶂", "𠀡"]);
  for (const weight of WEIGHTS) {
    expect(textPathData(itemOf("𡶂", weight), faces, 3)).toBe(
      textPathData(itemOf("〓", weight), faces, 3),
    );
  }
});

test("texts are as wide as their letters: ideographs one em, figures of one width, Latin pairs kerned", () => {
  const pt = 72 / 25.4;
  expect(faces.measure("河池市", pt, "regular")).toBeCloseTo(3, 6);
  expect(faces.measure("111", 10, "regular")).toBe(faces.measure("888", 10, "regular"));
  expect(faces.measure("W", 10, "bold")).toBeGreaterThan(faces.measure("i", 10, "bold"));
  expect(faces.measure("−", 10, "bold")).toBeLessThan(faces.measure("000", 10, "bold") / 2);
  const letters = faces.measure("T", 10, "regular") + faces.measure("o", 10, "regular");
  expect(faces.measure("To", 10, "regular")).toBeLessThan(letters);
});

test("the outlines of a text stand where it is put, and as far as it is wide", () => {
  const item = { ...itemOf("河 池", "regular"), x: 100, y: 50, align: "right" as const };
  const data = textPathData(item, faces, 3);
  const numbers = data.match(/-?[\d.]+/g)!.map(Number);
  const xs = numbers.filter((_, i) => i % 2 === 0);
  const ys = numbers.filter((_, i) => i % 2 === 1);
  const width = faces.measure("河 池", 10, "regular");
  expect(Math.max(...xs)).toBeLessThan(100);
  expect(Math.min(...xs)).toBeGreaterThan(100 - width);
  expect(Math.max(...xs) - Math.min(...xs)).toBeGreaterThan(width * 0.9);
  expect(Math.min(...ys)).toBeGreaterThan(50 - 3.53);
  expect(Math.max(...ys)).toBeLessThan(51);
});

test.each([
  ["rare.ttf", furtherFont()],
  ["rare.ttc", asCollection(furtherFont())],
])(
  "%s in the data folder gives the characters that the bundled face lacks; one that is broken gives none",
  (name, bytes) => {
    expect(missingCharacters(faces, FURTHER_CHARACTER)).toEqual([FURTHER_CHARACTER]);
    const folder = fontFolder(name, bytes);
    try {
      writeFileSync(join(folder, "a-broken.otf"), "not a font");
      writeFileSync(join(folder, "b-cut.ttf"), furtherFont().subarray(0, 400));
      const further = openTypefaces(folder);
      expect(missingCharacters(further, `榃滨镇${FURTHER_CHARACTER}𡶂`)).toEqual(["𡶂"]);
      for (const weight of WEIGHTS)
        expect(textPathData(itemOf(FURTHER_CHARACTER, weight), further, 2)).toMatch(/^M.*C.*Z$/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
);
