import { describe, expect, test } from "vitest";
import { isDrawn, rateFloor, type ChartModel } from "../../client/figures/chart-model.ts";
import { optionOf } from "../../client/figures/chart-option.ts";

const model: ChartModel = {
  title: "Rates",
  category: "Year",
  categories: ["2014", "2015"],
  series: [
    { name: "road", kind: "line", values: [0.9, null], colour: "#111", sign: "rect" },
    { name: "water", kind: "line", values: [0.8, 0.85], colour: "#222", sign: "circle" },
  ],
  format: (value) => `${value * 100}%`,
  short: String,
};
const seriesOf = (given: ChartModel) =>
  optionOf(given, "serif", true)["series"] as {
    name: string;
    type: string;
    data: unknown[];
    markLine?: { data: unknown[] };
    symbol?: string;
  }[];

describe("a chart", () => {
  test("has nothing to draw where no value is known", () => {
    expect(isDrawn(model)).toBe(true);
    expect(isDrawn({ ...model, categories: [] })).toBe(false);
    expect(
      isDrawn({ ...model, series: [{ name: "a", kind: "bar", values: [null], colour: "#000" }] }),
    ).toBe(false);
  });
  test("draws an unknown value as a gap, never as 0", () => {
    expect(seriesOf(model)[0]!.data).toEqual([0.9, null]);
  });
  test("tells its lines apart without colour", () => {
    const signs = seriesOf(model).map(({ symbol }) => symbol);
    expect(new Set(signs).size).toBe(signs.length);
  });
  test("draws the target once", () => {
    const drawn = seriesOf({ ...model, target: { name: "95%", value: 0.95 } });
    expect(drawn.flatMap(({ markLine }) => markLine?.data ?? [])).toMatchObject([{ yAxis: 0.95 }]);
  });
  test("draws a range from its low to its high where there is one", () => {
    const [water] = seriesOf({
      ...model,
      series: [{ ...model.series[1]!, range: [null, [0.7, 0.9]] }],
    });
    expect(water!.markLine!.data).toMatchObject([
      [{ coord: ["2015", 0.7] }, { coord: ["2015", 0.9] }],
    ]);
  });
});

describe("where an axis of rates begins", () => {
  test("at the ten per cent under the lowest rate or target", () => {
    expect(rateFloor([0.86, 0.97], 0.95)).toBe(0.8);
    expect(rateFloor([0.99], 0.62)).toBe(0.6);
  });
  test("never hides a rate that lies on the line", () => {
    expect(rateFloor([0.8], 1)).toBeLessThan(0.8);
    expect(rateFloor([0], 1)).toBe(0);
  });
  test("leaves a tenth of room where all is at 100 %", () => {
    expect(rateFloor([1, 1], 1)).toBe(0.9);
    expect(rateFloor([], null)).toBe(0);
  });
});
