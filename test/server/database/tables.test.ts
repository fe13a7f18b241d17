import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type TestDatabase, withTestDatabase } from "../../support/database.ts";

const NOT_NULL = "23502";
const FOREIGN_KEY = "23503";
const UNIQUE = "23505";
const CHECK = "23514";
const GEOMETRY_TYPE = "22023";

let database: TestDatabase;
beforeAll(async () => {
  database = await withTestDatabase();
});
afterAll(() => database.close());

beforeEach(async () => {
  await database.knex.raw(`
    truncate datasets, admin_units, coverage_runs, indicator_rules, policy_parameters restart identity cascade;
    insert into datasets (kind, area_code, source, datum, state, accepted_at) values ('villages', '45', 'test', 'wgs84', 'current', now());
    insert into natural_villages (dataset_id, code, name, point) values (1, 'a', '屯', 'SRID=4326;POINT(108 23)')`);
});

const VILLAGE = "insert into natural_villages (dataset_id, name, point, households)";
const DATASET = "insert into datasets (kind, area_code, source, datum, state, accepted_at)";
const RUN =
  "insert into coverage_runs (region_code, state, data_version, datasets, rules, villages, finished_at)";
const VERDICTS =
  "insert into village_verdicts (run_id, rule_id, area_code, unit_ids, status, reason, distance_m, feature_ids)";

test.each([
  [
    "a dataset of an unknown kind",
    `${DATASET} values ('rivers', '45', 'x', 'wgs84', 'staged', null)`,
    CHECK,
  ],
  [
    "a dataset of an unknown datum",
    `${DATASET} values ('roads', '45', 'x', 'bd09', 'staged', null)`,
    CHECK,
  ],
  [
    "a current dataset that nobody accepted",
    `${DATASET} values ('roads', '45', 'x', 'wgs84', 'current', null)`,
    CHECK,
  ],
  [
    "two current datasets of one kind, area and layer",
    `${DATASET} values ('villages', '45', 'x', 'wgs84', 'current', now())`,
    UNIQUE,
  ],
  [
    "an area that is its own parent",
    "insert into admin_units (code, level, parent_code, name) values ('45', 'region', '45', 'x')",
    CHECK,
  ],
  [
    "an area of an unknown level",
    "insert into admin_units (code, level, name) values ('45', 'province', 'x')",
    CHECK,
  ],
  [
    "two roots of one code",
    "insert into admin_units (code, level, name) values ('45', 'region', 'x'), ('45', 'region', 'y')",
    UNIQUE,
  ],
  [
    "an area that ends before it begins",
    "insert into admin_units (code, level, name, valid_from, valid_to) values ('45', 'region', 'x', '2026-01-02', '2026-01-01')",
    CHECK,
  ],
  [
    "a village with a negative number of households",
    `${VILLAGE} values (1, 'x', 'SRID=4326;POINT(108 23)', -1)`,
    CHECK,
  ],
  ["a village without a place", `${VILLAGE} values (1, 'x', null, 1)`, NOT_NULL],
  [
    "a village of no dataset",
    `${VILLAGE} values (99, 'x', 'SRID=4326;POINT(108 23)', 1)`,
    FOREIGN_KEY,
  ],
  [
    "a village in another reference system",
    `${VILLAGE} values (1, 'x', 'SRID=3857;POINT(108 23)', 1)`,
    GEOMETRY_TYPE,
  ],
  [
    "a village whose place is a line",
    `${VILLAGE} values (1, 'x', 'SRID=4326;LINESTRING(108 23, 109 23)', 1)`,
    GEOMETRY_TYPE,
  ],
  [
    "two villages of one code in one dataset",
    "insert into natural_villages (dataset_id, code, name, point) values (1, 'a', 'x', 'SRID=4326;POINT(108 23)')",
    UNIQUE,
  ],
  [
    "a network feature of an unknown sector",
    "insert into network_features (dataset_id, sector, geom) values (1, 'gas', 'SRID=4326;LINESTRING(108 23, 109 23)')",
    CHECK,
  ],
  [
    "a zone of an unknown kind",
    "insert into zones (dataset_id, kind, geom) values (1, 'park', 'SRID=4326;MULTIPOLYGON EMPTY')",
    CHECK,
  ],
  [
    "a facility with a negative capacity",
    "insert into facilities (dataset_id, kind, point, capacity) values (1, 'clinic', 'SRID=4326;POINT(108 23)', -1)",
    CHECK,
  ],
  [
    "two attested facts on one village and sector",
    "insert into service_facts (dataset_id, village_id, sector, served) values (1, 1, 'road', true), (1, 1, 'road', false)",
    UNIQUE,
  ],
  [
    "a rule whose name is no address",
    "insert into indicator_rules (id, version, rule) values ('Village Road', 1, '{}')",
    CHECK,
  ],
  [
    "a finished run without its end",
    `${RUN} values ('45', 'current', 'v', '{}', '[]', 1, null)`,
    CHECK,
  ],
  [
    "two current runs of a region",
    `${RUN} values ('45', 'current', 'v', '{}', '[]', 1, now()), ('45', 'current', 'w', '{}', '[]', 1, now())`,
    UNIQUE,
  ],
  [
    "verdicts of a run that does not exist",
    `${VERDICTS} values (99, 'r', '45', '{1}', '{3}', '{1}', '{1}', '{1}')`,
    FOREIGN_KEY,
  ],
  [
    "a parameter of an unknown confidence",
    "insert into policy_parameters (id, valid_from, value, unit, source, confidence) values ('x', '2026-01-01', 1, 'yuan', 's', 'sure')",
    CHECK,
  ],
])("the tables refuse %s", async (_what, sql, code) => {
  await expect(database.knex.raw(sql)).rejects.toMatchObject({ code });
});

test("verdict arrays of different lengths are refused", async () => {
  await database.knex.raw(`${RUN} values ('45', 'running', 'v', '{}', '[]', 2, null)`);
  await expect(
    database.knex.raw(
      `${VERDICTS} values (1, 'r', '45', '{1,2}', '{3}', '{1,1}', '{1,1}', '{1,1}')`,
    ),
  ).rejects.toMatchObject({ code: CHECK });
});

test("packed verdicts read back one row per village, without a distance where there is none", async () => {
  await database.knex.raw(`${RUN} values ('45', 'running', 'v', '{}', '[]', 2, null)`);
  await database.knex.raw(
    `${VERDICTS} values (1, 'r', '4512', '{7,8}', '{3,1}', '{1,2}', '{12.5,NaN}', '{70,0}')`,
  );
  const rows = await database
    .knex("village_verdict_rows")
    .orderBy("unit_id")
    .select("unit_id", "status", "distance_m", "feature_id");
  expect(rows).toEqual([
    { unit_id: 7, status: 3, distance_m: 12.5, feature_id: 70 },
    { unit_id: 8, status: 1, distance_m: null, feature_id: null },
  ]);
});

test("with a dataset go its rows, with a run its verdicts", async () => {
  await database.knex("datasets").where({ id: 1 }).delete();
  expect(await database.knex("natural_villages")).toEqual([]);
});

test("every table with places has a GiST index on them", async () => {
  const { rows } = await database.knex.raw<{ rows: { place: string; indexed: boolean }[] }>(`
    select g.f_table_name || '.' || g.f_geometry_column as place,
           exists (select from pg_indexes i where i.tablename = g.f_table_name and i.indexdef like '%using gist (' || g.f_geometry_column || ')%'
                   or i.tablename = g.f_table_name and i.indexdef ilike '%using gist (' || g.f_geometry_column || ')%') as indexed
    from geometry_columns g where g.f_table_schema = 'public' order by 1`);
  const unindexed = rows.filter((row) => !row.indexed).map((row) => row.place);
  expect(rows.length).toBeGreaterThan(5);
  // A seat is shown and never searched by place; an outline is found through the point of its village.
  expect(unindexed).toEqual(["admin_units.seat", "natural_villages.outline"]);
});
