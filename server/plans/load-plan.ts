import { Map } from "immutable";
import type { Move, Note, Settlement, Works } from "../../core/contract/plan.ts";
import { emptyPlan, type Plan } from "../../core/relocation/plan.ts";
import { readCopy } from "../database/copy.ts";
import type { Db } from "../database/open.ts";
import { readGeometry, readPosition } from "./geometry-text.ts";
import type { PlanRow } from "./queries.ts";
import * as state from "./state-queries.ts";

/** The empty plan of a row: its area and years. */
export function frameOf(row: Pick<PlanRow, "areaCode" | "yearFrom" | "yearTo">): Plan {
  return emptyPlan({ area: row.areaCode, years: { from: row.yearFrom, to: row.yearTo } });
}

/**
 * A plan as its tables hold it now. The caller's transaction must see the tables at the row's version: one that holds the lock of the
 * row, or one of repeatable reads.
 */
export async function loadPlan(trx: Db, row: PlanRow): Promise<Plan> {
  const { id } = row;
  const moves: [string, Move][] = [];
  const uses = new globalThis.Map<string, number>();
  for await (const line of readCopy(trx, state.movesQuery(id))) {
    const [village, settlement, year, households, reason] = line as string[];
    const part = {
      settlement: settlement!,
      year: Number(year),
      households: households === null ? null : Number(households),
    };
    uses.set(settlement!, (uses.get(settlement!) ?? 0) + 1);
    const last = moves.at(-1);
    if (last?.[0] === village) last![1].parts.push(part);
    else moves.push([village!, { parts: [part], reason: reason as Move["reason"] }]);
  }
  return {
    ...frameOf(row),
    settlements: Map(
      (await state.readSettlements(trx, id)).map(({ id: key, ...each }): [string, Settlement] => [
        key,
        {
          ...each,
          position: readPosition(each.position)!,
          outline: each.outline === null ? null : polygonOf(each.outline),
          siteCostYuan: numberOf(each.siteCostYuan),
          costPerHeadYuan: numberOf(each.costPerHeadYuan),
        },
      ]),
    ),
    moves: Map(moves),
    uses: Map(uses),
    works: Map(
      (await state.readWorks(trx, id)).map(({ id: key, ...each }): [string, Works] => [
        key,
        {
          ...each,
          geometry: each.geometry === null ? null : readGeometry(each.geometry),
          costYuan: numberOf(each.costYuan),
        },
      ]),
    ),
    targets: Map(
      (await state.readTargets(trx, id)).map(({ area, year, persons }): [string, number] => [
        `${area}:${year}`,
        persons,
      ]),
    ),
    budgets: Map(
      (await state.readBudgets(trx, id)).map(
        ({ area, fund, year, amountYuan }): [string, number] => [
          `${area}:${fund}:${year}`,
          Number(amountYuan),
        ],
      ),
    ),
    locks: Map((await state.readLocks(trx, id)).map((subject): [string, true] => [subject, true])),
    notes: Map(
      (await state.readNotes(trx, id)).map(({ id: key, ...each }): [string, Note] => [
        key,
        { ...each, position: readPosition(each.position) },
      ]),
    ),
    settings: Map(
      (await state.readSettings(trx, id)).map(({ key, value }): [string, typeof value] => [
        key,
        value,
      ]),
    ),
  };
}

function polygonOf(hex: string): NonNullable<Settlement["outline"]> {
  return readGeometry(hex).coordinates as NonNullable<Settlement["outline"]>;
}

/** Whole numbers above two thousand million come as text. */
const numberOf = (text: string | null): number | null => (text === null ? null : Number(text));
