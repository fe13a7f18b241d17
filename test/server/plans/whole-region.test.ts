import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Knex } from "knex";
import { afterAll, beforeAll, expect, it } from "vitest";
import { ChecksAnswer, CompareAnswer, PlanAnswer } from "../../../core/contract/plan-service.ts";
import { runCommand } from "../../../server/cli.ts";
import { openDatabase } from "../../../server/database/open.ts";
import { withTestDatabase, type TestDatabase } from "../../support/database.ts";
import { settlement, works } from "../../core/relocation/support/arbitrary-changes.ts";

/** The city is enough to test with; `QIANTU_TEST_REGION=guangxi` takes the whole region, with about 100,000 persons a year. */
const SIZE = process.env["QIANTU_TEST_REGION"] === "guangxi" ? "guangxi" : "hechi";
const PERSONS_A_YEAR = SIZE === "guangxi" ? 100_000 : 10_000;
const LEAST_MOVES = SIZE === "guangxi" ? 20_000 : 1500;
const YEARS = Array.from({ length: 7 }, (_, y) => 2014 + y);

let database: TestDatabase;
const folder = mkdtempSync(join(tmpdir(), "qiantu-region-"));
beforeAll(async () => {
  database = await withTestDatabase();
  await database.release();
  const { code, log } = await qiantu("demo", "--region", SIZE);
  if (code !== 0) throw new Error(log);
}, 1_800_000);
afterAll(async () => {
  await database.close();
  rmSync(folder, { recursive: true });
});

async function qiantu(...args: string[]): Promise<{ code: number; out: string; log: string }> {
  let out = "";
  let log = "";
  const began = performance.now();
  const code = await runCommand(args, {
    config: database.config,
    out: (text) => (out += `${text}\n`),
    log: (text) => (log += `${text}\n`),
  });
  if (SIZE === "guangxi")
    console.warn(`${args.slice(0, 2).join(" ")}: ${Math.round(performance.now() - began)} ms`);
  return { code, out, log };
}

async function opened<T>(work: (db: Knex) => Promise<T>): Promise<T> {
  const database_ = await openDatabase(database.config);
  try {
    return await work(database_.knex);
  } finally {
    await database_.close();
  }
}

interface Village {
  code: string;
  lng: number;
  lat: number;
  households: number;
  persons: number;
}

/** Small villages to the nearest settlement, year by year until the year has its persons: most in part, some whole, one in ten in two parts. */
async function movesTable(): Promise<{ table: string; villages: number }> {
  const { villages, sites } = await opened(async (db) => ({
    villages: await rowsOf<Village>(
      db,
      `select code, st_x(point) as lng, st_y(point) as lat, households, persons from natural_villages
       where households between 2 and 19 and persons > 0 and code is not null order by md5(code)`,
    ),
    sites: await rowsOf<{ id: number; lng: number; lat: number }>(
      db,
      "select id, st_x(point) as lng, st_y(point) as lat from facilities where kind = 'settlement'",
    ),
  }));
  const lines = ["自然村代码,自然村,安置点编号,年度,户数,搬迁原因"];
  let y = 0;
  let persons = 0;
  let moved = 0;
  for (const village of villages) {
    const nearest = sites.reduce((best, site) =>
      distance(site, village) < distance(best, village) ? site : best,
    );
    const row = (year: number, households: number | ""): string =>
      `${village.code},,f${nearest.id},${year},${households},缺乏生存条件`;
    const third = Math.max(1, Math.floor(village.households / 3));
    const isInPart = moved % 10 < 7;
    if (isInPart) lines.push(row(YEARS[y]!, third));
    else if (moved % 10 === 9) {
      const some = Math.floor(village.households / 2);
      lines.push(
        row(YEARS[y]!, some),
        row(YEARS[y]!, village.households - some).replace(/,f\d+,/, ",新村“甲”,"),
      );
    } else lines.push(row(YEARS[y]!, ""));
    moved++;
    persons += isInPart
      ? Math.round((village.persons * third) / village.households)
      : village.persons;
    if (persons < PERSONS_A_YEAR) continue;
    persons = 0;
    if (++y === YEARS.length) return { table: `\uFEFF${lines.join("\r\n")}\r\n`, villages: moved };
  }
  throw new Error("the region has too few villages");
}

async function rowsOf<Row>(db: Knex, sql: string): Promise<Row[]> {
  return (await db.raw<{ rows: Row[] }>(sql)).rows;
}

const distance = (a: { lng: number; lat: number }, b: { lng: number; lat: number }): number =>
  (a.lng - b.lng) ** 2 + (a.lat - b.lat) ** 2;

it("a plan of a whole region is built of a table of moves, checked, exported and made again without loss", async () => {
  const { table, villages } = await movesTable();
  expect(villages).toBeGreaterThan(LEAST_MOVES);
  const moves = join(folder, "moves.csv");
  writeFileSync(moves, table);
  const area = SIZE === "guangxi" ? "45" : "451200";
  // Of the region the target is a figure of policy.
  const targets =
    SIZE === "guangxi"
      ? {}
      : Object.fromEntries(YEARS.map((year) => [`${area}:${year}`, PERSONS_A_YEAR]));
  const rest = join(folder, "rest.json");
  writeFileSync(
    rest,
    JSON.stringify({
      targets,
      settlements: {
        new: settlement({
          name: "新村“甲”",
          position: [108.0612345678901, 24.7012345678901],
          outline: [
            [
              [108.06, 24.7],
              [108.0633333333333, 24.7],
              [108.063, 24.703],
              [108.06, 24.7],
            ],
          ],
          landQuotaMu: 12.345678901234567,
          siteCostYuan: 9_007_199_254,
        }),
      },
      works: { w1: works({ costYuan: 5_000_000_000, year: 2016 }) },
      budgets: { [`${area}:longTermLoans:2017`]: 9_999_999_999_999 },
      locks: { "year:2014": true },
      notes: {
        n1: {
          text: "换行\n与“引号”, 𠮷",
          position: [108.1, 24.7],
          about: null,
          author: "韦",
          at: "2014-05-01T08:00:00.123Z",
        },
      },
      settings: { "severity:villageSplit": "off" },
    }),
  );
  const named = ["--area", area, "--name", "全区规划", "--years", "2014-2020"];
  const made = await qiantu("plan", "new", ...named, "--from", rest, "--from-csv", moves, "--json");
  expect([made.code, made.log]).toEqual([0, ""]);
  const built = ChecksAnswer.parse(JSON.parse(made.out));
  for (const { persons, target } of built.years) {
    expect(target).toBe(PERSONS_A_YEAR);
    expect(Math.abs(persons / PERSONS_A_YEAR - 1)).toBeLessThan(0.05);
  }
  expect(built.years.reduce((sum, year) => sum + year.villages, 0)).toBeGreaterThanOrEqual(
    villages,
  );

  // Checked again, from the tables: the same, and no year is off its target.
  const checked = ChecksAnswer.parse(
    JSON.parse((await qiantu("plan", "check", built.plan, "--json")).out),
  );
  expect(checked).toEqual(built);
  expect(checked.checks.filter(({ code }) => code.startsWith("target"))).toEqual([]);
  expect(checked.checks.filter(({ code }) => code === "villageUnknown")).toEqual([]);
  expect(checked.checks.filter(({ code }) => code === "overCapacity").length).toBeGreaterThan(0);

  // Exported as a document, made again: equal to the last digit.
  const file = join(folder, "plan.json");
  await qiantu("plan", "export", built.plan, "--out", file);
  const again = ChecksAnswer.parse(
    JSON.parse((await qiantu("plan", "new", "--from", file, "--json")).out),
  );
  expect(again.plan).not.toBe(built.plan);
  expect({ ...again, plan: built.plan }).toEqual(built);
  const second = join(folder, "again.json");
  await qiantu("plan", "export", again.plan, "--out", second);
  const documentOf = (path: string) =>
    PlanAnswer.parse(JSON.parse(readFileSync(path, "utf8"))).document;
  expect(documentOf(second)).toEqual(documentOf(file));
  expect(Object.keys(documentOf(file).moves!)).toHaveLength(villages);
  expect(documentOf(file).notes!["n1"]!.text).toBe("换行\n与“引号”, 𠮷");
  const compared = CompareAnswer.parse(
    JSON.parse((await qiantu("plan", "compare", built.plan, again.plan, "--json")).out),
  );
  expect([compared.villages, compared.others]).toEqual([[], []]);

  // The moves as a table, on a plan of all the rest: equal too.
  const csv = join(folder, "moves-again.csv");
  await qiantu("plan", "export", built.plan, "--format", "csv", "--lang", "zh-CN", "--out", csv);
  const { moves: _, ...others } = documentOf(file);
  writeFileSync(rest, JSON.stringify(others));
  const third = JSON.parse(
    (await qiantu("plan", "new", ...named, "--from", rest, "--from-csv", csv, "--json")).out,
  );
  await qiantu("plan", "export", third.plan, "--out", second);
  expect(documentOf(second)).toEqual(documentOf(file));

  // One wrong row of all these: the whole is refused and nothing stays.
  const plans = async () => opened(async (db) => (await rowsOf(db, "select id from plans")).length);
  const before = await plans();
  writeFileSync(moves, table.replace(/,2016,/, ",2036,"));
  const asked = [...named, "--from", rest, "--from-csv", moves, "--json"];
  const refused = await qiantu("plan", "new", ...asked);
  expect(refused.code).toBe(1);
  expect(JSON.parse(refused.out).problems).toMatchObject([{ field: "year", code: "yearOutside" }]);
  expect(await plans()).toBe(before);
}, 1_800_000);

it("the demonstration plan is there once, marked, and stays as people leave it", async () => {
  const listed = async () => {
    const { out } = await qiantu("plan", "list", "--archived", "--json");
    const { plans } = JSON.parse(out) as {
      plans: { id: string; demonstration: boolean; version: number }[];
    };
    return plans.filter(({ demonstration }) => demonstration);
  };
  const [plan, ...more] = await listed();
  expect(more).toEqual([]);
  expect(plan).toMatchObject({ area: "451200", version: 1, archived: false });
  const change = join(folder, "change.json");
  writeFileSync(change, JSON.stringify({ settings: { "severity:farAway": "off" } }));
  await qiantu("plan", "apply", plan!.id, change);
  await opened((db) => db("plans").where({ id: plan!.id }).update({ archived: true }));
  // The data anew: what somebody changed and put away stays so.
  expect((await qiantu("demo", "--region", SIZE)).code).toBe(0);
  expect(await listed()).toMatchObject([{ id: plan!.id, version: 2, archived: true }]);
}, 1_800_000);
