import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { chinese, english, singular } from "./texts.ts";
import { ActivityStep } from "../../core/contract/area.ts";
import { REASONS, STATUSES } from "../../core/contract/coverage.ts";

function keysOf(texts: object, prefix = ""): string[] {
  return Object.entries(texts).flatMap(([key, value]) =>
    typeof value === "string" ? [`${prefix}${key}`] : keysOf(value as object, `${prefix}${key}.`),
  );
}
function textOf(texts: object, key: string): string {
  let at: unknown = texts;
  for (const part of key.split(".")) at = (at as Record<string, unknown>)[part];
  return at as string;
}
const placeholders = (text: string) =>
  [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1]!).sort();
const sources = readdirSync("client", { recursive: true, encoding: "utf8" })
  .filter((file) => /\.tsx?$/.test(file) && !file.startsWith("i18n") && !file.includes("config"))
  .map((file) => ({ file, text: readFileSync(join("client", file), "utf8") }));

test("both languages have the same texts, none of them empty", () => {
  expect(keysOf(english).sort()).toEqual(keysOf(chinese).sort());
  const empty = keysOf(chinese).filter(
    (key) => textOf(chinese, key).trim() === "" || textOf(english, key).trim() === "",
  );
  expect(empty).toEqual([]);
});

test("a text takes the same values in both languages", () => {
  const differing = keysOf(chinese).filter(
    (key) =>
      placeholders(textOf(chinese, key)).join() !== placeholders(textOf(english, key)).join(),
  );
  expect(differing).toEqual([]);
});

test("a form of one thing stands beside its text of several, takes the same values and is asked for with a count", () => {
  const all = sources.map(({ text }) => text.replaceAll(/\s+/g, " ")).join("\n");
  for (const key of keysOf(singular)) {
    const several = key.replace(/_one$/, "");
    expect(several).not.toBe(key);
    expect(keysOf(english)).toContain(several);
    expect(placeholders(textOf(singular, key))).toEqual(placeholders(textOf(english, several)));
    const family = several.slice(0, several.lastIndexOf("."));
    const asked = [`"${several}", {`, `\`${family}.`].flatMap((start) =>
      all
        .split(start)
        .slice(1)
        .map((rest) => rest.slice(0, 160)),
    );
    expect(asked.some((each) => /\bcount\b/.test(each))).toBe(true);
  }
});

test("every text that the pages ask for by name exists", () => {
  const known = new Set(keysOf(chinese));
  const asked = sources.flatMap(({ file, text }) =>
    [...text.matchAll(/\bt\(\s*"([\w.-]+)"/g)].map((match) => `${file}: ${match[1]}`),
  );
  expect(asked.length).toBeGreaterThan(80);
  expect(asked.filter((each) => !known.has(each.split(": ")[1]!))).toEqual([]);
});

test("every text is used by some page", () => {
  const all = sources.map(({ text }) => text).join("\n");
  const unused = keysOf(chinese).filter((key) => {
    if (all.includes(`"${key}"`)) return false;
    const family = key.slice(0, key.lastIndexOf("."));
    return !all.includes(`\`${family}.\${`);
  });
  expect(unused).toEqual([]);
});

test("no page holds Chinese text of its own", () => {
  // Names of the application, of the font's signs and of the other language are no translations.
  const allowed = /"中文"|"文"|>文<|族自治/;
  const found = sources.flatMap(({ file, text }) =>
    text
      .split("\n")
      .filter((line) => !/^\s*(\/\/|\*|\/\*)/.test(line))
      .filter((line) => /\p{Script=Han}/u.test(line) && !allowed.test(line))
      .map((line) => `${file}: ${line.trim()}`),
  );
  expect(found).toEqual([]);
});

test("every status and every reason of the contract has its words", () => {
  expect(Object.keys(chinese.status).sort()).toEqual([...STATUSES].sort());
  for (const reason of REASONS) expect(Object.keys(chinese.reason)).toContain(reason);
});

test("every step of the server's work has its words", () => {
  expect(Object.keys(chinese.state.step).sort()).toEqual(
    [...ActivityStep.shape.code.options].sort(),
  );
});
