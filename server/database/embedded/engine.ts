import { PGlite } from "@electric-sql/pglite";
import { mendedPostgis } from "./mends.ts";
import type { PostgresModule } from "./postgres-module.ts";

const SETTINGS = {
  full_page_writes: "on",
  synchronous_commit: "on",
  // Every byte of it is memory from the start on; the operating system's cache serves the rest.
  shared_buffers: "32MB",
  wal_buffers: "4MB",
  work_mem: "32MB",
  maintenance_work_mem: "64MB",
  max_wal_size: "512MB",
  jit: "off",
};

export interface Engine {
  postgres: PostgresModule;
  restoreStack: () => void;
  /** Runs a script before the backend has been given to clients. */
  run(sql: string): Promise<void>;
  close(): Promise<void>;
}

/**
 * Starts PostgreSQL with PostGIS on the data directory `clusterDir`; where it is empty, initdb makes one. It blocks the
 * thread it runs in. `isDurable: false` only for a directory that is thrown away when its making fails.
 */
export async function startEngine(
  clusterDir: string,
  bundlePath: string,
  { isDurable = true } = {},
): Promise<Engine> {
  const { extension, markStack, restoreStack } = mendedPostgis(bundlePath);
  const database = await PGlite.create({
    dataDir: clusterDir,
    extensions: { postgis: extension },
    startParams: startParameters(isDurable),
  });
  markStack();
  return {
    postgres: database.Module as unknown as PostgresModule,
    restoreStack,
    run: async (sql) => {
      await database.exec(sql);
    },
    close: () => database.close(),
  };
}

/** PGlite's own parameters but for -F (fsync off), which would lose commits with the power. */
function startParameters(isDurable: boolean): string[] {
  const settings = Object.entries({ ...SETTINGS, fsync: isDurable ? "on" : "off" });
  return [
    ...PGlite.defaultStartParams.filter((parameter) => parameter !== "-F"),
    ...settings.flatMap(([name, value]) => ["-c", `${name}=${value}`]),
  ];
}
