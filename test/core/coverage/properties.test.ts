import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { SECTORS, type IndicatorRule, type Sector } from "../../../core/contract/rule.ts";
import { measureCoverage } from "../../../core/coverage/measure.ts";
import { ratesOf, rollUp } from "../../../core/coverage/roll-up.ts";
import type { AreaCounts } from "../../../core/coverage/snapshot.ts";
import { SHIPPED_RULES } from "../../../geodata/standards/indicator-rules.ts";
import {
  buildSnapshot,
  rule,
  type TestArea,
  type TestFeature,
  type TestRegion,
  type TestVillage,
} from "../support/build-snapshot.ts";

const unit = fc.double({ min: 0, max: 1, noNaN: true });
/** Coordinates on a coarse lattice, so that touching, crossing and equal distances happen often. */
const lattice = fc.integer({ min: 0, max: 20 }).map((n) => n / 400);
const place = fc
  .tuple(
    fc.oneof(
      lattice,
      unit.map((n) => n / 20),
    ),
    fc.oneof(
      lattice,
      unit.map((n) => n / 20),
    ),
  )
  .map(([x, y]): [number, number] => [108 + x, 23 + y]);
const square = fc
  .tuple(place, fc.double({ min: 0.001, max: 0.02, noNaN: true }))
  .map(([[x, y], size]) => ({
    type: "Polygon" as const,
    coordinates: [
      [
        [x, y],
        [x + size, y],
        [x + size, y + size],
        [x, y + size],
        [x, y],
      ],
    ],
  }));
const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined, freq: 2 });
const flags = (names: readonly string[]) =>
  fc.record(Object.fromEntries(names.map((name) => [name, fc.boolean()])), { requiredKeys: [] });

const CLASSES: Record<Sector, readonly string[]> = {
  road: ["county", "village", "track"],
  electricity: ["transformerArea", "lowVoltage", "mediumVoltage"],
  water: ["supplyArea", "source", "tank"],
  broadband: ["fibre", "node", "baseStation"],
  facility: ["clinic", "hospital", "school"],
};

function feature(sector: Sector): fc.Arbitrary<TestFeature> {
  const geometry = fc.oneof(
    place.map((coordinates) => ({ type: "Point" as const, coordinates })),
    fc
      .array(place, { minLength: 2, maxLength: 4 })
      .map((coordinates) => ({ type: "LineString" as const, coordinates })),
    square,
  );
  const numbers = fc.record(
    {
      radiusM: fc.double({ min: 0, max: 3000, noNaN: true }),
      quantityLPerHeadDay: fc.integer({ min: 10, max: 50 }),
      daysOffPerYear: fc.integer({ min: 0, max: 60 }),
      mbps: fc.integer({ min: 2, max: 30 }),
      surfaceWidthM: fc.integer({ min: 3, max: 5 }),
    },
    { requiredKeys: [] },
  );
  return fc
    .record({
      geometry,
      class: maybe(fc.constantFrom(...CLASSES[sector])),
      surface: maybe(fc.constantFrom("cement", "gravel")),
      allSeason: maybe(fc.boolean()),
      accepted: maybe(fc.boolean()),
      numbers,
    })
    .map((one) => one as TestFeature);
}

const AREAS: readonly TestArea[] = [
  { code: "R", level: "region", notSurveyed: ["water", "broadband"] },
  { code: "C1", level: "county", parent: "R" },
  { code: "C2", level: "county", parent: "R", notSurveyed: ["road"] },
  { code: "T1", level: "township", parent: "C1", seat: [108.01, 23.01] },
  { code: "T2", level: "township", parent: "C2", seat: [108.04, 23.04] },
  {
    code: "A1",
    level: "administrativeVillage",
    parent: "T1",
    seat: [108.012, 23.02],
    attributes: { qualified: true },
  },
  {
    code: "A2",
    level: "administrativeVillage",
    parent: "T1",
    seat: [108.03, 23.02],
    attributes: { qualified: false },
  },
  { code: "A3", level: "administrativeVillage", parent: "T2", seat: [108.045, 23.03] },
];

const village: fc.Arbitrary<TestVillage> = fc
  .record({
    at: place,
    area: fc.constantFrom("R", "C1", "C2", "T1", "T2", "A1", "A2", "A3"),
    households: maybe(fc.integer({ min: 0, max: 40 })),
    persons: maybe(fc.integer({ min: 0, max: 200 })),
    outline: fc.option(square, { nil: undefined, freq: 3 }),
    attributes: flags(["qualified", "rural", "waterScarce", "karst"]),
    attested: flags(SECTORS),
  })
  .map((one) => one as TestVillage);

const features = fc.record(
  Object.fromEntries(
    SECTORS.map((sector) => [sector, fc.array(feature(sector), { maxLength: 6 })]),
  ) as Record<Sector, fc.Arbitrary<TestFeature[]>>,
);
const region: fc.Arbitrary<TestRegion> = fc
  .record({ villages: fc.array(village, { minLength: 1, maxLength: 12 }), features })
  .map((one) => ({ areas: AREAS, ...one }));

const NEIGHBOURLY = rule({
  id: "through-neighbour",
  test: { kind: "distance", reachM: 700, surfaces: ["cement"] },
  throughNeighbour: { withinM: 600 },
});
const RULES: readonly IndicatorRule[] = [...SHIPPED_RULES, NEIGHBOURLY];
const runs = { numRuns: 150 };

function rows(counts: AreaCounts): Int32Array[] {
  return [counts.served, counts.unserved, counts.unknown, counts.excluded];
}

describe("for every shipped rule and one through neighbours", () => {
  test("adding a feature of any sector never lowers a status", () => {
    fc.assert(
      fc.property(
        region,
        fc
          .constantFrom(...SECTORS)
          .chain((sector) => fc.tuple(fc.constant(sector), feature(sector))),
        (before, [sector, added]) => {
          const after = {
            ...before,
            features: { ...before.features, [sector]: [...before.features![sector]!, added] },
          };
          const [one, two] = [buildSnapshot(before), buildSnapshot(after)];
          for (const each of RULES) {
            const was = measureCoverage(one, each).status;
            const is = measureCoverage(two, each).status;
            const lowered = is.filter((status, n) => status < was[n]!);
            expect({ rule: each.id, lowered: lowered.length }).toEqual({
              rule: each.id,
              lowered: 0,
            });
          }
        },
      ),
      runs,
    );
  });

  test("the order of villages and features changes neither status nor distance", () => {
    fc.assert(
      fc.property(region, (there) => {
        const back: TestRegion = {
          areas: AREAS,
          villages: [...there.villages!].reverse(),
          features: Object.fromEntries(
            SECTORS.map((sector) => [sector, [...there.features![sector]!].reverse()]),
          ),
        };
        const [one, two] = [buildSnapshot(there), buildSnapshot(back)];
        for (const each of RULES) {
          const a = measureCoverage(one, each);
          const b = measureCoverage(two, each);
          const last = a.status.length - 1;
          const turn = each.unit === "naturalVillage" ? (n: number) => last - n : (n: number) => n;
          const same = (x: number, y: number): boolean => Object.is(x, y) || Math.abs(x - y) < 1e-6;
          const changed = [...a.status.keys()].filter(
            (n) =>
              a.status[n] !== b.status[turn(n)] || !same(a.distanceM[n]!, b.distanceM[turn(n)]!),
          );
          expect({ rule: each.id, changed }).toEqual({ rule: each.id, changed: [] });
        }
      }),
      runs,
    );
  });

  test("a rate is between 0 and 1 or null, and lies between low and high", () => {
    fc.assert(
      fc.property(region, (one) => {
        const snapshot = buildSnapshot(one);
        for (const each of RULES) {
          const counts = rollUp(snapshot, measureCoverage(snapshot, each));
          for (let area = 0; area < AREAS.length; area++) {
            for (const { eligible, served, unserved, unknown, rate, low, high } of Object.values(
              ratesOf(counts, area),
            )) {
              expect(eligible).toBe(served + unserved + unknown);
              expect(rate === null).toBe(served + unserved === 0);
              expect([low === null, high === null]).toEqual([eligible === 0, eligible === 0]);
              const known = [0, low, rate, high, 1].filter((one) => one !== null);
              expect(known).toEqual([...known].sort((x, y) => x - y));
            }
          }
        }
      }),
      runs,
    );
  });

  test("parts sum to wholes: children and what lies directly in an area make up the area, and every unit counts once", () => {
    fc.assert(
      fc.property(region, (one) => {
        const snapshot = buildSnapshot(one);
        for (const each of RULES) {
          const verdicts = measureCoverage(snapshot, each);
          const counts = rollUp(snapshot, verdicts);
          const all = rows(counts).reduce((sum, column) => sum + column[0]!, 0);
          expect(all).toBe(verdicts.units.length);
          const own = new Int32Array(AREAS.length);
          verdicts.units.forEach((index) => {
            own[each.unit === "naturalVillage" ? snapshot.villages.area[index]! : index]!++;
          });
          for (let area = 0; area < AREAS.length; area++) {
            const children = AREAS.flatMap(({ parent }, i) =>
              parent === AREAS[area]!.code ? [i] : [],
            );
            const total = (i: number) =>
              rows(counts).reduce((sum, column) => sum + column[3 * i]!, 0);
            expect(total(area)).toBe(children.reduce((sum, i) => sum + total(i), own[area]!));
            for (const column of rows(counts)) {
              const parts = children.reduce((sum, i) => sum + column[3 * i + 2]!, 0);
              expect(column[3 * area + 2]).toBeGreaterThanOrEqual(parts);
            }
          }
        }
      }),
      runs,
    );
  });
});
