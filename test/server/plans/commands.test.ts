import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ChecksAnswer, CompareAnswer, PlanAnswer } from "../../../core/contract/plan-service.ts";
import { runCommand } from "../../../server/cli.ts";
import { openDatabase } from "../../../server/database/open.ts";
import type { CliProblem } from "../../../server/plans/cli-refusal.ts";
import { withTestDatabase, type TestDatabase } from "../../support/database.ts";
import { settlement, works } from "../../core/relocation/support/arbitrary-changes.ts";
import { EAST, seedSmallRegion } from "../coverage/small-region.ts";

let database: TestDatabase;
const folder = mkdtempSync(join(tmpdir(), "qiantu-plans-"));
beforeAll(async () => {
  database = await withTestDatabase();
  await seedSmallRegion(database.knex);
  await database.release();
});
afterAll(async () => {
  await database.close();
  rmSync(folder, { recursive: true });
});

async function qiantu(...args: string[]): Promise<{ code: number; out: string; log: string }> {
  let out = "";
  let log = "";
  const code = await runCommand(args, {
    config: database.config,
    out: (text) => (out += `${text}\n`),
    log: (text) => (log += `${text}\n`),
  });
  return { code, out, log };
}

function file(name: string, content: unknown): string {
  const path = join(folder, name);
  const isBytes = typeof content === "string" || Buffer.isBuffer(content);
  writeFileSync(path, isBytes ? content : JSON.stringify(content));
  return path;
}

const DOCUMENT = {
  settlements: {
    s1: settlement({ name: "东新村", position: [108.02, 24.001], capacityPersons: 100 }),
    s2: settlement({ name: "西新村", position: [108.03, 24.001] }),
  },
  moves: { v3: { parts: [{ settlement: "s1", year: 2016, households: null }], reason: null } },
  targets: { [`${EAST}:2016`]: 180 },
};
const NEW = ["plan", "new", "--area", EAST, "--name", "东县规划", "--years", "2014-2020"];

/** Makes a plan of a document and gives its id. */
async function made(document: unknown = DOCUMENT): Promise<string> {
  const { code, out, log } = await qiantu(...NEW, "--from", file("made.json", document), "--json");
  expect([code, log]).toEqual([0, ""]);
  return ChecksAnswer.parse(JSON.parse(out)).plan;
}

async function countRows(): Promise<unknown[]> {
  const opened = await openDatabase(database.config);
  try {
    const tables = ["plans", "plan_changes", "settlements", "moves", "works", "audit_events"];
    return await Promise.all(
      tables.map(async (table) => {
        const [row] = (await opened.knex(table).count({ n: "*" })) as { n: unknown }[];
        return Number(row!.n);
      }),
    );
  } finally {
    await opened.close();
  }
}

describe("plan new, show and check", () => {
  it("say plan, version, years and checks, with place, amount and action", async () => {
    const path = file("document.json", DOCUMENT);
    const { code, out } = await qiantu(...NEW, "--from", path, "--author", "韦", "--json");
    expect(code).toBe(0);
    const answer = JSON.parse(out) as ChecksAnswer;
    expect(answer).toEqual(ChecksAnswer.parse(answer));
    expect(answer.version).toBe(1);
    const year = answer.years.find((each) => each.year === 2016);
    expect(year).toMatchObject({ persons: 180, households: 45, target: 180, amountYuan: 0 });
    expect(answer.checks[0]).toMatchObject({
      code: "overCapacity",
      severity: "hard",
      place: { subject: "settlement:s1", position: [108.02, 24.001] },
      amount: { actual: 180, limit: 100, unit: "persons" },
      action: "moveOutLast",
    });
    for (const command of ["show", "check"])
      expect(JSON.parse((await qiantu("plan", command, answer.plan, "--json")).out)).toEqual(
        answer,
      );
    const text = (await qiantu("plan", "show", answer.plan.slice(0, 13))).out;
    expect(text).toContain("东县规划, version 1");
    expect(text).toMatch(/2016 +180 +180 +45/);
    expect(text).toMatch(
      /HARD overCapacity.*东新村: 180 against 100 persons \(mend: moveOutLast\)/,
    );
  });

  it("show a plan as it was, and list plans with their areas", async () => {
    const id = await made();
    const change = file("change.json", { moves: { v3: null } });
    const said = JSON.parse((await qiantu("plan", "apply", id, change, "--json")).out);
    expect(said.version).toBe(2);
    const before = JSON.parse((await qiantu("plan", "show", id, "--version", "1", "--json")).out);
    expect(before.years[2].persons).toBe(180);
    const { plans } = JSON.parse((await qiantu("plan", "list", "--area", EAST, "--json")).out);
    expect(plans[0]).toMatchObject({ id, version: 2, area: EAST, createdBy: "command line" });
    expect((await qiantu("plan", "list")).out).toContain(`${id}  v2`);
  });

  it("make the same plan once for a key, and refuse the key for another", async () => {
    const path = file("once.json", DOCUMENT);
    const ask = (name: string) =>
      qiantu(...NEW, "--from", path, "--key", "k1", "--name", name, "--json");
    const [first, again] = [await ask("一"), await ask("一")];
    expect(JSON.parse(again.out)).toEqual(JSON.parse(first.out));
    expect(JSON.parse((await ask("二")).out).problems[0].code).toBe("idempotencyKeyReused");
  });
});

describe("a table of moves", () => {
  it("in GBK with Chinese columns makes a plan of villages to settlements by name", async () => {
    // 自然村代码,安置点,年度,户数 / v4,西新村,2017,10
    const gbk = Buffer.from(
      "d7d4c8bbb4e5b4fac2eb2cb0b2d6c3b5e32cc4eab6c82cbba7cafd0d0a76342ccef7d0c2b4e52c32" +
        "3031372c31300d0a",
      "hex",
    );
    const { code, out, log } = await qiantu(
      ...NEW,
      "--from",
      file("sites.json", DOCUMENT),
      "--from-csv",
      file("gbk.csv", gbk),
      "--json",
    );
    expect([code, log]).toEqual([0, ""]);
    const { years } = JSON.parse(out) as ChecksAnswer;
    expect(years.find(({ year }) => year === 2017)).toMatchObject({ persons: 40, households: 10 });
    expect(years.find(({ year }) => year === 2016)).toMatchObject({ persons: 180 });
  });

  it("is applied to a plan, and what it does not name stays", async () => {
    const id = await made();
    const path = file("apply.csv", "village;settlement;year\nv1;s2;2018\n");
    const { out } = await qiantu("plan", "apply", id, path, "--reason", "补充", "--json");
    const { years } = JSON.parse(out) as ChecksAnswer;
    expect([years[2]!.persons, years[4]!.persons]).toEqual([180, 120]);
  });
});

describe("changes", () => {
  it("of a list are applied as one, on the version named or not at all", async () => {
    const id = await made();
    const path = file("list.json", [
      { works: { w1: works({ year: 2015 }) } },
      { works: { w1: { year: 2018 } }, settlements: { s1: { capacityPersons: 500 } } },
    ]);
    const done = await qiantu("plan", "apply", id, path, "--version", "1", "--json");
    expect(JSON.parse(done.out)).toMatchObject({ plan: id, version: 2 });
    const stale = await qiantu("plan", "apply", id, path, "--version", "1");
    expect(stale.code).toBe(1);
    expect(stale.log).toMatch(/at version 2.*\n.*plan show/);
    const exported = PlanAnswer.parse(JSON.parse((await qiantu("plan", "export", id)).out));
    expect(exported.plan.version).toBe(2);
    expect(exported.document.works!["w1"]!).toMatchObject({ year: 2018 });
  });

  it("set two plans side by side", async () => {
    const [a, b] = [await made(), await made({ ...DOCUMENT, moves: {} })];
    const { code, out } = await qiantu("plan", "compare", a, b, "--json");
    expect(code).toBe(0);
    expect(CompareAnswer.parse(JSON.parse(out)).villages.map(({ key }) => key)).toEqual(["v3"]);
    const text = (await qiantu("plan", "compare", a, b)).out;
    expect(text).toMatch(/persons 2016 +180 +0/);
    expect(text).toContain("1 villages differ");
  });
});

describe("an export", () => {
  it("is the file that HTTP gives, and JSON of it makes the same plan again", async () => {
    const id = await made({ ...DOCUMENT, works: { w1: works() } });
    const path = join(folder, "out.json");
    const said = JSON.parse((await qiantu("plan", "export", id, "--out", path, "--json")).out);
    expect(said).toMatchObject({ plan: id, version: 1, format: "json", file: path });
    expect(said.bytes).toBe(readFileSync(path).length);
    const again = JSON.parse((await qiantu("plan", "new", "--from", path, "--json")).out);
    expect(again.plan).not.toBe(id);
    const exported = async (which: string) =>
      PlanAnswer.parse(JSON.parse((await qiantu("plan", "export", which)).out));
    const [one, other] = [await exported(id), await exported(again.plan)];
    expect(other.document).toEqual(one.document);
    expect(other.plan).toMatchObject({ name: "东县规划", area: EAST, createdBy: "command line" });
    const csv = await qiantu("plan", "export", id, "--format", "csv", "--lang", "zh-CN");
    expect(csv.out.split("\r\n")).toEqual([
      "\uFEFF自然村代码,自然村,安置点编号,安置点,年度,户数,搬迁原因",
      "v3,'=高山屯,s1,东新村,2016,,\n",
    ]);
    const { features } = JSON.parse(
      (await qiantu("plan", "export", id, "--format", "geojson")).out,
    );
    expect(features).toHaveLength(4);
    const nowhere = await qiantu("plan", "export", id, "--out", join(folder, "no", "x.json"));
    expect(nowhere.code).toBe(1);
    expect(nowhere.log).toContain("cannot be written");
  });
});

describe("what is wrong", () => {
  const HEAD = "village,settlement,year,households\n";
  const tables: [string, string | Buffer, Partial<CliProblem>][] = [
    ["a row twice", `${HEAD}v1,s1,2016,5\nv1,s1,2016,5\n`, { row: 3, code: "doubleRow" }],
    [
      "persons below none",
      `village,settlement,year,persons\nv1,s1,2016,-12\n`,
      { row: 2, field: "persons", code: "badPersons" },
    ],
    [
      "a column that stands twice",
      "village,settlement,year,year\nv1,s1,2016,2017\n",
      { row: 1, field: "year", code: "doubleColumn" },
    ],
    ["NUL in a cell", `${HEAD}v1,s\0,2016,\n`, { row: 2, field: "settlement", code: "badText" }],
    ["a quote that is never closed", `${HEAD}"v1,s1,2016,\n`, { code: "badTable" }],
    ["an empty table", "\n", { code: "emptyTable" }],
    ["bytes that are no text", Buffer.from([0x76, 0xff, 0xff, 0x80]), { code: "unknownEncoding" }],
    ["100 MB", Buffer.alloc(100 * 1024 * 1024, "v1,s1,2016,\n"), { code: "tooLarge" }],
  ];
  it("in a table is refused with row, field and mend, and nothing is stored", async () => {
    const before = await countRows();
    for (const [what, content, wanted] of tables) {
      const path = file("bad.csv", content);
      const { code, out, log } = await qiantu(...NEW, "--from-csv", path, "--json");
      expect([what, code]).toEqual([what, 1]);
      const { problems } = JSON.parse(out) as { problems: CliProblem[] };
      expect([what, problems[0]]).toMatchObject([what, wanted]);
      expect(problems[0]!.mend.length).toBeGreaterThan(10);
      expect(log).toContain("Refused; nothing was stored.");
    }
    expect(await countRows()).toEqual(before);
  });

  it("in many rows of a table is told of every one of them at once", async () => {
    const sites = file("sites.json", { settlements: DOCUMENT.settlements });
    const rows = [
      "v1,s1,2016,",
      "x9,s1,2016,",
      "v6,s1,2016,",
      "v2,s9,2016,",
      "",
      "v1,s2,2017,",
      "v2,s1,soon,",
      "v3,s1,2021,",
      "v4,s1,2016,-3",
    ];
    const path = file("bad.csv", HEAD + rows.join("\n"));
    const before = await countRows();
    const asked = [...NEW, "--from", sites, "--from-csv", path, "--json"];
    const { code, out, log } = await qiantu(...asked);
    expect(code).toBe(1);
    const { problems, count } = JSON.parse(out) as { problems: CliProblem[]; count: number };
    expect(problems.map(({ row, field, code: which }) => [row, field, which])).toEqual([
      [3, "village", "unknownVillage"],
      // In the data, but of another county.
      [4, "village", "unknownVillage"],
      [5, "settlement", "unknownSettlement"],
      [7, "village", "wholeAndParts"],
      [8, "year", "badYear"],
      [9, "year", "yearOutside"],
      [10, "households", "badHouseholds"],
    ]);
    expect(count).toBe(7);
    for (const { mend } of problems) expect(mend.length).toBeGreaterThan(10);
    expect(log).toContain('row 3, village: unknownVillage: There is no village "x9"');
    expect(log).toContain("Refused; nothing was stored.");
    expect(await countRows()).toEqual(before);
    const narrow = file("narrow.csv", "village,households\nv1,3\n");
    expect((await qiantu(...NEW, "--from-csv", narrow)).log).toMatch(
      /row 1, year: missingColumn.*\n.*first row: village, settlement, year/,
    );
  });

  const changes: [string, unknown, Partial<CliProblem>][] = [
    [
      "persons below none",
      { settlements: { s1: { capacityPersons: -1 } } },
      { field: "settlements.s1.capacityPersons", code: "malformed" },
    ],
    [
      "a settlement that is not there",
      {
        moves: {
          v1: { parts: [{ settlement: "s9", year: 2016, households: null }], reason: null },
        },
      },
      { field: "moves.v1", code: "unknownSettlement" },
    ],
    ["a settlement in use", { settlements: { s1: null } }, { code: "settlementInUse" }],
    ["a village twice", '{"moves":{"v1":null,"v1":null}}', { code: "duplicateKey" }],
    ["NUL", '{"notes":{"n1":{"text":"a\\u0000b"}}}', { code: "badText" }],
    ["no JSON", "{", { code: "badJson" }],
    ["another collection", { villages: {} }, { field: "villages", code: "malformed" }],
    ["an empty list", [], { code: "emptyChange" }],
  ];
  it("in a change is refused with its path and mend, and nothing is stored", async () => {
    const id = await made();
    const before = await countRows();
    for (const [what, content, wanted] of changes) {
      const path = file("bad.json", content);
      const { code, out } = await qiantu("plan", "apply", id, path, "--json");
      expect([what, code]).toEqual([what, 1]);
      const { problems } = JSON.parse(out) as { problems: CliProblem[] };
      expect([what, problems[0]]).toMatchObject([what, wanted]);
      expect(problems[0]!.mend).not.toBe("");
    }
    expect(await countRows()).toEqual(before);
  });

  it("in the question is refused with exit code 1, in its form with 2", async () => {
    const asked = async (...args: string[]) => (await qiantu("plan", ...args)).code;
    expect(await asked("show", "00000000-0000-4000-8000-000000000000")).toBe(1);
    expect(await asked("new", "--area", "12", "--name", "x", "--years", "2014-2020")).toBe(1);
    expect(await asked("new", "--area", "900101001", "--name", "x")).toBe(1);
    expect(await asked("apply", "a", join(folder, "nothing.json"))).toBe(1);
    expect(await asked()).toBe(2);
    expect(await asked("draw")).toBe(2);
    expect(await asked("show")).toBe(2);
    expect(await asked("show", "a", "--from", "x")).toBe(2);
    expect(await asked("show", "a", "--version", "x")).toBe(2);
    expect(await asked("new", "--area", EAST)).toBe(2);
    expect(await asked("new", "--area", EAST, "--name", "x", "--years", "2014")).toBe(2);
    expect(await asked("export", "a", "--format", "pdf")).toBe(2);
    expect(await asked("list", "--colour")).toBe(2);
  });
});
