import type { Knex } from "knex";
import type { ImportReport } from "../../core/contract/dataset.ts";
import type { Db } from "../database/open.ts";
import { loadAreaTree, type AreaContext } from "./area-context.ts";
import { findOrphans, insertRoot, readVillagePlaces, updateVillageAreas } from "./place-queries.ts";
import { readAloud } from "./pinyin.ts";
import { DatasetRefused, problem } from "./problems.ts";
import { analyzeTableOf } from "./queries.ts";
import type { ImportOptions } from "./service.ts";
import type { Staging } from "./staging.ts";
import { refuseOverlap, storeDataset, type DatasetMeta } from "./store.ts";

/** Takes staged records in as the version in force, all in one transaction; gives the id of the dataset. */
export async function acceptStaged(
  db: Db,
  options: ImportOptions,
  area: AreaContext,
  report: ImportReport,
  staging: Staging,
): Promise<number> {
  const datasetId = await db.transaction((trx) => takeIn(trx, options, area, report, staging));
  await analyzeTableOf(db, options.kind);
  return datasetId;
}

/** True where only the rows themselves tell whether they can be taken in, so that a dry run takes them in and back. */
export const isTriedWhole = (kind: ImportOptions["kind"]): boolean => kind === "boundaries";

/** Throws DatasetRefused exactly when accepting would, and changes nothing. */
export async function tryStaged(
  db: Db,
  options: ImportOptions,
  area: AreaContext,
  report: ImportReport,
  staging: Staging,
): Promise<void> {
  if (!isTriedWhole(options.kind)) {
    await refuseOverlap(db, metaOf(options, area, report));
    return;
  }
  const takenBack = new Error("taken back");
  try {
    await db.transaction(async (trx) => {
      await takeIn(trx, options, area, report, staging);
      throw takenBack;
    });
  } catch (error) {
    if (error !== takenBack) throw error;
  }
}

function metaOf(options: ImportOptions, area: AreaContext, report: ImportReport): DatasetMeta {
  const { preview: _, ...reading } = report.reading;
  return {
    kind: options.kind,
    areaCode: area.code,
    layer: options.kind === "boundaries" ? options.level! : (options.layer ?? ""),
    source: options.source ?? report.file,
    licence: options.licence ?? null,
    dataDate: options.dataDate ?? null,
    datum: report.reading.datum,
    demonstration: false,
    report: { file: report.file, reading, problems: report.problems },
    actor: options.actor ?? "import",
  };
}

async function takeIn(
  trx: Knex.Transaction,
  options: ImportOptions,
  area: AreaContext,
  report: ImportReport,
  staging: Staging,
): Promise<number> {
  const bringsRoot = options.kind === "boundaries" && options.level === "region";
  if (area.newRootName !== null && !bringsRoot)
    await insertRoot(trx, {
      code: area.code,
      name: area.newRootName,
      ...readAloud(area.newRootName),
    });
  const stored = await storeDataset(trx, metaOf(options, area, report), staging.read());
  if (options.kind === "boundaries") await settleTree(trx, area.regionCode);
  return stored.datasetId;
}

/** After new boundaries: no area may have lost its parent, and every village goes to the area that now holds it. */
async function settleTree(trx: Knex.Transaction, regionCode: string): Promise<void> {
  const orphans = await findOrphans(trx);
  if (orphans.length > 0)
    throw new DatasetRefused([
      problem("orphaned-areas", "error", {
        field: "code",
        message: `${orphans.length} areas of lower levels lie in areas that this file no longer holds, for example ${orphans[0]!.code} in ${orphans[0]!.parentCode}.`,
        mend: "Keep the codes of the areas in force, or import the lower levels for the new codes first under a region of their own.",
        params: { code: orphans[0]!.code, parent: orphans[0]!.parentCode },
      }),
    ]);
  const tree = await loadAreaTree(trx, regionCode);
  if (!tree.hasOutlines) return;
  const moved: [number, string | null][] = [];
  for await (const [id, lng, lat, before] of readVillagePlaces(trx, regionCode)) {
    const found = tree.locate(Number(lng), Number(lat));
    const keeps =
      before != null &&
      tree.has(before) &&
      !tree.hasOutline(before) &&
      found !== null &&
      tree.isWithin(before, found.code);
    const areaCode = keeps ? before : (found?.code ?? null);
    if (areaCode !== (before ?? null)) moved.push([Number(id), areaCode]);
  }
  if (moved.length > 0) await updateVillageAreas(trx, moved);
}
