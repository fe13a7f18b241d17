import { COLLECTIONS, type Collection, type PlanChange } from "../contract/plan.ts";
import { equalValues } from "./plan.ts";

type Entries = Record<string, unknown>;

/** Collections that are changed field by field. */
export const BY_FIELD: ReadonlySet<Collection> = new Set(["settlements", "works", "notes"]);

/**
 * One change that does what several do one after another: a drag of a hundred steps becomes one edit. Where the sequence can be
 * applied, so can its squash, and both lead to equal plans.
 */
export function squash(changes: readonly PlanChange[]): PlanChange {
  const sum: Partial<Record<Collection, Entries>> = {};
  for (const change of changes) {
    for (const name of COLLECTIONS) {
      const given = change[name] as Entries | undefined;
      if (given === undefined) continue;
      const into = (sum[name] ??= {});
      for (const [key, value] of Object.entries(given)) {
        const before = into[key];
        const merges =
          BY_FIELD.has(name) && value !== null && before !== null && before !== undefined;
        into[key] = merges ? { ...(before as Entries), ...(value as Entries) } : value;
      }
    }
  }
  return sum as PlanChange;
}

/** True when a change touches nothing. */
export function isEmptyChange(change: PlanChange): boolean {
  return COLLECTIONS.every((name) => Object.keys(change[name] ?? {}).length === 0);
}

/** What a change touches: "moves.450101001", and of entries changed in part "settlements.s1.name". */
export function touchedBy(change: PlanChange): string[] {
  return COLLECTIONS.flatMap((name) =>
    Object.entries((change[name] ?? {}) as Entries).flatMap(([key, value]) =>
      BY_FIELD.has(name) && value !== null
        ? Object.keys(value as Entries).map((field) => `${name}.${key}.${field}`)
        : [`${name}.${key}`],
    ),
  );
}

/**
 * Where two changes to the same plan contradict each other: the same entry, or the same field of one, set by both to different values;
 * or an entry taken away by one and changed by the other. Empty when one can follow the other unseen. Sorted.
 */
export function conflictsBetween(mine: PlanChange, theirs: PlanChange): string[] {
  const found = new Set<string>();
  for (const name of COLLECTIONS) {
    const [a, b] = [mine[name] as Entries | undefined, theirs[name] as Entries | undefined];
    if (a === undefined || b === undefined) continue;
    for (const [key, value] of Object.entries(a)) {
      if (!Object.hasOwn(b, key)) continue;
      for (const field of clash(BY_FIELD.has(name), value, b[key]))
        found.add(field === "" ? `${name}.${key}` : `${name}.${key}.${field}`);
    }
  }
  return [...found].sort((a, b) => (a < b ? -1 : 1));
}

/** Fields that two values of one entry set differently; "" stands for the entry as a whole. */
function clash(byField: boolean, mine: unknown, theirs: unknown): string[] {
  if (equalValues(mine, theirs)) return [];
  if (!byField || mine === null || theirs === null) return [""];
  const [a, b] = [mine as Entries, theirs as Entries];
  return Object.keys(a).filter(
    (field) => Object.hasOwn(b, field) && !equalValues(a[field], b[field]),
  );
}
