import type { ProgressSubject } from "../../core/contract/progress.ts";
import { nearestNames } from "../../core/progress/nearest-names.ts";
import { villageKey, villageOf } from "../../core/relocation/context.ts";
import type { PlanOn } from "../../core/relocation/ledger.ts";

/** A subject that was found, or why none was. */
export type FoundSubject =
  | { readonly subject: ProgressSubject; readonly key: string }
  | { readonly code: "unknown"; readonly nearest: readonly string[] }
  | { readonly code: "ambiguous"; readonly keys: readonly string[] };

/** Unknown names for which the most alike are looked for: a file of nothing but unknown names must not take minutes. */
const MOST_LOOKED_FOR = 20;
const MOST_KEYS = 5;

/** Finds settlements and villages of a plan by key or by name. */
export class Subjects {
  readonly #on: PlanOn;
  #settlementNames: Map<string, string[]> | null = null;
  #villageNames: Map<string, string[]> | null = null;
  #lookedFor = 0;

  constructor(on: PlanOn) {
    this.#on = on;
  }

  /** Whether the plan holds the settlement, or its area the village. */
  has(subject: ProgressSubject, key: string): boolean {
    return subject === "settlement"
      ? this.#on.plan.settlements.has(key)
      : villageOf(this.#on.context, key) >= 0;
  }

  /** By key, else by name; of any kind when `subject` is null (a settlement first). */
  find(subject: ProgressSubject | null, text: string): FoundSubject {
    const kinds: ProgressSubject[] = subject === null ? ["settlement", "village"] : [subject];
    for (const kind of kinds) if (this.has(kind, text)) return { subject: kind, key: text };
    for (const kind of kinds) {
      const keys = this.#names(kind).get(text.normalize("NFKC")) ?? [];
      if (keys.length === 1) return { subject: kind, key: keys[0]! };
      if (keys.length > 1) return { code: "ambiguous", keys: keys.slice(0, MOST_KEYS) };
    }
    return { code: "unknown", nearest: this.nearest(subject, text) };
  }

  /** Names most like one that is not known; none once many were looked for. */
  nearest(subject: ProgressSubject | null, text: string): string[] {
    if (this.#lookedFor++ >= MOST_LOOKED_FOR) return [];
    const kinds: ProgressSubject[] = subject === null ? ["settlement", "village"] : [subject];
    return nearestNames(
      text,
      kinds.flatMap((kind) => [...this.#names(kind).keys()]),
    );
  }

  #names(subject: ProgressSubject): Map<string, string[]> {
    if (subject === "settlement")
      return (this.#settlementNames ??= namesOf(
        [...this.#on.plan.settlements].map(([key, { name }]) => [key, name]),
      ));
    const { context } = this.#on;
    return (this.#villageNames ??= namesOf(
      [...context.villageIndex.values()].map((v) => [
        villageKey(context.data, v),
        context.data.villages.name[v]!,
      ]),
    ));
  }
}

function namesOf(pairs: readonly (readonly [key: string, name: string])[]): Map<string, string[]> {
  const names = new Map<string, string[]>();
  for (const [key, name] of pairs) {
    const plain = name.normalize("NFKC");
    const keys = names.get(plain);
    if (keys) keys.push(key);
    else names.set(plain, [key]);
  }
  return names;
}
