import type { Knex } from "knex";
import type { ActivityStep } from "../../core/contract/area.ts";
import {
  type DemonstrationRegion,
  generateDemonstration,
} from "../../geodata/demonstration/generate.ts";
import { REGION } from "../../geodata/facts/cities.ts";
import type { Db } from "../database/open.ts";
import { problem, DatasetRefused } from "../datasets/problems.ts";
import { storeDataset } from "../datasets/store.ts";
import { analyzeTables, findRealDatasets } from "./queries.ts";

export interface LoadedDataset {
  kind: string;
  layer: string;
  dataset: number;
  rows: number;
}

export interface LoadOptions {
  region: DemonstrationRegion;
  /** Told what is being stored, one line per dataset. */
  log: Tell;
}

type Tell = (text: string, step?: ActivityStep) => void;

/**
 * Makes the demonstration region and stores it in one transaction: a load that is killed leaves the database as it was, and the next
 * one starts anew. Loading again replaces the demonstration data by the same data.
 * Throws DatasetRefused when the region holds data that somebody brought, which demonstration data must never replace.
 */
export async function loadDemonstration(
  db: Db,
  { region, log }: LoadOptions,
): Promise<LoadedDataset[]> {
  const real = await findRealDatasets(db, REGION.code);
  if (real.length > 0) {
    throw new DatasetRefused([
      problem("real-data-present", "error", {
        message: `Area ${REGION.code} holds ${real.length} dataset(s) that are not demonstration data (the first: ${real[0]?.kind} of ${real[0]?.areaCode}). The demonstration region would replace them.`,
        mend: "Load the demonstration region into a database of its own: set QIANTU_DATA_DIR to another folder.",
      }),
    ]);
  }
  const loaded = await db.transaction((trx) => storeAll(trx, region, log));
  await analyzeTables(db);
  return loaded;
}

async function storeAll(
  trx: Knex.Transaction,
  region: DemonstrationRegion,
  log: Tell,
): Promise<LoadedDataset[]> {
  const begin = performance.now();
  log(`Making the demonstration region (${region}) ...`, { code: "making", params: {} });
  const loaded: LoadedDataset[] = [];
  for (const { records, ...about } of generateDemonstration({ region })) {
    const meta = { ...about, datum: "wgs84", demonstration: true, actor: "demonstration" } as const;
    const { datasetId, rows } = await storeDataset(trx, meta, records);
    loaded.push({ kind: about.kind, layer: about.layer, dataset: datasetId, rows });
    const seconds = ((performance.now() - begin) / 1000).toFixed(1);
    log(
      `  ${about.kind}${about.layer === "" ? "" : ` ${about.layer}`}: ${rows.toLocaleString("en")} rows (${seconds} s)`,
      { code: "stored", params: { kind: about.kind, layer: about.layer, rows } },
    );
  }
  return loaded;
}
