import type { Move } from "../contract/plan.ts";

/** How many go in one part of a move. */
export interface PartCount {
  readonly settlement: string;
  readonly year: number;
  readonly households: number;
  readonly persons: number;
}

/**
 * Households and persons of each part of a move of a village with so many households and persons (-1 = not recorded). The whole village
 * is all of both. Parts of it take persons in proportion to households, rounded so that all parts together are rounded once: parts that
 * are all households are all persons. More households than there are counts as those there are. What is not recorded counts as 0, and
 * parts of a village whose households are not recorded count for nothing.
 */
export function countParts(move: Move, households: number, persons: number): PartCount[] {
  const all = Math.max(0, persons);
  const there = Math.max(0, households);
  let before = 0;
  let personsBefore = 0;
  return move.parts.map(({ settlement, year, households: asked }) => {
    const until = asked === null ? there : Math.min(there, before + asked);
    const personsUntil =
      asked === null || (until === there && households >= 0)
        ? all
        : there === 0
          ? 0
          : Math.floor((2 * all * until + there) / (2 * there));
    const part = {
      settlement,
      year,
      households: until - before,
      persons: personsUntil - personsBefore,
    };
    before = until;
    personsBefore = personsUntil;
    return part;
  });
}

/** What is left of a village at the end of a year. */
export interface Remaining {
  readonly households: number;
  readonly persons: number;
  /** True when all of it has moved. */
  readonly isGone: boolean;
}

/** Who is left at the end of a year; counts that are not recorded stay -1 until all have moved. */
export function remainingAfter(
  move: Move,
  households: number,
  persons: number,
  year: number,
): Remaining {
  let goneHouseholds = 0;
  let gonePersons = 0;
  let isGone = false;
  let hasBegun = false;
  const counts = countParts(move, households, persons);
  move.parts.forEach((part, i) => {
    if (part.year > year) return;
    hasBegun = true;
    goneHouseholds += counts[i]!.households;
    gonePersons += counts[i]!.persons;
    if (part.households === null) isGone = true;
  });
  const isEmpty = goneHouseholds >= households && gonePersons >= Math.max(0, persons);
  if (hasBegun && households >= 0 && isEmpty) isGone = true;
  if (isGone) return { households: 0, persons: 0, isGone };
  return {
    households: households < 0 ? -1 : households - goneHouseholds,
    persons: persons < 0 ? -1 : persons - gonePersons,
    isGone,
  };
}

/** True when a move takes a whole village with so many households (-1 = not recorded), however many years it takes. */
export function movesWhole(move: Move, households: number): boolean {
  if (move.parts.some((part) => part.households === null)) return true;
  return households >= 0 && householdsAsked(move) >= households;
}

/** Households that the parts of a move ask for; a whole village counts 0 here. */
export function householdsAsked(move: Move): number {
  return move.parts.reduce((sum, part) => sum + (part.households ?? 0), 0);
}
