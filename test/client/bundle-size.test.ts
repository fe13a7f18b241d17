import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";

interface Chunk {
  file: string;
  imports?: string[];
}
const built = "dist/client/";
const manifest = JSON.parse(readFileSync(`${built}.vite/manifest.json`, "utf8")) as Record<
  string,
  Chunk
>;

/** Script files that are loaded with some modules, whatever is loaded later. */
function scriptsOf(modules: readonly string[]): Set<string> {
  const files = new Set<string>();
  const add = (name: string): void => {
    const chunk = manifest[name];
    if (chunk === undefined) throw new Error(`the build has no ${name}`);
    if (files.has(chunk.file)) return;
    files.add(chunk.file);
    for (const each of chunk.imports ?? []) add(each);
  };
  for (const each of modules) add(each);
  return files;
}

/** kB (1,000 bytes) after gzip. */
function zippedKb(files: ReadonlySet<string>): number {
  let bytes = 0;
  for (const file of files) bytes += gzipSync(readFileSync(built + file), { level: 9 }).length;
  return bytes / 1000;
}

const THEMATIC_MAP = [
  "index.html",
  "thematic/workspace.tsx",
  "thematic/map-page.tsx",
  "map/thematic-map.tsx",
  "i18n/zh-CN.ts",
];
const MOST_KB = 600;

test("the first look at a thematic map loads at most 600 kB of script, zipped", () => {
  expect(zippedKb(scriptsOf(THEMATIC_MAP))).toBeLessThanOrEqual(MOST_KB);
});

test("charts are no part of it, and come with the pages that draw them", () => {
  const withFigures = scriptsOf([...THEMATIC_MAP, "figures/page.tsx"]);
  expect(withFigures.size).toBeGreaterThan(scriptsOf(THEMATIC_MAP).size);
  const text = [...scriptsOf(THEMATIC_MAP)]
    .map((file) => readFileSync(built + file, "utf8"))
    .join("");
  expect(text).not.toContain("echarts");
});
