import type { PlanCheck } from "../contract/plan-check.ts";
import type { Move, MovePart } from "../contract/plan.ts";
import { isHeld, mapParts, personsGained } from "./change-parts.ts";
import { borderCrossed, distanceToSettlementM, usualDistanceKm } from "./check-village.ts";
import { siteFacts, villageOf } from "./context.ts";
import type { CountedPlan } from "./finding.ts";
import { PERSONS, tallied } from "./ledger.ts";

type Where = { settlement: string; year: number };
const settlementOf = (part: Where): string => part.settlement;

/** Moves people between settlements while none gets more than it can take. */
class Rooms {
  readonly #on: CountedPlan;
  readonly #room = new Map<string, number>();
  readonly #moves = new Map<string, Move>();

  constructor(on: CountedPlan) {
    this.#on = on;
  }

  /** Persons that a settlement can still take; negative when it is over capacity. */
  of(id: string): number {
    let room = this.#room.get(id);
    if (room === undefined) {
      const { plan, ledger } = this.#on;
      const persons = tallied(ledger.settlements.get(id), PERSONS, null);
      room = (plan.settlements.get(id)?.capacityPersons ?? 0) - persons;
      this.#room.set(id, room);
    }
    return room;
  }

  moveOf(key: string): Move {
    return this.#moves.get(key) ?? this.#on.plan.moves.get(key)!;
  }

  /** Sends some parts of a village elsewhere, if that settlement is ready and has room and no lock holds. True when done. */
  send(key: string, isMeant: (part: MovePart) => boolean, to: string): boolean {
    const on = this.#on;
    const before = this.moveOf(key);
    const settlement = on.plan.settlements.get(to);
    if (settlement === undefined) return false;
    const going = before.parts.filter((part) => isMeant(part) && part.settlement !== to);
    if (going.length === 0 || going.some(({ year }) => year < settlement.readyYear)) return false;
    const after = mapParts(before, (part) => (isMeant(part) ? { ...part, settlement: to } : part));
    if (isHeld(on.plan, key, before, after)) return false;
    const gained = personsGained(key, before, after, on, settlementOf);
    for (const [id, persons] of gained) if (persons > 0 && persons > this.of(id)) return false;
    for (const [id, persons] of gained) this.#room.set(id, this.of(id) - persons);
    this.#moves.set(key, after);
    return true;
  }

  get moves(): Record<string, Move> {
    return Object.fromEntries(this.#moves);
  }
}

/** Settlements from the nearest to a village on; those without a known distance last. */
function nearestTo(village: number, on: CountedPlan): { id: string; distanceM: number }[] {
  return [...on.plan.settlements.keys()]
    .map((id) => ({ id, distanceM: distanceToSettlementM(village, id, on) ?? Infinity }))
    .sort((a, b) =>
      a.distanceM === b.distanceM ? (a.id < b.id ? -1 : 1) : a.distanceM - b.distanceM,
    );
}

/**
 * Who comes last goes to the nearest other settlement with room, until the settlement can take those who are left: of the last year the
 * fewest villages that do.
 */
export function moveOutLast(id: string, on: CountedPlan): Record<string, Move> {
  const { plan, ledger, context } = on;
  const rooms = new Rooms(on);
  const { from, to } = context.frame.years;
  for (let year = to; year >= from && rooms.of(id) < 0; year--) {
    const isMeant = (part: MovePart): boolean => part.settlement === id && part.year === year;
    let left = [...(ledger.movesTo.get(id) ?? [])]
      .filter((key) => plan.moves.get(key)!.parts.some(isMeant))
      .map((key) => ({ key, size: partPersons(key, isMeant, on) }))
      .filter(({ size }) => size > 0)
      .sort((a, b) => b.size - a.size || (a.key < b.key ? -1 : 1));
    while (left.length > 0 && rooms.of(id) < 0) {
      const excess = -rooms.of(id);
      const next = left.findLast(({ size }) => size >= excess) ?? left[0]!;
      left = left.filter((one) => one !== next);
      const village = villageOf(context, next.key);
      nearestTo(village, on).some(
        (other) => other.id !== id && rooms.send(next.key, isMeant, other.id),
      );
    }
  }
  return rooms.moves;
}

/** Persons of the parts of a village's move that are meant. */
function partPersons(key: string, isMeant: (part: MovePart) => boolean, on: CountedPlan): number {
  const move = on.plan.moves.get(key)!;
  const rest = move.parts.filter((part) => !isMeant(part));
  const after = rest.length > 0 ? { ...move, parts: rest } : null;
  const gained = personsGained(key, move, after, on, () => null);
  return -(gained.get(null) ?? 0);
}

/** The parts of a village that go too far or over a border go to the nearest settlement with room that is not. */
export function nearerSettlement(
  key: string,
  check: PlanCheck,
  on: CountedPlan,
): Record<string, Move> {
  const village = villageOf(on.context, key);
  const from = String(check.params["kind"]);
  const move = on.plan.moves.get(key);
  if (village < 0 || move === undefined) return {};
  const rooms = new Rooms(on);
  const isMeant = (part: MovePart): boolean => part.settlement === from;
  const usualKm = usualDistanceKm(move, from, on) ?? Infinity;
  const crossing = (id: string): number => {
    const border = borderCrossed(village, id, on);
    return border === null ? 0 : border === "township" ? 1 : 2;
  };
  const isKnown = (id: string): boolean => {
    const facts = siteFacts(on.context, on.plan.settlements.get(id)!);
    return facts !== null && facts.county !== null && facts.township !== null;
  };
  const mends = ({ id, distanceM }: { id: string; distanceM: number }): boolean => {
    if (check.code === "farAway") return distanceM <= usualKm * 1000;
    return isKnown(id) && crossing(id) <= (check.code === "crossesCounty" ? 1 : 0);
  };
  nearestTo(village, on)
    .filter((one) => one.id !== from && mends(one))
    .sort((a, b) => crossing(a.id) - crossing(b.id))
    .some(({ id }) => rooms.send(key, isMeant, id));
  return rooms.moves;
}

/**
 * All villages of an administrative village go to the settlement that takes most of them, if it has room, else to another of theirs; where
 * none has, those of the smallest one join another, so that they go to fewer places.
 */
export function gatherVillage(code: string, on: CountedPlan): Record<string, Move> {
  const { plan, ledger, context } = on;
  const keys = [...(ledger.movesFrom.get(context.areaIndex.get(code) ?? -1) ?? [])].sort();
  const persons = new Map<string, number>();
  for (const key of keys)
    for (const { settlement } of plan.moves.get(key)!.parts)
      if (!persons.has(settlement)) {
        const isMeant = (part: MovePart): boolean => part.settlement === settlement;
        const sum = keys.reduce((all, one) => all + partPersons(one, isMeant, on), 0);
        persons.set(settlement, sum);
      }
  const places = [...persons.keys()].sort(
    (a, b) => persons.get(b)! - persons.get(a)! || (a < b ? -1 : 1),
  );
  const gather = (into: string, from: readonly string[]): Record<string, Move> | null => {
    const rooms = new Rooms(on);
    for (const key of keys) {
      const isMeant = (part: MovePart): boolean => from.includes(part.settlement);
      if (!plan.moves.get(key)!.parts.some(isMeant)) continue;
      if (!rooms.send(key, isMeant, into)) return null;
    }
    return rooms.moves;
  };
  for (const into of places) {
    const all = gather(
      into,
      places.filter((place) => place !== into),
    );
    if (all !== null) return all;
  }
  for (const from of places.toReversed())
    for (const into of places) {
      const some = into === from ? null : gather(into, [from]);
      if (some !== null) return some;
    }
  return {};
}
