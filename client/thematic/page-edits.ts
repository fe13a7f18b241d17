import { movedTo } from "./order.ts";

/** A page of an atlas: the map on it and, as a map may stand on several, which of its pages it is, counted from 0. */
export interface PageRef {
  id: string;
  nth: number;
}

/** What somebody does with the pages of an atlas, told by pages and not by numbers: it means the same when others have changed them. */
export type PageEdit =
  | { type: "add"; id: string }
  | { type: "take"; page: PageRef }
  /** Put before or behind another page; to the place `to`, counted from 0, where that one is gone. */
  | { type: "move"; page: PageRef; beside: PageRef; isBefore: boolean; to: number };

/** The pages of a list of maps as they are told by. */
export function refsOf(ids: readonly string[]): PageRef[] {
  const met = new Map<string, number>();
  return ids.map((id) => {
    const nth = met.get(id) ?? 0;
    met.set(id, nth + 1);
    return { id, nth };
  });
}

const placeOf = (refs: readonly PageRef[], { id, nth }: PageRef): number =>
  refs.findIndex((each) => each.id === id && each.nth === nth);

/** The edit that moves one page of a list to where another stands. */
export function moveTo(ids: readonly string[], from: number, to: number): PageEdit | null {
  const refs = refsOf(ids);
  const [page, beside] = [refs[from], refs[to]];
  return page === undefined || beside === undefined || from === to
    ? null
    : { type: "move", page, beside, isBefore: to < from, to };
}

/** The maps on the pages after an edit, and where the page stands then, counted from 0; null where the page is not there. */
export function applyEdit(
  ids: readonly string[],
  edit: PageEdit,
): { ids: string[]; at: number } | null {
  if (edit.type === "add") return { ids: [...ids, edit.id], at: ids.length };
  const refs = refsOf(ids);
  const from = placeOf(refs, edit.page);
  if (from < 0) return null;
  if (edit.type === "take") return { ids: ids.toSpliced(from, 1), at: from };
  const beside = placeOf(refs.toSpliced(from, 1), edit.beside);
  const wanted = beside < 0 ? edit.to : beside + (edit.isBefore ? 0 : 1);
  const at = Math.min(wanted, ids.length - 1);
  return { ids: movedTo(ids, from, at), at };
}
