import type { Knex } from "knex";
import type { DatasetKind } from "../../core/contract/dataset.ts";
import type { Db } from "../database/open.ts";
import { tableOf } from "./rows.ts";
import type { DatasetMeta } from "./store.ts";

/** Id of the current dataset of (kind, area, layer), locked against a second import of the same; null when there is none. */
export async function findCurrentDataset(
  trx: Knex.Transaction,
  key: Pick<DatasetMeta, "kind" | "areaCode" | "layer">,
): Promise<number | null> {
  await trx.raw("select pg_advisory_xact_lock(hashtext(?))", [`dataset ${key.kind} ${key.layer}`]);
  const row = await trx("datasets")
    .where({ kind: key.kind, area_code: key.areaCode, layer: key.layer, state: "current" })
    .forUpdate()
    .first("id");
  return (row as { id: number } | undefined)?.id ?? null;
}

/** Current datasets of the same kind and layer whose area lies above or below the given one (not the area itself). */
export async function findOverlappingDatasets(
  db: Db,
  key: Pick<DatasetMeta, "kind" | "areaCode" | "layer">,
): Promise<{ id: number; areaCode: string; rows: number }[]> {
  const { rows } = await db.raw<{ rows: { id: number; area_code: string; rows: number }[] }>(
    `with recursive other as (
       select id, area_code, rows from datasets
       where state = 'current' and kind = :kind and layer = :layer and area_code <> :area
     ), chain (origin, code, depth) as (
       select area_code, area_code, 0 from other
       union
       select :area::text, :area::text, 0
       union
       select chain.origin, unit.parent_code, chain.depth + 1
       from chain join admin_units unit on unit.code = chain.code
       where unit.parent_code is not null and chain.depth < 20
     )
     select other.id, other.area_code, other.rows from other
     where exists (select from chain where origin = other.area_code and code = :area)
        or exists (select from chain where origin = :area and code = other.area_code)
     order by other.id`,
    { kind: key.kind, layer: key.layer, area: key.areaCode },
  );
  return rows.map((row) => ({ id: row.id, areaCode: row.area_code, rows: row.rows }));
}

/** Takes a version out of force; its row stays as history. */
export async function supersedeDataset(trx: Knex.Transaction, datasetId: number): Promise<void> {
  await trx("datasets").where({ id: datasetId }).update({ state: "superseded" });
}

/** Deletes the data rows of a version; attested facts go with their villages. */
export async function deleteRowsOf(
  trx: Knex.Transaction,
  datasetId: number,
  kind: DatasetKind,
): Promise<void> {
  await trx(tableOf(kind).name).where({ dataset_id: datasetId }).delete();
}

/** Writes the row of a new version, not yet in force, and gives its id. */
export async function insertStagedDataset(
  trx: Knex.Transaction,
  meta: DatasetMeta,
): Promise<number> {
  const [row] = await trx("datasets").insert(
    {
      kind: meta.kind,
      area_code: meta.areaCode,
      layer: meta.layer,
      source: meta.source,
      licence: meta.licence,
      data_date: meta.dataDate,
      datum: meta.datum,
      demonstration: meta.demonstration,
      state: "staged",
      report: JSON.stringify(meta.report ?? {}),
    },
    ["id"],
  );
  return (row as { id: number }).id;
}

/** Puts a version in force. */
export async function finishDataset(
  trx: Knex.Transaction,
  datasetId: number,
  rows: number,
): Promise<void> {
  await trx("datasets")
    .where({ id: datasetId })
    .update({ state: "current", rows, accepted_at: trx.fn.now() });
}

/** Ids of a dataset's villages in the order in which they were copied. */
export async function villageIdsInOrder(
  trx: Knex.Transaction,
  datasetId: number,
): Promise<number[]> {
  const { rows } = await trx.raw<{ rows: { ids: number[] | null }[] }>(
    "select array_agg(id order by id) as ids from natural_villages where dataset_id = ?",
    [datasetId],
  );
  return rows[0]?.ids ?? [];
}

/** Deletes roots without a dataset whose code a boundary dataset now brings. */
export async function deleteReplacedRoots(trx: Knex.Transaction, datasetId: number): Promise<void> {
  await trx.raw(
    "delete from admin_units root using admin_units unit where root.dataset_id is null and unit.dataset_id = ? and unit.code = root.code",
    [datasetId],
  );
}

/** Codes of a boundary dataset that another dataset holds too. */
export async function findCodesHeldElsewhere(
  trx: Knex.Transaction,
  datasetId: number,
): Promise<string[]> {
  const { rows } = await trx.raw<{ rows: { code: string }[] }>(
    `select unit.code from admin_units unit join admin_units other on other.code = unit.code and other.dataset_id <> unit.dataset_id
     where unit.dataset_id = ? order by unit.code limit 1000`,
    [datasetId],
  );
  return rows.map((row) => row.code);
}

/** Appends to the audit trail. */
export async function insertAuditEvent(
  trx: Knex.Transaction,
  actor: string,
  action: string,
  object: string,
  detail: object,
): Promise<void> {
  await trx("audit_events").insert({ actor, action, object, detail: JSON.stringify(detail) });
}

/** Brings the planner's statistics up to date after many rows were exchanged. */
export async function analyzeTableOf(db: Db, kind: DatasetKind): Promise<void> {
  await db.raw("analyze ??", [tableOf(kind).name]);
}

export interface DatasetRow {
  id: number;
  kind: DatasetKind;
  areaCode: string;
  layer: string;
  source: string;
  licence: string | null;
  dataDate: string | null;
  datum: string;
  demonstration: boolean;
  state: string;
  rows: number;
  acceptedAt: string | null;
}

/** Versions of datasets, the newest first, at most 1,000: those in force, or with `history` the superseded ones too. */
export async function listDatasets(
  db: Db,
  filter: { kind?: string; area?: string; history: boolean },
): Promise<DatasetRow[]> {
  const query = db("datasets")
    .select({
      id: "id",
      kind: "kind",
      areaCode: "area_code",
      layer: "layer",
      source: "source",
      licence: "licence",
      dataDate: db.raw("to_char(data_date, 'YYYY-MM-DD')"),
      datum: "datum",
      demonstration: "demonstration",
      state: "state",
      rows: "rows",
      acceptedAt: db.raw(
        "to_char(accepted_at at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')",
      ),
    })
    .orderBy("id", "desc")
    .limit(1_000);
  if (filter.kind !== undefined) void query.where("kind", filter.kind);
  if (filter.area !== undefined) void query.where("area_code", filter.area);
  if (!filter.history) void query.where("state", "current");
  return (await query) as DatasetRow[];
}
