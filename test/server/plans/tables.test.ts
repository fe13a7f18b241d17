import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { withTestDatabase, type TestDatabase } from "../../support/database.ts";

const NOT_NULL = "23502";
const FOREIGN_KEY = "23503";
const UNIQUE = "23505";
const CHECK = "23514";
const GEOMETRY_TYPE = "22023";

const PLAN = randomUUID();
const POINT = "'SRID=4326;POINT(108 24)'";

let database: TestDatabase;
beforeAll(async () => {
  database = await withTestDatabase();
  await database.knex.raw(`
    insert into plans (id, region_code, area_code, area_name, name, year_from, year_to, data_version, created_by)
    values ('${PLAN}', '45', '45', '广西', '规划', 2014, 2020, 'v', '韦');
    insert into settlements (plan_id, id, name, kind, layout, point, capacity_persons, ready_year)
    values ('${PLAN}', 's1', '新村', 'newVillage', 'concentrated', ${POINT}, 500, 2014);
    insert into moves (plan_id, village, part, settlement_id, year) values ('${PLAN}', 'v1', 1, 's1', 2016);
    insert into plan_changes (plan_id, version, change, inverse, counts, author, client, idempotency_key, body_hash)
    values ('${PLAN}', 1, '{}', '{}', '[]', '韦', 'p', 'k', 'h')`);
});
afterAll(() => database.close());

const PLANS =
  "insert into plans (id, region_code, area_code, area_name, name, year_from, year_to, data_version, created_by, creation_key, creation_hash)";
const SETTLEMENT =
  "insert into settlements (plan_id, id, name, kind, layout, point, capacity_persons, ready_year)";
const MOVE = "insert into moves (plan_id, village, part, settlement_id, year, households, reason)";
const WORKS = "insert into works (plan_id, id, name, sector, action, feature_id, geom, year, fund)";
const CHANGE =
  "insert into plan_changes (plan_id, version, change, inverse, counts, author, client, idempotency_key, body_hash)";

test.each([
  [
    "a plan that ends before it begins",
    `${PLANS} values ('${randomUUID()}', '45', '45', 'x', 'x', 2020, 2014, 'v', 'x', null, null)`,
    CHECK,
  ],
  [
    "a plan without a name",
    `${PLANS} values ('${randomUUID()}', '45', '45', 'x', '', 2014, 2020, 'v', 'x', null, null)`,
    CHECK,
  ],
  [
    "two plans of one request",
    `${PLANS} values ('${randomUUID()}', '45', '45', 'x', 'x', 2014, 2020, 'v', 'x', 'k', 'h'), ('${randomUUID()}', '45', '45', 'x', 'x', 2014, 2020, 'v', 'x', 'k', 'h')`,
    UNIQUE,
  ],
  [
    "a settlement of an unknown kind",
    `${SETTLEMENT} values ('${PLAN}', 's2', 'x', 'village', 'concentrated', ${POINT}, 1, 2014)`,
    CHECK,
  ],
  [
    "a settlement without a place",
    `${SETTLEMENT} values ('${PLAN}', 's2', 'x', 'newVillage', 'concentrated', null, 1, 2014)`,
    NOT_NULL,
  ],
  [
    "a settlement that is a line",
    `${SETTLEMENT} values ('${PLAN}', 's2', 'x', 'newVillage', 'concentrated', 'SRID=4326;LINESTRING(1 1, 2 2)', 1, 2014)`,
    GEOMETRY_TYPE,
  ],
  [
    "a settlement for fewer than nobody",
    `${SETTLEMENT} values ('${PLAN}', 's2', 'x', 'newVillage', 'concentrated', ${POINT}, -1, 2014)`,
    CHECK,
  ],
  [
    "a move to a settlement that is not in the plan",
    `${MOVE} values ('${PLAN}', 'v2', 1, 's9', 2016, null, null)`,
    FOREIGN_KEY,
  ],
  ["a move of no household", `${MOVE} values ('${PLAN}', 'v2', 1, 's1', 2016, 0, null)`, CHECK],
  [
    "a move for an unknown reason",
    `${MOVE} values ('${PLAN}', 'v2', 1, 's1', 2016, null, 'weather')`,
    CHECK,
  ],
  [
    "one part of a move twice",
    `${MOVE} values ('${PLAN}', 'v1', 1, 's1', 2016, null, null)`,
    UNIQUE,
  ],
  [
    "works that build nothing",
    `${WORKS} values ('${PLAN}', 'w1', 'x', 'road', 'build', null, null, 2016, 'localBonds')`,
    CHECK,
  ],
  [
    "works that close nothing",
    `${WORKS} values ('${PLAN}', 'w1', 'x', 'road', 'close', null, null, 2016, 'localBonds')`,
    CHECK,
  ],
  [
    "works that are many lines",
    `${WORKS} values ('${PLAN}', 'w1', 'x', 'road', 'build', null, 'SRID=4326;MULTILINESTRING((1 1, 2 2))', 2016, 'localBonds')`,
    CHECK,
  ],
  [
    "works paid from nowhere",
    `${WORKS} values ('${PLAN}', 'w1', 'x', 'road', 'build', null, ${POINT}, 2016, 'luck')`,
    CHECK,
  ],
  [
    "a version twice",
    `${CHANGE} values ('${PLAN}', 1, '{}', '{}', '[]', 'x', 'x', 'other', 'h')`,
    UNIQUE,
  ],
  [
    "an idempotency key twice",
    `${CHANGE} values ('${PLAN}', 2, '{}', '{}', '[]', 'x', 'x', 'k', 'h')`,
    UNIQUE,
  ],
  [
    "a change of no plan",
    `${CHANGE} values ('${randomUUID()}', 1, '{}', '{}', '[]', 'x', 'x', 'k', 'h')`,
    FOREIGN_KEY,
  ],
  [
    "a setting that is neither hard nor soft nor off",
    `insert into plan_settings values ('${PLAN}', 'severity:overCapacity', 'medium')`,
    CHECK,
  ],
])("the tables of plans refuse %s", async (_what, sql, code) => {
  await expect(database.knex.raw(sql)).rejects.toMatchObject({ code });
});

test("with a plan goes all that it holds, its history too, and its scenarios stay", async () => {
  const scenario = randomUUID();
  await database.knex.raw(
    `insert into plans (id, region_code, area_code, area_name, name, year_from, year_to, data_version, created_by, branch_of, branch_version)
     values ('${scenario}', '45', '45', '广西', '方案', 2014, 2020, 'v', '韦', '${PLAN}', 1)`,
  );
  await database.knex("plans").where({ id: PLAN }).delete();
  for (const table of ["settlements", "moves", "plan_changes"])
    expect(await database.knex(table)).toEqual([]);
  expect(await database.knex("plans").select("id", "branch_of", "branch_version")).toEqual([
    { id: scenario, branch_of: null, branch_version: 1 },
  ]);
});
