import { PGlite } from "@electric-sql/pglite";
import { mendedPostgis } from "./mends.ts";
import type { PostgresModule } from "./postgres-module.ts";

/** PGlite's own parameters but for -F (fsync off), which would lose commits with the power; and sizes for a whole region. */
const START_PARAMETERS = [
  ...PGlite.defaultStartParams.filter((parameter) => parameter !== "-F"),
  ...settings({
    fsync: "on",
    full_page_writes: "on",
    synchronous_commit: "on",
    shared_buffers: "128MB",
    work_mem: "32MB",
    maintenance_work_mem: "128MB",
    max_wal_size: "512MB",
    jit: "off",
  }),
];

export interface Engine {
  postgres: PostgresModule;
  restoreStack(): void;
  /** Runs a script before the backend has been given to clients. */
  run(sql: string): Promise<void>;
  close(): Promise<void>;
}

/** Starts PostgreSQL with PostGIS on the data directory `clusterDir`; where it is empty, initdb makes one. Only in a worker thread. */
export async function startEngine(clusterDir: string, bundlePath: string): Promise<Engine> {
  const { extension, markStack, restoreStack } = mendedPostgis(bundlePath);
  const database = await PGlite.create({
    dataDir: clusterDir,
    extensions: { postgis: extension },
    startParams: START_PARAMETERS,
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

function settings(values: Record<string, string>): string[] {
  return Object.entries(values).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
}
