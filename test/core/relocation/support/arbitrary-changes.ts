import fc from "fast-check";
import type {
  Collection,
  Note,
  PlanChange,
  Settlement,
  Works,
} from "../../../../core/contract/plan.ts";

/** A small world: few keys, so that changes meet. */
const VILLAGES = ["v1", "v2", "v3", "v4", "v5"];
const SITES = ["s1", "s2", "s3"];
const YEARS = [2014, 2016, 2020];
const MOMENT = "2026-01-01T00:00:00Z";

export const settlement = (set: Partial<Settlement> = {}): Settlement => ({
  name: "新村",
  kind: "newVillage",
  layout: "concentrated",
  position: [107.5, 24.5],
  outline: null,
  capacityPersons: 500,
  landQuotaMu: null,
  floorAreaM2: null,
  readyYear: 2014,
  siteCostYuan: null,
  costPerHeadYuan: null,
  facilityId: null,
  ...set,
});

export const works = (set: Partial<Works> = {}): Works => ({
  name: "通屯路",
  sector: "road",
  action: "build",
  featureId: null,
  geometry: {
    type: "LineString",
    coordinates: [
      [107.5, 24.5],
      [107.6, 24.6],
    ],
  },
  class: "village",
  surface: "cement",
  allSeason: true,
  accepted: null,
  numbers: {},
  year: 2016,
  costYuan: null,
  fund: "specialFund",
  ...set,
});

const note = (set: Partial<Note> = {}): Note => ({
  text: "看地",
  position: null,
  about: null,
  author: "韦",
  at: MOMENT,
  ...set,
});

/** Entries of some keys of a list. */
const some = <T>(
  keys: readonly string[],
  value: fc.Arbitrary<T>,
): fc.Arbitrary<Record<string, T>> =>
  fc
    .subarray([...keys], { minLength: 1, maxLength: Math.min(2, keys.length) })
    .chain((chosen) =>
      fc
        .tuple(...chosen.map(() => value))
        .map((values) => Object.fromEntries(chosen.map((key, i) => [key, values[i]!]))),
    );

const whole = <T>(make: (set: Partial<T>) => T, part: fc.Arbitrary<Partial<T>>) =>
  fc.oneof(part, part.map(make), fc.constant(null));

const part = fc.record({
  settlement: fc.constantFrom(...SITES),
  year: fc.constantFrom(...YEARS),
  households: fc.integer({ min: 1, max: 30 }),
});
const move = fc.oneof(
  fc.record({
    parts: part.map((one) => [{ ...one, households: null }]),
    reason: fc.constantFrom(null, "hazardAvoidance" as const),
  }),
  fc.record({
    parts: fc.array(part, { minLength: 1, maxLength: 3 }),
    reason: fc.constant(null),
  }),
  fc.constant(null),
);

const PARTS: { [Name in Collection]: fc.Arbitrary<NonNullable<PlanChange[Name]>> } = {
  settlements: some(
    SITES,
    whole(
      settlement,
      fc.record(
        { name: fc.constantFrom("甲", "乙"), capacityPersons: fc.constantFrom(0, 300) },
        { requiredKeys: [] },
      ),
    ),
  ),
  moves: some(VILLAGES, move),
  works: some(
    ["w1", "w2"],
    whole(
      works,
      fc.record(
        { name: fc.constantFrom("路", "桥"), year: fc.constantFrom(...YEARS, 2013) },
        { requiredKeys: [] },
      ),
    ),
  ),
  targets: some(["45:2014", "45:2016"], fc.constantFrom(null, 100, 200)),
  budgets: some(["45:selfRaised:2014", "45:centralBudget:2016"], fc.constantFrom(null, 1, 2)),
  locks: some(
    ["village:v1", "settlement:s1", "works:w1", "year:2016"],
    fc.constantFrom(null, true as const),
  ),
  notes: some(["n1"], whole(note, fc.record({ text: fc.constantFrom("a", "b") }))),
  settings: some(["severity:overCapacity"], fc.constantFrom(null, "soft" as const, "off" as const)),
};

/** Changes of one to three parts of a plan that fit the contract; whether one can be applied depends on the plan. */
export const anyChange: fc.Arbitrary<PlanChange> = fc
  .subarray(Object.keys(PARTS) as Collection[], { minLength: 1, maxLength: 3 })
  .chain(
    (names) =>
      fc.record(
        Object.fromEntries(names.map((name) => [name, PARTS[name] as fc.Arbitrary<never>])),
      ) as fc.Arbitrary<PlanChange>,
  );

export const FRAME = { area: "45", years: { from: 2014, to: 2020 } };

/** Where most sequences start, so that most of their changes can be applied. */
export const SITES_FIRST: PlanChange = {
  settlements: { s1: settlement(), s2: settlement({ name: "旧州" }) },
  works: { w1: works() },
};
