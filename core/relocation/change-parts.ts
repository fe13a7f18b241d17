import type { Move, MovePart } from "../contract/plan.ts";
import { countParts } from "./persons.ts";
import type { PlanOn } from "./ledger.ts";
import type { Plan } from "./plan.ts";
import { villageOf } from "./context.ts";

/**
 * The move with some parts changed. Parts are not joined, even where they then go to one settlement in one year: so each keeps its
 * persons, and nothing else is rounded otherwise.
 */
export function mapParts(move: Move, change: (part: MovePart) => MovePart): Move {
  return { ...move, parts: move.parts.map(change) };
}

/** The move cut down to so many households, last parts first; null when nobody is left. */
export function limitHouseholds(move: Move, households: number): Move | null {
  let left = households;
  const parts: MovePart[] = [];
  for (const part of move.parts) {
    const going = Math.min(left, part.households ?? left);
    if (going <= 0) break;
    parts.push({ ...part, households: going });
    left -= going;
  }
  return parts.length > 0 ? { ...move, parts } : null;
}

/** True when a lock keeps the move of a village from becoming another one. */
export function isHeld(plan: Plan, key: string, before: Move, after: Move | null): boolean {
  if (plan.locks.size === 0) return false;
  return (
    plan.locks.has(`village:${key}`) ||
    [...before.parts, ...(after?.parts ?? [])].some(({ year }) => plan.locks.has(`year:${year}`))
  );
}

/** Persons of a village's move by a key of its parts, added to `into` with a sign. */
export function addPersons<Key>(
  into: Map<Key, number>,
  sign: 1 | -1,
  key: string,
  move: Move | null,
  { context }: PlanOn,
  keyOf: (part: { settlement: string; year: number }) => Key,
): void {
  const village = villageOf(context, key);
  if (move === null || village < 0) return;
  const { households, persons } = context.data.villages;
  for (const part of countParts(move, households[village]!, persons[village]!)) {
    const at = keyOf(part);
    into.set(at, (into.get(at) ?? 0) + sign * part.persons);
  }
}

/** How many more persons go by a key of parts when one move takes the place of another. */
export function personsGained<Key>(
  key: string,
  before: Move,
  after: Move | null,
  on: PlanOn,
  keyOf: (part: { settlement: string; year: number }) => Key,
): Map<Key, number> {
  const gained = new Map<Key, number>();
  addPersons(gained, -1, key, before, on, keyOf);
  addPersons(gained, 1, key, after, on, keyOf);
  return gained;
}
