import { readFileSync } from "node:fs";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { NewReturn } from "../../../core/contract/progress.ts";
import {
  ProgressImportReport,
  ReturnHistoryAnswer,
  ReturnsAnswer,
  SummaryAnswer,
  WriteAnswer,
} from "../../../core/contract/progress.ts";
import { actualByYear } from "../../../server/progress/actual.ts";
import { withTestDatabase, type TestDatabase } from "../../support/database.ts";
import { settlement } from "../../core/relocation/support/arbitrary-changes.ts";
import { EAST, REGION, seedSmallRegion, WEST } from "../coverage/small-region.ts";
import { Folder } from "../datasets/support/files.ts";
import { startPlans, type PlanTestService } from "../plans/plan-service.ts";
import { formula, MONTH_STYLE, styled, xlsxOf, type XlsxCell } from "../tables/make-xlsx.ts";

let database: TestDatabase;
let service: PlanTestService;
let plan: string;
const folder = new Folder();
beforeAll(async () => {
  database = await withTestDatabase();
  await seedSmallRegion(database.knex);
  service = await startPlans(database, EAST);
});
afterAll(async () => {
  await service.close();
  await database.close();
  folder.clear();
});
beforeEach(async () => {
  plan = await service.make({
    document: {
      settlements: {
        s1: settlement({
          name: "东新村",
          position: [108.02, 24.001],
          capacityPersons: 300,
          readyYear: 2015,
        }),
        s2: settlement({
          name: "城南新村",
          position: [108.06, 24.001],
          capacityPersons: 50,
          readyYear: 2016,
        }),
      },
      moves: {
        v3: { parts: [{ settlement: "s1", year: 2015, households: null }], reason: null },
        v4: { parts: [{ settlement: "s1", year: 2016, households: null }], reason: null },
        v5: { parts: [{ settlement: "s2", year: 2016, households: null }], reason: null },
      },
    },
  });
});
afterEach(() => {
  // oxlint-disable-next-line vitest/no-standalone-expect
  expect(service.logged).toEqual([]);
});

const returned = (period: string, persons: number, more: Partial<NewReturn> = {}): NewReturn => ({
  subject: "settlement",
  key: "s1",
  period,
  state: persons > 0 ? "movedIn" : "building",
  households: Math.floor(persons / 4),
  persons,
  oldHousesDown: 0,
  ...more,
});
const write = (
  returns: readonly NewReturn[],
  version: number,
  more: { key?: string; withdrawn?: object[] } = {},
) =>
  service.send(
    "POST",
    `/api/plans/${plan}/progress`,
    { returns, withdrawn: more.withdrawn ?? [], author: "韦", source: "月报" },
    { version, ...(more.key !== undefined && { key: more.key }) },
  );
const summary = async (query = "") =>
  SummaryAnswer.parse((await service.get(`/api/plans/${plan}/progress/summary${query}`)).json);
const list = async (query = "") =>
  ReturnsAnswer.parse((await service.get(`/api/plans/${plan}/progress${query}`)).json);

describe("entering returns", () => {
  it("writes them, tells who and when, and a later one of the same name replaces it", async () => {
    const first = await write([returned("2015-11", 40), returned("2015-12", 20)], 0);
    expect(WriteAnswer.parse(first.json)).toEqual({
      version: 1,
      written: 2,
      withdrawn: 0,
      warnings: [],
    });
    expect(first.headers.get("etag")).toBe('"1"');
    await write([returned("2015-12", 30)], 1);
    const { items, version, total } = await list();
    expect([version, total]).toEqual([2, 2]);
    expect(items.map(({ period, persons, version: of }) => [period, persons, of])).toEqual([
      ["2015-11", 40, 1],
      ["2015-12", 30, 2],
    ]);
    expect(items[0]).toMatchObject({ name: "东新村", reportedBy: "韦", source: "月报" });
    const { items: history } = ReturnHistoryAnswer.parse(
      (await service.get(`/api/plans/${plan}/progress/history`)).json,
    );
    expect(
      history.map(({ version: of, was, is }) => [of, was?.persons ?? null, is?.persons ?? null]),
    ).toEqual([
      [2, 20, 30],
      [1, null, 40],
      [1, null, 20],
    ]);
  });

  it("pages through lists without loss", async () => {
    const months = Array.from({ length: 9 }, (_, i) => returned(`2015-0${i + 1}`, i + 1));
    await write(months, 0);
    const pages: number[] = [];
    for (let cursor: string | null = ""; cursor !== null;) {
      const page: ReturnsAnswer = await list(`?limit=4${cursor === "" ? "" : `&cursor=${cursor}`}`);
      pages.push(...page.items.map(({ persons }) => persons));
      cursor = page.nextCursor;
    }
    expect(pages).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    const seen: string[] = [];
    for (let cursor: string | null = ""; cursor !== null;) {
      const page: ReturnHistoryAnswer = ReturnHistoryAnswer.parse(
        (
          await service.get(
            `/api/plans/${plan}/progress/history?limit=2${cursor === "" ? "" : `&cursor=${cursor}`}`,
          )
        ).json,
      );
      seen.push(...page.items.map(({ period }) => period));
      cursor = page.nextCursor;
    }
    expect(seen).toEqual(months.map(({ period }) => period));
    expect(await service.get(`/api/plans/${plan}/progress?cursor=e30`)).toMatchObject({
      status: 400,
    });
  });

  it("happens once for each key, whoever asks how often", async () => {
    const body = [returned("2015", 60)];
    const [one, two] = await Promise.all([
      write(body, 0, { key: "once" }),
      write(body, 0, { key: "once" }),
    ]);
    expect(two.json).toEqual(one.json);
    expect((await list()).version).toBe(1);
    expect(await write([returned("2015", 61)], 1, { key: "once" })).toMatchObject({ status: 422 });
  });

  it("is refused where somebody else wrote the same return meanwhile, and not where another one", async () => {
    await write([returned("2015", 60)], 0);
    expect(await write([returned("2016", 10)], 0)).toMatchObject({ status: 200 });
    const stale = await write([returned("2015", 70)], 0);
    expect(stale.status).toBe(412);
    expect(stale.json).toMatchObject({
      code: "stale",
      params: { version: 2 },
      returns: [{ subject: "settlement", key: "s1", period: "2015" }],
    });
    expect(await write([returned("2015", 70)], 2)).toMatchObject({ status: 200 });
    expect(await write([returned("2015", 70)], 99)).toMatchObject({ status: 412 });
    const without = await service.send("POST", `/api/plans/${plan}/progress`, {});
    expect(without.status).toBe(428);
  });

  it("takes returns back, and the history keeps them", async () => {
    await write([returned("2015", 60)], 0);
    const { json } = await write([], 1, {
      withdrawn: [{ subject: "settlement", key: "s1", period: "2015" }],
    });
    expect(json).toMatchObject({ version: 2, written: 0, withdrawn: 1 });
    expect((await list()).items).toEqual([]);
    const { rows } = await database.knex.raw<{ rows: { was: unknown; is: unknown }[] }>(
      'select was, "is" from progress_history where plan_id = ? order by version',
      [plan],
    );
    expect(rows.map(({ was, is }) => [was !== null, is !== null])).toEqual([
      [false, true],
      [true, false],
    ]);
  });

  it("leaves no trace where nothing is new", async () => {
    await write([returned("2015", 60)], 0);
    expect((await write([returned("2015", 60)], 1)).json).toMatchObject({ version: 1, written: 0 });
  });

  it("names every fault with its field, and writes nothing", async () => {
    const { status, json } = await write(
      [
        returned("2015", 60),
        returned("2015", 60),
        returned("2013", 4),
        returned("2016", 3, { households: 4 }),
        returned("2017", 4, { key: "东新村" }),
        returned("2017", 4, { subject: "village", key: "v6" }),
      ],
      0,
    );
    expect(status).toBe(422);
    expect(
      json.errors.map(({ code, path }: { code: string; path: string }) => [code, path]),
    ).toEqual([
      ["repeatedReturn", "returns.1"],
      ["yearOutside", "returns.2.period"],
      ["fewerPersonsThanHouseholds", "returns.3.persons"],
      ["unknownSubject", "returns.4.key"],
      ["unknownSubject", "returns.5.key"],
    ]);
    expect((await list()).items).toEqual([]);
  });

  it.each([
    ["a count below 0", { persons: -1 }],
    ["half a person", { persons: 1.5 }],
    ["a thousand million", { persons: 1e9 }],
    ["a number as a text", { persons: "12" }],
    ["a state that nobody knows", { state: "done" }],
    ["a thirteenth month", { period: "2016-13" }],
    ["a field that nobody knows", { secret: 1 }],
    ["no state", { state: undefined }],
  ])("refuses %s", async (_, more) => {
    const { status } = await write([{ ...returned("2016", 10), ...more } as NewReturn], 0);
    expect(status).toBe(422);
  });

  it("refuses unknown plans and those put away", async () => {
    const other = plan.replace(/^./, plan.startsWith("0") ? "1" : "0");
    expect(await service.get(`/api/plans/${other}/progress`)).toMatchObject({ status: 404 });
    await service.send(
      "PATCH",
      `/api/plans/${plan}`,
      { archived: true, author: "韦" },
      { version: 1 },
    );
    expect(await write([returned("2015", 60)], 0)).toMatchObject({ status: 409 });
  });

  it("warns of more than is planned, than there is room for and than are registered, and takes it", async () => {
    const { json } = await write(
      [
        returned("2016", 120, { key: "s2" }),
        returned("2016", 400, { subject: "village", key: "v3", households: 45 }),
        returned("2016", 4, { subject: "village", key: "v1", households: 1 }),
      ],
      0,
    );
    expect(
      json.warnings.map(({ code, key }: { code: string; key: string }) => [code, key]),
    ).toEqual([
      ["overPlanned", "s2"],
      ["overCapacity", "s2"],
      ["overRegistered", "v3"],
      ["notPlanned", "v1"],
    ]);
  });
});

describe("planned against actual", () => {
  it("counts a year once, by settlements or villages, beside what was planned", async () => {
    await write(
      [
        returned("2015", 170),
        returned("2016-03", 30),
        returned("2016-04", 30),
        returned("2016-04", 20, { key: "s2" }),
        returned("2015", 180, { subject: "village", key: "v3", households: 45 }),
      ],
      0,
    );
    const answer = await summary();
    expect(answer.year).toBe(2016);
    expect(answer.years.find(({ year }) => year === 2015)).toMatchObject({
      planned: { villages: 1, households: 45, persons: 180 },
      actual: {
        persons: 180,
        basis: "villages",
        bySettlements: { persons: 170, subjects: 1 },
        byVillages: { persons: 180, subjects: 1 },
      },
      share: 1,
      actualSoFar: 180,
    });
    expect(answer.years.find(({ year }) => year === 2016)).toMatchObject({
      planned: { persons: 176 },
      actual: { persons: 80, basis: "settlements" },
      plannedSoFar: 356,
      actualSoFar: 260,
    });
    expect(answer.years.find(({ year }) => year === 2017)).toMatchObject({
      actual: null,
      share: null,
    });
    expect(answer.months.filter(({ persons }) => persons !== null)).toMatchObject([
      { period: "2016-03", persons: 30, settlements: 1, personsSoFar: 30 },
      { period: "2016-04", persons: 50, settlements: 2, personsSoFar: 80 },
    ]);
    expect(answer.states).toEqual([
      { state: "notStarted", settlements: 0, persons: 0, movedIn: 0 },
      { state: "building", settlements: 0, persons: 0, movedIn: 0 },
      { state: "structureDone", settlements: 0, persons: 0, movedIn: 0 },
      { state: "movedIn", settlements: 2, persons: 356, movedIn: 250 },
      { state: "unreturned", settlements: 0, persons: 0, movedIn: 0 },
    ]);
    expect(answer.settlements).toMatchObject([
      {
        id: "s1",
        area: "900101001",
        plannedPersons: 280,
        actualPersons: 230,
        state: "movedIn",
        stateAt: "2016-04",
      },
      { id: "s2", plannedPersons: 76, actualPersons: 20 },
    ]);
    const below = await summary("?area=900101001&year=2016");
    expect(below.area.code).toBe("900101001");
    expect(below.years.map(({ actual }) => actual?.persons ?? null)).toEqual(
      answer.years.map(({ actual }) => actual?.persons ?? null),
    );
  });

  it("is the same by SQL, of areas and of subjects", async () => {
    await write(
      [
        returned("2015", 170),
        returned("2016-03", 30),
        returned("2016", 75),
        returned("2016-04", 20, { key: "s2" }),
      ],
      0,
    );
    const actual = await actualByYear(database.knex, plan);
    expect(actual.settlements.get("s1")!.get(2016)).toEqual({ persons: 75, households: 18 });
    const answer = await summary();
    const { rows } = await database.knex.raw<{ rows: { year: number; persons: number }[] }>(
      `select year, sum(persons)::integer as persons from (
         select left(period, 4)::integer as year, persons from progress_returns r
         where plan_id = :plan and (length(period) = 4 or not exists (
           select from progress_returns y where y.plan_id = r.plan_id and y.subject = r.subject and y.key = r.key and y.period = left(r.period, 4)))
       ) each group by year order by year`,
      { plan },
    );
    expect(
      answer.years.flatMap(({ year, actual: of }) => (of ? [{ year, persons: of.persons }] : [])),
    ).toEqual(rows);
  });

  it("says what cannot be answered", async () => {
    expect(await service.get(`/api/plans/${plan}/progress/summary?area=${WEST}`)).toMatchObject({
      status: 422,
    });
    expect(await service.get(`/api/plans/${plan}/progress/summary?area=${REGION}`)).toMatchObject({
      status: 422,
    });
    expect(await service.get(`/api/plans/${plan}/progress/summary?area=99`)).toMatchObject({
      status: 404,
    });
    expect(await service.get(`/api/plans/${plan}/progress/summary?year=1`)).toMatchObject({
      status: 400,
    });
    expect((await summary()).forecast).toBeNull();
  });

  it("answers 304 until returns or the plan change", async () => {
    const path = `/api/plans/${plan}/progress/summary`;
    const etag = (await service.get(path)).headers.get("etag")!;
    expect((await service.get(path, { "If-None-Match": etag })).status).toBe(304);
    await write([returned("2015", 10)], 0);
    expect((await service.get(path, { "If-None-Match": etag })).status).toBe(200);
  });
});

const HEAD = ["安置点", "时期", "状态", "入住户数", "入住人数", "拆旧户数"];

async function upload(
  bytes: Buffer | string,
  file: string,
  query = "",
): Promise<{ status: number; report: ProgressImportReport }> {
  const response = await fetch(
    `${service.url}/api/plans/${plan}/progress/import?file=${encodeURIComponent(file)}${query}`,
    {
      method: "POST",
      body: typeof bytes === "string" ? bytes : new Uint8Array(bytes),
    },
  );
  const json = (await response.json()) as { report?: unknown };
  return { status: response.status, report: ProgressImportReport.parse(json.report ?? json) };
}
const sheet = (...rows: XlsxCell[][]) => xlsxOf([HEAD, ...rows]);
const codesOf = (report: ProgressImportReport) =>
  report.problems.filter(({ severity }) => severity === "error").map(({ code }) => code);

describe("importing returns", () => {
  it("checks a workbook first, then takes it in whole, and a second time changes nothing", async () => {
    const bytes = sheet(
      ["东新村", styled(42430, MONTH_STYLE), "入住", 10, 42, 3],
      ["城南新村", "2016年3月", "主体完工", 0, 0, null],
    );
    const dry = await upload(bytes, "三月.xlsx");
    expect([dry.status, dry.report.accepted, dry.report.added]).toEqual([200, false, 2]);
    expect((await list()).total).toBe(0);
    const taken = await upload(bytes, "三月.xlsx", "&accept=true&author=覃&source=三月报表");
    expect(taken.report).toMatchObject({
      accepted: true,
      version: 1,
      added: 2,
      replaced: 0,
      unchanged: 0,
    });
    expect((await list()).items).toMatchObject([
      {
        key: "s1",
        period: "2016-03",
        state: "movedIn",
        households: 10,
        persons: 42,
        oldHousesDown: 3,
        reportedBy: "覃",
        source: "三月报表",
      },
      { key: "s2", period: "2016-03", state: "structureDone", persons: 0, oldHousesDown: 0 },
    ]);
    const again = await upload(bytes, "三月.xlsx", "&accept=true");
    expect(again.report).toMatchObject({ accepted: true, version: 1, added: 0, unchanged: 2 });
  });

  it("reads CSV in GBK and UTF-8, by code or by name, of villages too", async () => {
    const gbk = readFileSync(folder.write("gbk.csv", encodeGbk()));
    const { report } = await upload(gbk, "returns.csv", "&accept=true");
    expect(report.reading.encoding).toBe("gb18030");
    expect(report).toMatchObject({ accepted: true, added: 2 });
    const utf8 = await upload(
      "自然村代码,年份,月份,状态,户数,人数\nv3,2015,11,入住,45,180\nv5,2016,3月,moved in,1,４\n",
      "villages.csv",
      "&accept=true",
    );
    expect(codesOf(utf8.report)).toEqual([]);
    expect(utf8.report).toMatchObject({ accepted: true, added: 2 });
    expect(
      (await list("?subject=village")).items.map(({ key, period, persons }) => [
        key,
        period,
        persons,
      ]),
    ).toEqual([
      ["v3", "2015-11", 180],
      ["v5", "2016-03", 4],
    ]);
  });

  /** "安置点,时期,状态,户数,人数\r\n东新村,2015,入住,40,160\r\n城南新村,2015,在建,0,0\r\n" in GBK. */
  function encodeGbk(): Buffer {
    return Buffer.from(
      "b0b2d6c3b5e32ccab1c6da2cd7b4ccac2cbba7cafd2cc8cbcafd0d0ab6abd0c2b4e52c323031352cc8ebd7a12c34302c3136300d0ab3c7c4cfd0c2b4e52c323031352cd4dabda82c302c300d0a",
      "hex",
    );
  }

  it("refuses the whole for one wrong row, and names row, field and mend", async () => {
    const { status, report } = await upload(
      sheet(
        ["东新村", "2016-03", "入住", 10, 42, 3],
        ["东新邨", "2016-03", "入住", 10, 42, 3],
        ["城南新村", "2016-03", "入住", "约30", "１２０", null],
        ["东新村", "2016-04", "入住", 10, 9, 3],
        ["东新村", "2021", "入住", 10, 40, 3],
        ["东新村", "2016-03", "入住", 10, 42, 3],
        ["东新村", "2016.1", "入住", 10, 42, 3],
        ["东新村", "2016-05", "快了", 10, 42, 3],
        ["东新村", "2016-06", "入住", 10.5, 42, 3],
        ["东新村", "2016-07", "入住", -1, 42, 3],
        ["东新村", "2016-08", "入住", null, 42, 3],
      ),
      "三月.xlsx",
      "&accept=true",
    );
    expect(status).toBe(422);
    expect(report.accepted).toBe(false);
    expect(
      report.problems
        .filter(({ severity }) => severity === "error")
        .map(({ code, rows, field }) => [code, rows, field]),
    ).toEqual([
      ["not-a-number", [3], "households"],
      ["fewerPersonsThanHouseholds", [4], "persons"],
      ["yearOutside", [5], "period"],
      ["repeated-return", [6], "period"],
      ["bad-period", [7], "period"],
      ["unknown-state", [8], "state"],
      ["fractional-number", [9], "households"],
      ["negative-number", [10], "households"],
      ["no-count", [11], "households"],
      ["unknown-subject", [2], "name"],
    ]);
    const unknown = report.problems.find(({ code }) => code === "unknown-subject")!;
    expect(unknown.message).toContain("东新村");
    expect(unknown.lines).toEqual([3]);
    expect(report.problems.every(({ mend }) => mend !== "")).toBe(true);
    expect((await list()).total).toBe(0);
  });

  it("reads thousands commas and full-width digits, and tells that it did", async () => {
    const { report } = await upload(
      sheet(["东新村", "２０１６", "入住", "１０", "1,042", null]),
      "a.xlsx",
    );
    expect(codesOf(report)).toEqual([]);
    expect(report.problems.map(({ code }) => code)).toContain("number-rewritten");
  });

  it("refuses a file without the columns it needs, and says how to name them", async () => {
    const { report } = await upload("安置点,时期,累计入住人数\n东新村,2016,10\n", "a.csv");
    expect(report.problems[0]).toMatchObject({ code: "missing-column" });
    expect(report.problems[0]!.mend).toContain("--map");
    const named = await upload(
      "点,期,状,户,人\n东新村,2016,入住,1,2\n",
      "a.csv",
      `&map=${encodeURIComponent("name=点,period=期,state=状,households=户,persons=人")}`,
    );
    expect(codesOf(named.report)).toEqual([]);
  });

  it("reads the value of a formula, tells of it, and refuses one never computed", async () => {
    const told = await upload(
      sheet(["东新村", "2016-03", "入住", formula("5*2", 10), 42, 3]),
      "a.xlsx",
    );
    expect(codesOf(told.report)).toEqual([]);
    expect(told.report.problems.map(({ code }) => code)).toContain("formula");
    const never = await upload(
      sheet(["东新村", "2016-03", "入住", formula("5*2", null), 42, 3]),
      "a.xlsx",
    );
    expect(codesOf(never.report)).toContain("formula-without-value");
  });

  it.each([
    ["returns.exe", "x", "unknown-format"],
    ["returns.xlsx", "not a zip", "zip-damaged"],
    ["returns.csv", "a,b\n", "empty-file"],
    ["returns", "a,b\n1,2\n", "unknown-format"],
    ["../../returns.x\u{1F4A3}", "a,b\n1,2\n", "unknown-format"],
  ])("refuses %s", async (file, content, code) => {
    expect((await upload(content, file)).report.problems[0]!.code).toBe(code);
  });

  it("refuses a body that is empty, and a question that is not understood", async () => {
    const ask = (query: string, body: string | null) =>
      fetch(`${service.url}/api/plans/${plan}/progress/import?${query}`, { method: "POST", body });
    expect((await ask("file=a.csv", null)).status).toBe(400);
    expect((await ask("file=a.csv&secret=1", "x")).status).toBe(400);
    expect((await ask("", "x")).status).toBe(400);
  });
});
