import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { placesOf } from "../../../core/figures/rank.ts";
import { allOf, placeOf, warningOf } from "../../../core/policy/exit-ranking.ts";

const list = (...values: (number | null)[]) => values.map((value, i) => ({ code: `c${i}`, value }));
const first15 = { item: "income-growth", first: 15 };

describe("the place of a county (Art. 19)", () => {
  const sixteen = list(...Array.from({ length: 16 }, (_, i) => 0.2 - i / 100));
  it("among the first 15 holds for the fifteenth and not for the sixteenth", () => {
    expect(placeOf(sixteen, "c14", first15)).toMatchObject({ place: 15, worst: 15, isAmong: true });
    expect(placeOf(sixteen, "c15", first15)).toMatchObject({ place: 16, isAmong: false });
  });
  it("is shared by equal figures", () => {
    const equal = list(...Array.from({ length: 17 }, (_, i) => (i < 13 ? 1 : 0.5)));
    expect(placeOf(equal, "c16", { ...first15, first: 14 })).toMatchObject({
      place: 14,
      isAmong: true,
    });
  });
  it("cannot be told where missing figures decide, and can where they do not", () => {
    const one = list(...sixteen.map(({ value }) => value), null);
    expect(placeOf(one, "c14", first15)).toMatchObject({
      place: 15,
      worst: 16,
      missing: 1,
      isAmong: null,
    });
    expect(placeOf(one, "c13", first15)).toMatchObject({ place: 14, worst: 15, isAmong: true });
    expect(placeOf(one, "c15", first15).isAmong).toBe(false);
    expect(placeOf(one, "c16", first15)).toMatchObject({ place: null, isAmong: null });
  });
  it("brought in later is never outside of what was told before", () => {
    const value = fc.option(fc.integer({ min: 0, max: 20 }));
    fc.assert(
      fc.property(
        fc.array(value, { minLength: 1, maxLength: 30 }),
        fc.array(fc.nat(20), { minLength: 30, maxLength: 30 }),
        fc.boolean(),
        (values, later, fromEnd) => {
          const before = list(...values);
          const after = list(...values.map((each, i) => each ?? later[i]!));
          for (const { code, value: own } of before) {
            if (own === null) continue;
            const ask = { item: "x", first: 5, fromEnd };
            const [told, is] = [placeOf(before, code, ask), placeOf(after, code, ask)];
            expect(is.place!).toBeGreaterThanOrEqual(told.place!);
            expect(is.place!).toBeLessThanOrEqual(told.worst!);
            expect(told.isAmong ?? is.isAmong).toBe(is.isAmong);
          }
        },
      ),
    );
  });
  it("must be won in every list", () => {
    expect(allOf([true, true, true])).toBe(true);
    expect(allOf([true, null, true])).toBeNull();
    expect(allOf([true, null, false])).toBe(false);
    expect(allOf([])).toBeNull();
  });
});

describe("a warning (Art. 23)", () => {
  it("comes with the second year among the last three, and grows with the third", () => {
    expect(warningOf([true, true, false])).toBe("twoYears");
    expect(warningOf([true, true, true])).toBe("threeYears");
    expect(warningOf([true, false, true])).toBe("none");
    expect(warningOf([false, true, true])).toBe("none");
  });
  it("is not known where a year that decides is missing", () => {
    expect(warningOf([true, null, true])).toBeNull();
    expect(warningOf([null, true, true])).toBeNull();
    expect(warningOf([true, true, null])).toBeNull();
    expect(warningOf([null, false, null])).toBe("none");
  });
  it("counts from the end", () => {
    const scores = list(50, 60, 70, 80, 90);
    const ask = { item: "evaluation-score", first: 3, fromEnd: true };
    expect(["c0", "c2", "c3"].map((code) => placeOf(scores, code, ask).isAmong)).toEqual([
      true,
      true,
      false,
    ]);
  });
});

describe("places among siblings", () => {
  it("begin with the best, are shared, and pass over what is not known", () => {
    expect(placesOf([0.9, null, 0.95, 0.9], "higher")).toEqual([2, null, 1, 2]);
    expect(placesOf([0.9, null, 0.95, 0.9], "lower")).toEqual([1, null, 3, 1]);
  });
});
