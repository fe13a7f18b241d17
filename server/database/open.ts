import type { Knex } from "knex";

/** A knex instance or a transaction of it: always the first argument of a query. */
export type Db = Knex | Knex.Transaction;

export interface OpenDatabase {
  knex: Knex;
  engine: "embedded" | "server";
  close(): Promise<void>;
}
