import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { chinese, english } from "./texts.ts";
import { generateDemonstration } from "../../geodata/demonstration/generate.ts";
import { CITIES, REGION } from "../../geodata/facts/cities.ts";
import { COUNTIES } from "../../geodata/facts/counties.ts";
import { NAME_STYLES } from "../../geodata/facts/toponyms.ts";

/** Code points that the bundled slices of a weight say they hold. */
function covered(weight: 400 | 700): (character: string) => boolean {
  const css = readFileSync(`node_modules/@fontsource/noto-sans-sc/${weight}.css`, "utf8");
  const ranges = [...css.matchAll(/unicode-range:\s*([^;]+);/g)].flatMap((match) =>
    match[1]!.split(",").map((range) => {
      const [from = "", to = from] = range.trim().replace(/^U\+/i, "").split("-");
      return [parseInt(from, 16), parseInt(to, 16)] as const;
    }),
  );
  expect(ranges.length).toBeGreaterThan(1000);
  return (character) => {
    const point = character.codePointAt(0)!;
    return ranges.some(([from, to]) => point >= from && point <= to);
  };
}

function missing(characters: Iterable<string>): string[] {
  const weights = [covered(400), covered(700)];
  return [...new Set(characters)].filter(
    (character) => !/\s/.test(character) && !weights.every((isCovered) => isCovered(character)),
  );
}

test("the bundled font holds the rare characters of Guangxi's place names, in both weights", () => {
  expect(missing("垌岜岽塱仫弄屯岭峒渌咘陇塝尾埌")).toEqual([]);
});

test("three still rarer ones are left to the system's fonts, so the demonstration does without them", () => {
  expect(missing("崬榃㟖")).toEqual(["崬", "榃", "㟖"]);
});

test("the bundled font holds every character that names of the demonstration region are made of", () => {
  const styles = Object.values(NAME_STYLES).map(({ heads, stems, tails, pairs }) =>
    [heads, stems, ...tails, pairs].join(""),
  );
  const facts = [REGION, ...CITIES, ...COUNTIES].map(({ name }) => name).join("");
  expect(facts.length).toBeGreaterThan(300);
  expect(missing(styles.join("") + facts)).toEqual([]);
});

test("the bundled font holds every character of the generated names of Hechi", () => {
  const characters = new Set<string>();
  let names = 0;
  for (const { records } of generateDemonstration({ region: "hechi" })) {
    for (const record of records) {
      if (!("name" in record) || record.name === null) continue;
      names++;
      for (const character of record.name) characters.add(character);
    }
  }
  expect(names).toBeGreaterThan(20_000);
  expect(missing(characters)).toEqual([]);
});

test("the bundled font holds every character of the pages themselves", () => {
  expect(missing(JSON.stringify([chinese, english]))).toEqual([]);
});

test("a character that the font lacks would be found", () => {
  expect(missing("村𠮷")).toEqual(["𠮷"]);
});
