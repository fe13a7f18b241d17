import pg from "pg";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { withTestDatabase, type TestDatabase } from "../../support/database.ts";
import { seedSmallRegion } from "../coverage/small-region.ts";
import { editUnderStrikes, ServiceProcess } from "./heavy-editing.ts";

const KILLS = 20;

let database: TestDatabase;
let service: ServiceProcess;
beforeAll(async () => {
  database = await withTestDatabase();
  await seedSmallRegion(database.knex);
  await database.release();
  service = new ServiceProcess(database.config);
});
afterEach(() => service.kill());
afterAll(() => database.close());

/** On a server, what the killed service had open there is cut off too. */
async function cutConnections(): Promise<void> {
  const { databaseUrl } = database.config;
  if (databaseUrl === null) return;
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()",
  );
  await client.end();
}

it("a service killed twenty times in the middle of edits has every accepted change once, and nothing half", async () => {
  await service.start();
  const { accepted } = await editUnderStrikes(database.config, service, KILLS, async () => {
    await service.kill();
    await cutConnections();
    await service.start();
  });
  expect(accepted).toBeGreaterThan(KILLS * 4);
}, 900_000);
