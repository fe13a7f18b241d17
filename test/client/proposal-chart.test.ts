import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { chartOf, gapOf } from "../../client/proposal/chart.ts";

const SIZE = { width: 340, height: 120, left: 4, right: 4, top: 8, bottom: 16 };
const value = fc.option(fc.double({ min: 0, max: 1e10, noNaN: true }));
const points = fc
  .array(
    fc.record({
      seconds: fc.double({ min: 0, max: 600, noNaN: true }),
      bound: value,
      objective: value,
    }),
    {
      maxLength: 200,
    },
  )
  .map((list) => list.toSorted((a, b) => a.seconds - b.seconds));

describe("the chart of bound and best plan", () => {
  test("is not drawn before anything is known", () => {
    expect(chartOf([], SIZE)).toBeNull();
    expect(chartOf([{ seconds: 1, bound: null, objective: null }], SIZE)).toBeNull();
  });
  test("stays inside of its frame, whatever comes", () => {
    fc.assert(
      fc.property(points, (given) => {
        const chart = chartOf(given, SIZE);
        if (chart === null) return;
        for (const path of [chart.bound, chart.objective, chart.between])
          for (const [, x, y] of path.matchAll(/[ML]([-\d.e+]+) ([-\d.e+]+)/g)) {
            expect(Number(x)).toBeGreaterThanOrEqual(SIZE.left);
            expect(Number(x)).toBeLessThanOrEqual(SIZE.width - SIZE.right);
            expect(Number(y)).toBeGreaterThanOrEqual(SIZE.top);
            expect(Number(y)).toBeLessThanOrEqual(SIZE.height - SIZE.bottom);
          }
      }),
    );
  });
  test("a line holds its value until the next, the best plan above the bound", () => {
    const chart = chartOf(
      [
        { seconds: 1, bound: 90, objective: null },
        { seconds: 2, bound: 95, objective: 110 },
        { seconds: 3, bound: 95, objective: 100 },
      ],
      SIZE,
    )!;
    expect(chart.bound).toBe("M4 104L170 104L170 104L336 104L336 104L336 104");
    expect(chart.objective).toBe("M170 8L336 8L336 72L336 72");
  });
  test("a gap is a share of the best plan, and unknown while there is none", () => {
    expect(gapOf({ seconds: 1, bound: 90, objective: 100 })).toBeCloseTo(0.1, 12);
    expect(gapOf({ seconds: 1, bound: 90, objective: null })).toBeNull();
    expect(gapOf({ seconds: 1, bound: 0, objective: 0 })).toBe(0);
  });
});
