import type { Knex } from "knex";
import type { Config } from "../config.ts";
import { openServer } from "./server.ts";
import { openEmbedded } from "./embedded/open-embedded.ts";

/** A knex instance or a transaction of it: always the first argument of a query. */
export type Db = Knex | Knex.Transaction;

export interface OpenDatabase {
  knex: Knex;
  engine: "embedded" | "server";
  /** Waits for running statements, writes everything out and lets go of the data. May be called twice. */
  close(): Promise<void>;
}

/**
 * Opens the PostGIS server that `config.databaseUrl` names, or the embedded database in `config.dataDir`. The only place
 * that knows which. It does not migrate (see migrate.ts).
 *
 * Both engines give the same types: int8 and numeric as text, bytea as Buffer, timestamptz as Date, date as "YYYY-MM-DD".
 * Throws with a sentence for the operator when the server cannot be reached or another process holds the data folder.
 */
export function openDatabase(config: Config): Promise<OpenDatabase> {
  return config.databaseUrl === null
    ? openEmbedded(config.dataDir)
    : openServer(config.databaseUrl);
}
