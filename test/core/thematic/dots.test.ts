import { booleanPointInPolygon } from "@turf/turf";
import fc from "fast-check";
import type { MultiPolygon } from "geojson";
import { describe, expect, it, test } from "vitest";
import { dotsOfOutline, dotsOfVillages, personsPerDot } from "../../../core/thematic/dots.ts";

const villages = (list: readonly { area: number; persons: number; at?: [number, number] }[]) => ({
  count: list.length,
  lng: list.map(({ at }, i) => at?.[0] ?? 108 + i),
  lat: list.map(({ at }) => at?.[1] ?? 23),
  area: list.map(({ area }) => area),
  persons: list.map(({ persons }) => persons),
});

test.each([
  [0, 1],
  [20_000, 1],
  [20_001, 2],
  [100_000, 5],
  [100_001, 10],
  [48_000_000, 5000],
])("a map of %s persons has a dot for %s", (persons, dot) => {
  expect(personsPerDot(persons)).toBe(dot);
});

test("every area has the dots of its sum, rounded, whatever the sizes of its villages", () => {
  const some = fc.array(
    fc.record({ area: fc.integer({ min: 0, max: 3 }), persons: fc.integer({ min: -1, max: 400 }) }),
    { maxLength: 60 },
  );
  fc.assert(
    fc.property(some, fc.constantFrom(1, 10, 50, 100), (list, perDot) => {
      const dots = dotsOfVillages(villages(list), perDot).length / 2;
      const sums = [0, 0, 0, 0];
      for (const { area, persons } of list) sums[area]! += Math.max(0, persons);
      const wanted = sums.reduce((all, sum) => all + Math.floor(sum / perDot + 0.5), 0);
      expect(dots).toBe(wanted);
    }),
  );
});

describe("dots of villages", () => {
  it("lie on the village, further ones beside it and none on another", () => {
    const dots = dotsOfVillages(villages([{ area: 0, persons: 400, at: [108, 23] }]), 100);
    const places = Array.from({ length: dots.length / 2 }, (_, i) => [
      dots[2 * i]!,
      dots[2 * i + 1]!,
    ]);
    expect(places[0]).toEqual([108, 23]);
    expect(new Set(places.map(String)).size).toBe(4);
    for (const [lng, lat] of places) expect(Math.hypot(lng! - 108, lat! - 23)).toBeLessThan(0.01);
  });
  it("of small villages gather at the one that fills the dot", () => {
    const list = [30, 30, 30].map((persons) => ({ area: 0, persons }));
    expect([...dotsOfVillages(villages(list), 100)]).toEqual([109, 23]);
  });
  it("hand on people whose place is not known", () => {
    const list = [
      { area: 0, persons: 100, at: [NaN, NaN] as [number, number] },
      { area: 0, persons: 100 },
    ];
    expect(dotsOfVillages(villages(list), 100)).toHaveLength(4);
  });
});

describe("dots of an outline", () => {
  const square = (x: number, side: number): [number, number][] => [
    [x, 23],
    [x + side, 23],
    [x + side, 23 + side],
    [x, 23 + side],
    [x, 23],
  ];
  const outline: MultiPolygon = {
    type: "MultiPolygon",
    coordinates: [
      [square(108, 1), square(108.25, 0.5).map(([x, y]) => [x, y + 0.25])],
      [square(110, 0.5)],
    ],
  };
  it("are as many as asked for, all inside and none in a hole, the same each time", () => {
    const dots = dotsOfOutline(outline, 50);
    expect(dots).toHaveLength(100);
    for (let i = 0; i < 50; i++)
      expect(booleanPointInPolygon([dots[2 * i]!, dots[2 * i + 1]!], outline)).toBe(true);
    expect(dotsOfOutline(outline, 50)).toEqual(dots);
    expect(dotsOfOutline(outline, 20)).toEqual(dots.slice(0, 40));
  });
  it("reach every part", () => {
    const dots = dotsOfOutline(outline, 60);
    expect([...dots].filter((value, i) => i % 2 === 0 && value > 109.5).length).toBeGreaterThan(5);
  });
  it("of nothing are none", () => {
    expect(dotsOfOutline({ type: "MultiPolygon", coordinates: [] }, 5)).toHaveLength(0);
    expect(dotsOfOutline(outline, 0)).toHaveLength(0);
  });
});
