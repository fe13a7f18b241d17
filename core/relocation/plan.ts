import { is, Map } from "immutable";
import {
  COLLECTIONS,
  type Collection,
  type Move,
  type Note,
  type PlanChange,
  type PlanFrame,
  type Settlement,
  type Works,
} from "../contract/plan.ts";

/** The entries of each part of a plan. Persistent maps: an edit of a plan of 30,000 moves shares all that it does not touch. */
export interface PlanEntries {
  readonly settlements: Map<string, Settlement>;
  /** By village key. */
  readonly moves: Map<string, Move>;
  readonly works: Map<string, Works>;
  readonly targets: Map<string, number>;
  readonly budgets: Map<string, number>;
  readonly locks: Map<string, true>;
  readonly notes: Map<string, Note>;
  readonly settings: Map<string, "hard" | "soft" | "off">;
}

/** A plan: an immutable value. `applyChange` gives the next one. */
export interface Plan extends PlanEntries {
  readonly frame: PlanFrame;
  /** Parts of moves by the settlement they go to; settlements without any are absent. */
  readonly uses: Map<string, number>;
}

/** A plan without entries. */
export function emptyPlan(frame: PlanFrame): Plan {
  return {
    frame,
    settlements: Map(),
    moves: Map(),
    works: Map(),
    targets: Map(),
    budgets: Map(),
    locks: Map(),
    notes: Map(),
    settings: Map(),
    uses: Map(),
  };
}

/** True when two plans hold the same entries in the same frame, wherever they came from. */
export function equalPlans(a: Plan, b: Plan): boolean {
  return (
    a.frame.area === b.frame.area &&
    a.frame.years.from === b.frame.years.from &&
    a.frame.years.to === b.frame.years.to &&
    COLLECTIONS.every((name) => equalEntries(a[name], b[name]))
  );
}

function equalEntries(a: PlanEntries[Collection], b: PlanEntries[Collection]): boolean {
  if (a === b) return true;
  if (a.size !== b.size) return false;
  return (a as Map<string, unknown>).every((value, key) => equalValues(value, b.get(key)));
}

/** True for the same JSON, whatever the order of fields. */
export function equalValues(a: unknown, b: unknown): boolean {
  if (is(a, b)) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b)) {
    return (
      Array.isArray(a) &&
      Array.isArray(b) &&
      a.length === b.length &&
      a.every((value, i) => equalValues(value, b[i]))
    );
  }
  const [keys, others] = [Object.keys(a), Object.keys(b)];
  return (
    keys.length === others.length &&
    keys.every((key) =>
      equalValues(
        (a as Readonly<Record<string, unknown>>)[key],
        (b as Readonly<Record<string, unknown>>)[key],
      ),
    )
  );
}

/** The whole plan as one change from nothing, keys in order: what is exported, sent and stored. */
export function documentOf(plan: Plan): PlanChange {
  const document: Record<string, unknown> = {};
  for (const name of COLLECTIONS) {
    const entries = plan[name] as Map<string, unknown>;
    if (entries.size === 0) continue;
    const keys = [...entries.keys()].sort((a, b) => (a < b ? -1 : 1));
    document[name] = Object.fromEntries(keys.map((key) => [key, entries.get(key)]));
  }
  return document as PlanChange;
}
