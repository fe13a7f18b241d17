import type { Knex } from "knex";
import type {
  NewReturn,
  ProgressWarning,
  ReturnName,
  WriteAnswer,
} from "../../core/contract/progress.ts";
import { factsOf } from "../../core/progress/summary.ts";
import { tallyReturns } from "../../core/progress/tally.ts";
import { warnOf } from "../../core/progress/warnings.ts";
import type { AssessedPlan } from "../../core/relocation/assess.ts";
import type { RegionState } from "../coverage/state.ts";
import type { Db } from "../database/open.ts";
import { problem, HttpProblem } from "../http/problem.ts";
import type { PlanAssessor } from "../plans/assessor.ts";
import { findPlan, type PlanRow } from "../plans/queries.ts";
import { keyReused, unknownPlan } from "../plans/refusals.ts";
import { findRow, readPlan, type Once, type PlanDesk } from "../plans/service.ts";
import * as queries from "./queries.ts";

/** What writers and readers of returns work with: the plan as it is, added up on the data shown. */
export interface ProgressDesk {
  readonly plans: PlanDesk;
  readonly assessor: PlanAssessor;
  /** Throws a problem 503 while the data cannot be seen. */
  stateOf(row: PlanRow): Promise<RegionState> | RegionState;
}

/** A plan with what it adds up to. */
export interface PlanGround {
  readonly row: PlanRow;
  readonly state: RegionState;
  readonly on: AssessedPlan;
}

/** The plan as it is, added up. Throws a problem 404 where there is none. */
export async function groundOf(db: Db, desk: ProgressDesk, id: string): Promise<PlanGround> {
  const state = await desk.stateOf(await findRow(db, id));
  const { row, plan } = await readPlan(db, desk.plans, id);
  return { row, state, on: await desk.assessor.assess(db, state, row, plan) };
}

export interface Returned {
  readonly returns: readonly NewReturn[];
  readonly withdrawn: readonly ReturnName[];
}

/** What a write comes to: only what it changes, and what is then to be said about its subjects. */
export interface PreparedWrite {
  readonly changed: readonly NewReturn[];
  readonly lines: readonly queries.HistoryLine[];
  readonly added: number;
  readonly replaced: number;
  readonly unchanged: number;
  readonly warnings: readonly ProgressWarning[];
  /** Those of them that the write brings, not those that were there before it. */
  readonly brought: readonly ProgressWarning[];
}

/** Warnings told in an answer; the summary tells all. */
const MOST_WARNINGS = 200;

const nameOf = ({ subject, key, period }: ReturnName): ReturnName => ({ subject, key, period });
const textOf = ({ subject, key, period }: ReturnName): string => `${subject} ${period} ${key}`;
const saidOf = ({ state, households, persons, oldHousesDown }: NewReturn): queries.Said => ({
  state,
  households,
  persons,
  oldHousesDown,
});

/** Holds a write against what is in force. */
export async function prepareWrite(
  db: Db,
  planId: string,
  { returns, withdrawn }: Returned,
  on: AssessedPlan,
): Promise<PreparedWrite> {
  const subjects = [...returns, ...withdrawn];
  const before = await queries.readReturnsOf(db, planId, subjects);
  const known = new Map(before.map((each) => [textOf(each), each]));
  const after = new Map<string, NewReturn>(known);
  const lines: queries.HistoryLine[] = [];
  const changed: NewReturn[] = [];
  let replaced = 0;
  for (const each of returns) {
    const was = known.get(textOf(each));
    after.set(textOf(each), each);
    if (was && JSON.stringify(saidOf(was)) === JSON.stringify(saidOf(each))) continue;
    changed.push(each);
    if (was) replaced++;
    lines.push({ ...nameOf(each), was: was ? saidOf(was) : null, is: saidOf(each) });
  }
  for (const each of withdrawn) {
    const was = known.get(textOf(each));
    after.delete(textOf(each));
    if (was) lines.push({ ...nameOf(each), was: saidOf(was), is: null });
  }
  const warnings = warningsOf(after.values(), on);
  const wereThere = new Set(warningsOf(known.values(), on).map((each) => JSON.stringify(each)));
  return {
    changed,
    lines,
    added: changed.length - replaced,
    replaced,
    unchanged: returns.length - changed.length,
    warnings,
    brought: warnings.filter((each) => !wereThere.has(JSON.stringify(each))),
  };
}

function warningsOf(returns: Iterable<NewReturn>, on: AssessedPlan): ProgressWarning[] {
  const tally = tallyReturns(returns);
  return (["settlement", "village"] as const).flatMap((subject) =>
    [...tally[subject]].flatMap(([key, of]) => warnOf(subject, key, of, factsOf(subject, key, on))),
  );
}

/**
 * Writes and takes back returns of a plan in one transaction, once for each key: who asks again gets the first answer again. A write that
 * changes nothing leaves no trace. `check` looks at what is asked on the plan as it is then, and throws where it cannot be. Throws a
 * problem: 404 unknown plan, 409 put away, 412 where somebody else wrote one of these returns since `madeOn` (null: whatever was).
 */
export async function writeReturns(
  db: Knex,
  desk: ProgressDesk,
  id: string,
  once: Once & { madeOn: number | null },
  by: { author: string; source: string },
  ask: (ground: PlanGround) => Promise<Returned> | Returned,
): Promise<{ answer: WriteAnswer; prepared: PreparedWrite | null }> {
  for (;;) {
    const known = await knownAnswer(db, id, once);
    if (known !== null) return { answer: known, prepared: null };
    const ground = await groundOf(db, desk, id);
    const returned = await ask(ground);
    const done = await desk.plans.turns.take(id, () =>
      db.transaction((trx) => writeOn(trx, ground, once, by, returned)),
    );
    // The plan was changed meanwhile: what was asked is looked at again.
    if (done !== null) return done;
  }
}

async function knownAnswer(db: Db, id: string, once: Once): Promise<WriteAnswer | null> {
  await findRow(db, id);
  const known = await queries.findWrite(db, id, once.key);
  if (known !== null && known.hash !== once.hash) throw keyReused();
  return known?.answer ?? null;
}

async function writeOn(
  trx: Db,
  { row, on }: PlanGround,
  once: Once & { madeOn: number | null },
  by: { author: string; source: string },
  returned: Returned,
): Promise<{ answer: WriteAnswer; prepared: PreparedWrite | null } | null> {
  const now = await findPlan(trx, row.id, true);
  if (now === null) throw unknownPlan(row.id);
  const known = await queries.findWrite(trx, row.id, once.key);
  if (known !== null) {
    if (known.hash !== once.hash) throw keyReused();
    return { answer: known.answer, prepared: null };
  }
  if (now.archived)
    throw problem(409, "archived", "The plan is put away; bring it back to write its returns.");
  if (now.version !== row.version) return null;
  const version = await queries.readProgressVersion(trx, row.id);
  if (once.madeOn !== null) await refuseStale(trx, row.id, version, once.madeOn, returned);
  const prepared = await prepareWrite(trx, row.id, returned, on);
  const withdrawn = prepared.lines.filter(({ is }) => is === null);
  const answer: WriteAnswer = {
    version: prepared.lines.length === 0 ? version : version + 1,
    written: prepared.changed.length,
    withdrawn: withdrawn.length,
    warnings: prepared.warnings.slice(0, MOST_WARNINGS),
  };
  if (prepared.lines.length === 0) return { answer, prepared };
  await queries.insertWrite(trx, row.id, {
    ...by,
    version: answer.version,
    written: answer.written,
    withdrawn: answer.withdrawn,
    key: once.key,
    hash: once.hash,
    answer,
  });
  await queries.upsertReturns(trx, row.id, answer.version, prepared.changed);
  if (withdrawn.length > 0) await queries.deleteReturns(trx, row.id, withdrawn.map(nameOf));
  await queries.insertHistory(trx, row.id, answer.version, prepared.lines);
  return { answer, prepared };
}

/** Throws 412 with the returns that somebody else wrote since. */
async function refuseStale(
  trx: Db,
  id: string,
  version: number,
  madeOn: number,
  { returns, withdrawn }: Returned,
): Promise<void> {
  const names = [...returns, ...withdrawn].map(nameOf);
  const others = madeOn > version ? [] : await queries.findWrittenSince(trx, id, madeOn, names);
  if (madeOn <= version && others.length === 0) return;
  throw new HttpProblem(
    412,
    "Others wrote these returns meanwhile.",
    [{ code: "stale", path: "If-Match", params: { version } }],
    { more: { returns: others } },
  );
}
