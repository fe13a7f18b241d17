import { LEVELS, type Level } from "../contract/area.ts";
import type { PlanFrame, Settlement, Works } from "../contract/plan.ts";
import type { SiteFacts, WorksFacts } from "../contract/plan-check.ts";
import type { AreaColumns, VillageColumns } from "../coverage/snapshot.ts";
import type { PolicyParameter } from "../policy/parameter.ts";
import {
  moneyOf,
  PLAN_PARAMETERS,
  resolvePolicy,
  type Policy,
  type YearMoney,
} from "../policy/plan-policy.ts";

/** The columns that a plan is measured on. A snapshot is one; a page has those of the plan's area and of the areas above it. */
export interface PlanData {
  /** Each area after its parent. */
  readonly areas: Pick<AreaColumns, "count" | "code" | "name" | "level" | "parent">;
  readonly villages: Pick<
    VillageColumns,
    | "count"
    | "id"
    | "code"
    | "name"
    | "lng"
    | "lat"
    | "area"
    | "households"
    | "persons"
    | "willingHouseholds"
  >;
}

/** What the data say of sites and works, by `siteKey` and `worksKey`. What is missing is not known yet: no check is made of it. */
export interface PlanFacts {
  readonly sites: ReadonlyMap<string, SiteFacts>;
  readonly works: ReadonlyMap<string, WorksFacts>;
}
export const NO_FACTS: PlanFacts = { sites: new Map(), works: new Map() };

/** Everything that checks and money need beside the plan. */
export interface PlanContext {
  readonly frame: PlanFrame;
  readonly data: PlanData;
  readonly facts: PlanFacts;
  readonly policy: Policy;
  /** Money figures of the years of the plan, first to last. */
  readonly money: readonly YearMoney[];
  /** Years between moving and being paid for taking the old house down. */
  readonly demolitionAfterYears: number;
  /** Index of the plan's area, -1 when the data do not hold it. */
  readonly area: number;
  readonly areaIndex: ReadonlyMap<string, number>;
  /** Villages in the plan's area by key. */
  readonly villageIndex: ReadonlyMap<string, number>;
  /** 1 for the plan's area and the areas in it. */
  readonly isInside: Uint8Array;
  /** The township and the county of each area, -1 above them. */
  readonly townshipOf: Int32Array;
  readonly countyOf: Int32Array;
}

/** Makes the context of a plan. One pass over areas and villages; the columns are looked at, not copied. */
export function planContext(
  data: PlanData,
  frame: PlanFrame,
  parameters: readonly PolicyParameter[],
  facts: PlanFacts = NO_FACTS,
): PlanContext {
  const { areas, villages } = data;
  const areaIndex = new Map(areas.code.map((code, i) => [code, i]));
  const area = areaIndex.get(frame.area) ?? -1;
  const isInside = new Uint8Array(areas.count);
  for (let i = 0; i < areas.count; i++)
    if (i === area || (areas.parent[i]! >= 0 && isInside[areas.parent[i]!] === 1)) isInside[i] = 1;
  const villageIndex = new Map<string, number>();
  for (let v = 0; v < villages.count; v++) {
    if (isInside[villages.area[v]!] === 0) continue;
    const key = villageKey(data, v);
    if (!villageIndex.has(key)) villageIndex.set(key, v);
  }
  let root = Math.max(area, 0);
  while (root < areas.count && areas.parent[root]! >= 0) root = areas.parent[root]!;
  const policy = resolvePolicy(parameters, areas.code[root] ?? "");
  const { from, to } = frame.years;
  return {
    frame,
    data,
    facts,
    policy,
    money: Array.from({ length: to - from + 1 }, (_, y) => moneyOf(policy, from + y)),
    demolitionAfterYears: Math.round(
      policy.at(PLAN_PARAMETERS.demolitionAfterYears, from)?.value ?? 0,
    ),
    area,
    areaIndex,
    villageIndex,
    isInside,
    townshipOf: ancestorsAt(areas, "township"),
    countyOf: ancestorsAt(areas, "county"),
  };
}

function ancestorsAt(areas: PlanData["areas"], level: Level): Int32Array {
  const of = new Int32Array(areas.count).fill(-1);
  const wanted = LEVELS.indexOf(level);
  for (let i = 0; i < areas.count; i++) {
    const parent = areas.parent[i]!;
    if (areas.level[i] === wanted) of[i] = i;
    else if (parent >= 0) of[i] = of[parent]!;
  }
  return of;
}

/** What a village is called in plans: its code, or # and its number in the data where it has no code. */
export function villageKey(data: PlanData, index: number): string {
  return data.villages.code[index] ?? `#${data.villages.id[index]}`;
}

/** Index of a village of the plan's area, -1 for any other. */
export function villageOf(context: PlanContext, key: string): number {
  return context.villageIndex.get(key) ?? -1;
}

/** Where a village is, null when its place is not known. */
export function villagePosition(context: PlanContext, index: number): [number, number] | null {
  const lng = context.data.villages.lng[index];
  const lat = context.data.villages.lat[index];
  if (lng === undefined || lat === undefined || Number.isNaN(lng + lat)) return null;
  return [lng, lat];
}

/** Names an area, by its code where the data do not hold it. */
export function areaName(context: PlanContext, code: string): string {
  const index = context.areaIndex.get(code);
  return index === undefined ? code : context.data.areas.name[index]!;
}

const siteKeys = new WeakMap<Pick<Settlement, "position" | "outline">, string>();
/** What facts about a site depend on: place and outline. */
export function siteKey(site: Pick<Settlement, "position" | "outline">): string {
  let key = siteKeys.get(site);
  if (key === undefined) siteKeys.set(site, (key = JSON.stringify([site.position, site.outline])));
  return key;
}

const worksKeys = new WeakMap<Works, string>();
/** What the effect of works depends on: all but name, year and money. */
export function worksKey(works: Works): string {
  let key = worksKeys.get(works);
  if (key === undefined) {
    const { sector, action, featureId, geometry, surface, allSeason, accepted } = works;
    const numbers = Object.entries(works.numbers).sort(([a], [b]) => (a < b ? -1 : 1));
    const parts = [sector, action, featureId, works.class, surface, allSeason, accepted, numbers];
    worksKeys.set(works, (key = JSON.stringify([...parts, geometry])));
  }
  return key;
}

/** What is known of the place of a settlement, null while it is not. */
export function siteFacts(context: PlanContext, site: Settlement): SiteFacts | null {
  return context.facts.sites.get(siteKey(site)) ?? null;
}

/** What is known of the effect of works, null while it is not. */
export function worksFacts(context: PlanContext, works: Works): WorksFacts | null {
  return context.facts.works.get(worksKey(works)) ?? null;
}
