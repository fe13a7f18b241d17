import { afterAll, beforeAll, expect, test } from "vitest";
import { attempt } from "../../../server/database/attempt.ts";
import type { EmbeddedDatabase } from "../../../server/database/embedded/open-embedded.ts";
import { ENGINE, withTestDatabase, type TestDatabase } from "../../support/database.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await withTestDatabase({ migrated: false });
});
afterAll(() => database.close());

const one = async (): Promise<number> => {
  const { rows } = await database.knex.raw<{ rows: { one: number }[] }>("select 1 as one");
  return rows[0]!.one;
};

test("a statement that succeeds in time gives its value", async () => {
  const tried = await attempt(database.knex, 5_000, (trx) => trx.raw("select 7 as seven"));
  expect(tried).toMatchObject({ ok: true, value: { rows: [{ seven: 7 }] } });
});

test("a statement that fails gives the reason without the statement", async () => {
  const tried = await attempt(database.knex, 5_000, (trx) => trx.raw("select 1 / ?::int", [0]));
  expect(tried).toEqual({ ok: false, reason: "division by zero" });
  expect(await one()).toBe(1);
});

test("a statement that takes too long is ended, and the database answers again", async () => {
  const begin = performance.now();
  const tried = await attempt(database.knex, 300, (trx) =>
    trx.raw("select count(*) from generate_series(1, 1000000000) as a"),
  );
  expect(tried.ok).toBe(false);
  expect(performance.now() - begin).toBeLessThan(60_000);
  expect(await one()).toBe(1);
});

test("a statement that takes the engine with it is told, and the database answers again", async () => {
  const tried = await attempt(database.knex, 60_000, async (trx) => {
    if (ENGINE === "server") return trx.raw("select pg_terminate_backend(pg_backend_pid())");
    setTimeout(() => void (database as unknown as EmbeddedDatabase).terminate(), 100);
    return trx.raw("select count(*) from generate_series(1, 1000000000) as a");
  });
  expect(tried.ok).toBe(false);
  expect(await one()).toBe(1);
});

test("the time of a statement does not run while it waits for its turn", async () => {
  const others = Array.from({ length: ENGINE === "server" ? 10 : 1 }, () =>
    database.knex.transaction((trx) => trx.raw("select pg_sleep(1)")),
  );
  const tried = await attempt(database.knex, 500, (trx) => trx.raw("select 1"));
  expect(tried.ok).toBe(true);
  await Promise.all(others);
});
