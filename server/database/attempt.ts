import { setTimeout as wait } from "node:timers/promises";
import type { Knex } from "knex";
import type { Db } from "./open.ts";

/** How long an engine that a statement took with it is given to come back. */
const RETURN_MS = 60_000;

/** How to end the statement that runs on an engine without `statement_timeout`, by the settings that a knex shares with its transactions. */
const stoppers = new WeakMap<object, () => Promise<void>>();

/** Says how a running statement of this database is ended. */
export function letStatementsBeStopped(knex: Knex, stop: () => Promise<void>): void {
  stoppers.set(settingsOf(knex), stop);
}

export type Attempt<T> = { ok: true; value: T } | { ok: false; reason: string };

/**
 * Runs one statement that may take too long or, by a fault of the geometry library, end the whole engine. Not `ok` when it did not
 * succeed within `limitMs`, whatever the reason; the database then answers again. Throws when the database itself does not come back.
 * `statement` writes nothing that must stay; `db` must not be a transaction, because a failure would end it.
 */
export async function attempt<T>(
  db: Db,
  limitMs: number,
  statement: (trx: Knex.Transaction) => PromiseLike<T>,
): Promise<Attempt<T>> {
  const stop = stoppers.get(settingsOf(db));
  let timer: NodeJS.Timeout | undefined;
  try {
    const value = await db.transaction(async (trx) => {
      // Only now is the connection ours, so that nobody else's statement is stopped.
      if (stop) timer = setTimeout(() => void stop(), limitMs);
      else await trx.raw(`set local statement_timeout = ${Math.ceil(limitMs)}`);
      try {
        return await statement(trx);
      } finally {
        clearTimeout(timer);
      }
    });
    return { ok: true, value };
  } catch (error) {
    await untilItAnswers(db, error);
    return { ok: false, reason: reasonOf(error) };
  }
}

/** What the database said; knex writes the whole statement with its values before it. */
function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message
    .slice(message.lastIndexOf(" - ") + 1)
    .replace(/^- /, "")
    .slice(0, 200);
}

async function untilItAnswers(db: Db, cause: unknown): Promise<void> {
  const until = Date.now() + RETURN_MS;
  for (;;) {
    try {
      await db.raw("select 1");
      return;
    } catch {
      if (Date.now() > until) throw new Error("The database does not answer any more.", { cause });
      await wait(200);
    }
  }
}

function settingsOf(db: Db): object {
  return (db.client as { config: object }).config;
}
