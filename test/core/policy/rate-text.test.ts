import fc from "fast-check";
import { expect, test } from "vitest";
import { percentText, targetText } from "../../../core/policy/rate-text.ts";

test("a rate is cut to a tenth of a per cent, never rounded up", () => {
  expect(percentText(106_308 / 122_786)).toBe("86.5");
  expect(percentText(0.9499)).toBe("94.9");
  expect(percentText(0.29)).toBe("29.0");
  expect(percentText(1)).toBe("100.0");
});

test("a rate reads 100.0 only when nobody is left out, however many are served", () => {
  fc.assert(
    fc.property(fc.nat(2e9), fc.integer({ min: 1, max: 2e9 }), (served, unserved) => {
      expect(percentText(served / (served + unserved))).not.toBe("100.0");
    }),
  );
});

test("whole tenths of a per cent stand as they are", () => {
  for (let tenths = 0; tenths <= 1000; tenths++)
    expect(percentText(tenths / 1000)).toBe((tenths / 10).toFixed(1));
});

test("targets lose needless decimals", () => {
  expect([0.95, 0.995, 1].map(targetText)).toEqual(["95", "99.5", "100"]);
});
