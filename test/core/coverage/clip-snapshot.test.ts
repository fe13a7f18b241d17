import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CLIP_MARGIN_M, clipSnapshot } from "../../../core/coverage/clip-snapshot.ts";
import { measureCoverage } from "../../../core/coverage/measure.ts";
import { packColumns, unpackColumns } from "../../../core/coverage/pack-columns.ts";
import type { Snapshot } from "../../../core/coverage/snapshot.ts";
import { SHIPPED_RULES } from "../../../geodata/standards/indicator-rules.ts";
import { buildSnapshot, type TestArea, type TestFeature } from "../support/build-snapshot.ts";

const AREAS: readonly TestArea[] = [
  { code: "R", level: "region" },
  { code: "A", level: "county", parent: "R" },
  { code: "A1", level: "township", parent: "A", seat: [108.1, 23.1] },
  { code: "A11", level: "administrativeVillage", parent: "A1", seat: [108.12, 23.1] },
  { code: "B", level: "county", parent: "R" },
  { code: "B1", level: "township", parent: "B", seat: [109.5, 24] },
];
const place = (west: number, south: number, size: number) =>
  fc
    .tuple(
      fc.double({ min: 0, max: size, noNaN: true }),
      fc.double({ min: 0, max: size, noNaN: true }),
    )
    .map(([x, y]): [number, number] => [west + x, south + y]);
const villages = (area: string, west: number) =>
  fc.array(
    place(west, 23, 0.3).map((at) => ({ at, area, households: 25, persons: 100 })),
    { minLength: 1, maxLength: 6 },
  );
const roads = fc.array(
  fc.tuple(place(107, 22, 3), place(107, 22, 3)).map((coordinates): TestFeature => ({
    geometry: { type: "LineString", coordinates },
    class: "village",
    surface: "cement",
    allSeason: true,
  })),
  { maxLength: 8 },
);
const region = fc
  .tuple(villages("A11", 108), villages("B1", 109.4), villages("A1", 108.2), roads)
  .map(([a, b, c, road]) =>
    buildSnapshot({ areas: AREAS, villages: [...a, ...b, ...c], features: { road } }),
  );

const indexOf = (snapshot: Snapshot, code: string): number => snapshot.areas.code.indexOf(code);

describe("the part of a region that a county needs", () => {
  test("has the county's villages, and the areas above and below it", () => {
    fc.assert(
      fc.property(region, (whole) => {
        const part = clipSnapshot(whole, indexOf(whole, "A"), ["road"]);
        expect(part.areas.code).toEqual(["R", "A", "A1", "A11"]);
        expect([...part.areas.parent]).toEqual([-1, 0, 1, 2]);
        const inA = [...whole.villages.id].filter((_, i) =>
          whole.areas.code[whole.villages.area[i]!]!.startsWith("A"),
        );
        expect([...part.villages.id]).toEqual(inA);
      }),
    );
  });

  test("gives its villages the verdicts that the whole region gives them", () => {
    let clipped = 0;
    fc.assert(
      fc.property(region, (whole) => {
        const part = clipSnapshot(whole, indexOf(whole, "A"), ["road"]);
        if (part.features.road.count < whole.features.road.count) clipped++;
        for (const rule of SHIPPED_RULES.filter(({ sector }) => sector === "road")) {
          const [full, own] = [measureCoverage(whole, rule), measureCoverage(part, rule)];
          const ids = rule.unit === "naturalVillage" ? "villages" : "areas";
          const byId = new Map(
            Array.from(full.units, (unit, n) => [whole[ids].id[unit]!, n] as const),
          );
          own.units.forEach((unit, n) => {
            const at = byId.get(part[ids].id[unit]!)!;
            expect(own.status[n]).toBe(full.status[at]);
            const near = full.distanceM[at]! <= CLIP_MARGIN_M;
            expect(near ? own.distanceM[n] : null).toBe(near ? full.distanceM[at] : null);
          });
        }
      }),
      { numRuns: 200 },
    );
    expect(clipped).toBeGreaterThan(20);
  });

  test("leaves out the sectors that are not asked for", () => {
    const whole = buildSnapshot({
      areas: AREAS,
      villages: [{ at: [108, 23], area: "A11" }],
      features: { road: [{ geometry: { type: "Point", coordinates: [108, 23] } }] },
    });
    const area = indexOf(whole, "A");
    expect(clipSnapshot(whole, area, ["water"]).features.road.count).toBe(0);
    expect(clipSnapshot(whole, area, ["road"]).features.road.count).toBe(1);
    expect(clipSnapshot(whole, 0, []).features.road.count).toBe(0);
    expect(clipSnapshot(whole, 0, ["road"]).villages).toBe(whole.villages);
  });

  test("of an area without villages and places is an empty one", () => {
    const whole = buildSnapshot({
      areas: [
        { code: "R", level: "region" },
        { code: "C", level: "county", parent: "R" },
      ],
      villages: [{ at: [108, 23], area: "R" }],
      features: { road: [{ geometry: { type: "Point", coordinates: [108, 23] } }] },
    });
    const part = clipSnapshot(whole, 1, ["road"]);
    expect([part.villages.count, part.features.road.count, part.areas.count]).toEqual([0, 0, 2]);
  });
});

describe("packed columns", () => {
  test("come back as they were, every snapshot", () => {
    fc.assert(
      fc.property(region, (whole) => {
        expect(unpackColumns(packColumns(whole).buffer)).toEqual(whole);
      }),
      { numRuns: 50 },
    );
  });
  test("keep NaN, the smallest and largest numbers, and texts of every kind", () => {
    const value = {
      floats: Float64Array.of(NaN, Infinity, -1.5, 5e-324),
      singles: Float32Array.of(0.1, NaN),
      ints: Int32Array.of(-2147483648, 2147483647),
      none: new Uint8Array(0),
      bytes: Uint8Array.of(1, 2, 3),
      texts: ["岜桑屯", "", "a\u0000b", null, "\u{1F600}"],
    };
    expect(unpackColumns(packColumns(value).buffer)).toEqual(value);
  });
  test("that were cut off are refused", () => {
    const whole = packColumns({ floats: Float64Array.of(1, 2, 3) });
    for (const length of [0, 4, 12, whole.length - 8])
      expect(() => unpackColumns(whole.buffer.slice(0, length))).toThrow(/./);
  });
});
