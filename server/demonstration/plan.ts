import type { Knex } from "knex";
import { demonstrationPlan } from "../../geodata/demonstration/plan.ts";
import { REGION } from "../../geodata/facts/cities.ts";
import { SHIPPED_RULES } from "../../geodata/standards/indicator-rules.ts";
import { listRegionDatasets } from "../coverage/region-queries.ts";
import type { RegionState } from "../coverage/state.ts";
import type { Db } from "../database/open.ts";
import { findCreation } from "../plans/queries.ts";
import { createPlan, type PlanDesk } from "../plans/service.ts";

/** The plan is made once for this key: who changed it or put it away is not given another. */
export const PLAN_KEY = "demonstration-plan-1";
/** Who made what comes with the demonstration region. */
export const AUTHOR = "演示 Demonstration";
const ROAD_RULE = SHIPPED_RULES.find(({ id }) => id === "village-road")!;

/** True where the data in force of the demonstration region are all generated, and its plan was never made. */
export async function lacksDemonstrationPlan(db: Db): Promise<boolean> {
  return (await findCreation(db, PLAN_KEY)) === null && (await isDemonstrated(db));
}

/** True where the demonstration region is there and its data in force are all generated. */
export async function isDemonstrated(db: Db): Promise<boolean> {
  const datasets = await listRegionDatasets(db, REGION.code);
  return datasets.length > 0 && datasets.every(({ demonstration }) => demonstration);
}

/** Stores the demonstration plan of Hechi, marked as one; only the first call does. Some seconds on the whole region. */
export async function storeDemonstrationPlan(
  db: Knex,
  desk: PlanDesk,
  state: RegionState,
  log: (text: string) => void,
): Promise<void> {
  const began = performance.now();
  const { verdicts } = await state.judge(ROAD_RULE);
  const { name, frame, document } = demonstrationPlan(state.snapshot, undefined, verdicts);
  await createPlan(
    db,
    desk,
    {
      name: name.zh,
      author: AUTHOR,
      area: frame.area,
      years: frame.years,
      document,
      demonstration: true,
    },
    { key: PLAN_KEY, hash: PLAN_KEY },
  );
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  log(`Made the demonstration plan of Hechi (${seconds} s).`);
}
