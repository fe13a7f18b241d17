import { createContext, useContext } from "react";
import { v4 } from "uuid";
import type { PlanChange } from "../../core/contract/plan.ts";
import type { IndicatorRule } from "../../core/contract/rule.ts";
import type { ColumnsOfArea } from "../../core/coverage/area-columns.ts";
import type { AssessedPlan } from "../../core/relocation/assess.ts";
import type { Plan } from "../../core/relocation/plan.ts";
import type { Language } from "../view-state.ts";
import type { WorksChoice } from "./drawn.ts";
import type { Filter } from "./filter.ts";
import type { PlanSession, PlanState } from "./session.ts";

/** What is chosen to be looked at or changed. */
export interface Selection {
  readonly villages: ReadonlySet<string>;
  readonly settlement: string | null;
  readonly works: string | null;
}
export const NOTHING: Selection = { villages: new Set(), settlement: null, works: null };

/** What the pointer does on the map. */
export const TOOLS = [
  "look",
  "rectangle",
  "lasso",
  "settlement",
  "works-line",
  "works-point",
  "works-area",
  "note",
] as const;
export type Tool = (typeof TOOLS)[number];

/** What lies on a planner's desk: every panel reads from here and changes the plan through `edit`. */
export interface Desk {
  readonly session: PlanSession;
  readonly state: PlanState;
  readonly assessed: AssessedPlan;
  readonly columns: ColumnsOfArea;
  readonly rules: readonly IndicatorRule[];
  readonly language: Language;
  readonly selection: Selection;
  readonly year: number | null;
  readonly tool: Tool;
  /** What the works tools draw; null while none of them is used. */
  readonly drawing: WorksChoice | null;
  readonly draw: (choice: WorksChoice) => void;
  /** Which villages are looked for; rectangle and lasso heed it too. */
  readonly filter: Filter;
  readonly setFilter: (filter: Filter) => void;
  readonly select: (selection: Selection) => void;
  readonly selectVillages: (keys: Iterable<string>, how: "replace" | "add" | "remove") => void;
  readonly showYear: (year: number | null) => void;
  readonly use: (tool: Tool) => void;
  /** Makes an edit, for the history with its reason; tells the person what stands against it. True when it was made. */
  readonly edit: (change: PlanChange, reason?: string) => boolean;
  readonly show: (position: readonly [number, number]) => void;
}

export const DeskContext = createContext<Desk | null>(null);

/** Of many villages those that are not locked; a single one as it is, so that its lock is said. */
export function unlocked(plan: Plan, keys: readonly string[]): readonly string[] {
  const free = keys.filter((key) => !plan.locks.has(`village:${key}`));
  return free.length === 0 ? keys : free;
}

/** The desk that a panel stands on. Throws outside of one. */
export function useDesk(): Desk {
  const desk = useContext(DeskContext);
  if (desk === null) throw new Error("a panel of the plan stands outside of the desk");
  return desk;
}

/** The years of a plan, first to last. */
export function yearsOf({ from, to }: { from: number; to: number }): number[] {
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}

/** A new id for an entry of a plan, told from others' by chance. */
export function newId(kind: string): string {
  return `${kind}-${v4().slice(0, 13)}`;
}
