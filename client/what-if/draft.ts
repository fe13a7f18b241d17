import type { Works } from "../../core/contract/plan.ts";
import type { Sector } from "../../core/contract/rule.ts";
import type { DrawnFeature } from "../../core/coverage/drawn-feature.ts";
import type { Edits } from "../../core/coverage/drawing.ts";

/** One thing that a person tries: works as a plan takes them, and how long they are. */
export interface Trial {
  readonly id: string;
  readonly works: Works;
  readonly lengthM: number;
}
export type Draft = readonly Trial[];

/** All that is tried now, with what it was before and what was undone; each step is a whole draft. */
export interface DraftHistory {
  readonly past: readonly Draft[];
  readonly now: Draft;
  readonly future: readonly Draft[];
}
export const EMPTY_HISTORY: DraftHistory = { past: [], now: [], future: [] };

/** The next step; what was undone is given up. The same draft is no step. */
export function stepTo({ past, now, future }: DraftHistory, next: Draft): DraftHistory {
  return next === now ? { past, now, future } : { past: [...past, now], now: next, future: [] };
}

export function undone(history: DraftHistory): DraftHistory {
  const { past, now, future } = history;
  const before = past.at(-1);
  return before === undefined
    ? history
    : { past: past.slice(0, -1), now: before, future: [now, ...future] };
}

export function redone(history: DraftHistory): DraftHistory {
  const { past, now, future } = history;
  const next = future[0];
  return next === undefined
    ? history
    : { past: [...past, now], now: next, future: future.slice(1) };
}

/** Puts something in place of what has its id, or after the rest. One feature of the data is tried in one way at a time. */
export function withTrial(draft: Draft, trial: Trial): Draft {
  const { sector, featureId } = trial.works;
  const isSame = ({ id, works }: Trial) =>
    id === trial.id ||
    (featureId !== null && works.featureId === featureId && works.sector === sector);
  const at = draft.findIndex(isSame);
  return at < 0 ? [...draft, trial] : draft.map((each, i) => (i === at ? trial : each));
}

export function withoutTrial(draft: Draft, id: string): Draft {
  return draft.filter((each) => each.id !== id);
}

/** Works as coverage sees them; null where nothing stands there. */
export function featureOf(id: string, works: Works): DrawnFeature | null {
  if (works.geometry === null || works.action === "close") return null;
  const { geometry, surface, allSeason, accepted, numbers } = works;
  return { id, geometry, class: works.class, surface, allSeason, accepted, numbers };
}

/** What a draft changes in a sector: a changed feature is the existing one gone and another in its place, as the service has it. */
export function editsOf(draft: Draft, sector: Sector): Edits {
  const own = draft.filter(({ works }) => works.sector === sector);
  return {
    built: own.flatMap(({ id, works }) => featureOf(id, works) ?? []),
    closed: own.flatMap(({ works }) =>
      works.action === "build" || works.featureId === null ? [] : [works.featureId],
    ),
  };
}
