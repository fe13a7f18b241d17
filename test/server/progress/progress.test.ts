import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { NewReturn } from "../../../core/contract/progress.ts";
import {
  ReturnHistoryAnswer,
  ReturnsAnswer,
  SummaryAnswer,
  WriteAnswer,
} from "../../../core/contract/progress.ts";
import { actualByYear } from "../../../server/progress/actual.ts";
import { withTestDatabase, type TestDatabase } from "../../support/database.ts";
import { EAST, REGION, seedSmallRegion, WEST } from "../coverage/small-region.ts";
import { startPlans, type PlanTestService } from "../plans/plan-service.ts";
import { SMALL_PLAN } from "./small-plan.ts";

let database: TestDatabase;
let service: PlanTestService;
let plan: string;
beforeAll(async () => {
  database = await withTestDatabase();
  await seedSmallRegion(database.knex);
  service = await startPlans(database, EAST);
});
afterAll(async () => {
  await service.close();
  await database.close();
});
beforeEach(async () => {
  plan = await service.make({ document: SMALL_PLAN });
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

describe("a look at returns before they are written", () => {
  const check = (returns: readonly NewReturn[]) =>
    service.send("POST", `/api/plans/${plan}/progress/check`, { returns, withdrawn: [] }, {});
  it("doubts what is past belief, and writes nothing", async () => {
    const { status, json } = await check([
      returned("2016", 999_999, { key: "s2", households: 1 }),
      returned("2016", 4),
    ]);
    expect(status).toBe(200);
    expect(json.doubts.map(({ code, key }: { code: string; key: string }) => [code, key])).toEqual([
      ["overPlanned", "s2"],
      ["overCapacity", "s2"],
      ["manyPerHousehold", "s2"],
    ]);
    expect((await list()).total).toBe(0);
  });
  it("doubts nothing that was confirmed before", async () => {
    const odd = returned("2016-01", 999_999, { key: "s2", households: 1 });
    await write([odd], 0);
    expect((await check([odd])).json).toEqual({ doubts: [] });
    expect((await check([returned("2016-02", 0, { key: "s2" })])).json).toEqual({ doubts: [] });
  });
  it("refuses what cannot be, as a write does", async () => {
    expect(await check([returned("2016", 1, { households: 2 })])).toMatchObject({ status: 422 });
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

  it("foresees nobody of earlier years that nothing was returned of", async () => {
    const foreseen = async (): Promise<unknown> => {
      const { forecast } = await summary("?year=2016");
      expect(forecast).not.toBeNull();
      return forecast!.parts.find(({ code }: { code: string }) => code === "pipelineDone");
    };
    await write([returned("2016-03", 30)], 0);
    // The plan sends 180 persons to s1 in 2015 and 100 in 2016.
    expect(await foreseen()).toMatchObject({ persons: 100, params: { persons: 70 } });
    await write([returned("2015", 170)], 0);
    expect(await foreseen()).toMatchObject({ persons: 110, params: { persons: 80 } });
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
