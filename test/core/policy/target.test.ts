import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { rateOf } from "../../../core/coverage/roll-up.ts";
import { missingOf, standingOf } from "../../../core/policy/target.ts";

describe("how a rate stands to its target", () => {
  test.each([
    [19, 1, 0, "met"],
    [18, 2, 0, "below"],
    [19, 0, 1, "met"],
    [18, 0, 2, "undetermined"],
    [0, 0, 729, "undetermined"],
    [10, 9, 1, "below"],
  ])("%i served, %i not, %i unknown towards 95%%: %s", (served, unserved, unknown, standing) => {
    expect(standingOf(rateOf(served, unserved, unknown), 0.95)).toBe(standing);
  });
  test("cannot be said without a target, or where nothing counts", () => {
    expect(standingOf(rateOf(1, 0, 0), null)).toBeNull();
    expect(standingOf(rateOf(0, 0, 0), 0.95)).toBeNull();
  });
});

test("where nothing is known, as little as none and as much as the target may be missing", () => {
  expect(missingOf(rateOf(0, 0, 729), 0.95)).toEqual({ least: 0, most: 693 });
  expect(missingOf(rateOf(3, 7, 0), 0.95)).toEqual({ least: 7, most: 7 });
  expect(missingOf(rateOf(1, 1, 1), null)).toBeNull();
});

test("whatever the unknown turn out to be, what is then missing lies in the range", () => {
  const count = fc.nat(1000);
  fc.assert(
    fc.property(
      count,
      count,
      fc.tuple(count, count, count),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (served, unserved, [better, worse, uncounted], target) => {
        const range = missingOf(rateOf(served, unserved, better + worse + uncounted), target)!;
        const { most } = missingOf(rateOf(served + better, unserved + worse, 0), target)!;
        expect(range.least).toBeLessThanOrEqual(most);
        expect(range.most).toBeGreaterThanOrEqual(most);
      },
    ),
  );
});
