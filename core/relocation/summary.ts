import { COLLECTIONS, type Collection, type PlanChange } from "../contract/plan.ts";

/** How many entries of a part of the plan an edit brought, altered and took away. */
export interface ChangeCount {
  readonly collection: Collection;
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
}

/** What an edit did, for a line of the history; told from the change and its inverse. Parts that it did not touch are left out. */
export function summarize(change: PlanChange, inverse: PlanChange): ChangeCount[] {
  return COLLECTIONS.flatMap((collection) => {
    const back = Object.entries((inverse[collection] ?? {}) as Record<string, unknown>);
    if (back.length === 0) return [];
    const given = change[collection] as Record<string, unknown>;
    const added = back.filter(([, value]) => value === null).length;
    const removed = back.filter(([key]) => given[key] === null).length;
    return [{ collection, added, removed, changed: back.length - added - removed }];
  });
}
