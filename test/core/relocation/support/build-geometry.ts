import fc from "fast-check";
import {
  comparisonPrices,
  overridePolicy,
  type ComparisonPrices,
  type Overrides,
} from "../../../../core/policy/build-or-move-policy.ts";
import { resolvePolicy } from "../../../../core/policy/plan-policy.ts";
import type { BuildGeometry, ServiceLines } from "../../../../core/relocation/service-lines.ts";
import { SHIPPED_PARAMETERS } from "../../../../geodata/standards/policy-parameters.ts";

/** A village as a test writes it; what is left out is 10 households of 4 persons, all willing, nothing special. */
export interface GeometryVillage {
  households?: number;
  persons?: number;
  willing?: number;
  flags?: number;
}

/**
 * One element of a service: the place of its village, the element it hangs on, metres; metres of a line of its own, as many as to the
 * first of its tree and along it when left out.
 */
type Element = readonly [village: number, parent: number, lengthM: number, directM?: number];

export interface TestService {
  sector?: ServiceLines["sector"];
  elements: readonly Element[];
  points?: ServiceLines["points"];
  /** Points allowed, by element; all of them when left out. */
  mayHave?: readonly number[];
}

const LINES = { road: "village", water: "pipe", electricity: "lowVoltage", broadband: "fibre" };

export function serviceLines({
  sector = "road",
  elements,
  points = [],
  mayHave,
}: TestService): ServiceLines {
  return {
    ruleId: `rule-${sector}`,
    sector,
    line: LINES[sector],
    points,
    village: Int32Array.from(elements, ([village]) => village),
    parent: Int32Array.from(elements, ([, parent]) => parent),
    lengthM: Float64Array.from(elements, ([, , lengthM]) => lengthM),
    ends: new Float64Array(4 * elements.length),
    directM: Float64Array.from(elements, ([, , , directM], i) => directM ?? wayOf(elements, i)),
    directEnds: new Float64Array(4 * elements.length),
    mayHave: Uint8Array.from(elements, (_, i) => mayHave?.[i] ?? 255),
  };
}

function wayOf(elements: readonly Element[], i: number): number {
  const [, parent, lengthM] = elements[i]!;
  return parent < 0 ? lengthM : lengthM + wayOf(elements, parent);
}

export function geometryOf(
  villages: readonly GeometryVillage[],
  services: readonly TestService[],
): BuildGeometry {
  const households = villages.map((each) => each.households ?? 10);
  return {
    id: Int32Array.from(villages.keys(), (i) => i + 1),
    households: Int32Array.from(households),
    persons: Int32Array.from(
      villages,
      (each, i) => each.persons ?? 4 * Math.max(0, households[i]!),
    ),
    willingHouseholds: Int32Array.from(villages, (each, i) => each.willing ?? households[i]!),
    flags: Uint8Array.from(villages, (each) => each.flags ?? 0),
    services: services.map(serviceLines),
    unknown: new Uint8Array(villages.length),
    due: new Uint8Array(villages.length),
  };
}

const POLICY = resolvePolicy(SHIPPED_PARAMETERS, "45");
const YEARS = { from: 2014, to: 2020 };

/** Plain figures to reckon with in the head: no detour, no discounting, no maintenance, no weights; moving a head costs 25,000 yuan. */
export const PLAIN: Overrides = {
  "works-cost-road-village": 100_000,
  "works-cost-water-pipe": 100_000,
  "works-cost-water-source": 80_000,
  "works-cost-water-tank": 30_000,
  "line-detour-factor": 1,
  "works-terrain-karst": 1,
  "works-terrain-karst-road": 1,
  "works-terrain-hazard": 1,
  "works-terrain-hazard-road": 1,
  "discount-rate": 0,
  "maintenance-share-road": 0,
  "maintenance-share-water": 0,
  "plan-cost-per-head": 25_000,
  "settlement-land-per-head": 0,
  "follow-up-support-per-head": 0,
  "demolition-reward-per-household": 0,
  "credit-karst-per-head": 0,
  "credit-red-line-per-head": 0,
  "credit-hazard-per-head": 0,
};

/** The shipped figures of 2017 for 2014-2020, with others in the place of some. */
export function prices(overrides: Overrides = {}, years = YEARS): ComparisonPrices {
  return comparisonPrices(overridePolicy(POLICY, overrides), years, 2017);
}

const SECTORS = ["road", "water"] as const;
const POINTS = [
  { class: "source", feeds: true },
  { class: "tank", feeds: false },
];

/** Any geometry of up to 14 villages, each of two services a forest over some of them. */
export const anyGeometry: fc.Arbitrary<BuildGeometry> = fc
  .array(
    fc.record({
      households: fc.integer({ min: 1, max: 80 }),
      perHousehold: fc.integer({ min: 1, max: 6 }),
      willing: fc.integer({ min: -1, max: 80 }),
      flags: fc.integer({ min: 0, max: 7 }),
      of: fc.tuple(
        ...SECTORS.map(() =>
          fc.record({
            lacks: fc.boolean(),
            parent: fc.nat(),
            isRoot: fc.boolean(),
            lengthM: fc.integer({ min: 0, max: 9000 }),
            directM: fc.integer({ min: 0, max: 20_000 }),
            mayHave: fc.integer({ min: 0, max: 3 }),
          }),
        ),
      ),
    }),
    { minLength: 1, maxLength: 14 },
  )
  .map((rows) => {
    const services = SECTORS.map((sector, s) => {
      const elements: Element[] = [];
      const mayHave: number[] = [];
      rows.forEach((row, village) => {
        const { lacks, parent, isRoot, lengthM, directM, mayHave: may } = row.of[s]!;
        if (!lacks) return;
        const on = isRoot || elements.length === 0 ? -1 : parent % elements.length;
        elements.push([village, on, lengthM, on < 0 ? lengthM : directM]);
        mayHave.push(may);
      });
      return { sector, elements, mayHave, points: sector === "water" ? POINTS : [] };
    });
    const villages = rows.map(({ households, perHousehold, willing, flags }) => ({
      households,
      persons: households * perHousehold,
      willing,
      flags,
    }));
    return geometryOf(villages, services);
  });

/** Any figures that change what wins. */
export const anyOverrides: fc.Arbitrary<Record<string, number>> = fc.record({
  "works-cost-road-village": fc.integer({ min: 0, max: 3_000_000 }),
  "works-cost-water-pipe": fc.integer({ min: 0, max: 1_000_000 }),
  "works-cost-water-source": fc.integer({ min: 0, max: 600_000 }),
  "works-cost-water-tank": fc.integer({ min: 0, max: 600_000 }),
  "plan-cost-per-head": fc.integer({ min: 1, max: 120_000 }),
  "discount-rate": fc.constantFrom(0, 0.03, 0.08, 0.2),
  "maintenance-share-road": fc.constantFrom(0, 0.02, 0.1),
  "advice-hazard-moves": fc.constantFrom(0, 1),
  "advice-least-willing-share": fc.constantFrom(0, 0.1, 0.5, 1),
});
