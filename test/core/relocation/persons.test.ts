import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Move } from "../../../core/contract/plan.ts";
import { countParts, movesWhole, remainingAfter } from "../../../core/relocation/persons.ts";
import { parts, whole } from "./support/world.ts";

const counts = (move: Move, households: number, persons: number) =>
  countParts(move, households, persons).map((part) => [part.households, part.persons]);

describe("a whole village", () => {
  test("is all its households and persons", () => {
    expect(counts(whole("s1"), 20, 83)).toEqual([[20, 83]]);
  });
  test("whose counts are not recorded counts for nothing", () => {
    expect(counts(whole("s1"), -1, -1)).toEqual([[0, 0]]);
  });
  test("of which only the persons are recorded counts as these", () => {
    expect(counts(whole("s1"), -1, 40)).toEqual([[0, 40]]);
  });
});

describe("a part of a village", () => {
  test("takes persons in proportion to households, rounded", () => {
    expect(counts(parts(["s1", 2016, 5]), 12, 51)).toEqual([[5, 21]]);
  });
  test("and the other parts are rounded together, so that nobody is lost or made", () => {
    expect(counts(parts(["s1", 2016, 1], ["s2", 2017, 1], ["s1", 2018, 1]), 3, 10)).toEqual([
      [1, 3],
      [1, 4],
      [1, 3],
    ]);
  });
  test("of all households is all persons; of one less is not", () => {
    expect(counts(parts(["s1", 2016, 12]), 12, 51)).toEqual([[12, 51]]);
    expect(counts(parts(["s1", 2016, 11]), 12, 51)).toEqual([[11, 47]]);
  });
  test("of more households than there are is those that there are", () => {
    expect(counts(parts(["s1", 2016, 10], ["s2", 2016, 10]), 12, 51)).toEqual([
      [10, 43],
      [2, 8],
    ]);
  });
  test("counts for nothing where the village's households are not recorded", () => {
    expect(counts(parts(["s1", 2016, 5]), -1, 51)).toEqual([[0, 0]]);
  });
  test("of a village without households takes the persons that it has", () => {
    expect(counts(parts(["s1", 2016, 1], ["s2", 2016, 1]), 0, 3)).toEqual([
      [0, 3],
      [0, 0],
    ]);
  });
});

const anyParts = fc
  .array(
    fc.tuple(
      fc.constantFrom("s1", "s2"),
      fc.integer({ min: 2014, max: 2020 }),
      fc.integer({ min: 1, max: 30 }),
    ),
    { minLength: 1, maxLength: 6 },
  )
  .map((list) => parts(...list));

test("persons are conserved: parts and those who are left are all persons, whatever the parts", () => {
  fc.assert(
    fc.property(anyParts, fc.nat(60), fc.nat(300), (move, households, persons) => {
      const all = countParts(move, households, persons);
      const left = remainingAfter(move, households, persons, 2020);
      const sum = (of: (part: (typeof all)[number]) => number): number =>
        all.reduce((total, part) => total + of(part), 0);
      expect(sum((part) => part.persons) + left.persons).toBe(persons);
      expect(sum((part) => part.households) + left.households).toBe(households);
      for (const part of all) {
        expect(part.persons).toBeGreaterThanOrEqual(0);
        expect(part.households).toBeGreaterThanOrEqual(0);
      }
      expect(left.isGone).toBe(movesWhole(move, households));
    }),
  );
});

test("persons are conserved over re-years: another year for any part changes no count", () => {
  fc.assert(
    fc.property(anyParts, fc.nat(60), fc.nat(300), fc.nat(5), (move, households, persons, n) => {
      const other = move.parts.map((part, i) => (i === n ? { ...part, year: 2019 } : part));
      expect(counts({ ...move, parts: other }, households, persons)).toEqual(
        counts(move, households, persons),
      );
    }),
  );
});

describe("who is left at the end of a year", () => {
  const split = parts(["s1", 2016, 5], ["s2", 2018, 7]);
  test.each([
    [2015, 12, 51, false],
    [2016, 7, 30, false],
    [2017, 7, 30, false],
    [2018, 0, 0, true],
  ])("%i: %i households, %i persons, gone: %s", (year, households, persons, isGone) => {
    expect(remainingAfter(split, 12, 51, year)).toEqual({ households, persons, isGone });
  });
  test("of a village with nothing recorded is not known until it is gone", () => {
    const before = { households: -1, persons: -1, isGone: false };
    expect(remainingAfter(whole("s1", 2016), -1, -1, 2015)).toEqual(before);
    expect(remainingAfter(whole("s1", 2016), -1, -1, 2016).isGone).toBe(true);
  });
  test("of a village without households is nobody only once somebody has moved", () => {
    expect(remainingAfter(parts(["s1", 2016, 1]), 0, 3, 2015).isGone).toBe(false);
    expect(remainingAfter(parts(["s1", 2016, 1]), 0, 3, 2016)).toEqual({
      households: 0,
      persons: 0,
      isGone: true,
    });
  });
});
