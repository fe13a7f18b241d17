import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ImportReport } from "../../../core/contract/dataset.ts";
import { withTestDatabase, type TestDatabase } from "../../support/database.ts";
import { featureCollection, square } from "./support/files.ts";
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

const HEAD = "代码,名称,户数,人口,贫困户数,贫困人口,经度,纬度\n";
let next = 0;
/** A table of villages from cells of households, persons, poor households and poor persons. */
function villages(rows: readonly string[], accept = false): Promise<ImportReport> {
  const lines = rows.map((row, i) => `${i + 1},v${i},${row},${10 + i / 100},10`);
  return bench.take(`n${next++}.csv`, `${HEAD}${lines.join("\n")}\n`, { accept });
}
const stored = async (): Promise<unknown[]> =>
  database.knex("natural_villages").orderBy("code").select("households", "persons");

describe("counts", () => {
  test.each([
    ["-1", "negative-number"],
    ["3.5", "fractional-number"],
    ["1000000000", "number-too-large"],
    ["约30", "not-a-number"],
    ["30户", "not-a-number"],
    ["***", "not-a-number"],
    ['"1,23"', "not-a-number"],
  ])("%s households are an error", async (households, code) => {
    const report = await villages(["20,80,0,0", `${households},80,0,0`]);
    expect(errorCodes(report)).toEqual([code]);
    expect(problemOf(report, code)).toMatchObject({ rows: [2], field: "households" });
  });

  test("full-width digits, thousands commas and 30.0 are read as meant", async () => {
    const report = await villages(["１２３,80,,", '"1,234","12,345",,', "30.0,80,,"], true);
    expect(errorCodes(report)).toEqual([]);
    expect(problemOf(report, "number-rewritten")?.rows).toEqual([1, 2]);
    expect(await stored()).toEqual([
      { households: 123, persons: 80 },
      { households: 1234, persons: 12345 },
      { households: 30, persons: 80 },
    ]);
  });

  test("an empty cell, NA and 无 are not recorded, never 0", async () => {
    const report = await villages([",80,,", "NA,80,,", "无,80,,"], true);
    expect(problemOf(report, "not-recorded")?.rows).toEqual([2, 3]);
    expect(await stored()).toEqual(
      Array.from({ length: 3 }, () => ({ households: null, persons: 80 })),
    );
  });

  test("contradictions are told and taken in: fewer persons than households, more poor than all, 0 households", async () => {
    const report = await villages(["20,10,0,0", "20,80,21,0", "20,80,0,81", "0,0,0,0"], true);
    expect(report.accepted).toBe(true);
    expect(problemOf(report, "fewer-persons-than-households")?.rows).toEqual([1]);
    expect(
      report.problems.filter((each) => each.code === "part-exceeds-whole").map((each) => each.rows),
    ).toEqual([[2], [3]]);
    expect(problemOf(report, "no-households")?.rows).toEqual([4]);
  });

  test("at most 1,000 rows of a problem are listed, and all are counted", async () => {
    const report = await villages(Array.from({ length: 1_500 }, () => "-1,1,,"));
    expect(problemOf(report, "negative-number")).toMatchObject({ count: 1_500 });
    expect(problemOf(report, "negative-number")?.rows).toHaveLength(1_000);
  });
});

describe("codes", () => {
  test("two villages with one code are an error that names both rows", async () => {
    const rows = ["1,a,10,10", "2,b,11,10", "1,c,12,10"].join("\n");
    const report = await bench.take("dup.csv", `code,name,lng,lat\n${rows}\n`, {
      map: { code: "code" },
    });
    expect(problemOf(report, "duplicate-code")?.rows).toEqual([1, 3]);
  });

  test("a code in scientific notation has lost its digits and is an error", async () => {
    const report = await bench.take(
      "sci.csv",
      "code,name,lng,lat\n4.51E+11,a,10,10\n4.52E+11,b,11,10\n",
    );
    expect(problemOf(report, "code-in-scientific-notation")?.rows).toEqual([1, 2]);
  });

  test("Chinese division codes with letters, of 5 digits or of another region are errors", async () => {
    const boundaries = (code: string): Promise<ImportReport> =>
      bench.take(
        "b.geojson",
        featureCollection([{ properties: { code, name: "x" }, geometry: square(108, 23, 1) }]),
        { kind: "boundaries", level: "county", area: "45" },
      );
    expect(errorCodes(await boundaries("45102A"))).toEqual(["code-shape"]);
    expect(errorCodes(await boundaries("45102"))).toEqual(["code-shape"]);
    expect(errorCodes(await boundaries("530102"))).toEqual(["code-of-another-region"]);
    expect(errorCodes(await boundaries("451022"))).toEqual([]);
  });

  test("areas without a code, or sharing one, are errors", async () => {
    const areas = featureCollection([
      { properties: { code: "a", name: "x" }, geometry: square(1, 1, 1) },
      { properties: { code: null, name: "y" }, geometry: square(2, 1, 1) },
      { properties: { code: "a", name: "z" }, geometry: square(3, 1, 1) },
    ]);
    const report = await bench.take("areas.geojson", areas, {
      kind: "boundaries",
      level: "county",
    });
    expect(problemOf(report, "no-code")?.rows).toEqual([2]);
    expect(problemOf(report, "duplicate-code")?.rows).toEqual([1, 3]);
  });

  test("an area that does not exist is refused unless a new region is named", async () => {
    const report = await bench.take("x.csv", "name,lng,lat\na,1,1\n", {
      area: "nowhere",
      name: undefined as never,
    });
    expect(errorCodes(report)).toEqual(["unknown-area"]);
    expect(problemOf(report, "unknown-area")?.mend).toContain("--name");
  });
});

describe("places", () => {
  test("two villages of one name at one place are told and both counted", async () => {
    const report = await bench.take("same.csv", "name,lng,lat\na,1,1\na,1,1\nb,1,1\n", {
      accept: true,
    });
    expect(problemOf(report, "duplicate-village")?.rows).toEqual([2]);
    expect(await stored()).toHaveLength(3);
  });

  test("a village finds its area by place, in a sliver the nearest, and a code that disagrees is told", async () => {
    const counties = featureCollection([
      { properties: { code: "W", name: "West" }, geometry: square(20.5, 20.5, 1) },
      { properties: { code: "E", name: "East" }, geometry: square(21.502, 20.5, 1) },
    ]);
    const bordered = { area: "P", name: "Placeland" };
    const made = await bench.take("p.geojson", counties, {
      ...bordered,
      kind: "boundaries",
      level: "county",
      accept: true,
    });
    expect(made.accepted).toBe(true);
    const rows = [
      "1,a,W,20.5,20.5",
      "2,b,W,21.5,20.5",
      "3,c,E,21.0005,20.5",
      "4,d,X,20.6,20.5",
      "5,e,E,21.6,22.0",
    ];
    const report = await bench.take("v.csv", `code,name,area_code,lng,lat\n${rows.join("\n")}\n`, {
      ...bordered,
      accept: true,
    });
    expect(problemOf(report, "area-code-disagrees")?.rows).toEqual([2, 3]);
    expect(problemOf(report, "village-beside-area")?.rows).toEqual([3]);
    expect(problemOf(report, "area-code-unknown")?.rows).toEqual([4]);
    expect(problemOf(report, "village-in-no-area")?.rows).toEqual([5]);
    const found = await database
      .knex("natural_villages")
      .where("dataset_id", report.dataset)
      .orderBy("code")
      .pluck("area_code");
    expect(found).toEqual(["W", "E", "W", "W", null]);
  });

  test("villages that came before the boundaries move into them when these are taken in", async () => {
    const late = { area: "L", name: "Lateland", accept: true };
    const villagesFirst = await bench.take(
      "l.csv",
      "name,lng,lat\na,30.5,30.5\nb,31.5,30.5\n",
      late,
    );
    const areas = featureCollection([
      { properties: { code: "L1", name: "One" }, geometry: square(30.5, 30.5, 1) },
    ]);
    await bench.take("l.geojson", areas, { ...late, kind: "boundaries", level: "county" });
    const found = await database
      .knex("natural_villages")
      .where("dataset_id", villagesFirst.dataset)
      .orderBy("name")
      .pluck("area_code");
    expect(found).toEqual(["L1", null]);
  });

  test("new boundaries that would leave areas without a parent are refused whole", async () => {
    const tree = { area: "Q", name: "Queueland", accept: true, kind: "boundaries" } as const;
    const county = (code: string): string =>
      featureCollection([{ properties: { code, name: code }, geometry: square(40.5, 40.5, 1) }]);
    await bench.take("q1.geojson", county("Q1"), { ...tree, level: "county" });
    const township = featureCollection([
      { properties: { code: "Q1a", name: "t" }, geometry: square(40.5, 40.5, 0.5) },
    ]);
    const made = await bench.take("q2.geojson", township, { ...tree, level: "township" });
    expect(made.accepted).toBe(true);
    expect(await database.knex("admin_units").where({ code: "Q1a" }).first("parent_code")).toEqual({
      parent_code: "Q1",
    });
    for (const accept of [false, true]) {
      const other = await bench.take("q3.geojson", county("Q2"), {
        ...tree,
        level: "county",
        accept,
      });
      expect(errorCodes(other)).toEqual(["orphaned-areas"]);
    }
    expect(await database.knex("admin_units").whereIn("code", ["Q1", "Q2"]).pluck("code")).toEqual([
      "Q1",
    ]);
  });
});

describe("a dry run tells what accepting would", () => {
  const tree = { area: "DR", name: "Dryland", kind: "boundaries" } as const;
  const areas = (...codes: string[]): string =>
    featureCollection(
      codes.map((code, i) => ({
        properties: { code, name: code },
        geometry: square(60.5 + i, 40.5, 1),
      })),
    );
  const everything = async (): Promise<unknown> => ({
    datasets: await database.knex("datasets").orderBy("id").select("id", "state", "rows"),
    areas: await database.knex("admin_units").orderBy("code").select("code", "name"),
    villages: await database.knex("natural_villages").count(),
    events: await database.knex("audit_events").count(),
  });

  test("of data for an area below one that is covered, and of codes held elsewhere", async () => {
    await bench.take("dr.geojson", areas("DR1", "DR2"), { ...tree, level: "county", accept: true });
    const villages = "code,name,lng,lat\n1,A,60.6,40.6\n";
    const all = { area: "DR", kind: "villages", accept: true } as const;
    expect((await bench.take("v.csv", villages, all)).accepted).toBe(true);
    const before = await everything();
    for (const accept of [false, true]) {
      const below = await bench.take("v.csv", villages, { ...all, area: "DR1", accept });
      expect(errorCodes(below)).toEqual(["overlapping-dataset"]);
      const township = { ...tree, level: "township", accept } as const;
      expect(errorCodes(await bench.take("t.geojson", areas("DR1"), township))).toEqual([
        "code-of-another-level",
      ]);
      const elsewhere = { ...tree, area: "DR1", level: "county", accept } as const;
      expect(errorCodes(await bench.take("c.geojson", areas("DR2"), elsewhere))).toEqual([
        "overlapping-dataset",
      ]);
      const other = { ...tree, area: "DS", name: "Sister", level: "county", accept } as const;
      expect(errorCodes(await bench.take("s.geojson", areas("DR1"), other))).toEqual([
        "code-held-elsewhere",
      ]);
    }
    expect(await everything()).toEqual(before);
  });

  test("and leaves nothing where accepting would go well", async () => {
    const before = await everything();
    const fine = await bench.take("dr2.geojson", areas("DR1", "DR2", "DR3"), {
      ...tree,
      level: "county",
    });
    expect([errorCodes(fine), fine.accepted, fine.dataset]).toEqual([[], false, null]);
    const fresh = await bench.take("new.geojson", areas("N1"), {
      ...tree,
      area: "NEWROOT",
      name: "New",
      level: "county",
    });
    expect(errorCodes(fresh)).toEqual([]);
    expect(await everything()).toEqual(before);
  });
});

test("degrees are read in every usual spelling and nothing else", async () => {
  const spellings = [
    "109.208333",
    "109°12′30″",
    `109°12'30"`,
    "109度12分30秒",
    "109 12 30",
    "109:12:30",
    "E109°12.5′",
    "东经109°12′30.0″",
    "109°12’30”",
    "１０９°１２′３０″",
  ];
  const rows = spellings.map((each, i) => `v${i},"${each.replaceAll('"', '""')}",23°0′${i}″N`);
  const report = await bench.take("dms.csv", `name,lng,lat\n${rows.join("\n")}\n`, {
    accept: true,
    area: "45",
  });
  expect(errorCodes(report)).toEqual([]);
  const { rows: places } = await database.knex.raw<{ rows: { lng: number; lat: number }[] }>(
    "select ST_X(point) as lng, ST_Y(point) as lat from natural_villages where dataset_id = ? order by id",
    [report.dataset],
  );
  for (const [i, { lng, lat }] of places.entries()) {
    expect(lng).toBeCloseTo(109 + 12 / 60 + 30 / 3600, 5);
    expect(lat).toBeCloseTo(23 + i / 3600, 9);
  }
  const bad = await bench.take(
    "bad.csv",
    "name,lng,lat\na,109°61′00″,23\nb,109°10′60″,23\nc,about 109,23\n",
    { area: "45" },
  );
  expect(problemOf(bad, "not-a-coordinate")?.rows).toEqual([1, 2, 3]);
});
