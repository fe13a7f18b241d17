import { LEVELS, type Level } from "../../../../core/contract/area.ts";
import type { SiteFacts, WorksFacts } from "../../../../core/contract/plan-check.ts";
import type { PlanChange, PlanFrame } from "../../../../core/contract/plan.ts";
import type { PolicyParameter } from "../../../../core/policy/parameter.ts";
import {
  assessPlan,
  editPlan,
  listChecks,
  type AssessedPlan,
} from "../../../../core/relocation/assess.ts";
import {
  planContext,
  type PlanContext,
  type PlanData,
} from "../../../../core/relocation/context.ts";
import { emptyPlan } from "../../../../core/relocation/plan.ts";
import { SHIPPED_PARAMETERS } from "../../../../geodata/standards/policy-parameters.ts";

/** A village as a test writes it; counts that are left out are not recorded. */
export interface PlanVillage {
  key: string;
  area: string;
  at?: readonly [number, number];
  households?: number;
  persons?: number;
  willing?: number;
}

const AREAS: readonly (readonly [code: string, level: Level, parent: string | null])[] = [
  ["45", "region", null],
  ["4512", "city", "45"],
  ["451201", "county", "4512"],
  ["451202", "county", "4512"],
  ["451201100", "township", "451201"],
  ["451201101", "township", "451201"],
  ["451202100", "township", "451202"],
  ["451201100201", "administrativeVillage", "451201100"],
  ["451201101201", "administrativeVillage", "451201101"],
  ["451202100201", "administrativeVillage", "451202100"],
];

/** Where the parts of the small world lie; about 10 km to a tenth of a degree. */
const PLACES = {
  "451201100201": [108.0, 24.0],
  "451201101201": [108.2, 24.0],
  "451202100201": [108.5, 24.0],
} as const;

/** One village or two in each administrative village. */
export const VILLAGES: readonly PlanVillage[] = [
  { key: "v1", area: "451201100201", households: 20, persons: 80, willing: 20 },
  { key: "v2", area: "451201100201", households: 12, persons: 51, willing: 5 },
  { key: "v3", area: "451201101201", households: 30, persons: 119, willing: 30 },
  { key: "v4", area: "451201101201", households: 7 },
  { key: "v5", area: "451202100201", households: 15, persons: 64 },
  { key: "v6", area: "451202100201", persons: 40 },
  { key: "v7", area: "451202100201", households: 0, persons: 3, willing: 0 },
];

/** The columns of the small world with the villages given. */
export function planData(villages: readonly PlanVillage[] = VILLAGES): PlanData {
  const index = new Map(AREAS.map(([code], i) => [code, i]));
  const place = (village: PlanVillage, n: number): readonly [number, number] => {
    const [lng, lat] = PLACES[village.area as keyof typeof PLACES] ?? [108, 24];
    return village.at ?? [lng + 0.001 * n, lat];
  };
  const counts = (of: (village: PlanVillage) => number | undefined): Int32Array =>
    Int32Array.from(villages, (village) => of(village) ?? -1);
  return {
    areas: {
      count: AREAS.length,
      code: AREAS.map(([code]) => code),
      name: AREAS.map(([code]) => `area ${code}`),
      level: Uint8Array.from(AREAS, ([, level]) => LEVELS.indexOf(level)),
      parent: Int32Array.from(AREAS, ([, , parent]) => (parent === null ? -1 : index.get(parent)!)),
    },
    villages: {
      count: villages.length,
      id: Int32Array.from(villages, (_, i) => i + 1),
      code: villages.map(({ key }) => (key.startsWith("#") ? null : key)),
      name: villages.map(({ key }) => `village ${key}`),
      lng: Float64Array.from(villages, (village, i) => place(village, i)[0]),
      lat: Float64Array.from(villages, (village, i) => place(village, i)[1]),
      area: Int32Array.from(villages, ({ area }) => index.get(area)!),
      households: counts(({ households }) => households),
      persons: counts(({ persons }) => persons),
      willingHouseholds: counts(({ willing }) => willing),
    },
  };
}

const FRAME: PlanFrame = { area: "45", years: { from: 2014, to: 2020 } };

/** A figure that holds everywhere and always. */
export function figure(
  id: string,
  value: number,
  more: Partial<PolicyParameter> = {},
): PolicyParameter {
  return {
    id,
    name: { zh: id, en: id },
    regionCode: "",
    validFrom: "2000-01-01",
    validTo: null,
    value,
    unit: "",
    source: "test",
    confidence: "unverified",
    ...more,
  };
}

export const site = (set: Partial<SiteFacts> = {}): SiteFacts => ({
  township: "451201100",
  county: "451201",
  counties: ["451201"],
  areaM2: null,
  crossed: false,
  zones: [],
  services: [],
  ...set,
});

export const serves = (...villages: string[]): WorksFacts => ({
  lengthM: 1000,
  serves: [{ rule: "village-road", villages, households: 1, persons: 1, lost: [] }],
});

/** A context on the small world; shipped figures unless others are given. */
export function context(
  set: {
    villages?: readonly PlanVillage[];
    frame?: PlanFrame;
    parameters?: readonly PolicyParameter[];
    facts?: PlanContext["facts"];
  } = {},
): PlanContext {
  const { villages, frame = FRAME, parameters = SHIPPED_PARAMETERS, facts } = set;
  return planContext(planData(villages), frame, parameters, facts);
}

/** The assessed plan after some changes, each of which must be possible. */
export function assessed(on: PlanContext, ...changes: PlanChange[]): AssessedPlan {
  return edited(assessPlan({ plan: emptyPlan(on.frame), context: on }), ...changes);
}

export function edited(start: AssessedPlan, ...changes: PlanChange[]): AssessedPlan {
  return changes.reduce((now, change) => {
    const next = editPlan(now, change);
    if (!next.ok) throw new Error(JSON.stringify(next.problems));
    return next.assessed;
  }, start);
}

/** Codes of the failing checks, each once, without the yearly targets of the region that every small plan misses. */
export function codesOf(plan: AssessedPlan): string[] {
  const codes = listChecks(plan.checks)
    .filter(({ subject }) => !subject.startsWith("target:45:"))
    .map(({ code }) => code);
  return [...new Set(codes)].sort();
}

export const whole = (settlement: string, year = 2016) => ({
  parts: [{ settlement, year, households: null }],
  reason: null,
});
export const parts = (...list: [settlement: string, year: number, households: number][]) => ({
  parts: list.map(([settlement, year, households]) => ({ settlement, year, households })),
  reason: null,
});
