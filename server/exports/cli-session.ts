import { randomBytes } from "node:crypto";
import { rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Config } from "../config.ts";
import { CommandRefused } from "../coverage/command-question.ts";
import { Regions } from "../coverage/regions.ts";
import { cachedLoader } from "../coverage/snapshot-file.ts";
import { migrateUp } from "../database/migrate.ts";
import { openDatabase } from "../database/open.ts";
import { seedStandards } from "../indicators/seed.ts";
import { openPlans } from "../plans/open-plans.ts";
import { LEADER_OPERATIONS } from "../figures/routes.ts";
import { THEMATIC_OPERATIONS } from "../thematic/routes.ts";
import { runPrint } from "./print-job.ts";
import type { PrintContext } from "./service.ts";

/** Opens the database for the time of some printing, which is done in this very thread. */
export async function withPrints<T>(
  config: Config,
  log: (text: string) => void,
  work: (context: PrintContext) => Promise<T>,
): Promise<T> {
  const database = await openDatabase(config);
  const regions = new Regions(log, cachedLoader(join(config.dataDir, "snapshots"), log));
  const plans = openPlans({
    database: () => database.knex,
    engine: () => database.engine,
    regions,
    log,
  });
  try {
    await migrateUp(database.knex);
    await seedStandards(database.knex);
    await regions.refresh(database.knex);
    if (!regions.ready)
      throw new CommandRefused(
        "The database holds no area yet; import boundaries or load the demonstration region.",
        1,
      );
    return await work({
      plans,
      operations: [...THEMATIC_OPERATIONS, ...LEADER_OPERATIONS],
      print: runPrint,
      fontFolder: join(config.dataDir, "fonts"),
      now: () => new Date(),
    });
  } finally {
    plans.feed.close();
    await plans.proposals.close();
    await regions.stop();
    await database.close();
  }
}

/** Writes a file beside its place and renames it, so that there is never half of one. Throws CommandRefused where that cannot be. */
export async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  const temporary = `${path}.${randomBytes(4).toString("hex")}`;
  try {
    await writeFile(temporary, bytes);
    await rename(temporary, path);
  } catch (cause) {
    await rm(temporary, { force: true });
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new CommandRefused(`${path} cannot be written: ${why}`, 1);
  }
}
