import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import pg from "pg";
import type { Config } from "../../server/config.ts";
import { migrateUp } from "../../server/database/migrate.ts";
import { openDatabase, type OpenDatabase } from "../../server/database/open.ts";

const SERVER = process.env["DATABASE_URL"] || null;

/** Which engine this run of the tests is on: a server when DATABASE_URL is set, else the embedded database. */
export const ENGINE: OpenDatabase["engine"] = SERVER === null ? "embedded" : "server";

export interface TestDatabase extends OpenDatabase {
  /** Opens this very database again: for a process started by the test, or after `release`. */
  config: Config;
  /** Closes the connections but keeps the data, so that another process may open it. */
  release(): Promise<void>;
}

/**
 * A new database for one test file, on the engine of this run: `const database = await withTestDatabase()` in beforeAll,
 * `database.close()` in afterAll, which also deletes it. Pass `{ migrated: false }` for an empty one.
 */
export async function withTestDatabase({ migrated = true } = {}): Promise<TestDatabase> {
  const place = SERVER === null ? makeDataDir() : await createServerDatabase(SERVER);
  const config: Config = { ...place, host: "127.0.0.1", port: 0 };
  const database = await openDatabase(config);
  if (migrated) await migrateUp(database.knex);
  return {
    ...database,
    config,
    release: () => database.close(),
    async close() {
      await database.close();
      if (config.databaseUrl !== null && SERVER !== null)
        await dropServerDatabase(SERVER, config.databaseUrl);
      rmSync(config.dataDir, { recursive: true, force: true });
    },
  };
}

/** A temporary data folder that shares the built parts of the embedded database with all other tests. */
export function makeDataDir(): { databaseUrl: null; dataDir: string } {
  const dataDir = mkdtempSync(join(tmpdir(), "qiantu-test-"));
  const cache = fileURLToPath(new URL("../../node_modules/.cache/qiantu", import.meta.url));
  mkdirSync(cache, { recursive: true });
  symlinkSync(cache, join(dataDir, "cache"), "junction");
  return { databaseUrl: null, dataDir };
}

async function createServerDatabase(
  serverUrl: string,
): Promise<{ databaseUrl: string; dataDir: string }> {
  const name = `qiantu_test_${process.pid}_${randomBytes(4).toString("hex")}`;
  await onServer(serverUrl, `create database ${name} template template0 encoding 'UTF8'`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return { databaseUrl: url.href, dataDir: mkdtempSync(join(tmpdir(), "qiantu-test-")) };
}

async function dropServerDatabase(serverUrl: string, databaseUrl: string): Promise<void> {
  await onServer(
    serverUrl,
    `drop database if exists ${new URL(databaseUrl).pathname.slice(1)} with (force)`,
  );
}

async function onServer(serverUrl: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
