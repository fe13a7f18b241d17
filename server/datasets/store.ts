import type { Knex } from "knex";
import type { DatasetKind, Datum } from "../../core/contract/dataset.ts";
import type { DatasetRecord } from "../../core/contract/record.ts";
import { copyRows } from "../database/copy.ts";
import type { CopyValue } from "../database/copy.ts";
import {
  deleteReplacedRoots,
  deleteRowsOf,
  finishDataset,
  findCodesHeldElsewhere,
  findCurrentDataset,
  findOverlappingDatasets,
  insertAuditEvent,
  insertStagedDataset,
  supersedeDataset,
  villageIdsInOrder,
} from "./queries.ts";
import { FactCollector, rowWriter, tableOf } from "./rows.ts";
import { DatasetRefused, problem } from "./problems.ts";

export interface DatasetMeta {
  kind: DatasetKind;
  /** Code of the area the dataset covers in whole. */
  areaCode: string;
  /** Tells apart several current datasets of one kind and area; boundaries carry their level here. */
  layer: string;
  source: string;
  licence: string | null;
  /** ISO date of the data, or null when unknown. */
  dataDate: string | null;
  /** Datum of the input; what is stored is always WGS 84. */
  datum: Datum;
  demonstration: boolean;
  /** The quality report to keep with the version. */
  report?: unknown;
  /** Who accepted it, for the audit trail. */
  actor?: string;
}

/**
 * Writes checked records as a new version of (kind, area, layer) and makes it the current one, inside the caller's transaction.
 * The version before becomes superseded: its datasets row stays as history, its data rows are deleted.
 * Throws DatasetRefused when another current dataset of the same kind and layer covers an area above or below,
 * or when boundaries bring a code that another current dataset already holds.
 */
export async function storeDataset(
  trx: Knex.Transaction,
  meta: DatasetMeta,
  records: Iterable<DatasetRecord> | AsyncIterable<DatasetRecord>,
): Promise<{ datasetId: number; rows: number }> {
  const before = await findCurrentDataset(trx, meta);
  await refuseOverlap(trx, meta);
  if (before !== null) {
    await supersedeDataset(trx, before);
    await deleteRowsOf(trx, before, meta.kind);
  }
  const datasetId = await insertStagedDataset(trx, meta);
  const table = tableOf(meta.kind);
  const facts = new FactCollector();
  const rows = await copyRows(
    trx,
    table.name,
    table.columns,
    writeRows(records, rowWriter(meta.kind, datasetId, facts)),
  );
  if (meta.kind === "boundaries") await settleBoundaries(trx, datasetId);
  if (facts.size > 0) {
    const ids = await villageIdsInOrder(trx, datasetId);
    await copyRows(
      trx,
      "service_facts",
      FactCollector.columns,
      facts.rows(datasetId, ids, meta.source, meta.dataDate),
    );
  }
  await finishDataset(trx, datasetId, rows);
  await insertAuditEvent(trx, meta.actor ?? "system", "dataset.accept", `dataset:${datasetId}`, {
    kind: meta.kind,
    area: meta.areaCode,
    layer: meta.layer,
    rows,
    supersedes: before,
  });
  return { datasetId, rows };
}

/** Throws DatasetRefused when another current dataset of the same kind and layer covers an area above or below. */
export async function refuseOverlap(trx: Knex, meta: DatasetMeta): Promise<void> {
  const overlapping = await findOverlappingDatasets(trx, meta);
  if (overlapping.length === 0) return;
  const named = overlapping
    .map((each) => `${each.areaCode} (dataset ${each.id}, ${each.rows} rows)`)
    .join(", ");
  throw new DatasetRefused([
    problem("overlapping-dataset", "error", {
      message: `Another current ${meta.kind} dataset covers an area above or below ${meta.areaCode}: ${named}. Its rows would be counted twice.`,
      mend: `Import for the same area again (--area ${overlapping[0]!.areaCode}) so that the new version takes its place, or give this file a layer of its own with --layer.`,
      params: { area: meta.areaCode, other: overlapping[0]!.areaCode },
    }),
  ]);
}

/** A root that an import once made gives way to a boundary with the same code; no other code may be held twice. */
async function settleBoundaries(trx: Knex.Transaction, datasetId: number): Promise<void> {
  await deleteReplacedRoots(trx, datasetId);
  const held = await findCodesHeldElsewhere(trx, datasetId);
  if (held.length === 0) return;
  throw new DatasetRefused([
    problem("code-held-elsewhere", "error", {
      field: "code",
      message: `${held.length} codes are already areas of another current dataset, for example ${held.slice(0, 5).join(", ")}.`,
      mend: "Every area has one code in the whole tree: correct the codes, or import the file at the level where these areas belong.",
      params: { example: held[0]! },
    }),
  ]);
}

async function* writeRows(
  records: Iterable<DatasetRecord> | AsyncIterable<DatasetRecord>,
  write: (record: DatasetRecord) => readonly CopyValue[],
): AsyncGenerator<readonly CopyValue[]> {
  for await (const record of records) yield write(record);
}
