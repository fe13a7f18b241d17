import type { PlanChange } from "../../core/contract/plan.ts";
import { applyChange } from "../../core/relocation/apply.ts";
import type { Plan } from "../../core/relocation/plan.ts";
import type { Db } from "../database/open.ts";
import { frameOf, loadPlan } from "./load-plan.ts";
import { findBatchEnd, listChanges, type PlanRow } from "./queries.ts";

interface Kept {
  version: number;
  plan: Plan;
  entries: number;
}

/** Plans kept, and entries in them together; a move weighs about 500 bytes. */
const MOST_PLANS = 32;
const MOST_ENTRIES = 500_000;
/** Another process may be this far ahead before the tables are read again rather than its changes. */
const CATCH_UP_CHANGES = 200;
/** Changes read at once. */
const BATCH = { changes: 200, bytes: 4 * 1024 * 1024 };

/**
 * Plans used of late, by id and version. What is kept is true for good, because a version never changes; so a plan is brought up to the
 * version of its row by the changes since, whichever process made them, or read from its tables.
 */
export class PlanMemory {
  readonly #kept = new Map<string, Kept>();

  /** The plan at the version of its row. The transaction must see the tables at that version, see loadPlan. */
  async planOf(trx: Db, row: PlanRow): Promise<Plan> {
    const kept = this.#kept.get(row.id);
    const behind = kept === undefined ? Infinity : row.version - kept.version;
    if (kept && behind === 0) {
      this.keep(row.id, kept.version, kept.plan);
      return kept.plan;
    }
    const plan =
      kept && behind > 0 && behind <= CATCH_UP_CHANGES
        ? await catchUp(trx, row, kept)
        : await loadPlan(trx, row);
    this.keep(row.id, row.version, plan);
    return plan;
  }

  /** The plan when it is kept at exactly this version. */
  peek(id: string, version: number): Plan | null {
    const kept = this.#kept.get(id);
    return kept?.version === version ? kept.plan : null;
  }

  /** Keeps a plan, unless a newer version is kept already; the one used longest ago goes when there is no room. */
  keep(id: string, version: number, plan: Plan): void {
    const kept = this.#kept.get(id);
    if (kept && kept.version > version) return;
    this.#kept.delete(id);
    this.#kept.set(id, { version, plan, entries: plan.moves.size + plan.settlements.size });
    let entries = [...this.#kept.values()].reduce((sum, each) => sum + each.entries, 0);
    for (const [oldest, each] of this.#kept) {
      if (oldest === id || (this.#kept.size <= MOST_PLANS && entries <= MOST_ENTRIES)) break;
      this.#kept.delete(oldest);
      entries -= each.entries;
    }
  }
}

/** Applies a change that was accepted once before: that it can be applied is known. */
function replay(plan: Plan, change: PlanChange, what: string): Plan {
  const applied = applyChange(plan, change);
  if (!applied.ok)
    throw new Error(`${what} cannot be applied: ${JSON.stringify(applied.problems.slice(0, 5))}`);
  return applied.plan;
}

async function catchUp(db: Db, row: PlanRow, kept: Kept): Promise<Plan> {
  let { plan, version } = kept;
  while (version < row.version) {
    const end = Math.min(row.version, await findBatchEnd(db, row.id, version, BATCH));
    for (const event of await listChanges(db, row.id, version, end))
      plan = replay(plan, event.change, `change ${event.version} of plan ${row.id}`);
    version = end;
  }
  return plan;
}

/**
 * The plan at an earlier version: back from the plan as it is by the inverses, or forward from nothing, whichever is fewer steps.
 * `now` is the plan at the version of its row.
 */
export async function planAt(db: Db, row: PlanRow, now: Plan, version: number): Promise<Plan> {
  if (version < row.version / 2)
    return catchUp(db, { ...row, version }, { version: 0, plan: frameOf(row), entries: 0 });
  let plan = now;
  for (let at = row.version; at > version;) {
    const from = Math.max(version, at - BACK_STEPS);
    const events = await listChanges(db, row.id, from, at);
    for (const event of events.toReversed())
      plan = replay(plan, event.inverse, `the inverse of change ${event.version} of ${row.id}`);
    at = from;
  }
  return plan;
}

const BACK_STEPS = 20;
