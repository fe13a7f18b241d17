import type { Statistic } from "../../core/contract/statistics.ts";
import type { Db } from "../database/open.ts";

const moment = (column: string): string =>
  `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** An area that statistics are about. */
export interface StatisticArea {
  code: string;
  name: string;
  pinyin: string | null;
  level: "region" | "city" | "county";
  parentCode: string | null;
  cityClass: number | null;
  countyClass: number | null;
}

/** An area and the cities and counties in it, as the data in force hold them, by code; none where there is no such area. */
export async function listStatisticAreas(db: Db, code: string): Promise<StatisticArea[]> {
  const { rows } = await db.raw<{ rows: StatisticArea[] }>(
    `with recursive known as (
       select distinct on (u.code) u.code, u.name, u.pinyin, u.level, u.parent_code, u.city_class, u.county_class
       from admin_units u left join datasets d on d.id = u.dataset_id
       where u.level in ('region', 'city', 'county') and (u.dataset_id is null or d.state = 'current')
       order by u.code, u.dataset_id desc nulls last
     ), inside (code) as (
       select code from known where code = :code
       union
       select k.code from known k join inside i on k.parent_code = i.code
     )
     select k.code, k.name, k.pinyin, k.level, k.parent_code as "parentCode",
            k.city_class as "cityClass", k.county_class as "countyClass"
     from known k join inside i on i.code = k.code order by k.code collate "C"`,
    { code },
  );
  return rows;
}

const COLUMNS = `
  s.area_code as area, s.year, s.item, s.value, s.unit, s.source, s.entered_by as "enteredBy",
  ${moment("s.entered_at")} as "enteredAt", s.demonstration, s.version`;

export type StoredStatistic = Omit<Statistic, "areaName">;

/** Figures in force of some areas, by area, year and item; of one year and item where these are given. */
export async function listStatistics(
  db: Db,
  areas: readonly string[],
  { year = null, item = null }: { year?: number | null; item?: string | null } = {},
): Promise<StoredStatistic[]> {
  const { rows } = await db.raw<{ rows: StoredStatistic[] }>(
    `select ${COLUMNS} from county_statistics s
     where s.area_code = any (:areas::text[]) and s.value is not null
       and (:year::integer is null or s.year = :year) and (:item::text is null or s.item = :item)
     order by s.area_code collate "C", s.year, s.item`,
    { areas: [...areas], year, item },
  );
  return rows;
}

/** Years that any figure of some areas is of, ascending. */
export async function listStatisticYears(db: Db, areas: readonly string[]): Promise<number[]> {
  const { rows } = await db.raw<{ rows: { year: number }[] }>(
    "select distinct year from county_statistics where area_code = any (?::text[]) and value is not null order by year",
    [[...areas]],
  );
  return rows.map(({ year }) => year);
}

/**
 * Lets those who write figures come one after another, to the end of the transaction: a figure that is not there yet, or a key, is no row
 * that could be locked, and tables of several counties name their figures in any order.
 */
export async function takeTurn(trx: Db): Promise<void> {
  await trx.raw("select pg_advisory_xact_lock(hashtext('county_statistics'))");
}

/** One figure with its version, also where it was taken back (value null); null where there never was one. Locks it to the end of the transaction. */
export async function findStatistic(
  trx: Db,
  area: string,
  year: number,
  item: string,
): Promise<(Omit<StoredStatistic, "value"> & { value: number | null }) | null> {
  const { rows } = await trx.raw<{
    rows: (Omit<StoredStatistic, "value"> & { value: number | null })[];
  }>(
    `select ${COLUMNS} from county_statistics s where s.area_code = ? and s.year = ? and s.item = ? for update`,
    [area, year, item],
  );
  return rows[0] ?? null;
}

export interface NewStatistic {
  area: string;
  year: number;
  item: string;
  /** Null takes the figure back. */
  value: number | null;
  unit: string;
  source: string;
}

/**
 * Writes figures, and in the audit trail what each was before; those that say what was known are left alone. Gives how many were new and how
 * many replaced another one.
 */
export async function upsertStatistics(
  trx: Db,
  figures: readonly NewStatistic[],
  by: { author: string; demonstration: boolean },
): Promise<{ added: number; replaced: number }> {
  const { rows } = await trx.raw<{ rows: { added: number; replaced: number }[] }>(
    `with given as (
       select * from jsonb_to_recordset(:figures::jsonb)
         as g (area text, year integer, item text, value double precision, unit text, source text)
     ), changed as (
       select g.*, s.value as was, s.version as known from given g
       left join county_statistics s on s.area_code = g.area and s.year = g.year and s.item = g.item
       where s.version is null or s.value is distinct from g.value
     ), written as (
       insert into county_statistics (area_code, year, item, value, unit, source, entered_by, demonstration)
       select area, year, item, value, unit, source, :author, :demonstration from changed
       on conflict (area_code, year, item) do update set
         value = excluded.value, unit = excluded.unit, source = excluded.source, entered_by = excluded.entered_by,
         entered_at = clock_timestamp(), demonstration = excluded.demonstration, version = county_statistics.version + 1
     ), told as (
       insert into audit_events (actor, action, object, detail)
       select :author, 'statistics.write', 'statistic:' || area || ':' || year || ':' || item,
              jsonb_build_object('was', was, 'is', value, 'source', source)
       from changed
     )
     select count(*) filter (where was is null)::integer as added, count(*) filter (where was is not null)::integer as replaced from changed`,
    { ...by, figures: JSON.stringify(figures) },
  );
  return rows[0]!;
}

/** How many of some figures are new, and how many would replace another one. */
export async function countChanges(
  db: Db,
  figures: readonly NewStatistic[],
): Promise<{ added: number; replaced: number }> {
  const { rows } = await db.raw<{ rows: { added: number; replaced: number }[] }>(
    `select count(*) filter (where s.value is null)::integer as added,
            count(*) filter (where s.value is not null and s.value <> g.value)::integer as replaced
     from jsonb_to_recordset(?::jsonb) as g (area text, year integer, item text, value double precision)
     left join county_statistics s on s.area_code = g.area and s.year = g.year and s.item = g.item`,
    [JSON.stringify(figures)],
  );
  return rows[0]!;
}

/** What a request with this idempotency key was told. */
export async function findStatisticWrite(
  db: Db,
  key: string,
): Promise<{ hash: string; answer: unknown } | null> {
  const { rows } = await db.raw<{ rows: { hash: string; answer: unknown }[] }>(
    "select body_hash as hash, answer from statistic_writes where idempotency_key = ?",
    [key],
  );
  return rows[0] ?? null;
}

/** Keeps what a request was told. */
export async function insertStatisticWrite(
  trx: Db,
  key: string,
  hash: string,
  answer: object,
): Promise<void> {
  await trx.raw(
    "insert into statistic_writes (idempotency_key, body_hash, answer) values (?, ?, ?)",
    [key, hash, JSON.stringify(answer)],
  );
}
