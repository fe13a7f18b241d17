import { SECTORS, type Sector } from "../../core/contract/rule.ts";
import type { FeatureColumns, Snapshot } from "../../core/coverage/snapshot.ts";
import type { Db } from "../database/open.ts";
import { loadAreas } from "./load-areas.ts";
import { loadFeatures } from "./load-features.ts";
import { loadVillages } from "./load-villages.ts";
import { listRegionDatasets, listRegions, readDataVersion } from "./region-queries.ts";
import * as rows from "./snapshot-queries.ts";

/** A snapshot and the names that search and cards need beside it; index i is the row of the same index in the snapshot. */
export interface LoadedRegion {
  snapshot: Snapshot;
  areaInitials: readonly (string | null)[];
  villagePinyin: readonly (string | null)[];
  villageInitials: readonly (string | null)[];
}

/**
 * The data in force of one region as typed columns. Villages and features come by id, areas depth first.
 * Reads in one transaction, so that an import that ends meanwhile is seen whole or not at all. Throws when the region does not exist.
 */
export async function loadSnapshot(db: Db, regionCode: string): Promise<Snapshot> {
  return (await loadRegion(db, regionCode)).snapshot;
}

/** The snapshot of a region with the names that go with it; see loadSnapshot. */
export async function loadRegion(db: Db, regionCode: string): Promise<LoadedRegion> {
  return db.transaction((trx) => readRegion(trx, regionCode), {
    isolationLevel: "repeatable read",
    readOnly: true,
  });
}

async function readRegion(trx: Db, regionCode: string): Promise<LoadedRegion> {
  const region = (await listRegions(trx)).find((row) => row.code === regionCode);
  if (!region) throw new Error(`there is no region with the code "${regionCode}"`);
  const dataVersion = await readDataVersion(trx, regionCode);
  const datasets = await listRegionDatasets(trx, regionCode);
  const idsOf = (kind: string): number[] =>
    datasets.filter((dataset) => dataset.kind === kind).map((dataset) => dataset.id);

  const { areas, initials } = await loadAreas(
    rows.readAreaRows(trx, idsOf("boundaries"), region.id),
    regionCode,
    datasets,
  );
  const villages = await loadVillages(
    rows.readVillageRows(trx, idsOf("villages")),
    rows.readAttestedRows(trx, idsOf("villages")),
    new Map(areas.code.map((code, i) => [code, i])),
  );
  const features = {} as Record<Sector, FeatureColumns>;
  for (const sector of SECTORS) {
    const source =
      sector === "facility"
        ? rows.readFacilityRows(trx, idsOf("facilities"))
        : rows.readNetworkRows(trx, idsOf(sector === "road" ? "roads" : sector), sector);
    features[sector] = await loadFeatures(source, sector);
  }
  return {
    snapshot: { regionCode, dataVersion, areas, villages: villages.villages, features },
    areaInitials: initials,
    villagePinyin: villages.pinyin,
    villageInitials: villages.initials,
  };
}
