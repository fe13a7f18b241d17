import { randomBytes } from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { inject } from "vitest";
import type { Config } from "../../server/config.ts";
import { migrateUp } from "../../server/database/migrate.ts";
import { openDatabase, type OpenDatabase } from "../../server/database/open.ts";
import { onServer } from "./migrated-database.ts";

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
  const shared = migrated ? await migratedOnce() : null;
  const place = SERVER === null ? makeDataDir(shared) : await createServerDatabase(SERVER, shared);
  const config: Config = { ...place, host: "127.0.0.1", port: 0 };
  const database = await openDatabase(config);
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

/** The migrated database that all files of this run begin with a copy of; the first to need it makes it. */
async function migratedOnce(): Promise<string> {
  const { folder, name } = inject("migratedDatabase");
  const made = SERVER === null ? join(folder, name) : name;
  const marker = join(folder, "made");
  const making = join(folder, "making");
  while (!existsSync(marker)) {
    try {
      mkdirSync(making);
    } catch {
      await wait(50);
      continue;
    }
    try {
      if (!existsSync(marker)) await makeMigrated(made);
      writeFileSync(marker, "");
    } finally {
      rmdirSync(making);
    }
  }
  return made;
}

async function makeMigrated(made: string): Promise<void> {
  const place =
    SERVER === null ? makeDataDir(null) : await createServerDatabase(SERVER, null, made);
  const database = await openDatabase({ ...place, host: "127.0.0.1", port: 0 });
  await migrateUp(database.knex);
  await database.close();
  if (SERVER === null) renameSync(join(place.dataDir, "postgres"), made);
  rmSync(place.dataDir, { recursive: true });
}

/** A temporary data folder that shares the built parts of the embedded database with all other tests. */
export function makeDataDir(copied: string | null = null): { databaseUrl: null; dataDir: string } {
  const dataDir = mkdtempSync(join(tmpdir(), "qiantu-test-"));
  const cache = fileURLToPath(new URL("../../node_modules/.cache/qiantu", import.meta.url));
  mkdirSync(cache, { recursive: true });
  symlinkSync(cache, join(dataDir, "cache"), "junction");
  if (copied !== null) cpSync(copied, join(dataDir, "postgres"), { recursive: true });
  return { databaseUrl: null, dataDir };
}

async function createServerDatabase(
  serverUrl: string,
  copied: string | null,
  name = `qiantu_test_${process.pid}_${randomBytes(4).toString("hex")}`,
): Promise<{ databaseUrl: string; dataDir: string }> {
  const from = copied === null ? "template0 encoding 'UTF8'" : copied;
  await onServer(serverUrl, `create database ${name} template ${from}`);
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
