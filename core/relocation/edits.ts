import type { Move, MovePart, MoveReason, PlanChange } from "../contract/plan.ts";
import type { Plan } from "./plan.ts";

/** Edits as people mean them, made into changes. None of them looks at the plan's locks: `applyChange` does. */

/** Sends whole villages to a settlement in a year; whatever was planned for them before is replaced. */
export function assignVillages(
  keys: readonly string[],
  to: { settlement: string; year: number; reason?: MoveReason | null },
): PlanChange {
  const { settlement, year, reason = null } = to;
  const move: Move = { parts: [{ settlement, year, households: null }], reason };
  return { moves: Object.fromEntries(keys.map((key) => [key, move])) };
}

/** Changes year, settlement or reason of everything planned for villages; villages without a move are left out. */
export function changeMoves(
  plan: Plan,
  keys: readonly string[],
  set: { settlement?: string; year?: number; reason?: MoveReason | null },
): PlanChange {
  const moves: Record<string, Move> = {};
  for (const key of keys) {
    const move = plan.moves.get(key);
    if (move === undefined) continue;
    const parts = move.parts.map((part) => ({
      ...part,
      settlement: set.settlement ?? part.settlement,
      year: set.year ?? part.year,
    }));
    moves[key] = {
      parts: joinParts(parts),
      reason: set.reason === undefined ? move.reason : set.reason,
    };
  }
  return { moves };
}

/** Parts that go to one settlement in one year become one. */
function joinParts(parts: readonly MovePart[]): MovePart[] {
  const joined: MovePart[] = [];
  for (const part of parts) {
    const at = joined.findIndex(
      ({ settlement, year }) => settlement === part.settlement && year === part.year,
    );
    const same = joined[at];
    if (same === undefined) joined.push(part);
    else joined[at] = { ...same, households: (same.households ?? 0) + (part.households ?? 0) };
  }
  return joined;
}

/** Lets villages stay. */
export function unassignVillages(keys: readonly string[]): PlanChange {
  return { moves: Object.fromEntries(keys.map((key) => [key, null])) };
}

/** Takes a settlement away together with what was to go there; parts that go elsewhere stay. */
export function removeSettlement(plan: Plan, id: string): PlanChange {
  const moves: Record<string, Move | null> = {};
  if (plan.uses.has(id)) {
    for (const [key, move] of plan.moves) {
      const parts = move.parts.filter(({ settlement }) => settlement !== id);
      if (parts.length < move.parts.length)
        moves[key] = parts.length > 0 ? { ...move, parts } : null;
    }
  }
  return { settlements: { [id]: null }, moves };
}

/** Locks or unlocks subjects ("village:450101001", "settlement:s1", "works:w1", "year:2016"). */
export function setLocks(subjects: readonly string[], locked: boolean): PlanChange {
  return { locks: Object.fromEntries(subjects.map((key) => [key, locked ? true : null])) };
}
