import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  StatisticsAnswer,
  StatisticsImportReport,
  StatisticWritten,
} from "../../../core/contract/statistics.ts";
import { withTestDatabase, type TestDatabase } from "../../support/database.ts";
import { EAST, REGION, seedSmallRegion, WEST } from "../coverage/small-region.ts";
import { startPlans, type PlanTestService } from "../plans/plan-service.ts";
import { PERCENT_STYLE, styled, xlsxOf } from "../tables/make-xlsx.ts";

let database: TestDatabase;
let service: PlanTestService;
beforeAll(async () => {
  database = await withTestDatabase();
  await seedSmallRegion(database.knex);
  service = await startPlans(database, EAST, { withRegions: false });
});
afterAll(async () => {
  await service.close();
  await database.close();
});
beforeEach(() => database.knex.raw("truncate county_statistics, statistic_writes"));
afterEach(() => {
  // oxlint-disable-next-line vitest/no-standalone-expect
  expect(service.logged).toEqual([]);
});

async function upload(
  bytes: Buffer | string,
  file: string,
  query: Record<string, string> = {},
): Promise<{ status: number; report: StatisticsImportReport }> {
  const asked = new URLSearchParams({ file, area: REGION, ...query }).toString();
  const response = await fetch(`${service.url}/api/statistics/import?${asked}`, {
    method: "POST",
    body: typeof bytes === "string" ? bytes : new Uint8Array(bytes),
  });
  const json = (await response.json()) as { report?: unknown };
  return { status: response.status, report: StatisticsImportReport.parse(json.report ?? json) };
}
const errorsOf = ({ problems }: StatisticsImportReport) =>
  problems
    .filter(({ severity }) => severity === "error")
    .map(({ code, rows, field }) => [code, rows, field]);
const list = async (query = "") =>
  StatisticsAnswer.parse((await service.get(`/api/statistics?area=${REGION}${query}`)).json);
const values = async () =>
  (await list()).items.map(({ area, year, item, value }) => [area, year, item, value]);

const LONG = "区划代码,年份,指标,数值,单位,来源\n";

describe("importing statistics", () => {
  it("reads a row for each figure, checks it first, then takes it in whole", async () => {
    const text = `${LONG}${EAST},2016,农民人均纯收入,8123,元,年鉴\n${EAST},2016,poor-persons,1.2,万人,扶贫办\n${REGION},2016,农民人均纯收入,0.9467,万元,年鉴\n${WEST},2016,新型农村合作医疗参合率,98.5,%,卫生\n${WEST},2016,有特色支柱产业,是,,\n`;
    const dry = await upload(text, "figures.csv");
    expect([dry.status, dry.report.shape, dry.report.added, dry.report.accepted]).toEqual([
      200,
      "long",
      5,
      false,
    ]);
    expect(await values()).toEqual([]);
    const taken = await upload(text, "figures.csv", { accept: "true", author: "统计局" });
    expect(taken.report).toMatchObject({ accepted: true, added: 5, replaced: 0 });
    expect(await values()).toEqual([
      [REGION, 2016, "rural-income-per-head", 9467],
      [EAST, 2016, "poor-persons", 12_000],
      [EAST, 2016, "rural-income-per-head", 8123],
      [WEST, 2016, "medical-insurance-rate", 0.985],
      [WEST, 2016, "pillar-industry", 1],
    ]);
    const { items } = await list();
    expect(items[0]).toMatchObject({
      areaName: "试验区",
      source: "年鉴",
      enteredBy: "统计局",
      unit: "yuan/person",
    });
    expect(items[4]).toMatchObject({ source: "figures.csv" });
    const again = await upload(text, "figures.csv", { accept: "true" });
    expect(again.report).toMatchObject({ added: 0, replaced: 0, unchanged: 5 });
    expect((await list()).items.every(({ version }) => version === 1)).toBe(true);
  });

  it("reads a row for each county with a column for each item, of Excel, percentages as they are shown", async () => {
    const bytes = xlsxOf(
      [
        ["2016年县域统计", null],
        ["地区", "年份", "农民人均纯收入（元）", "九年义务教育巩固率", "D级危险校舍栋数", "备注"],
        ["东县", 2016, 8123, styled(0.931, PERCENT_STYLE), 2, "x"],
        ["西县", 2016, "7,999", "９３．５％", null, null],
      ],
      { merges: ["A1:F1"] },
    );
    const { report } = await upload(bytes, "表.xlsx", { accept: "true" });
    expect(errorsOf(report)).toEqual([]);
    expect(report).toMatchObject({ shape: "wide", added: 5 });
    expect(await values()).toEqual([
      [EAST, 2016, "compulsory-education-retention", 0.931],
      [EAST, 2016, "d-grade-school-buildings", 2],
      [EAST, 2016, "rural-income-per-head", 8123],
      [WEST, 2016, "compulsory-education-retention", 0.935],
      [WEST, 2016, "rural-income-per-head", 7999],
    ]);
  });

  it("refuses an amount without a unit, and takes the unit from the question", async () => {
    const text = `地区,年份,农民人均纯收入\n东县,2016,0.8123\n`;
    const { report } = await upload(text, "a.csv");
    expect(errorsOf(report)).toEqual([["unit-missing", [1], "rural-income-per-head"]]);
    const said = await upload(text, "a.csv", {
      units: "rural-income-per-head=万元",
      accept: "true",
    });
    expect(errorsOf(said.report)).toEqual([]);
    expect(await values()).toEqual([[EAST, 2016, "rural-income-per-head", 8123]]);
  });

  it("catches 10,000 yuan declared as yuan, and yuan declared as 10,000 yuan", async () => {
    const { report } = await upload(
      `${LONG}${EAST},2016,rural-income-per-head,0.8123,元,\n${WEST},2016,rural-income-per-head,8123,万元,\n`,
      "a.csv",
    );
    expect(errorsOf(report)).toEqual([["out-of-bounds", [1, 2], "rural-income-per-head"]]);
  });

  it("keeps 8 % apart from 8, and stores it as exactly 0.08", async () => {
    await upload(
      `${LONG}${EAST},2016,income-growth,8,%,\n${WEST},2016,income-growth,8%,,\n`,
      "a.csv",
      { accept: "true" },
    );
    expect((await values()).map(([, , , value]) => value)).toEqual([0.08, 0.08]);
    const { report } = await upload(
      `${LONG}${EAST},2016,income-growth,8,,\n${EAST},2017,income-growth,8,小数,\n`,
      "a.csv",
    );
    expect(errorsOf(report)).toEqual([
      ["unit-missing", [1], "income-growth"],
      ["out-of-bounds", [2], "income-growth"],
    ]);
  });

  it("refuses the whole for one wrong row, and names row, field and mend", async () => {
    const { status, report } = await upload(
      `${LONG}999999,2016,poor-persons,5,人,\n${EAST},20160,poor-persons,5,人,\n${EAST},2016,人均幸福,5,人,\n${EAST},2016,poor-persons,约30,人,\n${EAST},2016,poor-persons,3.5,人,\n${EAST},2016,poor-persons,-1,人,\n${EAST},2016,poor-persons,5,斤,\n${EAST},2016,pillar-industry,也许,,\n${EAST},2014,poor-persons,5,人,\n${EAST},2014,poor-persons,6,人,\n${EAST},2016,county-mean-budget-revenue-per-head,500,元,\n${EAST},2099,poor-persons,5,人,\n${WEST},2016,evaluation-score,101,分,\n`,
      "a.csv",
      { accept: "true" },
    );
    expect(status).toBe(422);
    expect(errorsOf(report)).toEqual([
      ["unknown-area", [1], "areaCode"],
      ["bad-year", [2], "year"],
      ["unknown-item", [3], "item"],
      ["not-a-number", [4], "poor-persons"],
      ["fractional-number", [5], "poor-persons"],
      ["out-of-bounds", [6], "poor-persons"],
      ["repeated-figure", [6, 10], "poor-persons"],
      ["unknown-unit", [7], "poor-persons"],
      ["yes-or-no", [8], "pillar-industry"],
      ["other-level", [11], "county-mean-budget-revenue-per-head"],
      ["year-ahead", [12], "year"],
      ["out-of-bounds", [13], "evaluation-score"],
    ]);
    expect(report.problems.every(({ mend }) => mend !== "")).toBe(true);
    expect(await values()).toEqual([]);
  });

  it("finds counties by name with and without what they are, and tells the most alike", async () => {
    const text = `地区,年份,poor-persons(人)\n东,2016,5\n`;
    expect(errorsOf((await upload(text, "a.csv")).report)).toEqual([]);
    const { report } = await upload(`地区,年份,poor-persons(人)\n东懸,2016,5\n`, "a.csv");
    expect(report.problems[0]!.message).toContain("东县");
  });

  it("takes the year of the question where the table has none, and refuses a table without either", async () => {
    const text = `地区,poor-persons(人)\n东县,5\n`;
    expect(errorsOf((await upload(text, "a.csv")).report)).toEqual([["no-year", [1], "year"]]);
    expect(errorsOf((await upload(text, "a.csv", { year: "2016" })).report)).toEqual([]);
  });

  it.each([
    ["a table without items", "地区,年份,x\n东县,2016,5\n", "no-items"],
    ["a table without areas", "年份,poor-persons(人)\n2016,5\n", "missing-column"],
    ["two columns of one name", "地区,地区,poor-persons(人)\n东县,a,5\n", "colliding-columns"],
    ["a quote never closed", '地区,年份,poor-persons(人)\n"东县,2016,5\n', "bad-table"],
    ["a row with too few cells", "地区,年份,poor-persons(人)\n东县,2016\n", "ragged-row"],
    ["nothing but empty cells", "地区,年份,poor-persons(人)\n东县,2016,\n", "no-figures"],
  ])("refuses %s", async (_, text, code) => {
    expect(errorsOf((await upload(text, "a.csv")).report).map(([each]) => each)).toContain(code);
  });

  it("gives a template that comes back as it is, filled in", async () => {
    const { text, headers } = await service.get(
      `/api/statistics/template?area=${REGION}&year=2016`,
    );
    expect(headers.get("content-disposition")).toContain(`statistics-${REGION}-2016.csv`);
    const [head, ...rows] = text.trimEnd().split("\r\n");
    expect(rows).toHaveLength(4);
    const column = head!.split(",").findIndex((name) => name.startsWith("贫困人口 "));
    const filled = rows
      .filter((row) => row.startsWith(EAST))
      .map((row) =>
        row
          .split(",")
          .map((cell, i) => (i === column ? "321" : cell))
          .join(","),
      );
    const { report } = await upload([head, ...filled].join("\n"), "t.csv", { accept: "true" });
    expect(errorsOf(report)).toEqual([]);
    expect(await values()).toEqual([[EAST, 2016, "poor-persons", 321]]);
  });

  it("refuses a body larger than a table may be, before it is read", async () => {
    const response = await fetch(`${service.url}/api/statistics/import?file=a.csv&area=${REGION}`, {
      method: "POST",
      body: new Uint8Array(64 * 1024 ** 2 + 1),
    }).catch(() => null);
    // The connection may be cut while the body is still on its way.
    expect([413, undefined]).toContain(response?.status);
    expect(
      errorsOf((await upload("地区,年份,poor-persons(人)\n东县,2016,5\n", "a.csv")).report),
    ).toEqual([]);
  });

  it("refuses an area that is not there, and answers what is not understood", async () => {
    const asked = (query: string) =>
      fetch(`${service.url}/api/statistics/import?${query}`, { method: "POST", body: "x" });
    expect((await asked("file=a.csv&area=99")).status).toBe(404);
    expect((await asked("file=a.csv")).status).toBe(400);
    expect((await asked(`file=a.csv&area=${REGION}&year=20160`)).status).toBe(400);
  });
});

describe("entering one figure", () => {
  const write = (body: object, version: number, key?: string) =>
    service.send(
      "POST",
      "/api/statistics",
      {
        area: EAST,
        year: 2016,
        item: "poor-persons",
        value: 100,
        source: "表",
        author: "韦",
        ...body,
      },
      { version, ...(key !== undefined && { key }) },
    );

  it("writes it, counts its versions, and takes it back", async () => {
    const first = StatisticWritten.parse((await write({}, 0)).json);
    expect(first).toMatchObject({ version: 1, statistic: { value: 100, areaName: "东县" } });
    expect((await write({ value: 90 }, 1)).json).toMatchObject({ version: 2 });
    expect((await write({ value: null }, 2)).json).toEqual({ statistic: null, version: 3 });
    expect(await values()).toEqual([]);
    expect((await write({ value: 80 }, 3)).json).toMatchObject({ version: 4 });
    const { rows } = await database.knex.raw<{
      rows: { detail: { was: number | null; is: number | null } }[];
    }>("select detail from audit_events where object = ? order by id", [
      `statistic:${EAST}:2016:poor-persons`,
    ]);
    expect(rows.slice(-4).map(({ detail }) => [detail.was, detail.is])).toEqual([
      [null, 100],
      [100, 90],
      [90, null],
      [null, 80],
    ]);
  });

  it("is refused on a version that is not the last, and happens once for each key", async () => {
    await write({}, 0, "k1");
    expect((await write({}, 0, "k1")).json).toMatchObject({ version: 1 });
    expect(await write({ value: 1 }, 0, "k1")).toMatchObject({ status: 422 });
    const stale = await write({ value: 1 }, 0);
    expect([stale.status, stale.json.params]).toEqual([412, { version: 1, value: 100 }]);
    expect((await service.send("POST", "/api/statistics", {})).status).toBe(428);
  });

  it("of many who write a first figure at once, one does and the others are told of it", async () => {
    const answers = await Promise.all(
      Array.from({ length: 6 }, (_, i) => write({ value: 100 + i }, 0)),
    );
    const written = answers.filter(({ status }) => status === 200);
    expect(written).toHaveLength(1);
    const { value } = written[0]!.json.statistic;
    for (const { status, json } of answers.filter((each) => each !== written[0]))
      expect([status, json.params]).toEqual([412, { version: 1, value }]);
    expect(await values()).toEqual([[EAST, 2016, "poor-persons", value]]);
  });

  it("with one key at once, another body is refused and the same body gets the same answer", async () => {
    const [one, same, other] = await Promise.all([
      write({}, 0, "k2"),
      write({}, 0, "k2"),
      write({ area: WEST, value: 7 }, 0, "k2"),
    ]);
    expect([one.status, same.status, other.status].filter((status) => status === 422)).not.toEqual(
      [],
    );
    expect(one.json).toEqual(same.json);
    expect((await list()).items).toHaveLength(1);
  });

  it.each([
    ["half a person", { value: 0.5 }, 422],
    ["fewer than nobody", { value: -1 }, 422],
    ["an unknown item", { item: "happiness" }, 422],
    ["a year that has not begun", { year: 2099 }, 422],
    [
      "a figure of the region for a county",
      { item: "county-mean-budget-revenue-per-head", value: 500 },
      422,
    ],
    ["an unknown area", { area: "99" }, 404],
    ["a township", { area: "900101001" }, 404],
    ["a field that nobody knows", { role: "admin" }, 422],
  ])("refuses %s", async (_, body, status) => {
    expect((await write(body, 0)).status).toBe(status);
    expect(await values()).toEqual([]);
  });
});

it("figures of an area are those of the areas in it, by year and item", async () => {
  await upload(
    `${LONG}${EAST},2015,poor-persons,9,人,\n${EAST},2016,poor-persons,5,人,\n${WEST},2016,relief-for-all,否,,\n`,
    "a.csv",
    { accept: "true" },
  );
  expect((await list()).years).toEqual([2015, 2016]);
  expect((await list("&year=2016")).items).toHaveLength(2);
  expect((await list("&item=poor-persons")).items).toHaveLength(2);
  const west = StatisticsAnswer.parse((await service.get(`/api/statistics?area=${WEST}`)).json);
  expect(west.items).toMatchObject([{ item: "relief-for-all", value: 0 }]);
  expect((await service.get("/api/statistics?area=99")).status).toBe(404);
  expect((await service.get("/api/statistics/items")).json.items.length).toBeGreaterThan(10);
});
