import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { breakEvenHouseholds } from "../../../core/relocation/break-even.ts";

describe("the number of households at which building costs as much as moving", () => {
  test("a line of 600,000 yuan for one village is worth it from 6 households of 100,000 yuan on", () => {
    expect(
      breakEvenHouseholds([{ yuan: 600_000, before: 0, after: Infinity }], 100_000),
    ).toBeCloseTo(6, 9);
  });

  test("with 4 households of neighbours on the same line 2 of its own are enough", () => {
    expect(
      breakEvenHouseholds([{ yuan: 600_000, before: 4, after: Infinity }], 100_000),
    ).toBeCloseTo(2, 9);
  });

  test("is 0 where neighbours alone make it cheap enough", () => {
    expect(breakEvenHouseholds([{ yuan: 600_000, before: 6, after: Infinity }], 100_000)).toBe(0);
    expect(breakEvenHouseholds([{ yuan: 600_000, before: 7, after: Infinity }], 100_000)).toBe(0);
  });

  test("of a link between two groups only the part by which its own obligation shrinks counts", () => {
    // 600,000 yuan: alone it owes all of a connection, with 10 other households h / (h + 10) of it.
    const piece = { yuan: 600_000, before: 0, after: 10 };
    const households = breakEvenHouseholds([piece], 50_000);
    expect(600_000 / households - 600_000 / (households + 10)).toBeCloseTo(50_000, 4);
  });

  test("is never reached where moving costs nothing, or a service cannot be brought", () => {
    expect(breakEvenHouseholds([{ yuan: 1, before: 0, after: Infinity }], 0)).toBe(Infinity);
    expect(breakEvenHouseholds([{ yuan: 1, before: 0, after: Infinity }], -5)).toBe(Infinity);
    expect(breakEvenHouseholds([{ yuan: Infinity, before: 3, after: Infinity }], 1e9)).toBe(
      Infinity,
    );
  });

  test("at it a household pays as much for building as for moving", () => {
    const piece = fc.record({
      yuan: fc.integer({ min: 0, max: 5_000_000 }),
      before: fc.integer({ min: 0, max: 300 }),
      more: fc.option(fc.integer({ min: 1, max: 300 }), { nil: Infinity }),
    });
    fc.assert(
      fc.property(
        fc.array(piece, { minLength: 1, maxLength: 30 }),
        fc.integer({ min: 1, max: 500_000 }),
        (list, move) => {
          const pieces = list.map(({ yuan, before, more }) => ({
            yuan,
            before,
            after: before + more,
          }));
          const households = breakEvenHouseholds(pieces, move);
          const pays = (count: number): number =>
            pieces.reduce(
              (sum, { yuan, before, after }) =>
                sum + yuan / (count + before) - yuan / (count + after),
              0,
            );
          expect(households).toBeGreaterThanOrEqual(0);
          // At 0 even the first household pays no more.
          const share = pays(Math.max(households, 1e-6)) / move;
          expect(share).toBeLessThanOrEqual(1 + 1e-9);
          expect(households === 0 || share > 1 - 1e-9).toBe(true);
        },
      ),
      { numRuns: 500 },
    );
  });
});
