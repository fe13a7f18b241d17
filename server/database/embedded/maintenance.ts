import type { Backend } from "./backend.ts";

/** Log that may gather before it is written into the tables; it is what a start after a crash has to read again. */
const CHECKPOINT_BYTES = 64 * 1024 * 1024;

/** The thresholds of PostgreSQL's autovacuum, with 1,000 rows for its 50: small tables are read whole anyway. */
const NEGLECTED_TABLE = `
  select format('%I.%I', schemaname, relname) from pg_stat_user_tables
  where n_dead_tup > 1000 + 0.2 * n_live_tup or n_mod_since_analyze > 1000 + 0.1 * n_live_tup
  order by n_mod_since_analyze + n_dead_tup desc limit 1`;

const LOG_BYTES = "select (pg_current_wal_lsn() - redo_lsn)::text from pg_control_checkpoint()";

/** What a server does in background processes, and a single backend must do itself while nobody asks anything. */
export class Maintenance {
  readonly #backend: Backend;
  readonly #warn: (text: string) => void;
  #hasFailed = false;

  constructor(backend: Backend, warn: (text: string) => void) {
    this.#backend = backend;
    this.#warn = warn;
  }

  /** Does one piece of work, at most a second or so. Gives false when nothing is left to do. */
  run(): boolean {
    if (this.#hasFailed || this.#backend.isInTransaction) return false;
    try {
      return this.#checkpoint() || this.#vacuum();
    } catch (error) {
      // The tables are only less tidy for it: the database goes on, and the operator is told once.
      this.#hasFailed = true;
      this.#warn(
        `The embedded database could not tidy up: ${error instanceof Error ? error.message : String(error)}`,
      );
      return false;
    }
  }

  #checkpoint(): boolean {
    if (Number(this.#backend.ask(LOG_BYTES)) < CHECKPOINT_BYTES) return false;
    this.#backend.run("checkpoint");
    return true;
  }

  #vacuum(): boolean {
    const table = this.#backend.ask(NEGLECTED_TABLE);
    if (table === null) return false;
    this.#backend.run(`vacuum (analyze) ${table}`);
    return true;
  }
}
