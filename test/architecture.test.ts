import { readFileSync, readdirSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { expect, test } from "vitest";
import { IndicatorRule } from "../core/contract/rule.ts";

/** Which top-level folders and which packages a layer may import; anything else is forbidden. */
const MAY_IMPORT: Record<string, { folders: string[]; packages: RegExp }> = {
  core: {
    folders: ["core"],
    packages: /^(zod|geojson|flatbush|immutable|highs|simple-statistics|@turf\/.*)$/,
  },
  migrations: { folders: ["migrations"], packages: /^knex$/ },
  geodata: {
    folders: ["geodata", "core"],
    packages: /^(?!react|maplibre-gl|vite|express|knex|pg$)/,
  },
  server: {
    folders: ["server", "core", "migrations", "geodata"],
    packages: /^(?!react|antd|maplibre-gl|vite|vitest)/,
  },
  client: { folders: ["client", "core"], packages: /^(?!express|knex|pg$|node:|@electric-sql)/ },
};
/** Only these files may open a database, fetch, or speak to the map library. */
const ONLY_IN: { what: RegExp; layer: string; where: RegExp }[] = [
  { what: /from "@electric-sql\//, layer: "server", where: /^server\/database\// },
  { what: /from "maplibre-gl"/, layer: "client", where: /^client\/map\// },
  { what: /\bfetch\(/, layer: "client", where: /^client\/api\.ts$/ },
  {
    what: /from "express"/,
    layer: "server",
    where: /^server\/(app|main|http\/.*|.*\/routes)\.ts$/,
  },
];
const IMPORT =
  /(?:^|\n)\s*(?:import|export)\s(?:[^'";]*?\sfrom\s)?["']([^"']+)["']|import\(\s*["']([^"']+)["']\s*\)/g;

function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => /\.tsx?$/.test(file) && !/vite\.config|vitest\.config/.test(file))
    .map((file) => join(folder, file).replaceAll("\\", "/"));
}

function importsOf(file: string): string[] {
  return [...readFileSync(file, "utf8").matchAll(IMPORT)].map((match) => (match[1] ?? match[2])!);
}

test.each(Object.entries(MAY_IMPORT))(
  "%s imports only what its layer may import",
  (layer, rule) => {
    const files = sources(layer);
    expect(files.length, `no source found in ${layer}/`).toBeGreaterThan(0);
    const broken = files.flatMap((file) =>
      importsOf(file)
        .filter((to) =>
          to.startsWith(".")
            ? !rule.folders.includes(posix.join(dirname(file), to).split("/")[0]!)
            : !rule.packages.test(to),
        )
        .map((to) => `${file} imports ${to}`),
    );
    expect(broken).toEqual([]);
  },
);

test.each(ONLY_IN)("$what stands only where it belongs", ({ what, layer, where }) => {
  const found = sources(layer).filter((file) => what.test(readFileSync(file, "utf8")));
  expect(found.length, "the pattern finds nothing at all").toBeGreaterThan(0);
  expect(found.filter((file) => !where.test(file))).toEqual([]);
});

test("core reads no clock, no randomness and no environment", () => {
  const impure = /\bDate\.now\(|\bnew Date\(\)|Math\.random\(|\bprocess\.|\bperformance\.now\(/;
  expect(sources("core").filter((file) => impure.test(readFileSync(file, "utf8")))).toEqual([]);
});

test("the README names only paths and commands that exist", () => {
  const scripts = Object.keys(JSON.parse(readFileSync("package.json", "utf8")).scripts);
  for (const readme of ["README.md", "README.zh-CN.md"]) {
    const text = readFileSync(readme, "utf8");
    const named = [...text.matchAll(/npm run ([a-z:]+)/g)].map((match) => match[1]!);
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((script) => !scripts.includes(script))).toEqual([]);
    const paths = [
      ...text.matchAll(
        /(?:\]\(|`)((?:core|server|client|migrations|geodata|test|\.ci)\/[\w./-]*)[`)]/g,
      ),
    ].map((match) => match[1]!);
    expect(paths.length).toBeGreaterThan(5);
    const missing = paths.filter((path) => {
      try {
        readdirSync(path);
        return false;
      } catch (error) {
        return (error as NodeJS.ErrnoException).code !== "ENOTDIR";
      }
    });
    expect(missing).toEqual([]);
  }
});

test("the rule that the README gives as an example is a rule, the same in both languages", () => {
  const [english, chinese] = ["README.md", "README.zh-CN.md"].map((readme) => {
    const [, example] = /```json\n([\s\S]*?)```/.exec(readFileSync(readme, "utf8"))!;
    return IndicatorRule.parse(JSON.parse(example!));
  });
  expect({ ...chinese, source: "" }).toEqual({ ...english, source: "" });
});

test("the lock file records no download addresses", () => {
  expect(readFileSync("package-lock.json", "utf8")).not.toMatch(/"resolved": "http/);
});
