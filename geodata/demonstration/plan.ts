import {
  FUND_LINES,
  type Move,
  type Note,
  type PlanChange,
  type PlanFrame,
  type Works,
} from "../../core/contract/plan.ts";
import { explainVerdict } from "../../core/coverage/explain.ts";
import { measureCoverage } from "../../core/coverage/measure.ts";
import { UNSERVED, type Snapshot, type Verdicts } from "../../core/coverage/snapshot.ts";
import { latinName } from "../../core/policy/place-name.ts";
import { openPlan } from "../../core/relocation/assess.ts";
import { planContext, villageKey, type PlanContext } from "../../core/relocation/context.ts";
import { SHIPPED_RULES } from "../standards/indicator-rules.ts";
import { SHIPPED_PARAMETERS } from "../standards/policy-parameters.ts";
import { chooseMovers, type CountyTarget } from "./plan-movers.ts";
import { existingSites, fitNewSites, giveRoom, newSites } from "./plan-sites.ts";

const HECHI = "451200";
const YEARS = { from: 2014, to: 2020 };
/** Village roads that the plan builds, at most so many in one county, and none longer. */
const ROADS = 12;
const ROADS_PER_COUNTY = 2;
const LONGEST_ROAD_M = 4000;
const WRITTEN_AT = "2014-12-31T00:00:00Z";

/** A plan that shows what plans can hold. Nothing in it is a real plan of any place; whoever stores it marks it as a demonstration. */
export interface DemonstrationPlan {
  readonly name: { readonly zh: string; readonly en: string };
  readonly frame: PlanFrame;
  readonly document: PlanChange;
}

const ROAD_RULE = SHIPPED_RULES.find(({ id }) => id === "village-road")!;

/**
 * The demonstration plan of a city (Hechi, 451200) on the demonstration region: its existing settlements and a few new ones, small hamlets
 * that move there from 2014 to 2020, targets, budgets, a dozen village roads, two notes, and some failing checks of different kinds. The
 * same on every machine for the same snapshot. Throws where the data do not hold
 * the area. `roads` are the verdicts of the village-road rule, measured here when not given.
 */
export function demonstrationPlan(
  snapshot: Snapshot,
  area = HECHI,
  roads: Verdicts = measureCoverage(snapshot, ROAD_RULE),
): DemonstrationPlan {
  const index = snapshot.areas.code.indexOf(area);
  if (index < 0) throw new RangeError(`the data hold no area ${area}`);
  const frame = { area, years: YEARS };
  const context = planContext(snapshot, frame, SHIPPED_PARAMETERS);
  const region = planContext(snapshot, { ...frame, area: snapshot.regionCode }, []);
  const { movers, targets } = chooseMovers(snapshot, context, roads.distanceM);
  const existing = existingSites(snapshot, region, context);
  const fresh = newSites(snapshot, context, movers, existing);
  const moves = giveRoom(movers, [...existing, ...fresh], context);
  const works = villageRoads(snapshot, context, roads);
  const twice = movedAndServed(context, works.villages, existing[0]?.id);
  const document: PlanChange = {
    settlements: {
      ...Object.fromEntries(existing.map(({ id, settlement }) => [id, settlement])),
      ...fitNewSites(fresh),
    },
    moves: { ...moves, ...twice },
    works: works.works,
    targets: targetsOf(targets, context),
    notes: notesOf(fresh[0]?.settlement.position ?? null),
    settings: { "severity:crossesTownship": "off" },
  };
  const name = snapshot.areas.name[index]!;
  const latin = latinName({ name, pinyin: snapshot.areas.pinyin[index] ?? null });
  return {
    name: {
      zh: `${name}易地扶贫搬迁规划2014–2020(演示)`,
      en: `Relocation plan of ${area === HECHI ? "Hechi" : (latin ?? name)} 2014–2020 (demonstration)`,
    },
    frame,
    document: { ...document, budgets: budgetsOf(document, context) },
  };
}

/** A road to the largest villages without one, and last to the smallest, by the straight way to the next road. */
function villageRoads(
  snapshot: Snapshot,
  context: PlanContext,
  roads: Verdicts,
): { works: Record<string, Works>; villages: number[] } {
  const { villages } = snapshot;
  const works: Record<string, Works> = {};
  const served: number[] = [];
  const perCounty = new Map<number, number>();
  const unserved = [...context.villageIndex.values()]
    .filter((v) => roads.status[v] === UNSERVED && roads.distanceM[v]! <= LONGEST_ROAD_M)
    .sort((a, b) => villages.households[b]! - villages.households[a]! || a - b);
  const smallest = unserved.pop();
  const wanting = smallest === undefined ? [] : [...unserved, smallest];
  for (const village of wanting) {
    const county = context.countyOf[villages.area[village]!]!;
    const before = perCounty.get(county) ?? 0;
    const isFull = served.length === ROADS - 1 || before === ROADS_PER_COUNTY;
    if (isFull && village !== smallest) continue;
    const link = explainVerdict(snapshot, ROAD_RULE, roads, village).link;
    if (link === null || link.length < 2) continue;
    perCounty.set(county, before + 1);
    served.push(village);
    works[`r${served.length}`] = {
      name: `${villages.name[village]}通屯路`,
      sector: "road",
      action: "build",
      featureId: null,
      geometry: {
        type: "LineString",
        coordinates: link.map(([lng, lat]): [number, number] => [round(lng!), round(lat!)]),
      },
      class: "village",
      surface: "cement",
      allSeason: true,
      accepted: null,
      numbers: { surfaceWidthM: 3.5, roadbedWidthM: 4.5 },
      year: YEARS.from + (served.length % 6),
      costYuan: null,
      fund: "specialFund",
    };
  }
  return { works, villages: served };
}

const round = (degrees: number): number => Math.round(degrees * 1e7) / 1e7;

/** The last of the villages that get a road, the smallest, moves as well: money spent twice, for a check to find. */
function movedAndServed(
  { data }: PlanContext,
  served: readonly number[],
  settlement: string | undefined,
): Record<string, Move> {
  const village = served.at(-1);
  if (village === undefined || settlement === undefined) return {};
  const parts = [{ settlement, year: YEARS.to - 1, households: null }];
  return { [villageKey(data, village)]: { parts, reason: "servicesTooCostly" } };
}

/** Targets of the counties and, as their sums, of the city. */
function targetsOf(
  targets: readonly CountyTarget[],
  { data, frame }: PlanContext,
): Record<string, number> {
  const persons: Record<string, number> = {};
  for (const { county, year, persons: share } of targets) {
    const city = `${frame.area}:${year}`;
    persons[`${data.areas.code[county]}:${year}`] = share;
    persons[city] = (persons[city] ?? 0) + share;
  }
  return persons;
}

/** Budgets of the city and its counties by fund line and year: what the plan costs, rounded up; loans of 2017 are short by 4 %. */
function budgetsOf(document: PlanChange, context: PlanContext): Record<string, number> {
  const opened = openPlan(document, context);
  if (!opened.ok)
    throw new Error(`the demonstration plan has faults: ${JSON.stringify(opened.problems)}`);
  const { areas } = context.data;
  const budgets: Record<string, number> = {};
  const years = context.money.length;
  for (const [area, money] of opened.assessed.ledger.money) {
    if (area !== context.area && context.countyOf[area] !== area) continue;
    FUND_LINES.forEach((fund, f) => {
      for (let y = 0; y < years; y++) {
        const yuan = money[f * years + y]!;
        if (yuan === 0) continue;
        const year = YEARS.from + y;
        const isShort = area === context.area && fund === "longTermLoans" && year === 2017;
        budgets[`${areas.code[area]}:${fund}:${year}`] =
          Math.ceil((yuan * (isShort ? 0.96 : 1.02)) / 10_000) * 10_000;
      }
    });
  }
  return Object.fromEntries(Object.entries(budgets).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function notesOf(position: Note["position"]): Record<string, Note> {
  const written = { author: "演示 Demonstration", at: WRITTEN_AT };
  return {
    about: {
      ...written,
      text: "演示规划：由程序生成，不是任何地方的真实规划，几处检查不通过是有意留下的。 / A demonstration plan, generated; no real plan of any place. A few failing checks are left on purpose.",
      position: null,
      about: null,
    },
    site: {
      ...written,
      text: "新址待国土、水利部门复核。 / The new site awaits a second look by the land and water bureaus.",
      position,
      about: position === null ? null : "settlement:n1",
    },
  };
}
