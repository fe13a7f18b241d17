import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import knex from "knex";
import { letStatementsBeStopped } from "../attempt.ts";
import type { OpenDatabase } from "../open.ts";
import { VALUE_TYPES } from "../value-types.ts";
import { BackendThread } from "./backend-thread.ts";
import { ensureCluster } from "./cluster.ts";
import { takeLock } from "./lock.ts";

export interface EmbeddedDatabase extends OpenDatabase {
  /**
   * Ends the database thread at once, in the middle of whatever it does: the only way to cancel a statement. The statement
   * fails, nothing committed is lost, and the next statement starts the thread anew.
   */
  terminate(): Promise<void>;
}

/**
 * Opens the embedded PostGIS in `dataDir`, making it when there is none. One connection only: inside a transaction use
 * `trx` and nothing else, or the statement waits for a connection that never comes and fails after a minute.
 * Should the database thread die, running statements fail and the next one starts it anew.
 */
export async function openEmbedded(dataDir: string): Promise<EmbeddedDatabase> {
  await mkdir(dataDir, { recursive: true });
  const lock = await takeLock(join(dataDir, "lock"));
  try {
    const clusterDir = join(dataDir, "postgres");
    const bundlePath = await ensureCluster(clusterDir, join(dataDir, "cache"));
    let thread = new BackendThread(clusterDir, bundlePath);
    await thread.ready;
    const database = knex({
      client: "pg",
      connection: {
        user: "postgres",
        database: "postgres",
        types: VALUE_TYPES,
        stream: () => {
          if (thread.hasStopped) thread = new BackendThread(clusterDir, bundlePath);
          return thread.openStream();
        },
      },
      pool: { min: 1, max: 1 },
      acquireConnectionTimeout: 60_000,
    });
    letStatementsBeStopped(database, () => thread.terminate());
    let closing: Promise<void> | undefined;
    const close = async (): Promise<void> => {
      await database.destroy();
      await thread.close();
      await lock.release();
    };
    return {
      knex: database,
      engine: "embedded",
      close: () => (closing ??= close()),
      terminate: () => thread.terminate(),
    };
  } catch (error) {
    await lock.release();
    throw error;
  }
}
