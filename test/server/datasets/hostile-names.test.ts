import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { zoomOfClass } from "../../../core/policy/class-zoom.ts";
import { ProblemLog } from "../../../server/datasets/problems.ts";
import { withTestDatabase, type TestDatabase } from "../../support/database.ts";
import { featureCollection, point } from "./support/files.ts";
import { errorCodes, ImportBench, problemOf } from "./support/import-bench.ts";

let database: TestDatabase;
let bench: ImportBench;
beforeAll(async () => {
  database = await withTestDatabase();
  bench = new ImportBench(database.knex);
});
afterAll(async () => {
  bench.folder.clear();
  await database.close();
});

const VILLAGE = "name,lng,lat\nA,10,10\n";
const PROTOTYPE_NAMES = ["constructor", "__proto__", "toString", "hasOwnProperty"];

describe("names that every object has", () => {
  test.each(PROTOTYPE_NAMES)("%s is no encoding, no region and no field", async (name) => {
    expect(errorCodes(await bench.take("a.csv", VILLAGE, { encoding: name }))).toEqual([
      "unknown-encoding",
    ]);
    const region = await bench.run({
      path: bench.folder.write("b.csv", VILLAGE),
      kind: "villages",
      area: name,
      name: undefined as unknown as string,
    });
    expect(errorCodes(region)).toEqual(["unknown-area"]);
    const map = JSON.parse(`{"${name}":"name"}`) as Record<string, string>;
    expect(errorCodes(await bench.take("c.csv", VILLAGE, { map }))).toEqual(["unknown-field"]);
  });

  test.each(PROTOTYPE_NAMES)("%s as a class is kept as the word it is", async (name) => {
    const text = `class,surface,name,lng,lat\n${name},${name},${name},10,10\n`;
    const report = await bench.take("class.csv", text, { kind: "electricity", accept: true });
    expect([report.accepted, errorCodes(report)]).toEqual([true, []]);
    expect(await database.knex("network_features").pluck("class")).toEqual([name]);
    expect([zoomOfClass("road", name), zoomOfClass("electricity", name)]).toEqual([9, 10]);
  });
});

describe("names of columns", () => {
  const property = (key: string): string =>
    `{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"name":"A","${key}":1},"geometry":{"type":"Point","coordinates":[10,10]}}]}`;
  const cases: [what: string, file: string, text: string][] = [
    ["NUL", "a.csv", "name,lng,lat,x\0y\nA,10,10,1\n"],
    ["a control character", "a.csv", "name,lng,lat,x\u0007\nA,10,10,1\n"],
    ["a line end", "a.csv", 'name,lng,lat,"x\ny"\nA,10,10,1\n'],
    ["NUL in JSON", "a.geojson", property("a\\u0000b")],
    ["half a character", "a.geojson", property("a\\ud800b")],
    ["a million letters", "a.csv", `name,lng,lat,${"x".repeat(990_000)}\nA,10,10,1\n`],
  ];
  test.each(cases)(
    "with %s are refused with the column, and the answer stays small",
    async (_, file, text) => {
      const report = await bench.take(file, text, { accept: true });
      expect(errorCodes(report)).toEqual(["bad-column-name"]);
      const found = problemOf(report, "bad-column-name")!;
      expect(found.params["column"]).toBe(file === "a.csv" ? 4 : 2);
      expect(found.mend).toMatch(/[Rr]ename|shorten/);
      expect(JSON.stringify(report).length).toBeLessThan(5_000);
    },
  );
});

describe("a report", () => {
  test("lists the first 200 of 5,000 unknown words and counts the others", async () => {
    const rows = Array.from({ length: 5_000 }, (_, i) => `k${i},10.${i},10`);
    const report = await bench.take("k.csv", `kind,lng,lat\n${rows.join("\n")}\n`, {
      kind: "facilities",
    });
    const words = report.problems.filter(({ code }) => code === "class-unknown");
    const others = report.problems.filter(({ code }) => code === "more-problems");
    expect(others).toHaveLength(1);
    expect(others[0]).toMatchObject({ severity: "info" });
    expect(words.length + others[0]!.count).toBe(5_000);
    expect(JSON.stringify(report).length).toBeLessThan(200_000);
  });

  test("lists errors however many remarks came before them, and no more than 50,000 rows in all", () => {
    const log = new ProblemLog();
    const parts = { message: "m", mend: "n" };
    for (let i = 0; i < 1_000; i++)
      for (let row = 1; row <= 500; row++)
        log.add("word", "info", row, { ...parts, field: `${i}` });
    log.add("wrong", "error", 7, { ...parts, field: "code" });
    const [first, ...others] = log.list();
    expect(first).toMatchObject({ code: "wrong", count: 1 });
    expect(log.refuses).toBe(true);
    const listed = log.list().reduce((sum, { rows }) => sum + rows.length, 0);
    expect(listed).toBeLessThanOrEqual(50_000);
    expect(others.reduce((sum, { count }) => sum + count, 0)).toBe(500_000);
  });
});

describe("codes that are numbers", () => {
  const coded = (code: string): string =>
    featureCollection([
      { properties: { name: "A", code: "CODE" }, geometry: point(10, 10) },
    ]).replace('"CODE"', code);
  test("of JSON are exact up to 2^53, and refused beyond", async () => {
    expect(errorCodes(await bench.take("e.geojson", coded("9007199254740991")))).toEqual([]);
    for (const code of ["9007199254740993", "1234567890123456781", "1e21"]) {
      const report = await bench.take("r.geojson", coded(code));
      expect(errorCodes(report)).toEqual(["code-rounded"]);
      expect(problemOf(report, "code-rounded")).toMatchObject({ field: "code", rows: [1] });
    }
    expect(errorCodes(await bench.take("t.geojson", coded('"1234567890123456781"')))).toEqual([]);
  });

  test("of a table keep every digit", async () => {
    const text = "code,name,lng,lat\n1234567890123456781,A,10,10\n1234567890123456782,B,11,10\n";
    expect((await bench.take("d.csv", text, { accept: true })).accepted).toBe(true);
    expect(await database.knex("natural_villages").pluck("code")).toEqual([
      "1234567890123456781",
      "1234567890123456782",
    ]);
  });
});
