import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sparkPath } from "../../client/figures/spark-path.ts";

const values = fc.array(fc.option(fc.double({ min: -1e9, max: 1e9, noNaN: true })), {
  maxLength: 30,
});

describe("the small line of a trend", () => {
  test("is not drawn of one known value or of none", () => {
    expect(sparkPath([], null, 84, 26)).toBeNull();
    expect(sparkPath([null, 0.9, null], null, 84, 26)).toBeNull();
    expect(sparkPath([0.9, 0.95], null, 84, 26)).not.toBeNull();
  });
  test("leaves a gap where a year is not known", () => {
    const spark = sparkPath([1, 2, null, 3, 4], null, 84, 26)!;
    expect(spark.path.match(/M/g)).toHaveLength(2);
  });
  test("rises to the right when values grow, and stands level when they do not", () => {
    const heights = (given: number[]) =>
      [...sparkPath(given, null, 84, 26)!.path.matchAll(/[ML][\d.]+ ([\d.]+)/g)].map((match) =>
        Number(match[1]),
      );
    const [low, high] = heights([1, 2]);
    expect(low).toBeGreaterThan(high!);
    expect(new Set(heights([5, 5, 5]))).toEqual(new Set([13]));
  });
  test("stays inside of its frame with its target, whatever comes", () => {
    fc.assert(
      fc.property(
        values,
        fc.option(fc.double({ min: -1e9, max: 1e9, noNaN: true })),
        (list, to) => {
          const spark = sparkPath(list, to, 84, 26);
          if (spark === null) return;
          for (const [, x, y] of spark.path.matchAll(/[ML](-?[\d.]+) (-?[\d.]+)/g)) {
            expect(Number(x)).toBeGreaterThanOrEqual(0);
            expect(Number(x)).toBeLessThanOrEqual(84);
            expect(Number(y)).toBeGreaterThanOrEqual(0);
            expect(Number(y)).toBeLessThanOrEqual(26);
          }
          expect(Math.abs((spark.targetY ?? 13) - 13)).toBeLessThanOrEqual(13);
          expect(spark.targetY === null).toBe(to === null);
        },
      ),
    );
  });
});
