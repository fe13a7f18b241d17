import { useSyncExternalStore } from "react";
import type { ProgressReturn, ProgressSubject } from "../../core/contract/progress.ts";
import type { Typed } from "./drafts.ts";

/** Rows typed and not yet saved, of one period and one kind of subject. */
export interface Unsaved {
  subject: ProgressSubject;
  period: string;
  /** Rows as typed, by key of the subject; never empty while they are kept. */
  drafts: ReadonlyMap<string, Typed>;
  /** Returns as they stood when typing began, and their version: what a conflict is told by. */
  version: number;
  returns: ReadonlyMap<string, ProgressReturn>;
  /** For people: where the rows belong. */
  planName: string;
  areaName: string;
}

/** Rows that wait in another plan or area. */
interface UnsavedElsewhere extends Unsaved {
  plan: string;
  area: string;
}

// Outside of any page, so that rows outlive a look at the map; by plan and area, so that those of one never show in another.
let kept: ReadonlyMap<string, UnsavedElsewhere> = new Map();
const listeners = new Set<() => void>();
const nameOf = (plan: string, area: string): string => `${plan} ${area}`;
const warn = (event: Event): void => event.preventDefault();

/** Keeps the rows typed in an area of a plan until they are saved or given up (null); while any are kept, the browser asks before it leaves. */
export function keepUnsaved(plan: string, area: string, rows: Unsaved | null): void {
  const next = new Map(kept);
  if (rows === null || rows.drafts.size === 0) next.delete(nameOf(plan, area));
  else next.set(nameOf(plan, area), { ...rows, plan, area });
  kept = next;
  // The same listener added twice counts once.
  if (kept.size > 0) window.addEventListener("beforeunload", warn);
  else window.removeEventListener("beforeunload", warn);
  for (const tell of listeners) tell();
}

/** The rows typed in an area of a plan; null where there are none. */
export const unsavedOf = (plan: string, area: string): Unsaved | null =>
  kept.get(nameOf(plan, area)) ?? null;

/** Rows that wait in other plans and areas than this one. */
export const unsavedElsewhere = (plan: string | null, area: string): UnsavedElsewhere[] =>
  [...kept.values()].filter((each) => each.plan !== plan || each.area !== area);

const subscribe = (tell: () => void) => {
  listeners.add(tell);
  return () => void listeners.delete(tell);
};

/** The rows typed in an area of a plan, as they change. */
export const useUnsaved = (plan: string, area: string): Unsaved | null =>
  useSyncExternalStore(subscribe, () => unsavedOf(plan, area));

/** Rows that wait in other plans and areas, as they change. */
export function useUnsavedElsewhere(plan: string | null, area: string): UnsavedElsewhere[] {
  useSyncExternalStore(subscribe, () => kept);
  return unsavedElsewhere(plan, area);
}
