import type { Knex } from "knex";
import { LEVELS } from "../../core/contract/area.ts";
import { sumByArea } from "../../core/coverage/units.ts";
import { demonstrationReturns } from "../../geodata/demonstration/returns.ts";
import { demonstrationStatistics, unitOf } from "../../geodata/demonstration/statistics.ts";
import { REGION } from "../../geodata/facts/cities.ts";
import type { RegionState } from "../coverage/state.ts";
import { insertAuditEvent } from "../datasets/queries.ts";
import type { Db } from "../database/open.ts";
import { HttpProblem } from "../http/problem.ts";
import { PlanAssessor } from "../plans/assessor.ts";
import { findCreation } from "../plans/queries.ts";
import type { PlanDesk } from "../plans/service.ts";
import { writeReturns } from "../progress/service.ts";
import { listStatistics, upsertStatistics } from "../statistics/queries.ts";
import { AUTHOR, isDemonstrated, PLAN_KEY } from "./plan.ts";
import { hasDone } from "./queries.ts";

/** Statistics and returns are made once for this key: who changes or takes them back is not given others. */
const KEY = "demonstration-figures-1";
const ACTION = "statistics.demonstration";
const SOURCE = "演示数据（程序生成） / demonstration, generated";
const COUNTY = LEVELS.indexOf("county");

/** True where the data in force of the demonstration region are all generated, and its figures were never made. */
export async function lacksDemonstrationFigures(db: Db): Promise<boolean> {
  return !(await hasDone(db, ACTION, KEY)) && (await isDemonstrated(db));
}

/** Stores statistics of the counties, and returns of the demonstration plan where it is there. Figures that somebody brought stay. */
export async function storeDemonstrationFigures(
  db: Knex,
  desk: PlanDesk,
  state: RegionState,
  log: (text: string) => void,
): Promise<void> {
  const made = await storeStatistics(db, state);
  log(`Made ${made} demonstration figures of counties.`);
  const plan = await findCreation(db, PLAN_KEY);
  if (plan === null) return;
  try {
    const { answer } = await writeReturns(
      db,
      { plans: desk, assessor: new PlanAssessor(), stateOf: () => state },
      plan.id,
      { key: KEY, hash: KEY, madeOn: null },
      { author: AUTHOR, source: SOURCE },
      ({ on }) => ({ returns: demonstrationReturns(on), withdrawn: [] }),
    );
    log(`Made ${answer.written} demonstration returns of the plan.`);
  } catch (error) {
    // Whoever put the plan away gets no returns of it.
    if (!(error instanceof HttpProblem && error.status === 409)) throw error;
  }
}

async function storeStatistics(db: Knex, state: RegionState): Promise<number> {
  const { areas, villages } = state.snapshot;
  const persons = sumByArea(areas, villages, villages.persons).sum;
  const poor = sumByArea(areas, villages, villages.poorPersons).sum;
  const counties = [...areas.code.keys()]
    .filter((i) => areas.level[i] === COUNTY)
    .map((i) => ({
      code: areas.code[i]!,
      persons: Math.max(0, persons[i]!),
      poorPersons: Math.max(0, poor[i]!),
    }));
  const figures = demonstrationStatistics(counties);
  return db.transaction(async (trx) => {
    const codes = [REGION.code, ...counties.map(({ code }) => code)];
    const known = new Set(
      (await listStatistics(trx, codes)).map(({ area, year, item }) => `${area} ${year} ${item}`),
    );
    const missing = figures.filter(({ area, year, item }) => !known.has(`${area} ${year} ${item}`));
    const { added } = await upsertStatistics(
      trx,
      missing.map((each) => ({ ...each, unit: unitOf(each.item), source: SOURCE })),
      { author: AUTHOR, demonstration: true },
    );
    await insertAuditEvent(trx, AUTHOR, ACTION, `region:${REGION.code}`, {
      key: KEY,
      figures: added,
    });
    return added;
  });
}
