import type { AssessedPlan } from "../../core/relocation/assess.ts";
import { villageOf, type PlanContext } from "../../core/relocation/context.ts";

/** One village that moves, as a row of the table. */
export interface MoveRow {
  readonly key: string;
  readonly name: string;
  readonly township: string;
  readonly households: number;
  readonly persons: number;
  /** The first part's; more parts are told by `parts`. */
  readonly settlement: string;
  readonly settlementName: string;
  readonly year: number;
  readonly parts: number;
  readonly reason: string;
  readonly locked: boolean;
}

export const COLUMNS = [
  "name",
  "township",
  "households",
  "persons",
  "settlementName",
  "year",
  "reason",
] as const;
export type Column = (typeof COLUMNS)[number];

/** Every village that moves, in the order of keys. */
export function moveRows({ plan, context }: AssessedPlan): MoveRow[] {
  const rows: MoveRow[] = [];
  for (const [key, move] of plan.moves) {
    const index = villageOf(context, key);
    const [first] = move.parts;
    if (first === undefined) continue;
    rows.push({
      key,
      name: index < 0 ? key : context.data.villages.name[index]!,
      township: index < 0 ? "" : townshipName(context, index),
      households: index < 0 ? 0 : context.data.villages.households[index]!,
      persons: index < 0 ? 0 : context.data.villages.persons[index]!,
      settlement: first.settlement,
      settlementName: plan.settlements.get(first.settlement)?.name ?? first.settlement,
      year: first.year,
      parts: move.parts.length,
      reason: move.reason ?? "",
      locked: plan.locks.has(`village:${key}`),
    });
  }
  return rows;
}

function townshipName(context: PlanContext, village: number): string {
  const area = context.data.villages.area[village]!;
  const township = context.townshipOf[area]!;
  const county = context.countyOf[area]!;
  const { name } = context.data.areas;
  return [county, township]
    .filter((one) => one >= 0)
    .map((one) => name[one]!)
    .join(" ");
}

/** Rows that a text is found in, in an order. */
export function arrangeRows(
  rows: readonly MoveRow[],
  q: string,
  column: Column,
  descending: boolean,
): MoveRow[] {
  const found =
    q === ""
      ? rows
      : rows.filter(
          (row) =>
            row.name.includes(q) ||
            row.key.startsWith(q) ||
            row.township.includes(q) ||
            row.settlementName.includes(q) ||
            String(row.year) === q,
        );
  const sign = descending ? -1 : 1;
  return found.toSorted((a, b) => {
    const [x, y] = [a[column], b[column]];
    if (x === y) return a.key < b.key ? -1 : 1;
    return x < y ? -sign : sign;
  });
}
