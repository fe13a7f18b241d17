import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  ProgressImportReport,
  ReturnsAnswer,
  SummaryAnswer,
} from "../../../core/contract/progress.ts";
import { runCommand } from "../../../server/cli.ts";
import { withTestDatabase, type TestDatabase } from "../../support/database.ts";
import { EAST, seedSmallRegion } from "../coverage/small-region.ts";
import { Folder } from "../datasets/support/files.ts";
import { startPlans, type PlanTestService } from "../plans/plan-service.ts";
import { formula, MONTH_STYLE, styled, xlsxOf, type XlsxCell } from "../tables/make-xlsx.ts";
import { SMALL_PLAN } from "./small-plan.ts";

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
  await database.close();
  folder.clear();
});
beforeEach(async () => {
  plan = await service.make({ document: SMALL_PLAN });
});
afterEach(() => {
  // oxlint-disable-next-line vitest/no-standalone-expect
  expect(service.logged).toEqual([]);
});

const list = async (query = "") =>
  ReturnsAnswer.parse((await service.get(`/api/plans/${plan}/progress${query}`)).json);

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

/** "安置点,时期,状态,户数,人数\r\n东新村,2015,入住,40,160\r\n城南新村,2015,在建,0,0\r\n" in GBK. */
function encodeGbk(): Buffer {
  return Buffer.from(
    "b0b2d6c3b5e32ccab1c6da2cd7b4ccac2cbba7cafd2cc8cbcafd0d0ab6abd0c2b4e52c323031352cc8ebd7a12c34302c3136300d0ab3c7c4cfd0c2b4e52c323031352cd4dabda82c302c300d0a",
    "hex",
  );
}

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
    const { report } = await upload(encodeGbk(), "returns.csv", "&accept=true");
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

describe("at the command line", () => {
  async function qiantu(...args: string[]): Promise<{ code: number; out: string; log: string }> {
    let [out, log] = ["", ""];
    const code = await runCommand(args, {
      config: database.config,
      out: (text) => (out += text),
      log: (text) => (log += text),
    });
    return { code, out, log };
  }

  it("the same checks refuse, take in and show, and nothing is stored without --accept", async () => {
    // One process owns the embedded database at a time.
    await service.close();
    await database.release();
    const good = folder.write("三月.xlsx", sheet(["东新村", "2016-03", "入住", 10, 42, 3]));
    const bad = folder.write("bad.csv", "安置点,时期,状态,户数,人数\n东新邨,2016,入住,10,9\n");
    const refused = await qiantu("progress", "import", plan, bad, "--accept", "--json");
    expect(refused.code).toBe(1);
    expect(codesOf(ProgressImportReport.parse(JSON.parse(refused.out)))).toEqual([
      "unknown-subject",
    ]);
    const dry = await qiantu("progress", "import", plan.slice(0, 8), good);
    expect([dry.code, dry.out.includes("add --accept")]).toEqual([0, true]);
    const none = await qiantu("progress", "show", plan, "--json");
    expect(SummaryAnswer.parse(JSON.parse(none.out)).returns).toBe(0);
    const taken = await qiantu(
      "progress",
      "import",
      plan,
      good,
      "--accept",
      "--author",
      "韦",
      "--json",
    );
    expect(ProgressImportReport.parse(JSON.parse(taken.out))).toMatchObject({
      accepted: true,
      added: 1,
      version: 1,
    });
    const shown = SummaryAnswer.parse(
      JSON.parse((await qiantu("progress", "show", plan, "--year", "2016", "--json")).out),
    );
    expect(shown).toMatchObject({ returns: 1, year: 2016, lastPeriod: "2016-03" });
    const text = await qiantu("progress", "show", plan);
    expect(text.out).toMatch(/2016 +176 +42 +23\.9 % +settlements/);
    expect((await qiantu("progress", "import", plan, folder.path)).code).toBe(1);
    expect((await qiantu("progress", "show")).code).toBe(2);
    expect((await qiantu("progress", "show", plan, "--year", "16")).code).toBe(2);
    expect((await qiantu("progress", "show", "00000000-0000-0000-0000-000000000000")).code).toBe(1);
  });
});
