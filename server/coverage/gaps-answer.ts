import { createHash } from "node:crypto";
import type { GapRow, GapsAnswer, Status } from "../../core/contract/coverage.ts";
import type { GapsQuery } from "../../core/contract/request.ts";
import type { IndicatorRule } from "../../core/contract/rule.ts";
import { placeNames } from "../boundaries/area-tree.ts";
import { problem } from "../http/problem.ts";
import { listGaps, unitColumns, type GapFilter, type UnitColumns } from "./gap-list.ts";
import type { Judgement, RegionState } from "./state.ts";
import { verdictAnswer } from "./verdict-answer.ts";

/** Sorted lists that are kept, so that the next page does not sort again. */
const KEPT_LISTS = 16;

/** A whole gap list, sorted. */
export interface GapList {
  judgement: Judgement;
  units: UnitColumns;
  /** Positions in the verdicts. */
  positions: Int32Array;
}

const keptLists = new WeakMap<RegionState, Map<string, GapList>>();

export function gapFilter(
  query: Pick<GapsQuery, "status" | "q" | "sort">,
  area: number,
): GapFilter {
  const descending = query.sort.startsWith("-");
  return {
    area,
    statuses: query.status.split(",") as Status[],
    q: query.q ?? "",
    sort: {
      by: (descending ? query.sort.slice(1) : query.sort) as GapFilter["sort"]["by"],
      descending,
    },
  };
}

/** The whole list for a rule and filter; the last few are kept in memory. */
export async function gapList(
  state: RegionState,
  rule: IndicatorRule,
  filter: GapFilter,
): Promise<GapList> {
  let lists = keptLists.get(state);
  if (!lists) keptLists.set(state, (lists = new Map()));
  const key = JSON.stringify([rule, filter]);
  const known = lists.get(key);
  lists.delete(key);
  const judgement = known?.judgement ?? (await state.judge(rule));
  const list = known ?? {
    judgement,
    units: unitColumns(state, judgement),
    positions: listGaps(state, judgement, filter),
  };
  lists.set(key, list);
  for (const oldest of lists.keys()) {
    if (lists.size <= KEPT_LISTS) break;
    lists.delete(oldest);
  }
  return list;
}

/**
 * One page of a gap list. The cursor names the list, the data it was cut from and the unit after which to go on.
 * Throws a problem 400 for a cursor that is forged or of another list, 410 for one of data that are no longer shown.
 */
export async function gapsAnswer(
  state: RegionState,
  rule: IndicatorRule,
  filter: GapFilter,
  page: { limit: number; cursor?: string | undefined },
): Promise<GapsAnswer> {
  const list = await gapList(state, rule, filter);
  const name = createHash("sha256")
    .update(JSON.stringify([rule, filter]))
    .digest("base64url")
    .slice(0, 12);
  const start = page.cursor === undefined ? 0 : startAfter(list, state, name, page.cursor);
  const end = Math.min(start + page.limit, list.positions.length);
  const items: GapRow[] = [];
  for (let at = start; at < end; at++) items.push(gapRow(state, list, list.positions[at]!));
  const last = items.at(-1);
  return {
    total: list.positions.length,
    ...sums(list),
    items,
    nextCursor:
      last && end < list.positions.length ? writeCursor([name, state.version, end, last.id]) : null,
  };
}

function sums({ units, positions, judgement }: GapList): { households: number; persons: number } {
  let households = 0;
  let persons = 0;
  for (const k of positions) {
    const unit = judgement.verdicts.units[k]!;
    households += Math.max(0, units.households[unit]!);
    persons += Math.max(0, units.persons[unit]!);
  }
  return { households, persons };
}

/** One row of a list, from the position in the verdicts. */
export function gapRow(
  state: RegionState,
  { judgement, units }: GapList,
  position: number,
): GapRow {
  const { rule, verdicts } = judgement;
  const unit = verdicts.units[position]!;
  const area = units.areaOf(unit);
  const place = placeNames(state.snapshot.areas, area);
  const known = (count: number): number | null => (count < 0 ? null : count);
  return {
    ...verdictAnswer(state.snapshot, rule, verdicts, position),
    id: units.id[unit]!,
    code: units.code[unit] ?? null,
    name: units.name[unit]!,
    pinyin: units.pinyin[unit] ?? null,
    position: Number.isNaN(units.lng[unit]!) ? null : [units.lng[unit]!, units.lat[unit]!],
    households: known(units.households[unit]!),
    persons: known(units.persons[unit]!),
    areas: rule.unit === "naturalVillage" ? place : place.slice(0, -1),
  };
}

type Cursor = readonly [list: string, version: string, index: number, id: number];

const writeCursor = (cursor: Cursor): string =>
  Buffer.from(JSON.stringify(cursor)).toString("base64url");

function startAfter(list: GapList, state: RegionState, name: string, text: string): number {
  const cursor = readCursor(text);
  if (!cursor || cursor[0] !== name)
    throw problem(400, "badCursor", "The cursor is not of this list.", "cursor");
  const [, version, index, id] = cursor;
  if (version !== state.version)
    throw problem(410, "staleCursor", "The data changed; begin at the first page.", "cursor");
  const position = list.positions[index - 1];
  const unit = position === undefined ? -1 : list.judgement.verdicts.units[position]!;
  if (unit < 0 || list.units.id[unit] !== id)
    throw problem(400, "badCursor", "The cursor is not of this list.", "cursor");
  return index;
}

function readCursor(text: string): Cursor | null {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(text, "base64url").toString("utf8"));
  } catch {
    return null;
  }
  if (!Array.isArray(value) || value.length !== 4) return null;
  const [list, version, index, id] = value as unknown[];
  const whole = (each: unknown): each is number =>
    Number.isSafeInteger(each) && (each as number) > 0;
  if (typeof list !== "string" || typeof version !== "string" || !whole(index) || !whole(id))
    return null;
  return [list, version, index, id];
}
