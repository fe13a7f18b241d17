import { COLLECTIONS, type Collection, type PlanChange } from "../contract/plan.ts";
import { applyChange } from "./apply.ts";
import { BY_FIELD } from "./combine.ts";
import { equalValues, type Plan } from "./plan.ts";

type Entries = Record<string, unknown>;

/**
 * The smallest change that makes the entries of one plan those of another in the same frame, empty for equal plans. It also sets again
 * the locks that protect what it alters, so that `applyChange(from, changeBetween(from, to))` always gives a plan equal to `to`.
 */
export function changeBetween(from: Plan, to: Plan): PlanChange {
  const change: Partial<Record<Collection, Entries>> = {};
  for (const name of COLLECTIONS) {
    const given = entriesBetween(name, from, to);
    if (Object.keys(given).length > 0) change[name] = given;
  }
  // A lock that both plans hold would refuse what was altered while it was off.
  for (;;) {
    const applied = applyChange(from, change as PlanChange);
    if (applied.ok) return change as PlanChange;
    const locks = applied.problems.flatMap(({ params }) => params["lock"] ?? []);
    if (locks.length === 0) return change as PlanChange;
    change.locks = { ...change.locks, ...Object.fromEntries(locks.map((lock) => [lock, true])) };
  }
}

function entriesBetween(name: Collection, from: Plan, to: Plan): Entries {
  const before = from[name] as ReadonlyMap<string, unknown>;
  const after = to[name] as ReadonlyMap<string, unknown>;
  const given: Entries = {};
  if (before === after) return given;
  for (const key of before.keys()) if (!after.has(key)) given[key] = null;
  for (const [key, value] of after) {
    const now = before.get(key);
    if (now === undefined) given[key] = value;
    else if (!equalValues(now, value))
      given[key] = BY_FIELD.has(name) ? fieldsBetween(now as Entries, value as Entries) : value;
  }
  return given;
}

function fieldsBetween(before: Entries, after: Entries): Entries {
  return Object.fromEntries(
    Object.entries(after).filter(([field, value]) => !equalValues(before[field], value)),
  );
}
