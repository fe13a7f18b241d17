import fc from "fast-check";
import { SECTORS, type IndicatorRule, type Sector } from "../../../core/contract/rule.ts";
import { SHIPPED_RULES } from "../../../geodata/standards/indicator-rules.ts";
import {
  rule,
  type TestArea,
  type TestFeature,
  type TestRegion,
  type TestVillage,
} from "./build-snapshot.ts";

const unit = fc.double({ min: 0, max: 1, noNaN: true });
/** Coordinates on a coarse lattice, so that touching, crossing and equal distances happen often. */
const lattice = fc.integer({ min: 0, max: 20 }).map((n) => n / 400);
export const place = fc
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

/** A feature of a sector: a point, a line or a square, with or without what may be recorded of it. */
export function feature(sector: Sector): fc.Arbitrary<TestFeature> {
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

/** A region of two counties with townships and administrative villages; some sectors are not surveyed in some of them. */
export const AREAS: readonly TestArea[] = [
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
/** A small region with outlines, attested facts and features of every sector. */
export const region: fc.Arbitrary<TestRegion> = fc
  .record({ villages: fc.array(village, { minLength: 1, maxLength: 12 }), features })
  .map((one) => ({ areas: AREAS, ...one }));

const NEIGHBOURLY = rule({
  id: "through-neighbour",
  test: { kind: "distance", reachM: 700, surfaces: ["cement"] },
  throughNeighbour: { withinM: 600 },
});
/** Every shipped rule and one through neighbours. */
export const RULES: readonly IndicatorRule[] = [...SHIPPED_RULES, NEIGHBOURLY];
