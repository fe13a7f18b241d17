import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    /** Folder and name of the migrated database of this run; on a server the name is the database's. */
    migratedDatabase: { folder: string; name: string };
  }
}

/** A place for one migrated database that all files of a run copy, gone after it; database.ts makes it when one needs it. */
export default function migratedDatabase(project: TestProject): () => Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "qiantu-migrated-"));
  const name = `qiantu_test_${process.pid}_migrated`;
  project.provide("migratedDatabase", { folder, name });
  return async () => {
    rmSync(folder, { recursive: true, force: true });
    const server = process.env["DATABASE_URL"];
    // A run without any test on the database may well name a server that is not there.
    if (server) await onServer(server, `drop database if exists ${name} with (force)`).catch(warn);
  };
}

const warn = (error: unknown): void => console.warn("The migrated database stays:", error);

/** Runs a statement on the server that the tests are given, outside of any transaction. */
export async function onServer(serverUrl: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
