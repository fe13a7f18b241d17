import type { ProgressReturn } from "../../core/contract/progress.ts";
import { sameTyped, typedOf, type Typed } from "./drafts.ts";

/** A return that somebody else wrote while it was being typed here. */
export interface Conflict {
  key: string;
  mine: Typed;
  /** What is in force now; null where it was taken back. */
  theirs: ProgressReturn | null;
}

/**
 * Which of the rows typed here were written by somebody else meanwhile: those whose return in force is not the one that typing began
 * from. Rows that say the same as what is in force now are no conflict.
 */
export function conflictsOf(
  drafts: ReadonlyMap<string, Typed>,
  before: ReadonlyMap<string, ProgressReturn>,
  now: ReadonlyMap<string, ProgressReturn>,
): Conflict[] {
  return [...drafts].flatMap(([key, mine]): Conflict[] => {
    const [was, is] = [before.get(key), now.get(key)];
    if (was?.version === is?.version) return [];
    if (sameTyped(mine, typedOf(is))) return [];
    return [{ key, mine, theirs: is ?? null }];
  });
}
