import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  comparePeriods,
  periodOf,
  periodParts,
  readPeriod,
} from "../../../core/progress/period.ts";

describe("a period", () => {
  it.each([
    ["2016", 2016, null],
    [2016, 2016, null],
    ["2016年", 2016, null],
    ["２０１６", 2016, null],
    ["2016-05", 2016, 5],
    ["2016-5", 2016, 5],
    ["2016/05", 2016, 5],
    ["2016年5月", 2016, 5],
    ["2016年12月", 2016, 12],
    [201605, 2016, 5],
    ["2016-05-01", 2016, 5],
    ["2016-05-01T00:00:00", 2016, 5],
  ])("%j is understood", (text, year, month) => {
    expect(readPeriod(text)).toEqual({ year, month });
  });

  it.each([
    "2016-13",
    "2016-00",
    "2016.1",
    2016.1,
    "2016-05-15",
    "16-05",
    "Mai 2016",
    "",
    "20160",
    42491,
    201613,
  ])("%j is refused, for it may mean something else", (text) => {
    expect(readPeriod(text)).toBeNull();
  });

  it("is written as it is read", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1990, max: 2100 }),
        fc.option(fc.integer({ min: 1, max: 12 })),
        (year, month) => {
          expect(periodParts(periodOf({ year, month }))).toEqual({ year, month });
          expect(readPeriod(periodOf({ year, month }))).toEqual({ year, month });
        },
      ),
    );
  });

  it("of a year comes after its months and before the next year's", () => {
    expect(["2017-01", "2016", "2016-12", "2016-01"].sort(comparePeriods)).toEqual([
      "2016-01",
      "2016-12",
      "2016",
      "2017-01",
    ]);
  });
});
