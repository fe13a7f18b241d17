import type { Knex } from "knex";
import { MIGRATIONS } from "../../migrations/index.ts";

/** Any fixed number: whoever migrates this database takes the lock of this name first. */
const MIGRATION_LOCK = 7_161_116;

/**
 * Brings the tables to the newest version: every migration not yet applied, all in one transaction, so that a failed or
 * killed one leaves the database as it was. Gives the names applied, none when it was up to date.
 * Throws when the database was migrated by a newer program.
 */
export function migrateUp(knex: Knex): Promise<string[]> {
  return knex.transaction(async (trx) => {
    const applied = await lockAndListApplied(trx);
    const known = new Set(MIGRATIONS.map((migration) => migration.name));
    const unknown = applied.filter((name) => !known.has(name));
    if (unknown.length > 0) {
      throw new Error(
        `The database was made by a newer Qiantu (${unknown.join(", ")}); start that version instead.`,
      );
    }
    const missing = MIGRATIONS.filter((migration) => !applied.includes(migration.name));
    for (const migration of missing) {
      await migration.up(trx);
      await trx("schema_migrations").insert({ name: migration.name });
    }
    return missing.map((migration) => migration.name);
  });
}

/** Takes back the newest migration, with the data in its tables. Gives its name, or null when there was none left. */
export function migrateDown(knex: Knex): Promise<string | null> {
  return knex.transaction(async (trx) => {
    const applied = await lockAndListApplied(trx);
    const newest = MIGRATIONS.findLast((migration) => applied.includes(migration.name));
    if (!newest) return null;
    await newest.down(trx);
    await trx("schema_migrations").where({ name: newest.name }).delete();
    return newest.name;
  });
}

async function lockAndListApplied(trx: Knex.Transaction): Promise<string[]> {
  await trx.raw("select pg_advisory_xact_lock(?)", [MIGRATION_LOCK]);
  await trx.raw(
    "create table if not exists schema_migrations (name text primary key, applied_at timestamptz not null default now())",
  );
  return trx("schema_migrations").pluck("name");
}
