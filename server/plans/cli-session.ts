import { join } from "node:path";
import type { Knex } from "knex";
import type { ChecksAnswer } from "../../core/contract/plan-service.ts";
import type { AssessedPlan } from "../../core/relocation/assess.ts";
import type { Config } from "../config.ts";
import { openRegion } from "../coverage/open-region.ts";
import { cachedLoader } from "../coverage/snapshot-file.ts";
import type { RegionState } from "../coverage/state.ts";
import { migrateUp } from "../database/migrate.ts";
import { openDatabase } from "../database/open.ts";
import { seedStandards } from "../indicators/seed.ts";
import { checksAnswer, PlanAssessor } from "./assessor.ts";
import { refuse } from "./cli-refusal.ts";
import type { MeasureDesk, PlanOfRow } from "./measure-service.ts";
import { PlanMemory } from "./plan-memory.ts";
import { listPlans } from "./queries.ts";
import { RatesDesk } from "./rates-desk.ts";
import { readPlan, type PlanDesk } from "./service.ts";
import { Turns } from "./turns.ts";

/** What the plan commands work with: the services that answer HTTP, on a database of their own. */
export interface PlanSession {
  readonly db: Knex;
  readonly desk: PlanDesk;
  readonly measure: MeasureDesk;
  /** The data in force of a region. */
  stateOf(regionCode: string): Promise<RegionState>;
}

/** Opens the database for the time of some work. */
export async function withPlans<T>(
  config: Config,
  log: (text: string) => void,
  work: (session: PlanSession) => Promise<T>,
): Promise<T> {
  const database = await openDatabase(config);
  try {
    const db = database.knex;
    await migrateUp(db);
    await seedStandards(db);
    const load = cachedLoader(join(config.dataDir, "snapshots"), log);
    const states = new Map<string, RegionState>();
    return await work({
      db,
      desk: {
        memory: new PlanMemory(),
        turns: new Turns(),
        dataVersionOf: (code) => states.get(code)?.snapshot.dataVersion ?? null,
      },
      measure: { assessor: new PlanAssessor(), rates: new RatesDesk() },
      async stateOf(code) {
        const state = states.get(code) ?? (await openRegion(db, code, load));
        states.set(code, state);
        return state;
      },
    });
  } finally {
    await database.close();
  }
}

/** A plan by its id or by the beginning of it, at a version where one is named. Throws PlanRefused or a problem where there is none. */
export async function findPlanOf(
  { db, desk }: PlanSession,
  name: string,
  version?: number,
): Promise<PlanOfRow> {
  if (!/^[0-9a-f]{6,35}$/.test(name.replaceAll("-", "")) || name.length >= 36)
    return readPlan(db, desk, name, version);
  const found = (await listPlans(db, { area: null, archived: true })).filter(({ id }) =>
    id.startsWith(name),
  );
  if (found.length > 1)
    throw refuse(
      "ambiguousPlan",
      "id",
      `The ids of ${found.length} plans begin with ${name}.`,
      "Give more of the id.",
    );
  return readPlan(db, desk, found[0]?.id ?? name, version);
}

/** What a plan adds up to and what fails, as HTTP answers it. */
export async function reportOf(
  session: PlanSession,
  { row, plan }: PlanOfRow,
): Promise<{ report: ChecksAnswer; assessed: AssessedPlan }> {
  const state = await session.stateOf(row.regionCode);
  const assessed = await session.measure.assessor.assess(session.db, state, row, plan);
  return { report: checksAnswer(row, state, assessed), assessed };
}
