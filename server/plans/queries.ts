import type { PlanChange } from "../../core/contract/plan.ts";
import type { PlanEvent } from "../../core/contract/plan-service.ts";
import type { ChangeCount } from "../../core/relocation/summary.ts";
import type { Db } from "../database/open.ts";

/** A row of `plans`: a plan without what it holds. */
export interface PlanRow {
  id: string;
  regionCode: string;
  areaCode: string;
  areaName: string;
  name: string;
  yearFrom: number;
  yearTo: number;
  version: number;
  revision: number;
  dataVersion: string;
  branchOf: string | null;
  branchVersion: number | null;
  archived: boolean;
  demonstration: boolean;
  createdBy: string;
  createdAt: string;
  changedAt: string;
}

const moment = (column: string): string =>
  `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const PLAN_COLUMNS = `
  p.id, p.region_code as "regionCode", p.area_code as "areaCode", p.area_name as "areaName", p.name,
  p.year_from as "yearFrom", p.year_to as "yearTo", p.version, p.revision, p.data_version as "dataVersion",
  p.branch_of as "branchOf", p.branch_version as "branchVersion", p.archived, p.demonstration,
  p.created_by as "createdBy", ${moment("p.created_at")} as "createdAt", ${moment("p.changed_at")} as "changedAt"`;

/** More plans of one area than this are not listed. */
const MOST_PLANS = 1000;

/** Plans of an area and of the areas in it, newest first; of every area without one. */
export async function listPlans(
  db: Db,
  { area, archived }: { area: string | null; archived: boolean },
): Promise<PlanRow[]> {
  const { rows } = await db.raw<{ rows: PlanRow[] }>(
    `select ${PLAN_COLUMNS} from plans p
     where (:archived::boolean or not p.archived) and (
       :area::text is null or p.region_code = :area or exists (
         with recursive up (code, depth) as (
           select p.area_code, 0
           union
           select u.parent_code, up.depth + 1 from up join admin_units u on u.code = up.code
           where u.parent_code is not null and up.depth < 20
         )
         select from up where code = :area))
     order by p.created_at desc, p.id limit ${MOST_PLANS}`,
    { area, archived },
  );
  return rows;
}

/** A plan's row, null when there is none. `lock` keeps every other writer of the plan out to the end of the transaction. */
export async function findPlan(db: Db, id: string, lock = false): Promise<PlanRow | null> {
  const { rows } = await db.raw<{ rows: PlanRow[] }>(
    `select ${PLAN_COLUMNS} from plans p where p.id = ?${lock ? " for update" : ""}`,
    [id],
  );
  return rows[0] ?? null;
}

/** The plan that a creation with this idempotency key made, with the hash of that request's body. */
export async function findCreation(
  db: Db,
  key: string,
): Promise<{ id: string; hash: string } | null> {
  const { rows } = await db.raw<{ rows: { id: string; hash: string }[] }>(
    "select id, creation_hash as hash from plans where creation_key = ?",
    [key],
  );
  return rows[0] ?? null;
}

export type NewPlanRow = Omit<
  PlanRow,
  "version" | "revision" | "archived" | "createdAt" | "changedAt"
> & { creationKey: string; creationHash: string };

/** Makes a plan without entries; false when another request with the same idempotency key was faster. */
export async function insertPlan(trx: Db, plan: NewPlanRow): Promise<boolean> {
  const { rows } = await trx.raw<{ rows: unknown[] }>(
    `insert into plans (id, region_code, area_code, area_name, name, year_from, year_to, data_version, branch_of, branch_version,
                        demonstration, created_by, creation_key, creation_hash)
     values (:id, :regionCode, :areaCode, :areaName, :name, :yearFrom, :yearTo, :dataVersion, :branchOf, :branchVersion,
             :demonstration, :createdBy, :creationKey, :creationHash)
     on conflict (creation_key) do nothing returning id`,
    { ...plan },
  );
  return rows.length > 0;
}

/** Renames a plan, puts it away or brings it back; null leaves a field as it is. */
export async function updatePlan(
  trx: Db,
  id: string,
  set: { name: string | null; archived: boolean | null },
): Promise<void> {
  await trx.raw(
    `update plans set name = coalesce(:name, name), archived = coalesce(:archived::boolean, archived),
                      revision = revision + 1, changed_at = clock_timestamp()
     where id = :id`,
    { id, ...set },
  );
}

export interface NewChange {
  change: PlanChange;
  inverse: PlanChange;
  counts: readonly ChangeCount[];
  author: string;
  reason: string | null;
  client: string;
  idempotencyKey: string;
  bodyHash: string;
  /** Data in force while it was made. */
  dataVersion: string;
}

/** Appends a change, which takes the plan to its next version. Gives that version and the moment. */
export async function insertChange(
  trx: Db,
  planId: string,
  change: NewChange,
): Promise<{ version: number; at: string }> {
  const { rows } = await trx.raw<{ rows: { version: number; at: string }[] }>(
    `with bumped as (
       update plans set version = version + 1, changed_at = clock_timestamp(), data_version = :dataVersion
       where id = :planId returning version, changed_at
     )
     insert into plan_changes (plan_id, version, change, inverse, counts, author, reason, client, idempotency_key, body_hash, at)
     select :planId, version, :change, :inverse, :counts, :author, :reason, :client, :idempotencyKey, :bodyHash, changed_at
     from bumped returning version, ${moment("at")} as at`,
    {
      ...change,
      planId,
      change: JSON.stringify(change.change),
      inverse: JSON.stringify(change.inverse),
      counts: JSON.stringify(change.counts),
    },
  );
  return rows[0]!;
}

const EVENT_COLUMNS = `version, ${moment("at")} as at, author, reason, client, counts, change, inverse`;

/** The change that a request with this idempotency key made, with the hash of that request's body. */
export async function findChange(
  db: Db,
  planId: string,
  key: string,
): Promise<{ event: PlanEvent; hash: string } | null> {
  const { rows } = await db.raw<{ rows: (PlanEvent & { hash: string })[] }>(
    `select ${EVENT_COLUMNS}, body_hash as hash from plan_changes where plan_id = ? and idempotency_key = ?`,
    [planId, key],
  );
  if (!rows[0]) return null;
  const { hash, ...event } = rows[0];
  return { event, hash };
}

/** Changes after one version and up to another (both inclusive bounds of what is given: from + 1 .. to), oldest first. */
export async function listChanges(
  db: Db,
  planId: string,
  from: number,
  to: number,
): Promise<PlanEvent[]> {
  const { rows } = await db.raw<{ rows: PlanEvent[] }>(
    `select ${EVENT_COLUMNS} from plan_changes where plan_id = ? and version > ? and version <= ? order by version`,
    [planId, from, to],
  );
  return rows;
}

/**
 * The version up to which changes after `from` can be given at once: as many as stay within a count and a number of bytes as stored,
 * but at least one. `from` itself when there is none.
 */
export async function findBatchEnd(
  db: Db,
  planId: string,
  from: number,
  most: { changes: number; bytes: number },
): Promise<number> {
  const { rows } = await db.raw<{ rows: { version: number | null }[] }>(
    `select max(version) as version from (
       select version, sum(pg_column_size(change) + pg_column_size(inverse)) over (order by version) as bytes,
              row_number() over (order by version) as position
       from (select version, change, inverse from plan_changes where plan_id = :planId and version > :from order by version limit :changes) c
     ) sized where bytes <= :bytes or position = 1`,
    { planId, from, ...most },
  );
  return rows[0]?.version ?? from;
}

/** Lines of the history before a version (of all when null), newest first. */
export async function listHistory(
  db: Db,
  planId: string,
  before: number | null,
  limit: number,
): Promise<Omit<PlanEvent, "change" | "inverse">[]> {
  const { rows } = await db.raw<{ rows: Omit<PlanEvent, "change" | "inverse">[] }>(
    `select version, ${moment("at")} as at, author, reason, client, counts from plan_changes
     where plan_id = :planId and (:before::integer is null or version < :before) order by version desc limit :limit`,
    { planId, before, limit },
  );
  return rows;
}

/** Versions of some plans; plans that do not exist are left out. */
export async function listVersions(
  db: Db,
  ids: readonly string[],
): Promise<{ id: string; version: number }[]> {
  const { rows } = await db.raw<{ rows: { id: string; version: number }[] }>(
    "select id, version from plans where id = any (?::uuid[])",
    [[...ids]],
  );
  return rows;
}

/** An area that a plan can be made for, null when there is none with the code. */
export async function findPlanArea(
  db: Db,
  code: string,
): Promise<{ code: string; name: string; level: string } | null> {
  const { rows } = await db.raw<{ rows: { code: string; name: string; level: string }[] }>(
    `select u.code, u.name, u.level from admin_units u left join datasets d on d.id = u.dataset_id
     where u.code = ? and (u.dataset_id is null or d.state = 'current')
     order by u.dataset_id desc nulls last limit 1`,
    [code],
  );
  return rows[0] ?? null;
}

/** First and last year of the region's annual task (年度搬迁任务) in the figures of policy, null where there is none. */
export async function findPolicyYears(
  db: Db,
  regionCode: string,
): Promise<{ from: number; to: number } | null> {
  const { rows } = await db.raw<{ rows: { from: number; to: number }[] }>(
    `select extract(year from valid_from)::integer as "from", extract(year from valid_to)::integer as "to"
     from policy_parameters
     where id = 'annual-relocation-persons' and region_code in (?, '') and valid_to is not null
     order by region_code desc, valid_from desc limit 1`,
    [regionCode],
  );
  return rows[0] ?? null;
}
