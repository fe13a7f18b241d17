import fc from "fast-check";
import { expect, test } from "vitest";
import { shorten, wrapText } from "../../../core/composition/text.ts";

/** Letters half as wide as ideographs. */
const measure = (text: string, sizePt: number): number =>
  Array.from(text).reduce((sum, each) => sum + (each.charCodeAt(0) < 0x2e80 ? 0.5 : 1), 0) * sizePt;
const style = { sizePt: 1, weight: "regular" } as const;

test("Chinese is cut between any two characters, but no line begins with a comma", () => {
  expect(wrapText("通屯道路，覆盖率", 4, style, measure)).toEqual(["通屯道", "路，覆盖", "率"]);
});

test("English is cut between words, and a word that is too wide anywhere", () => {
  expect(wrapText("to be or infrastructure", 4, style, measure)).toEqual([
    "to be or",
    "infrastr",
    "ucture",
  ]);
});

test("no line is wider than asked for, and nothing but spaces at breaks is lost", () => {
  const part = fc.constantFrom("县", "，", "road", " ", "95%", "（", "）", "x");
  fc.assert(
    fc.property(
      fc.array(part, { maxLength: 60 }),
      fc.integer({ min: 4, max: 20 }),
      (parts, width) => {
        const text = parts.join("");
        const lines = wrapText(text, width, style, measure);
        for (const line of lines) expect(measure(line, 1)).toBeLessThanOrEqual(width);
        expect(lines.join("").replaceAll(" ", "")).toBe(text.replaceAll(" ", ""));
      },
    ),
  );
});

test("an empty text has no line", () => {
  expect(wrapText("", 10, style, measure)).toEqual([]);
});

test("a text that is too wide ends in …", () => {
  expect(shorten("环江毛南族自治县", 5, style, measure)).toBe("环江毛南…");
  expect(shorten("环江", 5, style, measure)).toBe("环江");
});
