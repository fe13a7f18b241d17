import { randomUUID } from "node:crypto";
import type { Knex } from "knex";
import type { PlanChange } from "../../core/contract/plan.ts";
import type { NewPlan, PlanEvent, PlanSummary } from "../../core/contract/plan-service.ts";
import { applyChange } from "../../core/relocation/apply.ts";
import { isEmptyChange } from "../../core/relocation/combine.ts";
import { mergeMoves } from "../../core/relocation/compare.ts";
import { changeBetween } from "../../core/relocation/difference.ts";
import { documentOf, type Plan } from "../../core/relocation/plan.ts";
import { summarize } from "../../core/relocation/summary.ts";
import { readDataVersion } from "../coverage/region-queries.ts";
import { insertAuditEvent } from "../datasets/queries.ts";
import type { Db } from "../database/open.ts";
import type { IfMatch } from "../http/preconditions.ts";
import { problem } from "../http/problem.ts";
import { frameOf } from "./load-plan.ts";
import { frameOfNew } from "./new-frame.ts";
import { planAt, type PlanMemory } from "./plan-memory.ts";
import * as queries from "./queries.ts";
import type { PlanRow } from "./queries.ts";
import { keyReused, refusedChange, stale, unknownPlan } from "./refusals.ts";
import { storeState } from "./store-state.ts";
import type { Turns } from "./turns.ts";

/** What the writers of one process share. */
export interface PlanDesk {
  readonly memory: PlanMemory;
  readonly turns: Turns;
  /** The data version in force of a region, null where this process does not know it. */
  dataVersionOf(regionCode: string): string | null;
}

/** What makes a write happen once: a key, and the hash of all that was asked with it. */
export interface Once {
  key: string;
  hash: string;
}

export interface ChangedBy {
  author: string;
  reason: string | null;
  client: string;
}

/** Client and key of the change that a plan begins with. */
const CREATION = "creation";

export function summaryOf(row: PlanRow): PlanSummary {
  return {
    id: row.id,
    area: row.areaCode,
    years: { from: row.yearFrom, to: row.yearTo },
    name: row.name,
    areaName: row.areaName,
    regionCode: row.regionCode,
    version: row.version,
    dataVersion: row.dataVersion,
    branchOf: row.branchOf === null ? null : { id: row.branchOf, version: row.branchVersion! },
    archived: row.archived,
    demonstration: row.demonstration,
    createdBy: row.createdBy,
    createdAt: row.createdAt,
    changedAt: row.changedAt,
  };
}

/** A plan with its row, both of one version; at an earlier version when one is named. Throws a problem 404 where there is none. */
export async function readPlan(
  db: Db,
  desk: Pick<PlanDesk, "memory">,
  id: string,
  version?: number,
): Promise<{ row: PlanRow; plan: Plan }> {
  const row = await findRow(db, id);
  const kept = desk.memory.peek(id, row.version);
  if (kept && (version === undefined || version === row.version)) return { row, plan: kept };
  // The row and its tables are read in one state of the database: a change may come between.
  return db.transaction(
    async (trx) => {
      const same = await findRow(trx, id);
      const plan = await desk.memory.planOf(trx, same);
      if (version === undefined || version === same.version) return { row: same, plan };
      if (version > same.version)
        throw problem(404, "unknownVersion", "The plan has no such version.", "version", {
          version,
          newest: same.version,
        });
      return {
        row: { ...same, version },
        plan: await planAt(trx, same, plan, version),
      };
    },
    { isolationLevel: "repeatable read", readOnly: true },
  );
}

/** A plan's row. Throws a problem 404 where there is none, also for what is no id at all. */
export async function findRow(db: Db, id: string): Promise<PlanRow> {
  const row = isPlanId(id) ? await queries.findPlan(db, id) : null;
  if (row === null) throw unknownPlan(id);
  return row;
}

function isPlanId(id: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id);
}

/**
 * Makes a change of a plan, in one transaction and once for each key: who asks again gets the first answer again, also after a crash.
 * `make` gives the change, made on the plan as it is. Throws a problem: 404 unknown plan, 409 put away, 412 made on another version,
 * 422 a change that cannot be applied, or a key that was used for something else.
 */
export async function writeChange(
  db: Knex,
  desk: PlanDesk,
  id: string,
  once: Once & { version: number | null },
  by: ChangedBy,
  make: (plan: Plan, trx: Db) => Promise<PlanChange> | PlanChange,
): Promise<PlanEvent> {
  if (!isPlanId(id)) throw unknownPlan(id);
  return desk.turns.take(id, async () => {
    const done = await db.transaction(async (trx) => {
      const row = await queries.findPlan(trx, id, true);
      if (row === null) throw unknownPlan(id);
      const before = await queries.findChange(trx, id, once.key);
      if (before !== null) {
        if (before.hash !== once.hash) throw keyReused();
        return { event: before.event, plan: null };
      }
      if (once.version !== null && once.version !== row.version)
        throw await stale(trx, row, once.version);
      if (row.archived)
        throw problem(409, "archived", "The plan is put away; bring it back to change it.");
      const plan = await desk.memory.planOf(trx, row);
      return append(trx, row, plan, await make(plan, trx), {
        ...by,
        ...once,
        dataVersion: desk.dataVersionOf(row.regionCode) ?? row.dataVersion,
      });
    });
    if (done.plan !== null) desk.memory.keep(id, done.event.version, done.plan);
    return done.event;
  });
}

async function append(
  trx: Db,
  row: PlanRow,
  plan: Plan,
  change: PlanChange,
  by: ChangedBy & Once & { dataVersion: string },
): Promise<{ event: PlanEvent; plan: Plan }> {
  const applied = applyChange(plan, change);
  if (!applied.ok) throw refusedChange(applied.problems);
  const { inverse } = applied;
  const { author, reason, client, dataVersion } = by;
  const said = { author, reason, client, counts: summarize(change, inverse), change, inverse };
  const { version, at } = await queries.insertChange(trx, row.id, {
    ...said,
    idempotencyKey: by.key,
    bodyHash: by.hash,
    dataVersion,
  });
  await storeState(trx, row.id, applied.plan, inverse);
  return { event: { version, at, ...said }, plan: applied.plan };
}

/** Makes a plan again what it was at a version, as a new change. */
export function returnPlan(
  db: Knex,
  desk: PlanDesk,
  id: string,
  once: Once & { version: number | null },
  by: ChangedBy,
  to: number,
): Promise<PlanEvent> {
  return writeChange(db, desk, id, once, by, async (plan, trx) => {
    const row = (await queries.findPlan(trx, id))!;
    if (to > row.version)
      throw problem(422, "unknownVersion", "The plan has no such version.", "to", {
        to,
        newest: row.version,
      });
    return changeBetween(plan, await planAt(trx, row, plan, to));
  });
}

/**
 * Takes the moves of some villages (of all that differ when none are named) from another plan, together with settlements that this plan
 * does not have. Settlements that both have stay as they are here.
 */
export async function mergePlan(
  db: Knex,
  desk: PlanDesk,
  id: string,
  once: Once & { version: number | null },
  by: ChangedBy,
  take: { from: string; villages: readonly string[] | undefined },
): Promise<PlanEvent> {
  const other = await readPlan(db, desk, take.from);
  return writeChange(db, desk, id, once, by, (plan) => {
    const all = new Set([...plan.moves.keys(), ...other.plan.moves.keys()]);
    return mergeMoves(other.plan, plan, take.villages ?? [...all]);
  });
}

/** Renames a plan, puts it away or brings it back; told in the audit trail, not in its history. */
export async function patchPlan(
  db: Knex,
  desk: PlanDesk,
  id: string,
  madeOn: IfMatch,
  { name, archived, author }: { name?: string; archived?: boolean; author: string },
): Promise<PlanRow> {
  if (!isPlanId(id)) throw unknownPlan(id);
  return desk.turns.take(id, () =>
    db.transaction(async (trx) => {
      const row = await queries.findPlan(trx, id, true);
      if (row === null) throw unknownPlan(id);
      const isStale =
        row.version !== madeOn.version ||
        (madeOn.revision !== null && row.revision !== madeOn.revision);
      if (isStale) throw await stale(trx, row, madeOn.version);
      await queries.updatePlan(trx, id, { name: name ?? null, archived: archived ?? null });
      await insertAuditEvent(trx, author, "plan.patch", `plan:${id}`, { name, archived });
      return (await queries.findPlan(trx, id))!;
    }),
  );
}

/** What is asked of a plan that is to be made. */
export interface MakePlan extends NewPlan {
  demonstration?: boolean;
  /** Of a scenario: a change that is made in the copy, and the version of the plan that it was made for. */
  onBranch?: { version: number; change: PlanChange };
}

/**
 * Makes a plan: empty, of a whole exported document, or as a scenario of another plan. Once for each key. Throws a problem: 404 unknown
 * area or plan, 412 a plan that is at another version than the change for its copy, 422 what does not go together or a document that
 * cannot be applied.
 */
export async function createPlan(
  db: Knex,
  desk: PlanDesk,
  asked: MakePlan,
  once: Once,
): Promise<{ row: PlanRow; plan: Plan }> {
  const id = randomUUID();
  const made = await db.transaction(async (trx) => {
    const known = await queries.findCreation(trx, once.key);
    if (known !== null) return { known };
    const { change, ...from } = await originOf(trx, desk, asked);
    const isNew = await queries.insertPlan(trx, {
      ...from,
      id,
      name: asked.name,
      demonstration: asked.demonstration ?? false,
      createdBy: asked.author,
      creationKey: once.key,
      creationHash: once.hash,
    });
    if (!isNew) return { known: await queries.findCreation(trx, once.key) };
    await insertAuditEvent(trx, asked.author, "plan.create", `plan:${id}`, { name: asked.name });
    const row = (await queries.findPlan(trx, id))!;
    if (isEmptyChange(change)) return { known: null };
    const first = await append(trx, row, frameOf(row), change, {
      author: asked.author,
      reason: null,
      client: CREATION,
      key: CREATION,
      hash: once.hash,
      dataVersion: row.dataVersion,
    });
    return { known: null, first };
  });
  if (made.known && made.known.hash !== once.hash) throw keyReused();
  if (made.first) desk.memory.keep(id, made.first.event.version, made.first.plan);
  return readPlan(db, desk, made.known?.id ?? id);
}

type Origin = Omit<
  queries.NewPlanRow,
  "id" | "name" | "demonstration" | "createdBy" | "creationKey" | "creationHash"
> & { change: PlanChange };

/** The area, the years and the first change of a plan that is to be made. */
async function originOf(trx: Db, desk: PlanDesk, asked: MakePlan): Promise<Origin> {
  if (asked.branchOf !== undefined) {
    for (const field of ["area", "years", "document"] as const)
      if (asked[field] !== undefined)
        throw problem(422, "branchHasItsOwn", "A scenario has this from its plan.", field);
    const { row, plan } = await readBranched(trx, desk, asked.branchOf);
    return {
      regionCode: row.regionCode,
      areaCode: row.areaCode,
      areaName: row.areaName,
      yearFrom: row.yearFrom,
      yearTo: row.yearTo,
      dataVersion: row.dataVersion,
      branchOf: row.id,
      branchVersion: row.version,
      change: documentOf(await branched(trx, row, plan, asked.onBranch)),
    };
  }
  const { regionCode, area, years } = await frameOfNew(trx, asked);
  return {
    regionCode,
    areaCode: area.code,
    areaName: area.name,
    yearFrom: years.from,
    yearTo: years.to,
    dataVersion: await readDataVersion(trx, regionCode),
    branchOf: null,
    branchVersion: null,
    change: asked.document ?? {},
  };
}

/** What a scenario begins as. */
async function branched(
  trx: Db,
  row: PlanRow,
  plan: Plan,
  onBranch: MakePlan["onBranch"],
): Promise<Plan> {
  if (onBranch === undefined) return plan;
  if (onBranch.version !== row.version) throw await stale(trx, row, onBranch.version);
  const applied = applyChange(plan, onBranch.change);
  if (!applied.ok) throw refusedChange(applied.problems);
  return applied.plan;
}

/** The plan that is branched, held still until its copy is made. */
async function readBranched(
  trx: Db,
  desk: PlanDesk,
  id: string,
): Promise<{ row: PlanRow; plan: Plan }> {
  const row = await queries.findPlan(trx, id, true);
  if (row === null) throw unknownPlan(id);
  return { row, plan: await desk.memory.planOf(trx, row) };
}
