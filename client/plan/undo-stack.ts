import { z } from "zod";
import type { PlanChange } from "../../core/contract/plan.ts";
import { conflictsBetween } from "../../core/relocation/combine.ts";

/** Somewhere that outlives a reload; what cannot be kept is forgotten. */
export interface Kept {
  read(name: string): unknown;
  /** null takes it away. */
  write(name: string, value: unknown): void;
}

/** One change that may be taken back: by its inverse where this page made it, else by its version, which the server knows. */
interface Step {
  key: string;
  /** null until the server has confirmed it. */
  version: number | null;
  inverse: PlanChange | null;
}

const DEEPEST = 500;
const STORED = z.object({
  undo: z.array(z.number()),
  redo: z.array(z.number()),
  own: z.array(z.number()),
});
const FORGOTTEN = { undo: [], redo: [], own: [] };

/** What one may undo and redo of one plan, newest last. Only versions are kept for after a reload. */
export class UndoStack {
  readonly #store: Kept;
  readonly #name: string;
  #undo: Step[];
  #redo: Step[];
  readonly #own: Set<number>;

  constructor(store: Kept, plan: string) {
    this.#store = store;
    this.#name = `undo.${plan}`;
    const kept = STORED.safeParse(store.read(this.#name));
    const { undo, redo, own } = kept.success ? kept.data : FORGOTTEN;
    const step = (version: number): Step => ({ key: `v${version}`, version, inverse: null });
    this.#undo = undo.map(step);
    this.#redo = redo.map(step);
    this.#own = new Set(own);
  }

  /** The next step in a direction, or null. */
  peek(direction: "undo" | "redo"): Step | null {
    return (direction === "undo" ? this.#undo : this.#redo).at(-1) ?? null;
  }

  /** Takes the next step off. */
  drop(direction: "undo" | "redo"): void {
    (direction === "undo" ? this.#undo : this.#redo).pop();
    this.#keep();
  }

  /** A change made just now: an edit ends what could be redone, an undo can be redone, a redo undone. */
  push(origin: "edit" | "undo" | "redo", step: Step): void {
    if (origin === "edit") this.#redo = [];
    const stack = origin === "undo" ? this.#redo : this.#undo;
    stack.push(step);
    if (stack.length > DEEPEST) stack.shift();
    this.#keep();
  }

  confirm(key: string, version: number, inverse: PlanChange): void {
    this.#own.add(version);
    const set = (step: Step): Step => (step.key === key ? { key, version, inverse } : step);
    this.#undo = this.#undo.map(set);
    this.#redo = this.#redo.map(set);
    this.#keep();
  }

  forget(key: string): void {
    this.#undo = this.#undo.filter((step) => step.key !== key);
    this.#redo = this.#redo.filter((step) => step.key !== key);
    this.#keep();
  }

  /** Whether this person made a version, in this page or an earlier one. */
  isOwn(version: number): boolean {
    return this.#own.has(version);
  }

  /** Somebody else changed the same since: taking back one's own would undo theirs. */
  forgetWhatChanged(theirs: PlanChange): void {
    const holds = ({ inverse }: Step): boolean =>
      inverse === null || conflictsBetween(inverse, theirs).length === 0;
    this.#undo = this.#undo.filter(holds);
    this.#redo = this.#redo.filter(holds);
    this.#keep();
  }

  #keep(): void {
    const versions = (steps: readonly Step[]): number[] =>
      steps.flatMap(({ version }) => version ?? []);
    this.#store.write(this.#name, {
      undo: versions(this.#undo),
      redo: versions(this.#redo),
      own: [...this.#own].slice(-4 * DEEPEST),
    });
  }
}
