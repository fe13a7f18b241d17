import { afterAll, beforeAll, expect, test } from "vitest";
import { migrateDown, migrateUp } from "../../../server/database/migrate.ts";
import { type TestDatabase, withTestDatabase } from "../../support/database.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await withTestDatabase({ migrated: false });
});
afterAll(() => database.close());

async function tablesAndIndexes(): Promise<string[]> {
  const { rows } = await database.knex.raw<{ rows: { name: string }[] }>(`
    select c.relkind::text || ' ' || c.relname as name from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'v', 'i')
      and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')
    order by 1`);
  return rows.map((row) => row.name);
}

test("migrations go up, down and up again to the same tables and indexes", async () => {
  const applied = await migrateUp(database.knex);
  expect(applied).toContain("0001-coverage");
  const first = await tablesAndIndexes();
  expect(first).toContain("r natural_villages");
  expect(await migrateUp(database.knex)).toEqual([]);
  const taken: string[] = [];
  for (
    let name = await migrateDown(database.knex);
    name !== null;
    name = await migrateDown(database.knex)
  )
    taken.unshift(name);
  expect(taken).toEqual(applied);
  expect(await tablesAndIndexes()).not.toContain("r natural_villages");
  expect(await migrateUp(database.knex)).toEqual(applied);
  expect(await tablesAndIndexes()).toEqual(first);
});
