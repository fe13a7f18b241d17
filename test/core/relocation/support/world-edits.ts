import fc from "fast-check";
import type { SiteFacts, WorksFacts } from "../../../../core/contract/plan-check.ts";
import { CHECK_CODES } from "../../../../core/contract/plan-check.ts";
import {
  FUND_LINES,
  type Move,
  type PlanChange,
  type Settlement,
  type Works,
} from "../../../../core/contract/plan.ts";
import { siteKey, worksKey, type PlanFacts } from "../../../../core/relocation/context.ts";
import { settlement, works } from "./arbitrary-changes.ts";
import { serves, site } from "./world.ts";

/** Edits of plans on the small world of world.ts. Few keys and places, so that edits meet. */
const KEYS = ["v1", "v2", "v3", "v4", "v5", "v6", "v7", "v9"];
const SITES = ["s1", "s2", "s3", "s4"];
const YEARS = [2014, 2015, 2016, 2018, 2020];
const POSITIONS: readonly [number, number][] = [
  [108.01, 24.01],
  [108.21, 24.0],
  [108.52, 24.02],
  [109.5, 24.5],
];
const year = fc.constantFrom(...YEARS);

const line = (lng: number): Works["geometry"] => ({
  type: "LineString",
  coordinates: [
    [lng, 24],
    [lng + 0.02, 24.01],
  ],
});
const GEOMETRIES = [line(108), line(108.5)];

/** Facts of every place and works that the edits make. */
const SITE_FACTS: readonly SiteFacts[] = [
  site(),
  site({ township: "451201101", counties: ["451201", "451202"], areaM2: 20_000 }),
  site({
    township: "451202100",
    county: "451202",
    counties: ["451202"],
    areaM2: 0,
    zones: [{ kind: "hazard", name: null, overlapM2: 12 }],
    services: [
      { service: "road", status: "unserved", distanceM: 1200 },
      { service: "water", status: "unknown", distanceM: null },
    ],
  }),
  site({ township: null, county: null, counties: [] }),
];
const WORKS_FACTS: readonly WorksFacts[] = [serves("v1", "v2"), serves("v5")];

const sites = POSITIONS.map((position, i): [string, SiteFacts] => [
  siteKey({ position, outline: null }),
  SITE_FACTS[i]!,
]);
const effects = GEOMETRIES.map((geometry, i): [string, WorksFacts] => [
  worksKey(works({ geometry })),
  WORKS_FACTS[i]!,
]);

/** Some of the facts. */
export const anyFacts: fc.Arbitrary<PlanFacts> = fc
  .tuple(fc.subarray(sites), fc.subarray(effects))
  .map(([some, others]) => ({ sites: new Map(some), works: new Map(others) }));

export const ALL_FACTS: PlanFacts = { sites: new Map(sites), works: new Map(effects) };

const records = <T>(
  keys: readonly string[],
  value: fc.Arbitrary<T>,
  most = 2,
): fc.Arbitrary<Record<string, T>> =>
  fc.dictionary(fc.constantFrom(...keys), value, { minKeys: 1, maxKeys: most });

const siteFields: fc.Arbitrary<Partial<Settlement>> = fc.record(
  {
    position: fc.constantFrom(...POSITIONS),
    capacityPersons: fc.constantFrom(0, 60, 120, 400),
    landQuotaMu: fc.constantFrom(null, 5, 40),
    floorAreaM2: fc.constantFrom(null, 3000, 3000.5, 10_000),
    readyYear: fc.constantFrom(2013, 2016, 2017, 2020),
    siteCostYuan: fc.constantFrom(null, 1_000_001),
    costPerHeadYuan: fc.constantFrom(null, 30_003),
    name: fc.constantFrom("甲", "乙"),
  },
  { requiredKeys: [] },
);

const part = fc.record({
  settlement: fc.constantFrom(...SITES),
  year,
  households: fc.integer({ min: 1, max: 14 }),
});
const anyMove: fc.Arbitrary<Move | null> = fc.oneof(
  {
    weight: 3,
    arbitrary: part.map((one) => ({ parts: [{ ...one, households: null }], reason: null })),
  },
  {
    weight: 2,
    arbitrary: fc
      .array(part, { minLength: 1, maxLength: 4 })
      .map((list) => ({ parts: list, reason: null })),
  },
  { weight: 1, arbitrary: fc.constant(null) },
);

const worksFields: fc.Arbitrary<Partial<Works>> = fc.record(
  {
    geometry: fc.constantFrom(...GEOMETRIES),
    year,
    costYuan: fc.constantFrom(null, 700_007),
    fund: fc.constantFrom(...FUND_LINES),
    class: fc.constantFrom("village", null, "unheard"),
  },
  { requiredKeys: [] },
);

const AREA_CODES = ["45", "4512", "451201", "451202100", "nowhere"];
const targetKeys = AREA_CODES.flatMap((code) => [`${code}:2016`, `${code}:2018`]);
const budgetKeys = AREA_CODES.flatMap((code) =>
  ["centralBudget", "longTermLoans"].map((fund) => `${code}:${fund}:2016`),
);
const locks = [...KEYS.map((key) => `village:${key}`), "settlement:s1", "works:w1", "year:2018"];

const PARTS: { [Name in keyof PlanChange]-?: fc.Arbitrary<NonNullable<PlanChange[Name]>> } = {
  settlements: records(
    SITES,
    fc.oneof(
      { weight: 3, arbitrary: siteFields },
      {
        weight: 2,
        arbitrary: siteFields.map((set) => settlement({ position: POSITIONS[0]!, ...set })),
      },
      { weight: 1, arbitrary: fc.constant(null) },
    ),
  ),
  moves: records(KEYS, anyMove, 4),
  works: records(
    ["w1", "w2"],
    fc.oneof(
      worksFields,
      worksFields.map((set) => works({ geometry: GEOMETRIES[0]!, ...set })),
      fc.constant(null),
    ),
  ),
  targets: records(targetKeys, fc.constantFrom(null, 0, 80, 100, 200)),
  budgets: records(budgetKeys, fc.constantFrom(null, 0, 500_000, 1e9)),
  locks: records(locks, fc.constantFrom(null, true as const), 1),
  notes: fc.constant({}),
  settings: records(
    CHECK_CODES.map((code) => `severity:${code}`),
    fc.constantFrom(null, "hard" as const, "soft" as const, "off" as const),
    1,
  ),
};

type Part = keyof PlanChange;
const WEIGHTS: readonly (readonly [Part[], number])[] = [
  [["moves"], 8],
  [["settlements"], 4],
  [["works"], 3],
  [["targets"], 2],
  [["budgets"], 2],
  [["locks"], 1],
  [["settings"], 1],
  [["settlements", "moves", "works"], 2],
  [["moves", "targets", "settings"], 1],
];

/** A change of some parts of a plan; whether it can be applied depends on the plan. */
export const anyEdit: fc.Arbitrary<PlanChange> = fc.oneof(
  ...WEIGHTS.map(([names, weight]) => ({
    weight,
    arbitrary: fc.record(
      Object.fromEntries(names.map((name) => [name, PARTS[name] as fc.Arbitrary<never>])),
    ) as fc.Arbitrary<PlanChange>,
  })),
);

/** Settlements and works that most sequences begin with. */
export const FIRST: PlanChange = {
  settlements: {
    s1: settlement({ position: POSITIONS[0]!, capacityPersons: 120, landQuotaMu: 5 }),
    s2: settlement({ position: POSITIONS[1]!, capacityPersons: 400, siteCostYuan: 3_000_000 }),
    s3: settlement({ position: POSITIONS[2]!, capacityPersons: 60, readyYear: 2017 }),
  },
  works: { w1: works({ geometry: GEOMETRIES[0]! }), w2: works({ geometry: GEOMETRIES[1]! }) },
  targets: { "451201:2016": 100 },
  budgets: { "4512:centralBudget:2016": 500_000 },
};
