import { ADVICES, type Advice, type AdviceReason } from "../../../core/policy/advice.ts";
import {
  adviceOf,
  differenceYuan,
  rankVillages,
  reasonOf,
  type Comparison,
} from "../../../core/relocation/build-or-move.ts";
import { villageKey, type PlanContext } from "../../../core/relocation/context.ts";

/** One village of the comparison as a row. Money is per household; NaN where it cannot be told. */
export interface CompareRow {
  /** Place in the geometry. */
  readonly village: number;
  readonly key: string;
  readonly name: string;
  readonly township: string;
  readonly rank: number;
  readonly households: number;
  readonly build: number;
  readonly move: number;
  readonly difference: number;
  readonly breakEven: number;
  readonly advice: Advice;
  readonly reason: AdviceReason;
}

export const COMPARE_COLUMNS = [
  "rank",
  "name",
  "households",
  "build",
  "move",
  "breakEven",
  "advice",
] as const;
export type CompareColumn = (typeof COMPARE_COLUMNS)[number];

/** Rows by rank of the villages that the page knows; a geometry holds the whole county of a township. */
export function compareRows(
  on: Comparison,
  context: PlanContext,
  rowOfId: ReadonlyMap<number, number>,
): CompareRow[] {
  const { villages, areas } = context.data;
  const rows: CompareRow[] = [];
  for (const village of rankVillages(on)) {
    const row = rowOfId.get(on.geometry.id[village]!);
    if (row === undefined) continue;
    const households = on.heads[village]?.households ?? NaN;
    const township = context.townshipOf[villages.area[row]!]!;
    rows.push({
      village,
      key: villageKey(context.data, row),
      name: villages.name[row]!,
      township: township < 0 ? "" : areas.name[township]!,
      rank: rows.length + 1,
      households,
      build: on.buildYuan[village]! / households,
      move: on.moveYuan[village]! / households,
      difference: differenceYuan(on, village) / households,
      breakEven: on.breakEvenHouseholds[village]!,
      advice: adviceOf(on, village),
      reason: reasonOf(on, village),
    });
  }
  return rows;
}

/** Which rows are wanted: a part of a name, township or code, and what is proposed (all where none is chosen). */
export interface CompareFilter {
  readonly q: string;
  readonly advices: ReadonlySet<Advice>;
}

/** Rows that match, in an order; what cannot be told comes last either way round. */
export function arrangeCompared(
  rows: readonly CompareRow[],
  { q, advices }: CompareFilter,
  sort: { readonly column: CompareColumn; readonly descending: boolean },
): CompareRow[] {
  const wanted = q.toLocaleLowerCase();
  const found = rows.filter(
    (row) =>
      (advices.size === 0 || advices.has(row.advice)) &&
      (wanted === "" ||
        row.name.toLocaleLowerCase().includes(wanted) ||
        row.township.toLocaleLowerCase().includes(wanted) ||
        row.key.startsWith(wanted)),
  );
  const { column, descending } = sort;
  if (column === "rank") return descending ? found.reverse() : found;
  const turn = descending ? -1 : 1;
  const valueOf = (row: CompareRow): number | string =>
    column === "advice" ? ADVICES.indexOf(row.advice) : row[column];
  return found.sort((a, b) => {
    const [one, other] = [valueOf(a), valueOf(b)];
    const [isNone, isOtherNone] = [Number.isNaN(one), Number.isNaN(other)];
    if (isNone || isOtherNone) return Number(isNone) - Number(isOtherNone) || a.rank - b.rank;
    if (one === other) return a.rank - b.rank;
    return one < other ? -turn : turn;
  });
}

/** Villages and households by what is proposed. */
export function countByAdvice(
  rows: readonly CompareRow[],
): Record<Advice, { villages: number; households: number }> {
  const sums = Object.fromEntries(
    ADVICES.map((advice) => [advice, { villages: 0, households: 0 }]),
  ) as Record<Advice, { villages: number; households: number }>;
  for (const row of rows) {
    const sum = sums[row.advice];
    sum.villages++;
    if (!Number.isNaN(row.households)) sum.households += row.households;
  }
  return sums;
}
