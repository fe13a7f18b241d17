import fc from "fast-check";
import type { Position } from "geojson";
import { describe, expect, test } from "vitest";
import { lengthOfDrawnM } from "../../../core/coverage/drawn-length.ts";
import { east, square, VILLAGE } from "../support/judge.ts";
import { oracleBetweenM } from "../support/oracle.ts";

const degrees = (low: number, high: number) => fc.double({ min: low, max: high, noNaN: true });
const lines = fc.array(
  fc.array(
    fc.tuple(degrees(100, 115), degrees(18, 50)).map((at): Position => at),
    { maxLength: 6 },
  ),
  { minLength: 1, maxLength: 3 },
);

describe("the length of what is drawn", () => {
  test("is that of its geodesics on WGS 84, all parts together", () => {
    fc.assert(
      fc.property(lines, (coordinates) => {
        let metres = 0;
        for (const line of coordinates) {
          for (let v = 0; v + 1 < line.length; v++) {
            const [a, b] = [line[v]!, line[v + 1]!];
            metres += oracleBetweenM(a[0]!, a[1]!, b[0]!, b[1]!);
          }
        }
        const all = lengthOfDrawnM({ type: "MultiLineString", coordinates });
        expect(Math.abs(all - metres)).toBeLessThan(1e-2);
        const each = coordinates.map((line) =>
          lengthOfDrawnM({ type: "LineString", coordinates: line }),
        );
        expect(all).toBeCloseTo(
          each.reduce((sum, one) => sum + one, 0),
          6,
        );
      }),
    );
  });

  test("is 0 for a point, an area, a line of one vertex and a piece without a place", () => {
    expect(lengthOfDrawnM({ type: "Point", coordinates: VILLAGE })).toBe(0);
    expect(lengthOfDrawnM(square(108, 23, 1))).toBe(0);
    expect(lengthOfDrawnM({ type: "LineString", coordinates: [VILLAGE] })).toBe(0);
    const broken = [VILLAGE, [NaN, 23], east(1000), east(2000)];
    expect(lengthOfDrawnM({ type: "LineString", coordinates: broken })).toBeCloseTo(1000, 3);
  });
});
