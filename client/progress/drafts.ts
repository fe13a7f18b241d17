import {
  PROGRESS_STATES,
  type NewReturn,
  type ProgressReturn,
  type ProgressState,
  type ProgressSubject,
} from "../../core/contract/progress.ts";

/** What a return says, as it is typed: null where nothing stands yet. */
export interface Typed {
  state: ProgressState | null;
  households: number | null;
  persons: number | null;
  oldHousesDown: number | null;
}
export const FIELDS = ["state", "households", "persons", "oldHousesDown"] as const;
export type Field = (typeof FIELDS)[number];

export const NOTHING_TYPED: Typed = {
  state: null,
  households: null,
  persons: null,
  oldHousesDown: null,
};

/** A return in force as typed values; nothing where there is none. */
export const typedOf = (given: ProgressReturn | undefined): Typed =>
  given === undefined
    ? NOTHING_TYPED
    : {
        state: given.state,
        households: given.households,
        persons: given.persons,
        oldHousesDown: given.oldHousesDown,
      };

/** Whether two say the same. */
export const sameTyped = (a: Typed, b: Typed): boolean =>
  FIELDS.every((field) => a[field] === b[field]);

/** Whether nothing is left of a return: it is then taken back. */
export const isNothing = (typed: Typed): boolean => sameTyped(typed, NOTHING_TYPED);

/**
 * What stands against a row as typed, by the rules that the service refuses by: a state is needed, nobody moves in while nothing was
 * started, and there are no fewer persons than households. Null where it can be sent, also where it takes a return back.
 */
export function faultOfRow(typed: Typed): "noState" | "notStarted" | "fewerPersons" | null {
  if (isNothing(typed)) return null;
  const { state, households, persons } = typed;
  if (state === null) return "noState";
  const [homes, people] = [households ?? 0, persons ?? 0];
  if (state === "notStarted" && homes + people > 0) return "notStarted";
  if (people < homes) return "fewerPersons";
  return null;
}

/** A row as the service takes it; counts left open are 0. */
export function returnOf(
  subject: ProgressSubject,
  key: string,
  period: string,
  typed: Typed,
): NewReturn | null {
  if (typed.state === null) return null;
  return {
    subject,
    key,
    period,
    state: typed.state,
    households: typed.households ?? 0,
    persons: typed.persons ?? 0,
    oldHousesDown: typed.oldHousesDown ?? 0,
  };
}

/** A whole number of people or homes as typed: null for nothing, undefined for what is none. */
export function readCount(text: string): number | null | undefined {
  const trimmed = text.trim().replaceAll(/[,，\s]/g, "");
  if (trimmed === "") return null;
  if (!/^\d{1,7}$/.test(trimmed)) return undefined;
  const value = Number(trimmed);
  return value <= 1_000_000 ? value : undefined;
}

/**
 * Cells copied from a spreadsheet, laid over rows from a cell on: lines go down, tabs go right. A state is read by its code or by one of
 * its names. Cells beyond the last row or field are left out; `wrong` counts cells that could not be read, which change nothing.
 */
export function pasteInto(
  rows: readonly { key: string; typed: Typed }[],
  at: { row: number; field: Field },
  text: string,
  stateNames: ReadonlyMap<string, ProgressState>,
): { changed: Map<string, Typed>; wrong: number } {
  const changed = new Map<string, Typed>();
  let wrong = 0;
  const lines = text.replaceAll(/\r\n?/g, "\n").replace(/\n+$/, "").split("\n");
  lines.forEach((line, down) => {
    const row = rows[at.row + down];
    if (row === undefined) return;
    let typed = row.typed;
    line.split("\t").forEach((cell, right) => {
      const field = FIELDS[FIELDS.indexOf(at.field) + right];
      if (field === undefined) return;
      if (field === "state") {
        const state =
          PROGRESS_STATES.find((known) => known === cell.trim()) ?? stateNames.get(cell.trim());
        if (state === undefined) wrong++;
        else typed = { ...typed, state };
        return;
      }
      const count = readCount(cell);
      if (count === undefined) wrong++;
      else typed = { ...typed, [field]: count };
    });
    if (!sameTyped(typed, row.typed)) changed.set(row.key, typed);
  });
  return { changed, wrong };
}
