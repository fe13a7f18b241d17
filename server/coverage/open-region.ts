import type { Db } from "../database/open.ts";
import { listRules } from "../indicators/queries.ts";
import { listRegionDatasets, readDataVersion } from "./region-queries.ts";
import type { RegionLoader } from "./regions.ts";
import { readCurrentRun } from "./run-queries.ts";
import { RegionState } from "./state.ts";

/**
 * A region for one question, as commands ask it: with its stored run where that fits the data in force,
 * else without a run, so that answers are measured and stored nowhere.
 */
export async function openRegion(
  db: Db,
  regionCode: string,
  load: RegionLoader,
): Promise<RegionState> {
  const loaded = await load(db, regionCode, await readDataVersion(db, regionCode));
  const datasets = await listRegionDatasets(db, regionCode);
  const run = await readCurrentRun(db, regionCode);
  return new RegionState(
    db,
    loaded,
    datasets,
    run && run.dataVersion === loaded.snapshot.dataVersion
      ? { run }
      : { run: null, rules: await listRules(db) },
  );
}
