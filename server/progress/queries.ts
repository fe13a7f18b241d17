import type {
  NewReturn,
  ProgressSubject,
  ReturnName,
  WriteAnswer,
} from "../../core/contract/progress.ts";
import type { Db } from "../database/open.ts";

const moment = (column: string): string =>
  `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const RETURN_COLUMNS = `
  r.subject, r.key, r.period, r.state, r.households, r.persons, r.old_houses_down as "oldHousesDown", r.version`;

/** A return in force, as it is stored. */
export type StoredReturn = NewReturn & { version: number };

/** Writes to the returns of a plan so far. */
export async function readProgressVersion(db: Db, planId: string): Promise<number> {
  const { rows } = await db.raw<{ rows: { version: number }[] }>(
    "select coalesce(max(version), 0)::integer as version from progress_writes where plan_id = ?",
    [planId],
  );
  return rows[0]!.version;
}

/** Every return in force of a plan, by subject, key and period. */
export async function readReturns(db: Db, planId: string): Promise<StoredReturn[]> {
  const { rows } = await db.raw<{ rows: StoredReturn[] }>(
    `select ${RETURN_COLUMNS} from progress_returns r where r.plan_id = ? order by r.subject, r.key collate "C", r.period`,
    [planId],
  );
  return rows;
}

/** Every return in force of some subjects. */
export async function readReturnsOf(
  db: Db,
  planId: string,
  subjects: readonly Pick<ReturnName, "subject" | "key">[],
): Promise<StoredReturn[]> {
  const { rows } = await db.raw<{ rows: StoredReturn[] }>(
    `select ${RETURN_COLUMNS} from progress_returns r
     join (select distinct subject, key from jsonb_to_recordset(:subjects::jsonb) as s (subject text, key text)) s
       on s.subject = r.subject and s.key = r.key
     where r.plan_id = :planId order by r.subject, r.key collate "C", r.period`,
    { planId, subjects: JSON.stringify(subjects.map(({ subject, key }) => ({ subject, key }))) },
  );
  return rows;
}

export interface ListedReturn extends StoredReturn {
  reportedBy: string;
  reportedAt: string;
  source: string;
}

export interface ReturnFilter {
  subject: ProgressSubject | null;
  key: string | null;
  /** A year also finds its months. */
  period: string | null;
  /** Only these subjects, as "subject key"; null for all. */
  within: readonly string[] | null;
}

const FILTER = `
  r.plan_id = :planId and (:subject::text is null or r.subject = :subject) and (:key::text is null or r.key = :key)
  and (:period::text is null or r.period = :period or (length(:period) = 4 and left(r.period, 4) = :period))
  and (:within::text[] is null or r.subject || ' ' || r.key = any (:within::text[]))`;

const bindings = (planId: string, filter: ReturnFilter) => ({
  planId,
  ...filter,
  within: filter.within === null ? null : [...filter.within],
});

/** Returns that fit a filter, after a place in the order of period, subject and key. */
export async function listReturns(
  db: Db,
  planId: string,
  filter: ReturnFilter,
  page: { after: ReturnName | null; limit: number },
): Promise<ListedReturn[]> {
  const { rows } = await db.raw<{ rows: ListedReturn[] }>(
    `select ${RETURN_COLUMNS}, w.author as "reportedBy", ${moment("w.at")} as "reportedAt", w.source
     from progress_returns r join progress_writes w on w.plan_id = r.plan_id and w.version = r.version
     where ${FILTER}
       and (:afterPeriod::text is null
            or (r.period collate "C", r.subject collate "C", r.key collate "C") > (:afterPeriod, :afterSubject, :afterKey))
     order by r.period collate "C", r.subject collate "C", r.key collate "C" limit :limit`,
    {
      ...bindings(planId, filter),
      afterPeriod: page.after?.period ?? null,
      afterSubject: page.after?.subject ?? null,
      afterKey: page.after?.key ?? null,
      limit: page.limit,
    },
  );
  return rows;
}

export async function countReturnsOf(
  db: Db,
  planId: string,
  filter: ReturnFilter,
): Promise<number> {
  const { rows } = await db.raw<{ rows: { count: number }[] }>(
    `select count(*)::integer as count from progress_returns r where ${FILTER}`,
    bindings(planId, filter),
  );
  return rows[0]!.count;
}

/** Subjects that anything was returned of. */
export async function listSubjects(
  db: Db,
  planId: string,
): Promise<Pick<ReturnName, "subject" | "key">[]> {
  const { rows } = await db.raw<{ rows: Pick<ReturnName, "subject" | "key">[] }>(
    "select distinct subject, key from progress_returns where plan_id = ?",
    [planId],
  );
  return rows;
}

/** The write that a request with this idempotency key made. */
export async function findWrite(
  db: Db,
  planId: string,
  key: string,
): Promise<{ hash: string; answer: WriteAnswer } | null> {
  const { rows } = await db.raw<{ rows: { hash: string; answer: WriteAnswer }[] }>(
    "select body_hash as hash, answer from progress_writes where plan_id = ? and idempotency_key = ?",
    [planId, key],
  );
  return rows[0] ?? null;
}

/** Which of some returns were written after a version, at most 20. */
export async function findWrittenSince(
  db: Db,
  planId: string,
  version: number,
  names: readonly ReturnName[],
): Promise<ReturnName[]> {
  const { rows } = await db.raw<{ rows: ReturnName[] }>(
    `select distinct h.subject, h.key, h.period from progress_history h
     join jsonb_to_recordset(:names::jsonb) as n (subject text, key text, period text)
       on n.subject = h.subject and n.key = h.key and n.period = h.period
     where h.plan_id = :planId and h.version > :version order by 1, 2, 3 limit 20`,
    { planId, version, names: JSON.stringify(names) },
  );
  return rows;
}

export interface NewWrite {
  version: number;
  author: string;
  source: string;
  written: number;
  withdrawn: number;
  key: string;
  hash: string;
  answer: WriteAnswer;
}

export async function insertWrite(trx: Db, planId: string, write: NewWrite): Promise<void> {
  await trx.raw(
    `insert into progress_writes (plan_id, version, author, source, written, withdrawn, idempotency_key, body_hash, answer)
     values (:planId, :version, :author, :source, :written, :withdrawn, :key, :hash, :answer)`,
    { ...write, planId, answer: JSON.stringify(write.answer) },
  );
}

export async function upsertReturns(
  trx: Db,
  planId: string,
  version: number,
  returns: readonly NewReturn[],
): Promise<void> {
  await trx.raw(
    `insert into progress_returns (plan_id, subject, key, period, state, households, persons, old_houses_down, version)
     select :planId, r.subject, r.key, r.period, r.state, r.households, r.persons, r."oldHousesDown", :version
     from jsonb_to_recordset(:returns::jsonb)
       as r (subject text, key text, period text, state text, households integer, persons integer, "oldHousesDown" integer)
     on conflict (plan_id, subject, key, period) do update set
       state = excluded.state, households = excluded.households, persons = excluded.persons,
       old_houses_down = excluded.old_houses_down, version = excluded.version`,
    { planId, version, returns: JSON.stringify(returns) },
  );
}

export async function deleteReturns(
  trx: Db,
  planId: string,
  names: readonly ReturnName[],
): Promise<void> {
  await trx.raw(
    `delete from progress_returns r using jsonb_to_recordset(:names::jsonb) as n (subject text, key text, period text)
     where r.plan_id = :planId and r.subject = n.subject and r.key = n.key and r.period = n.period`,
    { planId, names: JSON.stringify(names) },
  );
}

/** What a return says, beside its name. */
export type Said = Omit<NewReturn, "subject" | "key" | "period">;

export interface HistoryLine extends ReturnName {
  was: Said | null;
  is: Said | null;
}

export async function insertHistory(
  trx: Db,
  planId: string,
  version: number,
  lines: readonly HistoryLine[],
): Promise<void> {
  await trx.raw(
    `insert into progress_history (plan_id, version, subject, key, period, was, "is")
     select :planId, :version, l.subject, l.key, l.period, nullif(l.was, 'null'::jsonb), nullif(l."is", 'null'::jsonb)
     from jsonb_to_recordset(:lines::jsonb) as l (subject text, key text, period text, was jsonb, "is" jsonb)`,
    { planId, version, lines: JSON.stringify(lines) },
  );
}

/** What was written, newest first, after a place in this order. */
export async function listProgressHistory(
  db: Db,
  planId: string,
  filter: { subject: string | null; key: string | null },
  page: { after: (ReturnName & { version: number }) | null; limit: number },
): Promise<(HistoryLine & { version: number; at: string; author: string; source: string })[]> {
  const { rows } = await db.raw<{
    rows: (HistoryLine & { version: number; at: string; author: string; source: string })[];
  }>(
    `select h.subject, h.key, h.period, h.was, h."is", h.version, ${moment("w.at")} as at, w.author, w.source
     from progress_history h join progress_writes w on w.plan_id = h.plan_id and w.version = h.version
     where h.plan_id = :planId and (:subject::text is null or h.subject = :subject)
       and (:key::text is null or h.key = :key)
       and (:afterVersion::integer is null
            or (-h.version, h.subject collate "C", h.key collate "C", h.period collate "C")
               > (-:afterVersion::integer, :afterSubject, :afterKey, :afterPeriod))
     order by -h.version, h.subject collate "C", h.key collate "C", h.period collate "C" limit :limit`,
    {
      planId,
      ...filter,
      afterVersion: page.after?.version ?? null,
      afterSubject: page.after?.subject ?? null,
      afterKey: page.after?.key ?? null,
      afterPeriod: page.after?.period ?? null,
      limit: page.limit,
    },
  );
  return rows;
}

export interface ActualRow {
  subject: ProgressSubject;
  key: string;
  year: number;
  households: number;
  persons: number;
}

/** Moved in by subject and year: the yearly return where there is one, else the sum of the months. */
export async function sumByYear(db: Db, planId: string): Promise<ActualRow[]> {
  const { rows } = await db.raw<{ rows: ActualRow[] }>(
    `select subject, key, left(period, 4)::integer as year,
            coalesce(max(households) filter (where length(period) = 4), sum(households))::integer as households,
            coalesce(max(persons) filter (where length(period) = 4), sum(persons))::integer as persons
     from progress_returns where plan_id = ? group by 1, 2, 3 order by 1, 2, 3`,
    [planId],
  );
  return rows;
}
