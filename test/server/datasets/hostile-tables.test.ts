import { afterAll, beforeAll, describe, expect, test } from "vitest";
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

describe("CSV", () => {
  const HEAD = "name,lng,lat\n";

  test("semicolons, tabs, a byte-order mark and UTF-16 are read", async () => {
    const rows = async (name: string, content: string | Buffer): Promise<unknown> => {
      const report = await bench.take(name, content);
      expect(errorCodes(report)).toEqual([]);
      return report.reading.preview[0];
    };
    const expected = { 名称: "古龙屯", 经度: "108.5", 纬度: "22.9" };
    expect(await rows("semi.csv", "名称;经度;纬度\n古龙屯;108.5;22.9\n")).toEqual(expected);
    expect(await rows("tab.tsv", "名称\t经度\t纬度\n古龙屯\t108.5\t22.9\n")).toEqual(expected);
    expect(await rows("bom.csv", "\uFEFF名称,经度,纬度\r\n古龙屯,108.5,22.9\r\n")).toEqual(
      expected,
    );
    const utf16 = Buffer.from("\uFEFF名称,经度,纬度\n古龙屯,108.5,22.9\n", "utf16le");
    expect(await rows("utf16.csv", utf16)).toEqual(expected);
  });

  test("an unclosed quote, a giant cell and ragged rows are refused with their rows", async () => {
    const unclosed = await bench.take("quote.csv", `${HEAD}a,1,1\n"b,1,1\nc,1,1\n`);
    expect(errorCodes(unclosed)).toEqual(["bad-table"]);
    const giant = await bench.take("giant.csv", `${HEAD}${"x".repeat(10_000_000)},1,1\n`);
    expect(errorCodes(giant)).toEqual(["cell-too-large"]);
    const ragged = await bench.take("ragged.csv", `${HEAD}a,1,1\nb,1\nc,1,1,9\nd,1,1,\n`);
    expect(problemOf(ragged, "ragged-row")?.rows).toEqual([2, 3]);
  });

  test("cells that a table program would run stay plain text", async () => {
    const report = await bench.take("formula.csv", `${HEAD}=1+1,1,1\n@x,2,2\n+y,3,3\n`);
    expect(errorCodes(report)).toEqual([]);
    expect(report.reading.preview[0]?.["name"]).toBe("=1+1");
  });

  test("no places, no header and nothing at all are refused", async () => {
    expect(errorCodes(await bench.take("nowhere.csv", "name,persons\na,1\n"))).toEqual([
      "no-position-columns",
    ]);
    expect(errorCodes(await bench.take("head.csv", HEAD))).toEqual(["empty-file"]);
    expect(errorCodes(await bench.take("empty.csv", ""))).toEqual(["empty-file"]);
  });

  test("a column named in --map that is not there is refused with the columns that are", async () => {
    const report = await bench.take("map.csv", `${HEAD}a,1,1\n`, { map: { persons: "POP" } });
    expect(problemOf(report, "unknown-column")?.mend).toContain("name, lng, lat");
    const field = await bench.take("field.csv", `${HEAD}a,1,1\n`, { map: { people: "name" } });
    expect(errorCodes(field)).toEqual(["unknown-field"]);
  });
});

describe("lines of a table", () => {
  test("are those of the file: blank lines and line ends inside quotes count", async () => {
    const text =
      'name,households,lng,lat\r\nA,1,10,10\n\n,,,\n"B\r\nb\n",1,10,11\r\nC,约30,10,12\n"D\n",-1,10,13';
    const report = await bench.take("lines.csv", text);
    expect(report.rows).toBe(4);
    expect(problemOf(report, "not-a-number")).toMatchObject({ rows: [3], lines: [8] });
    expect(problemOf(report, "negative-number")).toMatchObject({ rows: [4], lines: [9] });
    const shapes = await bench.take(
      "no-lines.geojson",
      featureCollection([{ properties: { households: -1 }, geometry: point(10, 10) }]),
    );
    expect(problemOf(shapes, "negative-number")).not.toHaveProperty("lines");
  });

  test("may end as those of Windows and Unix in one file, or of an old Mac", async () => {
    const names = async (text: string): Promise<unknown[]> => {
      const report = await bench.take("ends.csv", text, { area: "E" });
      expect(errorCodes(report)).toEqual([]);
      return report.reading.preview.map((row) => `${String(row["name"])}/${String(row["lat"])}`);
    };
    const wanted = ["A/10", "B/11", "C/12"];
    expect(await names("name,lng,lat\r\nA,10,10\nB,10,11\r\nC,10,12\n")).toEqual(wanted);
    expect(await names("name,lng,lat\nA,10,10\r\nB,10,11\nC,10,12\r\n")).toEqual(wanted);
    expect(await names("name,lng,lat\rA,10,10\rB,10,11\rC,10,12")).toEqual(wanted);
  });

  test("are named where the table breaks", async () => {
    const broken = await bench.take("broken.csv", 'name,lng,lat\nA,1,1\n\n"B,2,2\nC,3,3\n');
    expect(problemOf(broken, "bad-table")).toMatchObject({ params: { line: 3 } });
  });
});
