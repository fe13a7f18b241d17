import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { NewReturn } from "../../../core/contract/progress.ts";
import { PROGRESS_STATES } from "../../../core/contract/progress.ts";
import { actualOf, basisOf } from "../../../core/progress/actual.ts";
import { checkReturn } from "../../../core/progress/check-return.ts";
import { nearestNames } from "../../../core/progress/nearest-names.ts";
import { tallyReturns, tallySubject } from "../../../core/progress/tally.ts";
import { doubtedField, warnOf } from "../../../core/progress/warnings.ts";

/** A return of settlement s1. */
function returned(period: string, persons: number, more: Partial<NewReturn> = {}): NewReturn {
  return {
    subject: "settlement",
    key: "s1",
    period,
    state: persons > 0 ? "movedIn" : "building",
    households: Math.floor(persons / 4),
    persons,
    oldHousesDown: 0,
    ...more,
  };
}

const BOUNDS = { from: 2014, to: 2020, today: "2016-06-03" };
const codes = (value: NewReturn) => checkReturn(value, BOUNDS).map(({ code }) => code);

describe("a return", () => {
  it("of as many persons as households is taken, of one fewer it is not", () => {
    expect(codes(returned("2016", 10, { households: 10 }))).toEqual([]);
    expect(codes(returned("2016", 9, { households: 10 }))).toEqual(["fewerPersonsThanHouseholds"]);
  });
  it("of the plan's first and last year is taken, of the years around it is not", () => {
    const bounds = { ...BOUNDS, today: "2030-01-01" };
    const yearCodes = (year: string) =>
      checkReturn(returned(year, 1), bounds).map(({ code }) => code);
    expect(yearCodes("2014")).toEqual([]);
    expect(yearCodes("2020-12")).toEqual([]);
    expect(yearCodes("2013-12")).toEqual(["yearOutside"]);
    expect(yearCodes("2021")).toEqual(["yearOutside"]);
  });
  it("of the month that runs is taken, of the next one it is not", () => {
    expect(codes(returned("2016-06", 1))).toEqual([]);
    expect(codes(returned("2016-07", 1))).toEqual(["periodAhead"]);
    expect(codes(returned("2016", 1))).toEqual([]);
    expect(codes(returned("2017", 1))).toEqual(["periodAhead"]);
  });
  it("says that nobody moves in where nothing was started", () => {
    expect(codes(returned("2016", 1, { state: "notStarted", households: 0 }))).toEqual([
      "movedBeforeStart",
    ]);
    expect(codes(returned("2016", 0, { state: "notStarted" }))).toEqual([]);
  });
});

describe("the sum of a subject's returns", () => {
  it("adds up months, for each counts what happened in it", () => {
    const tally = tallySubject([returned("2016-04", 30), returned("2016-05", 20)]);
    expect(tally.years.get(2016)).toMatchObject({ persons: 50, yearly: null });
    expect(tally.persons).toBe(50);
    expect(tally.stateAt).toBe("2016-05");
  });
  it("takes the yearly return for the year where there is one, whatever the months say", () => {
    const tally = tallySubject([
      returned("2016-04", 30),
      returned("2016", 80),
      returned("2015", 5),
    ]);
    expect(tally.years.get(2016)!.persons).toBe(80);
    expect(tally.years.get(2016)!.monthly!.persons).toBe(30);
    expect(tally.persons).toBe(85);
  });

  const anyReturn = fc.record({
    subject: fc.constantFrom("settlement" as const, "village" as const),
    key: fc.constantFrom("a", "b"),
    period: fc.constantFrom("2015", "2015-01", "2015-12", "2016", "2016-05"),
    state: fc.constantFrom(...PROGRESS_STATES),
    households: fc.nat(50),
    persons: fc.nat(500),
    oldHousesDown: fc.nat(50),
  });
  const anyReturns = fc.uniqueArray(anyReturn, {
    selector: ({ subject, key, period }) => `${subject} ${key} ${period}`,
    maxLength: 20,
  });
  it("does not depend on the order in which they came", () => {
    fc.assert(
      fc.property(anyReturns, fc.integer(), (returns, seed) => {
        const turned = [...returns].sort(
          (a, b) => JSON.stringify(a).length * seed - JSON.stringify(b).length * seed,
        );
        expect(sorted(tallyReturns(turned.reverse()))).toEqual(sorted(tallyReturns(returns)));
      }),
    );
  });
  const sorted = (tally: ReturnType<typeof tallyReturns>) =>
    (["settlement", "village"] as const).map((subject) =>
      [...tally[subject]].sort(([a], [b]) => (a < b ? -1 : 1)),
    );
});

describe("who moved in", () => {
  const settlement = (persons: number) => tallySubject([returned("2016", persons)]);
  const village = (persons: number) =>
    tallySubject([returned("2016", persons, { subject: "village", key: "v1" })]);

  it("is counted by settlements or by villages, whichever tell of more, and never by both", () => {
    const both = { settlements: [settlement(60), settlement(40)], villages: [village(101)] };
    expect(basisOf(both, 2016)).toBe("villages");
    expect(actualOf(both, 2016, "villages")).toMatchObject({
      persons: 101,
      bySettlements: { persons: 100, subjects: 2 },
      byVillages: { persons: 101, subjects: 1 },
    });
    expect(basisOf({ ...both, villages: [village(100)] }, 2016)).toBe("settlements");
  });
  it("is not known where nothing was returned, which is not nobody", () => {
    const none = { settlements: [settlement(60)], villages: [] };
    expect(basisOf(none, 2015)).toBeNull();
    expect(actualOf(none, 2015, null)).toBeNull();
    expect(
      actualOf({ settlements: [settlement(0)], villages: [] }, 2016, "settlements"),
    ).toMatchObject({
      persons: 0,
    });
  });
});

describe("warnings", () => {
  const FACTS = {
    name: "新村",
    plannedPersons: 100,
    capacityPersons: 120,
    registeredPersons: null,
    registeredHouseholds: null,
    isPlanned: true,
  };
  const warned = (returns: NewReturn[], facts: Partial<typeof FACTS> = {}) =>
    warnOf("settlement", "s1", tallySubject(returns), { ...FACTS, ...facts }).map(
      ({ code }) => code,
    );

  it("tell of one person more than planned, and of one more than there is room for", () => {
    expect(warned([returned("2015", 60), returned("2016", 40)])).toEqual([]);
    expect(warned([returned("2015", 60), returned("2016", 41)])).toEqual(["overPlanned"]);
    expect(warned([returned("2016", 121)])).toEqual(["overPlanned", "overCapacity"]);
  });
  it("tell of more people than are registered in a village", () => {
    const facts = {
      ...FACTS,
      plannedPersons: null,
      capacityPersons: null,
      registeredPersons: 80,
      registeredHouseholds: 20,
    };
    const of = (value: NewReturn) =>
      warnOf("village", "v1", tallySubject([value]), facts).map(({ code }) => code);
    expect(of(returned("2016", 80, { households: 20 }))).toEqual([]);
    expect(of(returned("2016", 81, { households: 20 }))).toEqual(["overRegistered"]);
    expect(of(returned("2016", 80, { households: 21 }))).toEqual(["overRegistered"]);
  });
  it("tell of months that say more than their year, and of twelve months that say less", () => {
    expect(warned([returned("2016-01", 10), returned("2016", 50)])).toEqual([]);
    expect(warned([returned("2016-01", 51), returned("2016", 50)])).toEqual(["monthsDiffer"]);
    const months = Array.from({ length: 12 }, (_, i) =>
      returned(`2016-${String(i + 1).padStart(2, "0")}`, 4),
    );
    expect(warned([...months, returned("2016", 48)])).toEqual([]);
    expect(warned([...months, returned("2016", 49)])).toEqual(["monthsDiffer"]);
  });
  it("tell of a state that goes back and of more old houses than households", () => {
    expect(warned([returned("2015", 4), returned("2016", 0, { state: "building" })])).toEqual([
      "stateGoesBack",
    ]);
    expect(warned([returned("2016", 40, { households: 10, oldHousesDown: 11 })])).toEqual([
      "moreHousesThanHouseholds",
    ]);
    expect(warned([returned("2016", 40, { households: 10, oldHousesDown: 10 })])).toEqual([]);
  });
  it("tell of more than twenty persons to a household, in whatever period", () => {
    expect(warned([returned("2016-05", 40, { households: 2 })])).toEqual([]);
    expect(
      warnOf("settlement", "s1", tallySubject([returned("2016-05", 41, { households: 2 })]), FACTS),
    ).toMatchObject([
      { code: "manyPerHousehold", params: { period: "2016-05", persons: 41, households: 2 } },
    ]);
    // Somebody may follow a household that came earlier.
    expect(warned([returned("2016", 20, { households: 0 })])).toEqual([]);
    expect(warned([returned("2016", 21, { households: 0 })])).toEqual(["manyPerHousehold"]);
  });
  it("are doubts where a count is more than twice what it is held against", () => {
    const doubted = (of: NewReturn, facts: Partial<typeof FACTS> = {}) =>
      warnOf("settlement", "s1", tallySubject([of]), { ...FACTS, ...facts }).flatMap((each) =>
        doubtedField(each) === null ? [] : [`${each.code} ${doubtedField(each)}`],
      );
    expect(doubted(returned("2016", 200))).toEqual([]);
    expect(doubted(returned("2016", 201))).toEqual(["overPlanned persons"]);
    expect(doubted(returned("2016", 241))).toEqual(["overPlanned persons", "overCapacity persons"]);
    expect(doubted(returned("2016", 999_999, { households: 1 }))).toEqual([
      "overPlanned persons",
      "overCapacity persons",
      "manyPerHousehold persons",
    ]);
    expect(doubted(returned("2016", 40, { oldHousesDown: 20 }))).toEqual([]);
    expect(doubted(returned("2016", 40, { oldHousesDown: 21 }))).toEqual([
      "moreHousesThanHouseholds oldHousesDown",
    ]);
  });
  it("of what is not recorded doubt nothing", () => {
    const params = { persons: 30, households: 21, registeredPersons: "", registeredHouseholds: 10 };
    expect(doubtedField({ code: "overRegistered", params })).toBe("households");
    expect(
      doubtedField({ code: "overRegistered", params: { ...params, registeredHouseholds: 20 } }),
    ).toBeNull();
  });
  it("tell of what the plan no longer holds", () => {
    expect(warnOf("settlement", "s1", tallySubject([returned("2016", 4)]), null)).toMatchObject([
      { code: "subjectGone", name: "s1" },
    ]);
  });
});

describe("names most like one that is not known", () => {
  it("are given best first, and none that are nothing like it", () => {
    const names = ["下弄安置点", "上弄安置点", "城南新村", "下弄安置小区"];
    expect(nearestNames("下弄安置", names)).toEqual(["下弄安置点", "上弄安置点", "下弄安置小区"]);
    expect(nearestNames("江边", names)).toEqual([]);
  });
});
