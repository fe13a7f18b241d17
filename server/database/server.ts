import knex, { type Knex } from "knex";
import type { OpenDatabase } from "./open.ts";
import { VALUE_TYPES } from "./value-types.ts";

const OLDEST_POSTGRES = 15;

/** Opens a pool on a PostgreSQL server with PostGIS. A connection that dies while idle is dropped and replaced by knex. */
export async function openServer(databaseUrl: string): Promise<OpenDatabase> {
  const connection = {
    connectionString: databaseUrl,
    application_name: "qiantu",
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    types: VALUE_TYPES,
  };
  const database = knex({
    client: "pg",
    connection,
    pool: { min: 0, max: 10, afterCreate: useUtc },
    acquireConnectionTimeout: 60_000,
  });
  try {
    await refuseUnfitServer(database);
  } catch (error) {
    await database.destroy();
    throw error;
  }
  let closing: Promise<void> | undefined;
  return { knex: database, engine: "server", close: () => (closing ??= database.destroy()) };
}

interface RawConnection {
  query(sql: string, done: (error: Error | null) => void): void;
}

function useUtc(
  connection: RawConnection,
  done: (error: Error | null, connection: RawConnection) => void,
): void {
  connection.query("set timezone to 'UTC'", (error) => done(error, connection));
}

async function refuseUnfitServer(database: Knex): Promise<void> {
  let answer: { rows: { version: number; postgis: string | null }[] };
  try {
    answer = await database.raw(`
      select current_setting('server_version_num')::int / 10000 as version,
             (select default_version from pg_available_extensions where name = 'postgis') as postgis`);
  } catch (cause) {
    throw new Error(
      `The database of DATABASE_URL cannot be used: ${cause instanceof Error ? cause.message : String(cause)}`,
      { cause },
    );
  }
  const [row] = answer.rows;
  if (!row || row.version < OLDEST_POSTGRES) {
    throw new Error(
      `Qiantu needs PostgreSQL ${OLDEST_POSTGRES} or newer; the server of DATABASE_URL is version ${row?.version}.`,
    );
  }
  if (row.postgis === null) {
    throw new Error(
      "The server of DATABASE_URL has no PostGIS; install it there (Debian: postgresql-15-postgis-3).",
    );
  }
}
