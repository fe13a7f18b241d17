import {
  COLLECTIONS,
  type Collection,
  type Note,
  type PlanChange,
  type Settlement,
  type Works,
} from "../../core/contract/plan.ts";
import type { Plan } from "../../core/relocation/plan.ts";
import { encodeGeometry, encodePoint } from "../database/wkb.ts";
import type { Db } from "../database/open.ts";
import * as state from "./state-queries.ts";

/**
 * Brings the tables of a plan up to `plan` where a change touched it; `inverse` names all that it touched. Inside the transaction that
 * appends the change, with one or two statements for each part of the plan, however many entries there are.
 */
export async function storeState(
  trx: Db,
  planId: string,
  plan: Plan,
  inverse: PlanChange,
): Promise<void> {
  const touched = (name: Collection): string[] => Object.keys(inverse[name] ?? {});
  const [settlements, moves] = [touched("settlements"), touched("moves")];
  // Moves refer to settlements: they go first and come last.
  if (moves.length > 0) await state.deleteEntries(trx, planId, "moves", moves);
  const kept = settlements.filter((id) => plan.settlements.has(id));
  if (kept.length > 0)
    await state.writeSettlements(
      trx,
      planId,
      kept.map((id) => settlementRow(id, plan.settlements.get(id)!)),
    );
  await insertMoves(trx, planId, plan, moves);
  const gone = settlements.filter((id) => !plan.settlements.has(id));
  if (gone.length > 0) await state.deleteEntries(trx, planId, "settlements", gone);
  for (const name of COLLECTIONS) {
    if (name === "settlements" || name === "moves") continue;
    const keys = touched(name);
    if (keys.length === 0) continue;
    await state.deleteEntries(trx, planId, name, keys);
    const now = keys.filter((key) => plan[name].has(key));
    if (now.length > 0) await insertEntries(trx, planId, plan, name, now);
  }
}

async function insertMoves(
  trx: Db,
  planId: string,
  plan: Plan,
  keys: readonly string[],
): Promise<void> {
  const columns: state.MoveColumns = {
    village: [],
    part: [],
    settlement: [],
    year: [],
    households: [],
    reason: [],
  };
  for (const key of keys) {
    const move = plan.moves.get(key);
    for (const [i, part] of (move?.parts ?? []).entries()) {
      columns.village.push(key);
      columns.part.push(i + 1);
      columns.settlement.push(part.settlement);
      columns.year.push(part.year);
      columns.households.push(part.households);
      columns.reason.push(move!.reason);
    }
  }
  if (columns.village.length > 0) await state.insertMoves(trx, planId, columns);
}

async function insertEntries(
  trx: Db,
  planId: string,
  plan: Plan,
  name: Exclude<Collection, "settlements" | "moves">,
  keys: readonly string[],
): Promise<void> {
  switch (name) {
    case "works":
      return state.insertWorks(
        trx,
        planId,
        keys.map((id) => worksRow(id, plan.works.get(id)!)),
      );
    case "notes":
      return state.insertNotes(
        trx,
        planId,
        keys.map((id) => noteRow(id, plan.notes.get(id)!)),
      );
    case "targets":
    case "budgets":
      // Area, fund line and year as the key has them; an area's code holds no colon.
      return state.insertValues(
        trx,
        planId,
        name,
        keys.map((key) => [...key.split(":"), plan[name].get(key)!]),
      );
    case "locks":
      return state.insertValues(
        trx,
        planId,
        name,
        keys.map((key) => [key]),
      );
    case "settings":
      return state.insertValues(
        trx,
        planId,
        name,
        keys.map((key) => [key, plan.settings.get(key)!]),
      );
  }
}

function settlementRow(id: string, settlement: Settlement): state.SettlementRow {
  const { position, outline, siteCostYuan, costPerHeadYuan } = settlement;
  return {
    ...settlement,
    id,
    position: encodePoint(position),
    outline: outline && encodeGeometry({ type: "Polygon", coordinates: outline }),
    siteCostYuan: textOf(siteCostYuan),
    costPerHeadYuan: textOf(costPerHeadYuan),
  };
}

function worksRow(id: string, works: Works): state.WorksRow {
  const { geometry, costYuan } = works;
  return {
    ...works,
    id,
    geometry: geometry && encodeGeometry(geometry),
    costYuan: textOf(costYuan),
  };
}

function noteRow(id: string, note: Note): state.NoteRow {
  return { ...note, id, position: note.position && encodePoint(note.position) };
}

const textOf = (yuan: number | null): string | null => (yuan === null ? null : String(yuan));
