import { randomUUID } from "node:crypto";
import type { Knex } from "knex";
import { demonstrationAtlas } from "../../geodata/demonstration/atlas.ts";
import { REGION } from "../../geodata/facts/cities.ts";
import type { RegionState } from "../coverage/state.ts";
import { insertAuditEvent } from "../datasets/queries.ts";
import type { Db } from "../database/open.ts";
import { findCreation, findPlan } from "../plans/queries.ts";
import { insertAtlas, insertMap, replacePages } from "../thematic/queries.ts";
import { AUTHOR, isDemonstrated, PLAN_KEY } from "./plan.ts";
import { hasDone } from "./queries.ts";

/** The atlas is made once for this key: who changes or deletes it is not given another. */
const KEY = "demonstration-atlas-1";
const ACTION = "atlas.create";
const NAME = "专题图集 / Atlas（演示）";

/** True where the data in force of the demonstration region are all generated, and its atlas was never made. */
export async function lacksDemonstrationAtlas(db: Db): Promise<boolean> {
  return !(await hasDone(db, ACTION, KEY)) && (await isDemonstrated(db));
}

/** Stores the demonstration atlas with its maps, all of it or nothing. */
export async function storeDemonstrationAtlas(
  db: Knex,
  state: RegionState,
  log: (text: string) => void,
): Promise<void> {
  const planId = (await findCreation(db, PLAN_KEY))?.id;
  const plan = planId === undefined ? null : await findPlan(db, planId);
  const pages = demonstrationAtlas(
    state.snapshot,
    plan && { id: plan.id, area: plan.areaCode, to: plan.yearTo },
  );
  await db.transaction(async (trx) => {
    const ids: string[] = [];
    for (const [i, { name, query }] of pages.entries()) {
      const id = randomUUID();
      const map = { id, regionCode: REGION.code, name, query, createdBy: AUTHOR };
      await insertMap(trx, map, { key: `${KEY}-${i + 1}`, hash: KEY });
      ids.push(id);
    }
    const id = randomUUID();
    const atlas = { id, regionCode: REGION.code, name: NAME, createdBy: AUTHOR };
    await insertAtlas(trx, atlas, { key: KEY, hash: KEY });
    await replacePages(trx, id, ids);
    await insertAuditEvent(trx, AUTHOR, ACTION, `atlas:${id}`, { name: NAME, key: KEY });
  });
  log(`Made the demonstration atlas of ${pages.length} pages.`);
}
