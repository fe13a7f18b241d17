import { join } from "node:path";
import type { Knex } from "knex";
import type { DemonstrationRegion } from "../../geodata/demonstration/generate.ts";
import { REGION } from "../../geodata/facts/cities.ts";
import type { Command } from "../command.ts";
import { openRegion } from "../coverage/open-region.ts";
import { cachedLoader } from "../coverage/snapshot-file.ts";
import { migrateUp } from "../database/migrate.ts";
import { openDatabase } from "../database/open.ts";
import { DatasetRefused } from "../datasets/problems.ts";
import { seedStandards } from "../indicators/seed.ts";
import { PlanMemory } from "../plans/plan-memory.ts";
import { Turns } from "../plans/turns.ts";
import { lacksDemonstrationAtlas, storeDemonstrationAtlas } from "./atlas.ts";
import { lacksDemonstrationFigures, storeDemonstrationFigures } from "./figures.ts";
import { loadDemonstration } from "./load.ts";
import { lacksDemonstrationPlan, storeDemonstrationPlan } from "./plan.ts";

/** `demo`: loads the generated sketch-map, whole or only Hechi, with its plan and atlas. */
export const demoCommand: Command = {
  name: "demo",
  usage:
    "demo --region guangxi|hechi [--json]    load the demonstration region (generated data, marked as such)",
  async run(args, { config, out, log }) {
    const region = regionOf(args);
    if (typeof region !== "object") {
      log(region);
      return 2;
    }
    const database = await openDatabase(config);
    try {
      await migrateUp(database.knex);
      const datasets = await loadDemonstration(database.knex, { region: region.name, log });
      await addPlanAndAtlas(database.knex, config.dataDir, log);
      if (args.includes("--json")) out(JSON.stringify({ region: region.name, datasets }));
      else log("The demonstration region is loaded.");
      return 0;
    } catch (error) {
      if (!(error instanceof DatasetRefused)) throw error;
      if (args.includes("--json"))
        out(JSON.stringify({ region: region.name, datasets: [], problems: error.problems }));
      for (const { message, mend } of error.problems) log(`${message} ${mend}`);
      return 1;
    } finally {
      await database.close();
    }
  },
};

async function addPlanAndAtlas(
  db: Knex,
  dataDir: string,
  log: (text: string) => void,
): Promise<void> {
  const lacks = {
    plan: await lacksDemonstrationPlan(db),
    atlas: await lacksDemonstrationAtlas(db),
    figures: await lacksDemonstrationFigures(db),
  };
  if (!lacks.plan && !lacks.atlas && !lacks.figures) return;
  await seedStandards(db);
  // The file that is kept here saves the next start the reading of the database.
  const state = await openRegion(db, REGION.code, cachedLoader(join(dataDir, "snapshots"), log));
  const desk = { memory: new PlanMemory(), turns: new Turns(), dataVersionOf: () => null };
  if (lacks.plan) await storeDemonstrationPlan(db, desk, state, log);
  if (lacks.atlas) await storeDemonstrationAtlas(db, state, log);
  if (lacks.figures) await storeDemonstrationFigures(db, desk, state, log);
}

/** The region asked for, or what is wrong with the arguments. */
function regionOf(args: readonly string[]): { name: DemonstrationRegion } | string {
  const rest = args.filter((arg) => arg !== "--json");
  const name = rest[0]?.startsWith("--region=")
    ? rest[0].slice("--region=".length)
    : rest[0] === "--region"
      ? rest[1]
      : undefined;
  const used = rest[0]?.startsWith("--region=") ? 1 : 2;
  if (name === undefined || rest.length > used)
    return "demo takes --region guangxi or --region hechi, and --json";
  if (name !== "guangxi" && name !== "hechi")
    return `there is no demonstration region "${name}": guangxi or hechi`;
  return { name };
}
