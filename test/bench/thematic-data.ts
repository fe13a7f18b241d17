import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { planContext } from "../../core/relocation/context.ts";
import type { DemonstrationRegion } from "../../geodata/demonstration/generate.ts";
import { REGION } from "../../geodata/facts/cities.ts";
import { SHIPPED_PARAMETERS } from "../../geodata/standards/policy-parameters.ts";
import { Regions } from "../../server/coverage/regions.ts";
import type { RegionState } from "../../server/coverage/state.ts";
import { migrateUp } from "../../server/database/migrate.ts";
import { openDatabase, type Db, type OpenDatabase } from "../../server/database/open.ts";
import { loadDemonstration } from "../../server/demonstration/load.ts";
import { seedStandards } from "../../server/indicators/seed.ts";
import type { PlanContext } from "../../server/plans/context.ts";
import { openPlans } from "../../server/plans/open-plans.ts";
import { createPlan } from "../../server/plans/service.ts";
import { makeBenchPlan } from "./plan-data.ts";

/** A service on a database of its own with the demonstration region, its run and a plan of the whole region. */
export interface ThematicBench {
  readonly db: Db;
  readonly engine: OpenDatabase["engine"];
  readonly state: RegionState;
  readonly context: PlanContext;
  readonly planId: string;
  close(): Promise<void>;
}

/** Loads everything: minutes for Guangxi. DATABASE_URL names a server, on which a database is made and dropped; else it is embedded. */
export async function prepareThematic(
  region: DemonstrationRegion,
  log: (text: string) => void,
): Promise<ThematicBench> {
  const dataDir = mkdtempSync(join(tmpdir(), "qiantu-bench-"));
  const server = process.env["DATABASE_URL"] || null;
  const name = `qiantu_bench_${process.pid}`;
  if (server !== null)
    await onServer(server, `create database ${name} encoding 'UTF8' template template0`);
  const databaseUrl = server && Object.assign(new URL(server), { pathname: `/${name}` }).href;
  const database = await openDatabase({ databaseUrl, dataDir, host: "127.0.0.1", port: 0 });
  const db = database.knex;
  await migrateUp(db);
  await seedStandards(db);
  await loadDemonstration(db, { region, log });
  const regions = new Regions(log);
  await regions.refresh(db);
  const state = regions.get(REGION.code)!;
  const context = openPlans({ database: () => db, engine: () => database.engine, regions, log });
  const frame = { area: REGION.code, years: { from: 2014, to: 2020 } };
  const wanted =
    region === "guangxi"
      ? { moves: 30_000, settlements: 600, works: 300 }
      : { moves: 3000, settlements: 60, works: 30 };
  const { document } = makeBenchPlan(
    state.snapshot,
    planContext(state.snapshot, frame, SHIPPED_PARAMETERS),
    wanted,
  );
  const asked = { name: "bench", author: "bench", ...frame, document };
  const { row } = await createPlan(db, context.desk, asked, { key: "bench", hash: "bench" });
  await db.raw("analyze");
  return {
    db,
    engine: database.engine,
    state,
    context,
    planId: row.id,
    async close() {
      context.feed.close();
      await context.proposals.close();
      await regions.stop();
      await database.close();
      if (server !== null) await onServer(server, `drop database ${name} with (force)`);
      rmSync(dataDir, { recursive: true });
    },
  };
}

async function onServer(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
