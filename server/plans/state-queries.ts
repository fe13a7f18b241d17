import type { Collection, FundLine, Note, Settlement, Works } from "../../core/contract/plan.ts";
import type { Db } from "../database/open.ts";

/** What plans hold now, in tables. Geometries come and go as hexadecimal EWKB, whole numbers of eight bytes as text. */

type Text<T, Key extends keyof T> = Omit<T, Key> & Record<Key, string>;

export type SettlementRow = Text<
  Omit<Settlement, "outline" | "siteCostYuan" | "costPerHeadYuan">,
  "position"
> & {
  id: string;
  outline: string | null;
  siteCostYuan: string | null;
  costPerHeadYuan: string | null;
};
export type WorksRow = Omit<Works, "geometry" | "costYuan"> & {
  id: string;
  geometry: string | null;
  costYuan: string | null;
};
export type NoteRow = Omit<Note, "position"> & { id: string; position: string | null };

/** The driver takes lists of numbers and nulls too; the types of knex know only texts. */
const list = (values: readonly (string | number | null)[]): string[] => values as string[];

async function read<Row>(db: Db, planId: string, select: string): Promise<Row[]> {
  const { rows } = await db.raw<{ rows: Row[] }>(`${select} where plan_id = ?`, [planId]);
  return rows;
}

/** Settlements of a plan, in no order. */
export function readSettlements(db: Db, planId: string): Promise<SettlementRow[]> {
  return read(
    db,
    planId,
    `select id, name, kind, layout, point::text as position, outline::text, capacity_persons as "capacityPersons",
            land_quota_mu as "landQuotaMu", floor_area_m2 as "floorAreaM2", ready_year as "readyYear",
            site_cost_yuan as "siteCostYuan", cost_per_head_yuan as "costPerHeadYuan", facility_id as "facilityId"
     from settlements`,
  );
}

/** For COPY: the parts of moves of a plan, those of one village together and in order: village, settlement, year, households, reason. */
export function movesQuery(planId: string): string {
  if (!/^[0-9a-f-]{36}$/.test(planId)) throw new Error(`"${planId}" is not the id of a plan`);
  return `select village, settlement_id, year, households, reason from moves where plan_id = '${planId}' order by village, part`;
}

/** Works of a plan, in no order. */
export function readWorks(db: Db, planId: string): Promise<WorksRow[]> {
  return read(
    db,
    planId,
    `select id, name, sector, action, feature_id as "featureId", geom::text as geometry, class, surface,
            all_season as "allSeason", accepted, numbers, year, cost_yuan as "costYuan", fund
     from works`,
  );
}

/** Targets of a plan, in no order. */
export function readTargets(
  db: Db,
  planId: string,
): Promise<{ area: string; year: number; persons: number }[]> {
  return read(db, planId, "select area_code as area, year, persons from annual_targets");
}

/** Budgets of a plan, in no order. */
export function readBudgets(
  db: Db,
  planId: string,
): Promise<{ area: string; fund: FundLine; year: number; amountYuan: string }[]> {
  return read(
    db,
    planId,
    `select area_code as area, fund, year, amount_yuan as "amountYuan" from budgets`,
  );
}

/** What is locked in a plan, in no order. */
export async function readLocks(db: Db, planId: string): Promise<string[]> {
  const rows = await read<{ subject: string }>(db, planId, "select subject from plan_locks");
  return rows.map(({ subject }) => subject);
}

/** Notes of a plan, in no order. */
export function readNotes(db: Db, planId: string): Promise<NoteRow[]> {
  return read(
    db,
    planId,
    "select id, text, point::text as position, about, author, at::text from plan_notes",
  );
}

/** Settings of a plan, in no order. */
export function readSettings(
  db: Db,
  planId: string,
): Promise<{ key: string; value: "hard" | "soft" | "off" }[]> {
  return read(db, planId, "select key, value from plan_settings");
}

/** How the keys of a collection are found in its table: an expression that gives the key of a row. */
const KEYS: Readonly<Record<Collection, { table: string; key: string }>> = {
  settlements: { table: "settlements", key: "id" },
  moves: { table: "moves", key: "village" },
  works: { table: "works", key: "id" },
  targets: { table: "annual_targets", key: "area_code || ':' || year" },
  budgets: { table: "budgets", key: "area_code || ':' || fund || ':' || year" },
  locks: { table: "plan_locks", key: "subject" },
  notes: { table: "plan_notes", key: "id" },
  settings: { table: "plan_settings", key: "key" },
};

/** Takes entries of a collection away, by key. Keys that are not there do nothing. */
export async function deleteEntries(
  trx: Db,
  planId: string,
  name: Collection,
  keys: readonly string[],
): Promise<void> {
  const { table, key } = KEYS[name];
  await trx.raw(`delete from ${table} where plan_id = ? and ${key} = any (?::text[])`, [
    planId,
    [...keys],
  ]);
}

/** Writes settlements, new ones and those that are there already. */
export async function writeSettlements(
  trx: Db,
  planId: string,
  rows: readonly SettlementRow[],
): Promise<void> {
  await trx.raw(
    `insert into settlements (plan_id, id, name, kind, layout, point, outline, capacity_persons, land_quota_mu, floor_area_m2,
                              ready_year, site_cost_yuan, cost_per_head_yuan, facility_id)
     select ?, id, name, kind, layout, position::geometry, outline::geometry, "capacityPersons", "landQuotaMu", "floorAreaM2",
            "readyYear", "siteCostYuan", "costPerHeadYuan", "facilityId"
     from jsonb_to_recordset(?) as r (id text, name text, kind text, layout text, position text, outline text,
       "capacityPersons" integer, "landQuotaMu" double precision, "floorAreaM2" double precision, "readyYear" integer,
       "siteCostYuan" bigint, "costPerHeadYuan" bigint, "facilityId" integer)
     on conflict (plan_id, id) do update
     set name = excluded.name, kind = excluded.kind, layout = excluded.layout, point = excluded.point,
         outline = excluded.outline, capacity_persons = excluded.capacity_persons, land_quota_mu = excluded.land_quota_mu,
         floor_area_m2 = excluded.floor_area_m2, ready_year = excluded.ready_year, site_cost_yuan = excluded.site_cost_yuan,
         cost_per_head_yuan = excluded.cost_per_head_yuan, facility_id = excluded.facility_id`,
    [planId, JSON.stringify(rows)],
  );
}

/** Columns of parts of moves: element i of each is the same part. */
export interface MoveColumns {
  village: string[];
  part: number[];
  settlement: string[];
  year: number[];
  households: (number | null)[];
  reason: (string | null)[];
}

/** Adds moves of villages that have none in the plan. */
export async function insertMoves(trx: Db, planId: string, columns: MoveColumns): Promise<void> {
  await trx.raw(
    `insert into moves (plan_id, village, part, settlement_id, year, households, reason)
     select ?, * from unnest(?::text[], ?::smallint[], ?::text[], ?::integer[], ?::integer[], ?::text[])`,
    [
      planId,
      ...(["village", "part", "settlement", "year", "households", "reason"] as const).map((name) =>
        list(columns[name]),
      ),
    ],
  );
}

/** Adds works that are not there. */
export async function insertWorks(
  trx: Db,
  planId: string,
  rows: readonly WorksRow[],
): Promise<void> {
  await trx.raw(
    `insert into works (plan_id, id, name, sector, action, feature_id, geom, class, surface, all_season, accepted, numbers, year, cost_yuan, fund)
     select ?, id, name, sector, action, "featureId", geometry::geometry, class, surface, "allSeason", accepted, numbers, year, "costYuan", fund
     from jsonb_to_recordset(?) as r (id text, name text, sector text, action text, "featureId" integer, geometry text, class text,
       surface text, "allSeason" boolean, accepted boolean, numbers jsonb, year integer, "costYuan" bigint, fund text)`,
    [planId, JSON.stringify(rows)],
  );
}

/** Adds notes that are not there. */
export async function insertNotes(
  trx: Db,
  planId: string,
  rows: readonly NoteRow[],
): Promise<void> {
  await trx.raw(
    `insert into plan_notes (plan_id, id, text, point, about, author, at)
     select ?, id, text, position::geometry, about, author, at
     from jsonb_to_recordset(?) as r (id text, text text, position text, about text, author text, at text)`,
    [planId, JSON.stringify(rows)],
  );
}

/** Adds values that are not there, by the parts of their keys: targets, budgets, locks or settings. */
export async function insertValues(
  trx: Db,
  planId: string,
  name: "targets" | "budgets" | "locks" | "settings",
  rows: readonly (readonly (string | number)[])[],
): Promise<void> {
  const columns = VALUE_COLUMNS[name];
  const lists = columns.map((_, i) => list(rows.map((row) => row[i]!)));
  await trx.raw(
    `insert into ${KEYS[name].table} (plan_id, ${columns.map(([column]) => column).join(", ")})
     select ?, * from unnest(${columns.map(([, type]) => `?::${type}[]`).join(", ")})`,
    [planId, ...lists],
  );
}

const VALUE_COLUMNS = {
  targets: [
    ["area_code", "text"],
    ["year", "integer"],
    ["persons", "integer"],
  ],
  budgets: [
    ["area_code", "text"],
    ["fund", "text"],
    ["year", "integer"],
    ["amount_yuan", "bigint"],
  ],
  locks: [["subject", "text"]],
  settings: [
    ["key", "text"],
    ["value", "text"],
  ],
} as const;
