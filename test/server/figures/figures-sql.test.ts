import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { FiguresAnswer, FigureVillagesAnswer } from "../../../core/contract/figures.ts";
import { SHIPPED_PARAMETERS } from "../../../geodata/standards/policy-parameters.ts";
import { seedParameters } from "../../../server/indicators/queries.ts";
import { withTestDatabase, type TestDatabase } from "../../support/database.ts";
import { settlement, works } from "../../core/relocation/support/arbitrary-changes.ts";
import { EAST, REGION, seedSmallRegion, WEST } from "../coverage/small-region.ts";
import { startPlans, type PlanTestService } from "../plans/plan-service.ts";

let database: TestDatabase;
let service: PlanTestService;
let plan: string;

const CITY = "9001";
const AREAS = [REGION, CITY, EAST, WEST, "900101001"];

beforeAll(async () => {
  database = await withTestDatabase();
  await seedSmallRegion(database.knex);
  await database.knex.raw(
    "update natural_villages set poor_persons = 30, poor_households = 8 where code in ('v3', 'v6')",
  );
  await database.knex.raw("update natural_villages set poor_persons = 10 where code = 'v7'");
  await seedParameters(
    database.knex,
    SHIPPED_PARAMETERS.map((one) => (one.regionCode === "" ? one : { ...one, regionCode: REGION })),
  );
  service = await startPlans(database, CITY);
  plan = await service.make({
    document: {
      settlements: {
        s1: settlement({
          name: "东新村",
          position: [108.02, 24.001],
          capacityPersons: 300,
          siteCostYuan: 1_000_000,
        }),
        s2: settlement({ name: "西新村", position: [107.95, 24.001], capacityPersons: 200 }),
      },
      moves: {
        v3: {
          parts: [
            { settlement: "s1", year: 2015, households: 20 },
            { settlement: "s1", year: 2016, households: 25 },
          ],
          reason: null,
        },
        v4: { parts: [{ settlement: "s1", year: 2016, households: null }], reason: null },
        v7: { parts: [{ settlement: "s2", year: 2017, households: null }], reason: null },
      },
      works: {
        w1: works({
          year: 2016,
          costYuan: 700_000,
          geometry: {
            type: "LineString",
            coordinates: [
              [108.03, 24.0],
              [108.03, 24.02],
            ],
          },
        }),
      },
      targets: { [`${CITY}:2016`]: 150, [`${EAST}:2015`]: 80, [`${EAST}:2016`]: 200 },
      budgets: {
        [`${CITY}:selfRaised:2016`]: 5_000_000,
        [`${EAST}:centralBudget:2016`]: 1_000_000,
      },
    },
  });
  const returns = [
    ["settlement", "s1", "2015", 70],
    ["settlement", "s1", "2016-01", 40],
    ["settlement", "s1", "2016-02", 50],
    ["settlement", "s2", "2017", 100],
    ["village", "v7", "2017", 120],
    ["village", "v3", "2015", 60],
  ].map(([subject, key, period, persons]) => ({
    subject,
    key,
    period,
    persons,
    state: "movedIn",
    households: 10,
    oldHousesDown: 1,
  }));
  const written = await service.send(
    "POST",
    `/api/plans/${plan}/progress`,
    { returns, author: "韦", source: "月报" },
    { version: 0 },
  );
  // oxlint-disable-next-line vitest/no-standalone-expect
  expect(written.status).toBe(200);
});
afterAll(async () => {
  await service.close();
  await database.close();
});
afterEach(() => {
  // oxlint-disable-next-line vitest/no-standalone-expect
  expect(service.logged).toEqual([]);
});

const figuresOf = async (area: string, withPlan = true) =>
  FiguresAnswer.parse(
    (await service.get(`/api/figures?area=${area}${withPlan ? `&plan=${plan}` : ""}`)).json,
  );
async function sql<Row>(
  text: string,
  bindings: Record<string, string | number> = {},
): Promise<Row[]> {
  return (await database.knex.raw<{ rows: Row[] }>(text, bindings)).rows;
}
const one = async (
  text: string,
  bindings: Record<string, string | number> = {},
): Promise<number | null> => (await sql<{ value: number | null }>(text, bindings))[0]!.value;

/** Codes of an area and of all in it. */
const INSIDE = `with recursive inside (code) as (
  select :area::text union select u.code from admin_units u join inside i on u.parent_code = i.code
)`;
const VILLAGES = "natural_villages v join inside on inside.code = v.area_code";

/** Persons and households of each part of a move, as the plan counts them: a whole village, or a share by households. */
const PARTS = `parts as (
  select m.village, m.part, m.settlement_id, m.year, v.area_code,
         coalesce(m.households, v.households)::integer as households,
         case when m.households is null then v.persons else
           round(v.persons * sum(m.households) over (partition by m.village order by m.part)::numeric / v.households)
           - round(v.persons * (sum(m.households) over (partition by m.village order by m.part) - m.households)::numeric / v.households)
         end::integer as persons
  from moves m join natural_villages v on v.code = m.village where m.plan_id = :plan::uuid
)`;

const SQL_OF: Readonly<Record<string, string>> = {
  villages: `${INSIDE} select count(*)::integer as value from ${VILLAGES}`,
  households: `${INSIDE} select sum(households)::integer as value from ${VILLAGES}`,
  persons: `${INSIDE} select sum(persons)::integer as value from ${VILLAGES}`,
  "poor-persons": `${INSIDE} select sum(poor_persons)::integer as value from ${VILLAGES}`,
  "poverty-share": `${INSIDE} select sum(poor_persons)::float8 / sum(persons) as value from ${VILLAGES} where poor_persons is not null`,
  "moved-persons": `${INSIDE}, ${PARTS} select coalesce(sum(persons), 0)::integer as value from parts join inside on inside.code = area_code`,
  "moved-households": `${INSIDE}, ${PARTS} select coalesce(sum(households), 0)::integer as value from parts join inside on inside.code = area_code`,
  "moved-villages": `${INSIDE}, ${PARTS} select count(distinct village)::integer as value from parts join inside on inside.code = area_code`,
  settlements: `${INSIDE} select count(*)::integer as value from settlements s where plan_id = :plan::uuid and exists (
    select from admin_units u join inside i on i.code = u.code where u.level = 'township' and st_intersects(u.geom, s.point))`,
  "settlement-fill": `${INSIDE}, ${PARTS}, here as (
    select s.* from settlements s where plan_id = :plan::uuid and exists (
      select from admin_units u join inside i on i.code = u.code where u.level = 'township' and st_intersects(u.geom, s.point)))
    select (select sum(persons) from parts where settlement_id in (select id from here))::float8 / nullif((select sum(capacity_persons) from here), 0) as value`,
};

describe.each(AREAS)("every figure of %s equals the database's", (area) => {
  it.each(Object.keys(SQL_OF))("%s", async (id) => {
    const { figures } = await figuresOf(area);
    const found = figures.find((each) => each.id === id)!;
    expect(found.value).toBe(await one(SQL_OF[id]!, { area, plan }));
  });

  it("rates of every rule, with their parts", async () => {
    const { figures } = await figuresOf(area);
    const rates = figures.filter(({ id }) => id.startsWith("rate:"));
    expect(rates).toHaveLength(2);
    for (const { id, value, parts } of rates) {
      const units = id === "rate:village-road" ? "natural_villages v" : "admin_units v";
      const code = id === "rate:village-road" ? "v.area_code" : "v.code";
      const rows = await sql<{ status: number; count: number }>(
        `${INSIDE} select r.status, count(*)::integer as count from village_verdict_rows r
         join coverage_runs c on c.id = r.run_id and c.state = 'current'
         join ${units} on v.id = r.unit_id join inside on inside.code = ${code}
         where r.rule_id = :rule group by 1`,
        { area, rule: id.slice("rate:".length) },
      );
      const count = (status: number) => rows.find((row) => row.status === status)?.count ?? 0;
      expect(parts.map((each) => each.value)).toEqual([count(3), count(1), count(2), count(0)]);
      expect(value).toBe(count(3) + count(1) === 0 ? null : count(3) / (count(3) + count(1)));
    }
  });

  it("the list behind each figure adds up to it", async () => {
    const { figures } = await figuresOf(area);
    for (const { id, value, opens } of figures) {
      const { status, json } = await service.get(opens!);
      expect([opens, status]).toEqual([opens, 200]);
      const sum = id.startsWith("rate:") ? null : FigureVillagesAnswer.parse(json).sum;
      expect([id, sum ?? value ?? 0]).toEqual([id, value ?? 0]);
    }
  });
});

describe("the series", () => {
  it("of moves are those of SQL by year, with the target and those who moved in", async () => {
    for (const area of [CITY, EAST, WEST]) {
      const { series } = await figuresOf(area);
      const planned = await sql<{
        year: number;
        persons: number;
        households: number;
        villages: number;
      }>(
        `${INSIDE}, ${PARTS} select year, sum(persons)::integer as persons, sum(households)::integer as households,
                count(distinct village)::integer as villages
         from parts join inside on inside.code = area_code group by year order by year`,
        { area, plan },
      );
      expect(
        series.moves.flatMap(({ year, plannedPersons, plannedHouseholds, plannedVillages }) =>
          plannedPersons > 0
            ? [
                {
                  year,
                  persons: plannedPersons,
                  households: plannedHouseholds,
                  villages: plannedVillages,
                },
              ]
            : [],
        ),
      ).toEqual(planned);
      const targets = await sql<{ year: number; persons: number }>(
        "select year, persons from annual_targets where plan_id = :plan::uuid and area_code = :area order by year",
        { area, plan },
      );
      expect(
        series.moves.flatMap(({ year, targetPersons }) =>
          targetPersons === null ? [] : [{ year, persons: targetPersons }],
        ),
      ).toEqual(targets);
    }
  });

  it("of those who moved in take the side that tells of more, once for the whole plan, and areas add up", async () => {
    const actual = async (area: string) =>
      (await figuresOf(area)).series.moves
        .slice(0, 5)
        .map(({ actualPersons, basis }) => [actualPersons, basis]);
    expect(await actual(CITY)).toEqual([
      [null, null],
      [70, "settlements"],
      [90, "settlements"],
      [120, "villages"],
      [null, null],
    ]);
    expect(await actual(EAST)).toEqual([
      [null, null],
      [70, "settlements"],
      [90, "settlements"],
      [null, null],
      [null, null],
    ]);
    expect((await actual(WEST))[3]).toEqual([120, "villages"]);
    expect(await actual(REGION)).toEqual(await actual(CITY));
    const sums = await sql<{ year: number; subject: string; persons: number }>(
      "select left(period, 4)::integer as year, subject, sum(persons)::integer as persons from progress_returns where plan_id = :plan::uuid group by 1, 2 order by 1, 2",
      { plan },
    );
    const larger = (year: number) =>
      Math.max(...sums.filter((row) => row.year === year).map(({ persons }) => persons));
    const total = (await figuresOf(CITY)).figures.find(({ id }) => id === "actual-persons")!;
    expect(total.value).toBe(larger(2015) + larger(2016) + larger(2017));
    const planned = total.parts.find(({ code }) => code === "plannedInYearsReturned")!.value!;
    expect((await figuresOf(CITY)).figures.find(({ id }) => id === "actual-share")!.value).toBe(
      total.value! / planned,
    );
  });

  it("of funds add up to the amount, and budgets are those stored", async () => {
    for (const area of [REGION, CITY, EAST, WEST]) {
      const { series, figures } = await figuresOf(area);
      const amount = series.funds.reduce((sum, each) => sum + each.amountYuan, 0);
      expect(figures.find(({ id }) => id === "amount")!.value).toBe(amount);
      const budgets = await sql<{ fund: string; year: number; amount: string }>(
        "select fund, year, amount_yuan as amount from budgets where plan_id = :plan::uuid and area_code = :area order by fund, year",
        { area, plan },
      );
      expect(
        series.funds
          .flatMap(({ fund, year, budgetYuan }) =>
            budgetYuan === null ? [] : [{ fund, year, amount: String(budgetYuan) }],
          )
          .sort((a, b) => (a.fund < b.fund ? -1 : 1)),
      ).toEqual(budgets);
    }
    const east = (await figuresOf(EAST)).figures.find(({ id }) => id === "amount")!.value!;
    const west = (await figuresOf(WEST)).figures.find(({ id }) => id === "amount")!.value!;
    expect(east + west).toBe(
      (await figuresOf(CITY)).figures.find(({ id }) => id === "amount")!.value,
    );
  });

  it("of money are the same that the plan's own checks tell", async () => {
    const checks = (await service.get(`/api/plans/${plan}/checks`)).json;
    const { series } = await figuresOf(CITY);
    expect(series.funds).toEqual(checks.money);
    expect(series.moves.map(({ year, plannedPersons }) => [year, plannedPersons])).toEqual(
      checks.years.map(({ year, persons }: { year: number; persons: number }) => [year, persons]),
    );
  });

  it("of rates are today's and those of the plan's own answer", async () => {
    const { rules } = (await service.get(`/api/plans/${plan}/rates?area=${EAST}`)).json;
    const { series, figures } = await figuresOf(EAST);
    for (const { rule, today, years } of series.rates) {
      const own = rules.find((each: { rule: string }) => each.rule === rule);
      expect(today).toEqual(own.today);
      expect(years.map(({ year, afterBoth }) => [year, afterBoth])).toEqual(
        own.years.map(({ year, afterBoth }: (typeof own.years)[number]) => [year, afterBoth]),
      );
      const { trend } = figures.find(({ id }) => id === `rate:${rule}`)!;
      expect(trend).toEqual(
        years.map(({ year, afterBoth }) => ({ year, value: afterBoth.villages.rate })),
      );
    }
  });

  it("of settlements count each once, by its last state", async () => {
    const { series } = await figuresOf(CITY);
    expect(series.settlements.find(({ state }) => state === "movedIn")).toEqual({
      state: "movedIn",
      settlements: 2,
      persons: 480,
      movedIn: 260,
    });
  });
});

describe("the page of figures", () => {
  it("ranks the parts of an area with the same figures as their own pages", async () => {
    const { ranking } = await figuresOf(CITY);
    expect(ranking.level).toBe("county");
    expect(ranking.rows.map(({ code }) => code)).toEqual([EAST, WEST]);
    for (const row of ranking.rows) {
      const own = await figuresOf(row.code);
      ranking.columns.forEach(({ id }, c) => {
        expect([id, row.values[c]]).toEqual([
          id,
          own.figures.find((each) => each.id === id)!.value,
        ]);
      });
      const at = ranking.columns.findIndex(({ id }) => id === "rate:village-road");
      const { rank } = own.figures.find(({ id }) => id === "rate:village-road")!;
      expect(row.places[at]).toBe(rank?.place ?? null);
    }
  });
  it("is answered 304 until the plan or its returns change", async () => {
    const other = await service.make({ area: EAST });
    const path = `/api/figures?area=${EAST}&plan=${other}`;
    const etag = (await service.get(path)).headers.get("etag")!;
    expect((await service.get(path, { "If-None-Match": etag })).status).toBe(304);
    const gone = {
      subject: "village",
      key: "v1",
      period: "2015",
      state: "movedIn",
      households: 1,
      persons: 4,
    };
    const write = { returns: [gone], author: "韦", source: "月报" };
    await service.send("POST", `/api/plans/${other}/progress`, write, { version: 0 });
    expect((await service.get(path, { "If-None-Match": etag })).status).toBe(200);
  });
  it("without a plan has no figure that needs one", async () => {
    const { figures, plan: none, series } = await figuresOf(EAST, false);
    expect(none).toBeNull();
    expect(figures.map(({ id }) => id)).not.toContain("moved-persons");
    expect([series.moves, series.funds, series.settlements, series.forecast]).toEqual([
      [],
      [],
      [],
      null,
    ]);
    expect(series.rates).toHaveLength(2);
  });
  it("says what cannot be answered", async () => {
    const other = await service.make({ area: EAST });
    expect(await service.get(`/api/figures?area=${WEST}&plan=${other}`)).toMatchObject({
      status: 422,
      json: { code: "outsidePlan" },
    });
    expect((await service.get(`/api/figures?area=${CITY}&plan=${other}`)).status).toBe(200);
    expect((await service.get("/api/figures?area=99")).status).toBe(404);
    expect((await service.get(`/api/figures?area=${EAST}&plan=x`)).status).toBe(400);
    expect(
      (await service.get(`/api/figures/villages?area=${EAST}&figure=moved-persons`)).status,
    ).toBe(422);
    expect((await service.get(`/api/figures/villages?area=${EAST}&figure=happiness`)).status).toBe(
      400,
    );
  });
  it("lists villages page by page, those that weigh most first", async () => {
    const ask = async (offset: number) =>
      FigureVillagesAnswer.parse(
        (
          await service.get(
            `/api/figures/villages?area=${REGION}&figure=persons&limit=3&offset=${offset}`,
          )
        ).json,
      );
    const [first, second, third] = [await ask(0), await ask(3), await ask(6)];
    expect(first.total).toBe(7);
    const values = [...first.items, ...second.items, ...third.items].map(({ value }) => value!);
    expect(values).toEqual([...values].sort((a, b) => b - a));
    expect(
      new Set([...first.items, ...second.items, ...third.items].map(({ key }) => key)).size,
    ).toBe(7);
  });
});
