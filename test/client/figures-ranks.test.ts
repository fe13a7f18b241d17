import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { arrangeRanks } from "../../client/figures/ranks.ts";

const area = (name: string, value: number | null) => ({ name, pinyin: null, value });
const valueOf = (row: { value: number | null }) => row.value;
const placed = (rows: ReturnType<typeof area>[], descending: boolean) =>
  arrangeRanks(rows, valueOf, descending, "zh-CN").map(
    ({ row, place }) => `${row.name} ${place ?? "-"}`,
  );

describe("the order of areas by a value", () => {
  test("gives equal values the same place and leaves out the next", () => {
    const rows = [area("甲", 3), area("乙", 2), area("丙", 2), area("丁", 1)];
    expect(placed(rows, true)).toEqual(["甲 1", "丙 2", "乙 2", "丁 4"]);
  });
  test("puts areas without a value last, without a place, whichever way it is sorted", () => {
    const rows = [area("甲", null), area("乙", 0), area("丙", 5)];
    expect(placed(rows, true)).toEqual(["丙 1", "乙 2", "甲 -"]);
    expect(placed(rows, false)).toEqual(["乙 1", "丙 2", "甲 -"]);
  });
  test("gives 0 a place: it is known", () => {
    expect(placed([area("甲", 0)], true)).toEqual(["甲 1"]);
  });
  test("gives no places where the areas stand by name", () => {
    const rows = arrangeRanks([area("乙", 1), area("甲", 2)], null, false, "zh-CN");
    expect(rows.map(({ row }) => row.name)).toEqual(["甲", "乙"]);
    expect(rows.every(({ place }) => place === null)).toBe(true);
  });
  test("says the same of the same areas, in whatever order they come", () => {
    const rows = fc.uniqueArray(
      fc.record({ name: fc.string(), pinyin: fc.constant(null), value: fc.option(fc.integer()) }),
      { selector: ({ name }) => name },
    );
    fc.assert(
      fc.property(rows, fc.boolean(), (list, descending) => {
        const places = (given: typeof list) =>
          new Map(
            arrangeRanks(given, valueOf, descending, "en").map(({ row, place }) => [
              row.name,
              place,
            ]),
          );
        expect(places(list.toReversed())).toEqual(places(list));
      }),
    );
  });
});
