import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { conflictsOf } from "../../client/progress/conflicts.ts";
import {
  faultOfRow,
  NOTHING_TYPED,
  pasteInto,
  readCount,
  returnOf,
  type Typed,
} from "../../client/progress/drafts.ts";
import { checkReturn } from "../../core/progress/check-return.ts";
import { PROGRESS_STATES, type ProgressReturn } from "../../core/contract/progress.ts";

const typed = (change: Partial<Typed>): Typed => ({ ...NOTHING_TYPED, ...change });

describe("a row of returns as typed", () => {
  test("needs a state once anything is typed, and nothing while it is empty", () => {
    expect(faultOfRow(NOTHING_TYPED)).toBeNull();
    expect(faultOfRow(typed({ households: 1, persons: 4 }))).toBe("noState");
  });
  test("has no fewer persons than households", () => {
    expect(faultOfRow(typed({ state: "movedIn", households: 30, persons: 30 }))).toBeNull();
    expect(faultOfRow(typed({ state: "movedIn", households: 30, persons: 29 }))).toBe(
      "fewerPersons",
    );
  });
  test("lets nobody move in before the start", () => {
    expect(faultOfRow(typed({ state: "notStarted", households: 0, persons: 0 }))).toBeNull();
    expect(faultOfRow(typed({ state: "notStarted", persons: 1 }))).toBe("notStarted");
  });
  test("is refused here exactly where the service refuses it", () => {
    const count = fc.option(fc.nat(50));
    fc.assert(
      fc.property(fc.constantFrom(...PROGRESS_STATES), count, count, count, (state, h, p, down) => {
        const row = { state, households: h, persons: p, oldHousesDown: down };
        const sent = returnOf("settlement", "s1", "2016-05", row)!;
        const faults = checkReturn(sent, { from: 2014, to: 2020, today: "2017-01-01" });
        expect(faultOfRow(row) === null).toBe(faults.length === 0);
      }),
    );
  });
  test("takes counts left open as 0, and no row without a state", () => {
    expect(returnOf("village", "v", "2016", typed({ state: "building" }))).toEqual({
      subject: "village",
      key: "v",
      period: "2016",
      state: "building",
      households: 0,
      persons: 0,
      oldHousesDown: 0,
    });
    expect(returnOf("village", "v", "2016", NOTHING_TYPED)).toBeNull();
  });
});

describe("a count as typed", () => {
  test("is a whole number, with or without separators", () => {
    expect(readCount("1,234")).toBe(1234);
    expect(readCount(" 0 ")).toBe(0);
    expect(readCount("")).toBeNull();
  });
  test("is nothing that is no count", () => {
    for (const text of ["-1", "1.5", "a", "1e3", "1000001", "99999999"])
      expect(readCount(text)).toBeUndefined();
    expect(readCount("1000000")).toBe(1_000_000);
  });
});

describe("cells from a spreadsheet", () => {
  const rows = [
    { key: "a", typed: NOTHING_TYPED },
    { key: "b", typed: NOTHING_TYPED },
  ];
  const names = new Map([["在建", "building" as const]]);
  test("go down by lines and right by tabs, and no further than the table", () => {
    const { changed, wrong } = pasteInto(
      rows,
      { row: 0, field: "households" },
      "1\t4\t2\t9\r\n2\t8\n3\t9",
      names,
    );
    expect(wrong).toBe(0);
    expect(changed.get("a")).toEqual({ state: null, households: 1, persons: 4, oldHousesDown: 2 });
    expect(changed.get("b")).toEqual(typed({ households: 2, persons: 8 }));
    expect(changed.size).toBe(2);
  });
  test("hold states by name or code", () => {
    const { changed } = pasteInto(rows, { row: 0, field: "state" }, "在建\nmovedIn", names);
    expect([changed.get("a")?.state, changed.get("b")?.state]).toEqual(["building", "movedIn"]);
  });
  test("that cannot be read are counted and change nothing", () => {
    const { changed, wrong } = pasteInto(rows, { row: 1, field: "persons" }, "many", names);
    expect(wrong).toBe(1);
    expect(changed.size).toBe(0);
  });
});

describe("returns that others wrote meanwhile", () => {
  const given = (version: number, persons: number) =>
    ({ version, state: "movedIn", households: 1, persons, oldHousesDown: 0 }) as ProgressReturn;
  const mine = typed({ state: "movedIn", households: 1, persons: 5, oldHousesDown: 0 });
  const of = (before: ProgressReturn | null, now: ProgressReturn | null) =>
    conflictsOf(
      new Map([["s1", mine]]),
      new Map(before === null ? [] : [["s1", before]]),
      new Map(now === null ? [] : [["s1", now]]),
    );
  test("are a conflict where the return is no longer the one that was typed over", () => {
    expect(of(given(1, 4), given(2, 6))).toEqual([{ key: "s1", mine, theirs: given(2, 6) }]);
    expect(of(null, given(2, 6))).toHaveLength(1);
  });
  test("are a conflict where somebody took the return back", () => {
    expect(of(given(1, 4), null)).toEqual([{ key: "s1", mine, theirs: null }]);
  });
  test("are none where nothing happened to it, or both say the same", () => {
    expect(of(given(1, 4), given(1, 4))).toEqual([]);
    expect(of(null, null)).toEqual([]);
    expect(of(given(1, 4), given(2, 5))).toEqual([]);
  });
});
