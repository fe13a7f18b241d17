import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import {
  ExitCardAnswer,
  ExitCardsAnswer,
  ExitWorksAnswer,
} from "../../../core/contract/exit-card.ts";
import { SHIPPED_PARAMETERS } from "../../../geodata/standards/policy-parameters.ts";
import { STATISTIC_ITEMS } from "../../../geodata/standards/statistic-items.ts";
import { seedParameters } from "../../../server/indicators/queries.ts";
import { upsertStatistics, type NewStatistic } from "../../../server/statistics/queries.ts";
import { withTestDatabase, type TestDatabase } from "../../support/database.ts";
import { EAST, REGION, seedSmallRegion, WEST } from "../coverage/small-region.ts";
import { startPlans, type PlanTestService } from "../plans/plan-service.ts";

let database: TestDatabase;
let service: PlanTestService;

function figures(area: string, year: number, of: Readonly<Record<string, number>>): NewStatistic[] {
  return Object.entries(of).map(([item, value]) => ({
    area,
    year,
    item,
    value,
    unit: STATISTIC_ITEMS.find(({ id }) => id === item)!.unit,
    source: "年鉴",
  }));
}
const GOOD = {
  "rural-income-per-head": 9467,
  "budget-revenue-per-head": 3000,
  "poor-persons": 80,
  "rural-registered-persons": 1000,
  "dilapidated-houses-remaining": 1,
  "dilapidated-houses-registered": 20,
  "pillar-industry": 1,
  "d-grade-school-buildings": 0,
  "compulsory-education-retention": 0.93,
  "skills-per-household": 1.4,
  "medical-insurance-rate": 0.95,
};

beforeAll(async () => {
  database = await withTestDatabase();
  await seedSmallRegion(database.knex);
  await database.knex.raw("update admin_units set county_class = 2 where code = ?", [EAST]);
  await database.knex.raw("update admin_units set city_class = 1 where code = '9001'");
  await seedParameters(database.knex, SHIPPED_PARAMETERS);
  await database.knex.transaction((trx) =>
    upsertStatistics(
      trx,
      [
        ...figures(EAST, 2016, GOOD),
        ...figures(EAST, 2015, { "relief-for-all": 1, "evaluation-score": 50 }),
        ...figures(EAST, 2016, {
          "income-growth": 0.1,
          "evaluation-score": 60,
          "poverty-ratio-fall": 0.02,
        }),
        ...figures(WEST, 2016, { "income-growth": 0.2, "evaluation-score": 90 }),
        ...figures(REGION, 2016, {
          "rural-income-per-head": 9467,
          "county-mean-budget-revenue-per-head": 3001,
        }),
      ],
      { author: "test", demonstration: false },
    ),
  );
  service = await startPlans(database, EAST);
});
afterAll(async () => {
  await service.close();
  await database.close();
});
afterEach(() => {
  // oxlint-disable-next-line vitest/no-standalone-expect
  expect(service.logged).toEqual([]);
});

const card = async (query: string) =>
  ExitCardAnswer.parse((await service.get(`/api/exit-card?${query}`)).json);

describe("the exit card of a county", () => {
  it("says of every line value, threshold and standing, of the last year with statistics", async () => {
    const answer = await card(`area=${EAST}`);
    expect([answer.year, answer.years]).toEqual([2016, [2015, 2016]]);
    expect(answer.classes).toEqual({ city: 1, county: 2 });
    expect(answer.city?.code).toBe("9001");
    expect(Object.fromEntries(answer.lines.map(({ id, standing }) => [id, standing]))).toEqual({
      "rural-income": "pass",
      "budget-revenue": "fail",
      "poverty-ratio": "fail",
      "village-road": "fail",
      "hardened-road": "unknown",
      "drinking-water": "unknown",
      electricity: "unknown",
      "broadband-administrative-village": "unknown",
      "dilapidated-houses": "pass",
      "pillar-industry": "pass",
      "school-buildings": "pass",
      "education-retention": "pass",
      "practical-skills": "pass",
      clinic: "pass",
      hospital: "unknown",
      "medical-insurance": "pass",
      relief: "unknown",
    });
    expect([answer.overall, answer.passed, answer.failed, answer.unknown]).toEqual([
      "fail",
      8,
      3,
      6,
    ]);
    const relief = answer.lines.find(({ id }) => id === "relief")!;
    expect(relief).toMatchObject({
      why: { code: "noStatistic", params: { item: "relief-for-all", area: EAST, year: 2016 } },
      earlier: { year: 2015, value: 1 },
    });
    const road = answer.lines.find(({ id }) => id === "village-road")!;
    expect(road).toMatchObject({
      value: 0.5,
      threshold: 0.95,
      coverage: { missing: 2, unit: "naturalVillage" },
    });
    const gaps = await service.get(road.coverage!.gaps);
    expect([gaps.status, gaps.json.total]).toEqual([200, 2]);
  });

  it("equals what SQL says of coverage and statistics", async () => {
    const answer = await card(`area=${EAST}&year=2016`);
    const coverage = answer.lines.filter((line) => line.coverage !== null);
    expect(coverage.map(({ id }) => id)).toEqual(["village-road", "clinic"]);
    for (const line of coverage) {
      const { rows } = await database.knex.raw<{
        rows: { served: number; unserved: number; unknown: number }[];
      }>(
        `select count(*) filter (where r.status = 3)::integer as served, count(*) filter (where r.status = 1)::integer as unserved,
                count(*) filter (where r.status = 2)::integer as unknown
         from village_verdict_rows r join coverage_runs c on c.id = r.run_id and c.state = 'current'
         where r.rule_id = ? and r.area_code = ?`,
        [line.id, EAST],
      );
      const { served, unserved, unknown } = rows[0]!;
      expect(line.value).toBe(served / (served + unserved));
      expect(line.parts.slice(0, 3).map(({ value }) => value)).toEqual([served, unserved, unknown]);
    }
    for (const line of answer.lines.filter(({ kind }) => kind === "statistic"))
      for (const part of line.parts) {
        const { rows } = await database.knex.raw<{ rows: { value: number }[] }>(
          "select value from county_statistics where area_code = ? and item = ? and year = ? and value is not null",
          [part.area, part.code, part.year],
        );
        expect(part.value).toBe(rows[0]?.value ?? null);
      }
  });

  it("ranks the county (Art. 19) and tells what cannot be told", async () => {
    const { progress, warning } = await card(`area=${EAST}`);
    expect(progress.places).toBe(15);
    expect(progress.isProgressCounty).toBe(true);
    expect(progress.lists).toMatchObject([
      { item: "income-growth", place: 2, worst: 2, of: 2, missing: 0, isAmong: true },
      { item: "poverty-ratio-fall", place: 1, worst: 2, missing: 1, isAmong: true },
      { item: "evaluation-score", place: 2 },
    ]);
    expect(warning.level).toBeNull();
    expect(warning.years.map(({ year, isLast }) => [year, isLast])).toEqual([
      [2016, true],
      [2015, true],
      [2014, null],
    ]);
  });

  it("of a year without figures is unknown wherever they are needed", async () => {
    const { lines, overall } = await card(`area=${WEST}&year=2010`);
    expect(overall).toBe("unknown");
    expect(lines).toEqual([]);
    const { lines: later } = await card(`area=${WEST}&year=2014`);
    const statistics = later.filter(({ kind }) => kind === "statistic");
    expect(statistics.length).toBeGreaterThan(5);
    for (const { standing, value } of statistics)
      expect([standing, value]).toEqual(["unknown", null]);
  });

  it("says what cannot be answered", async () => {
    const ask = (query: string) => service.get(`/api/exit-card?${query}`);
    expect(await ask("area=9001")).toMatchObject({ status: 422, json: { code: "notACounty" } });
    expect(await ask("area=99")).toMatchObject({ status: 404 });
    expect(await ask(`area=${EAST}&year=16`)).toMatchObject({ status: 400 });
    expect(await ask(`area=${EAST}&role=admin`)).toMatchObject({ status: 400 });
    expect(await ask("")).toMatchObject({ status: 400 });
  });
});

it("the cards of an area list its counties with the same standings", async () => {
  for (const area of [REGION, "9001"]) {
    const answer = ExitCardsAnswer.parse(
      (await service.get(`/api/exit-cards?area=${area}&year=2016`)).json,
    );
    expect(answer.items.map((each) => each.area.code)).toEqual([EAST, WEST]);
    for (const item of answer.items) {
      const own = await card(`area=${item.area.code}&year=2016`);
      expect(item.overall).toBe(own.overall);
      expect(item.standings).toEqual(own.lines.map(({ standing }) => standing));
      expect(answer.criteria.map(({ id }) => id)).toEqual(own.lines.map(({ id }) => id));
      expect(item.failing).toEqual(
        own.lines.filter(({ standing }) => standing === "fail").map(({ id }) => id),
      );
      expect(item.isProgressCounty).toBe(own.progress.isProgressCounty);
    }
  }
});

describe("the works that close a line", () => {
  it("are found by the solver, and no line is offered where none is", async () => {
    const { lines } = await card(`area=${EAST}`);
    const { works, solver } = lines.find(({ id }) => id === "village-road")!.coverage!;
    expect(solver).toBe(`/coverage?rule=village-road&area=${EAST}&tab=cheapest`);
    const answer = ExitWorksAnswer.parse((await service.get(works!)).json);
    expect(answer).toMatchObject({
      missing: 2,
      why: null,
      works: { outcome: "reached", units: 2, low: 1 },
    });
    expect(answer.works!.lengthM).toBeGreaterThan(2900);
    expect(answer.works!.yuan).toBeCloseTo(
      (answer.works!.lengthM / 1000) * answer.works!.yuanPerKm,
      -1,
    );
    expect(lines.find(({ id }) => id === "clinic")!.coverage).toMatchObject({
      works: null,
      solver: null,
    });
  });
  it("are refused for a line of statistics and an unknown one; of clinics there are none", async () => {
    const ask = (criterion: string) =>
      service.get(`/api/exit-card/works?area=${EAST}&criterion=${criterion}`);
    expect(await ask("relief")).toMatchObject({ status: 422 });
    expect(await ask("happiness")).toMatchObject({ status: 404 });
    expect(await ask("electricity")).toMatchObject({ status: 404 });
    expect((await ask("clinic")).json).toMatchObject({
      why: "noLineServes",
      works: null,
      solver: null,
    });
  });
});
