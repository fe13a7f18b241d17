import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { IndicatorRule } from "../../../core/contract/rule.ts";
import {
  AtlasesAnswer,
  FlowsAnswer,
  MAP_LEVELS,
  MEASURES,
  PlanColumnsAnswer,
  RuleYearsAnswer,
  TodayAnswer,
  type Atlas,
  type MapLevel,
} from "../../../core/contract/thematic.ts";
import type { MapColumns } from "../../../core/thematic/columns.ts";
import { findIndicator } from "../../../core/thematic/indicators.ts";
import { differenceMap, paintMap } from "../../../core/thematic/paint-map.ts";
import { planColumns } from "../../../core/thematic/plan-columns.ts";
import { NOTHING_RETURNED } from "../../../core/thematic/returned.ts";
import { formatView, readView } from "../../../core/thematic/view.ts";
import {
  lacksDemonstrationAtlas,
  storeDemonstrationAtlas,
} from "../../../server/demonstration/atlas.ts";
import { loadDemonstration } from "../../../server/demonstration/load.ts";
import { storeDemonstrationPlan } from "../../../server/demonstration/plan.ts";
import { seedStandards } from "../../../server/indicators/seed.ts";
import { PlanAssessor } from "../../../server/plans/assessor.ts";
import { PlanMemory } from "../../../server/plans/plan-memory.ts";
import { readPlan } from "../../../server/plans/service.ts";
import { Turns } from "../../../server/plans/turns.ts";
import { withTestDatabase, type TestDatabase } from "../../support/database.ts";
import { startPlans, type PlanTestService } from "../plans/plan-service.ts";

/**
 * Every figure of thematic maps against SQL on the tables: nothing of core or of the server's own queries takes part in the other side. On the
 * generated city of Hechi with its plan.
 */
const REGION = "45";
const HECHI = "451200";

let database: TestDatabase;
let service: PlanTestService;
let plan: string;
beforeAll(async () => {
  database = await withTestDatabase();
  const db = database.knex;
  await seedStandards(db);
  await loadDemonstration(db, { region: "hechi", log: () => {} });
  service = await startPlans(database, HECHI);
  const desk = { memory: new PlanMemory(), turns: new Turns(), dataVersionOf: () => null };
  const state = service.regions.get(REGION)!;
  await storeDemonstrationPlan(db, desk, state, () => {});
  await storeDemonstrationAtlas(db, state, () => {});
  await db.raw(SETUP);
  plan = ((await db("plans").first("id")) as { id: string }).id;
}, 600_000);
afterAll(async () => {
  await service.close();
  await database.close();
});

/** Which area lies in which, and the villages that move: who is left of them at the end of each year. */
const SETUP = `
create table t_units as select u.id, u.code, u.level, u.parent_code, u.geom from admin_units u
  left join datasets d on d.id = u.dataset_id where u.dataset_id is null or d.state = 'current';
create table t_tree as with recursive up (code, above) as (
  select code, code from t_units
  union
  select up.code, u.parent_code from up join t_units u on u.code = up.above where u.parent_code is not null
) select up.code, up.above, u.level from up join t_units u on u.code = up.above;
create index on t_tree (code);
create table t_villages as select v.* from natural_villages v join datasets d on d.id = v.dataset_id where d.state = 'current';
create index on t_villages (id);
create table t_parts as
  select m.plan_id, m.village, m.part, m.settlement_id, m.year, m.households as asked, v.area_code,
    coalesce(v.households, 0) as there, coalesce(v.persons, 0) as persons, v.households is not null as recorded,
    sum(coalesce(m.households, v.households, 0)) over (partition by m.plan_id, m.village order by m.part) as running
  from moves m join t_villages v on v.code = m.village;
create table t_moved as
  select plan_id, village, part, settlement_id, year, area_code,
    until_households - lag(until_households, 1, 0::bigint) over w as households,
    until_persons - lag(until_persons, 1, 0::bigint) over w as persons
  from (
    select *, least(there, running)::bigint as until_households,
      case when asked is null or (recorded and running >= there) then persons
           when there = 0 then 0
           else floor(persons::numeric * least(there, running) / there + 0.5) end::bigint as until_persons
    from t_parts) p
  window w as (partition by plan_id, village order by part)`;

type Row = Record<string, number | string | null>;
/** Rows of a statement by the value of a column or two. */
async function rowsBy(
  sql: string,
  values: readonly (string | number)[],
  keys: readonly string[],
): Promise<Map<string, Row>> {
  const { rows } = await database.knex.raw<{ rows: Row[] }>(sql, [...values]);
  const numbers = (row: Row): Row =>
    Object.fromEntries(
      Object.entries(row).map(([name, value]) => [
        name,
        keys.includes(name) || value === null ? value : Number(value),
      ]),
    );
  return new Map(rows.map((row) => [keys.map((key) => row[key]).join(":"), numbers(row)]));
}

async function ask<Answer>(
  path: string,
  schema: { parse(value: unknown): Answer },
): Promise<Answer> {
  const { status, text, json } = await service.get(path);
  if (status !== 200) throw new Error(text);
  return schema.parse(json);
}
const todayBy = (by: MapLevel) => ask(`/api/thematic/today?area=${REGION}&by=${by}`, TodayAnswer);
const planBy = (by: MapLevel) => ask(`/api/thematic/plan?plan=${plan}&by=${by}`, PlanColumnsAnswer);

/** Persons and households of the units of a rule: of villages their own, of areas the sums of theirs. */
const UNITS_OF_VILLAGES = `select v.id, v.area_code, v.households, v.persons from t_villages v`;
const UNITS_OF_AREAS = `select u.id, u.code as area_code, sum(v.households) as households, sum(v.persons) as persons
  from t_units u left join t_tree t on t.above = u.code left join t_villages v on v.area_code = t.code group by u.id, u.code`;

const STATUS = { unserved: 1, unknown: 2, served: 3 } as const;

async function verdictsOf(rule: IndicatorRule, by: MapLevel): Promise<Map<string, Row>> {
  const units = rule.unit === "naturalVillage" ? UNITS_OF_VILLAGES : UNITS_OF_AREAS;
  return rowsBy(
    `select t.above as code, r.status, count(*) as villages, coalesce(sum(u.households), 0) as households,
       coalesce(sum(u.persons), 0) as persons
     from village_verdict_rows r join coverage_runs c on c.id = r.run_id and c.state = 'current'
       join (${units}) u on u.id = r.unit_id join t_tree t on t.code = u.area_code and t.level = ?
     where r.rule_id = ? group by t.above, r.status`,
    [by, rule.id],
    ["code", "status"],
  );
}

describe("figures of today equal those of the tables", () => {
  it.each(MAP_LEVELS)("by %s: people and poverty", async (by) => {
    const answer = await todayBy(by);
    const wanted = await rowsBy(
      `select t.above as code, count(*) as villages, sum(households) as households, sum(persons) as persons,
         sum(poor_households) as "poorHouseholds", sum(poor_persons) as "poorPersons"
       from t_villages v join t_tree t on t.code = v.area_code and t.level = ? group by t.above`,
      [by],
      ["code"],
    );
    expect(answer.areas.length).toBeGreaterThan(0);
    const names = ["households", "persons", "poorHouseholds", "poorPersons"] as const;
    answer.areas.forEach(({ code }, i) => {
      expect([code, answer.villages[i]]).toEqual([code, wanted.get(code)?.["villages"] ?? 0]);
      for (const name of names)
        expect([code, name, answer[name][i]]).toEqual([
          code,
          name,
          wanted.get(code)?.[name] ?? null,
        ]);
    });
  });

  it.each(MAP_LEVELS)("by %s: who is served by each rule, and the rate", async (by) => {
    const answer = await todayBy(by);
    const { rules } = service.regions.get(REGION)!;
    expect(answer.rules.map(({ rule }) => rule)).toEqual(rules.map(({ id }) => id));
    for (const rule of rules) {
      const wanted = await verdictsOf(rule, by);
      expect(wanted.size).toBeGreaterThan(0);
      const found = answer.rules.find((each) => each.rule === rule.id)!;
      answer.areas.forEach(({ code }, area) => {
        for (const measure of MEASURES) {
          const count = (status: keyof typeof STATUS): number =>
            Number(wanted.get(`${code}:${STATUS[status]}`)?.[measure] ?? 0);
          for (const status of ["served", "unserved", "unknown"] as const)
            expect([code, rule.id, measure, status, found[measure][status][area]]).toEqual([
              code,
              rule.id,
              measure,
              status,
              count(status),
            ]);
          const [served, unserved] = [count("served"), count("unserved")];
          const { value } = findIndicator(`rate:${rule.id}:${measure}`)!.valueAt({
            columns: { today: answer },
            area,
            year: null,
            basis: "today",
          });
          expect(value).toBe(served + unserved === 0 ? null : served / (served + unserved));
        }
      });
    }
  });
});

describe("figures of a plan equal those of the tables", () => {
  it.each(MAP_LEVELS)("by %s: who moves in each year", async (by) => {
    const answer = await planBy(by);
    const wanted = await rowsBy(
      `select t.above as code, m.year::text as year, sum(m.persons) as persons, sum(m.households) as households,
         count(distinct m.village) as villages
       from t_moved m join t_tree t on t.code = m.area_code and t.level = ? where m.plan_id = ? group by t.above, m.year`,
      [by, plan],
      ["code", "year"],
    );
    const sum = [...wanted.values()].reduce((all, row) => all + Number(row["persons"]), 0);
    expect(sum).toBeGreaterThan(30_000);
    let compared = 0;
    answer.years.forEach((year, y) =>
      answer.areas.forEach((code, i) => {
        if (answer.movedPersons[y]![i] === null) return;
        const row = wanted.get(`${code}:${year}`);
        compared += Number(row?.["persons"] ?? 0);
        expect([
          code,
          year,
          answer.movedPersons[y]![i],
          answer.movedHouseholds[y]![i],
          answer.movedVillages[y]![i],
        ]).toEqual([
          code,
          year,
          row?.["persons"] ?? 0,
          row?.["households"] ?? 0,
          row?.["villages"] ?? 0,
        ]);
      }),
    );
    expect(compared).toBe(sum);
  });

  it.each(["county", "township"] as const)("by %s: room, and who is sent there", async (by) => {
    const answer = await planBy(by);
    const wanted = await rowsBy(
      `select u.code, y.year::text as year, count(*) as settlements,
         sum(case when s.ready_year <= y.year then s.capacity_persons else 0 end) as capacity,
         sum((select coalesce(sum(m.persons), 0) from t_moved m
              where m.plan_id = s.plan_id and m.settlement_id = s.id and m.year <= y.year)) as settled,
         sum((select coalesce(sum(m.persons), 0) from t_moved m
              where m.plan_id = s.plan_id and m.settlement_id = s.id and m.year = y.year)) as arriving
       from settlements s join t_units u on u.level = ? and st_contains(u.geom, s.point),
         generate_series(2014, 2020) as y (year)
       where s.plan_id = ? group by u.code, y.year`,
      [by, plan],
      ["code", "year"],
    );
    expect(wanted.size).toBeGreaterThan(50);
    answer.years.forEach((year, y) =>
      answer.areas.forEach((code, i) => {
        const row = wanted.get(`${code}:${year}`);
        expect([
          code,
          year,
          answer.settlements[i],
          answer.capacityPersons[y]![i],
          answer.settledPersons[y]![i],
          answer.arrivingPersons[y]![i],
        ]).toEqual([
          code,
          year,
          row?.["settlements"] ?? 0,
          row?.["capacity"] ?? 0,
          row?.["settled"] ?? 0,
          row?.["arriving"] ?? 0,
        ]);
      }),
    );
  });

  it("money is that of the plan as it is checked, which knows more about its sites and works", async () => {
    const db = database.knex;
    const { row, plan: whole } = await readPlan(db, { memory: new PlanMemory() }, plan);
    const state = service.regions.get(REGION)!;
    const assessed = await new PlanAssessor().assess(db, state, row, whole);
    for (const by of MAP_LEVELS) {
      const { plan: _, version: __, by: ___, ...answer } = await planBy(by);
      expect(answer).toEqual(planColumns(assessed, by, NOTHING_RETURNED));
    }
  });

  it("yearly targets are those of the plan", async () => {
    const answer = await planBy("county");
    const wanted = await rowsBy(
      "select area_code as code, year::text as year, persons from annual_targets where plan_id = ?",
      [plan],
      ["code", "year"],
    );
    expect(wanted.size).toBeGreaterThan(50);
    answer.years.forEach((year, y) =>
      answer.areas.forEach((code, i) => {
        const target = wanted.get(`${code}:${year}`)?.["persons"] ?? null;
        expect([code, year, answer.targetPersons[y]![i]]).toEqual([code, year, target]);
      }),
    );
  });

  it.each(["county", "township"] as const)(
    "by %s: who is served after moves, at the end of each year",
    async (by) => {
      const path = `/api/thematic/rule-years?plan=${plan}&rule=village-road&by=${by}`;
      const answer = await ask(path, RuleYearsAnswer);
      const { eligible } = service.regions.get(REGION)!.rule("village-road")!;
      // Who has gone leaves the count; who fell below the least size by it counts no longer.
      const wanted = await rowsBy(
        `with gone as (
           select y.year, m.village, sum(m.households) as households, sum(m.persons) as persons
           from t_moved m, generate_series(2014, 2020) as y (year) where m.plan_id = ? and m.year <= y.year
           group by y.year, m.village
         ), left_over as (
           select v.id, v.area_code, y.year, v.households as before,
             v.households - coalesce(g.households, 0) as households, v.persons - coalesce(g.persons, 0) as persons
           from t_villages v cross join generate_series(2014, 2020) as y (year)
             left join gone g on g.village = v.code and g.year = y.year
         )
         select t.above as code, l.year::text as year, r.status, count(*) as villages, sum(l.households) as households,
           sum(l.persons) as persons
         from left_over l join village_verdict_rows r on r.unit_id = l.id and r.rule_id = 'village-road'
           join coverage_runs c on c.id = r.run_id and c.state = 'current'
           join t_tree t on t.code = l.area_code and t.level = ?
         where l.households > 0 and not (l.before >= ? and l.households < ?)
         group by t.above, l.year, r.status`,
        [plan, by, eligible.minHouseholds!, eligible.minHouseholds!],
        ["code", "year", "status"],
      );
      answer.years.forEach((year, y) =>
        answer.areas.forEach((code, i) => {
          for (const measure of MEASURES)
            for (const status of ["served", "unserved", "unknown"] as const) {
              const count = wanted.get(`${code}:${year}:${STATUS[status]}`)?.[measure] ?? 0;
              const found = answer.afterMoves[y]![measure][status][i];
              expect([code, year, measure, status, found]).toEqual([
                code,
                year,
                measure,
                status,
                count,
              ]);
            }
        }),
      );
      const { unserved } = answer.afterBoth.at(-1)!.villages;
      const before = answer.afterMoves[0]!.villages.unserved;
      const sum = (column: (number | null)[]) => column.reduce<number>((all, n) => all + n!, 0);
      expect(sum(unserved)).toBeLessThan(sum(before));
    },
  );

  it("flows from townships are the moves between them and each settlement", async () => {
    const answer = await ask(`/api/thematic/flows?plan=${plan}&by=township`, FlowsAnswer);
    const wanted = await rowsBy(
      `select t.above as code, m.settlement_id as settlement, sum(m.persons) as persons, count(distinct m.village) as villages
       from t_moved m join t_tree t on t.code = m.area_code and t.level = 'township' where m.plan_id = ?
       group by t.above, m.settlement_id`,
      [plan],
      ["code", "settlement"],
    );
    expect(answer.flows).toHaveLength(wanted.size);
    for (const { from, settlement, villages, persons } of answer.flows) {
      const row = wanted.get(`${from}:${settlement}`)!;
      const sum = persons.reduce((all, one) => all + one, 0);
      expect([from, settlement, sum, villages]).toEqual([
        from,
        settlement,
        row["persons"],
        row["villages"],
      ]);
    }
  });
});

describe("the demonstration atlas", () => {
  async function atlasOf(): Promise<Atlas> {
    const { items } = await ask(`/api/atlases?area=${HECHI}`, AtlasesAnswer);
    expect(items).toHaveLength(1);
    return items[0]!;
  }

  it("is there, of pages that fit one city, each of which paints every area that has something to show", async () => {
    const { name, pages } = await atlasOf();
    expect(name).toMatch(/^专题图集 \/ Atlas.*演示/);
    expect(pages.length).toBeGreaterThanOrEqual(6);
    for (const page of pages) {
      const { view, leftOut } = readView(page.query, "");
      expect([leftOut, formatView(view), view.area]).toEqual([[], page.query, HECHI]);
      const today = await ask(`/api/thematic/today?area=${view.area}&by=${view.by}`, TodayAnswer);
      const rule = findIndicator(view.indicator)!.rule ?? "village-road";
      const ruleYears = await ask(
        `/api/thematic/rule-years?plan=${plan}&rule=${rule}&by=${view.by}`,
        RuleYearsAnswer,
      );
      const columns: MapColumns = {
        today,
        plan: await planBy(view.by),
        ruleYears: { [rule]: ruleYears },
      };
      const map =
        view.other === null
          ? paintMap(view, columns)
          : differenceMap(view, columns, { subject: view.other, columns });
      const painted = map.areas.filter(({ classIndex }) => classIndex >= 0).length;
      expect([page.name, painted]).toEqual([page.name, today.areas.length]);
      expect(map.classes.filter(({ count }) => count > 0).length).toBeGreaterThan(1);
    }
  });

  it("is made once: who deletes it is not given another", async () => {
    expect(await lacksDemonstrationAtlas(database.knex)).toBe(false);
    const { id } = await atlasOf();
    await service.send("DELETE", `/api/atlases/${id}`, undefined, { version: 1 });
    expect(await lacksDemonstrationAtlas(database.knex)).toBe(false);
  });
});
