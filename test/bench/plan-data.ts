import Flatbush from "flatbush";
import { LEVELS } from "../../core/contract/area.ts";
import type { SiteFacts, WorksFacts } from "../../core/contract/plan-check.ts";
import {
  FUND_LINES,
  type Move,
  type PlanChange,
  type Settlement,
  type Works,
} from "../../core/contract/plan.ts";
import type { Snapshot } from "../../core/coverage/snapshot.ts";
import {
  siteKey,
  worksKey,
  type PlanContext,
  type PlanData,
  type PlanFacts,
} from "../../core/relocation/context.ts";
import { areaOfPlace } from "../../core/relocation/place-area.ts";
import { randomFrom, type Random } from "../../geodata/demonstration/random.ts";

const YEARS = { from: 2014, to: 2020 };

/** A settlement that exists already, with how many it takes. */
interface Existing {
  readonly name: string;
  readonly position: readonly [number, number];
  readonly capacityPersons: number | null;
}

/** Settlements among the facilities of the data. */
function existingSettlements({ features }: Snapshot): Existing[] {
  const { count, name, classes, numbers, coordinates, vertexOf, partOf, ...rest } =
    features.facility;
  const capacity = numbers["capacity"];
  return Array.from({ length: count }, (_, i) => i)
    .filter((i) => classes[rest.class[i]!] === "settlement")
    .map((i) => {
      const at = 2 * vertexOf[partOf[i]!]!;
      const persons = capacity?.[i] ?? NaN;
      return {
        name: name[i] ?? `安置点${i}`,
        position: [coordinates[at]!, coordinates[at + 1]!],
        capacityPersons: Number.isNaN(persons) ? null : persons,
      };
    });
}

/** A plan of a whole region as a document, with what the data say of its sites and works. */
export interface BenchPlan {
  readonly document: PlanChange;
  readonly facts: PlanFacts;
  readonly nearest: (village: number) => string;
}

/** A plan of so many moves and settlements: small villages to the nearest settlement, one in ten in two parts. */
export function makeBenchPlan(
  data: Snapshot,
  context: PlanContext,
  wanted: { moves: number; settlements: number; works: number },
): BenchPlan {
  const random = randomFrom("bench plan");
  const { villages } = data;
  const settlements = existingSettlements(data);
  const order = shuffled(villages.count, random);
  const sites: Record<string, Settlement> = {};
  for (let s = 0; s < wanted.settlements; s++) {
    const known = settlements[s];
    const seat = order[order.length - 1 - s]!;
    const place = known?.position ?? [villages.lng[seat]! + 0.003, villages.lat[seat]!];
    const name = known?.name ?? `新村${s}`;
    sites[`s${s}`] = site(name, [place[0], place[1]], 3 * (known?.capacityPersons ?? 500), random);
  }
  const tree = new Flatbush(wanted.settlements);
  for (const { position } of Object.values(sites)) tree.add(...position);
  tree.finish();
  const nearest = (village: number): string =>
    `s${tree.neighbors(villages.lng[village]!, villages.lat[village]!, 1)[0]}`;
  const moves: Record<string, Move> = {};
  const small = order.filter((v) => villages.households[v]! < 20).slice(0, wanted.moves);
  for (const v of small) {
    const to = { settlement: nearest(v), year: random.whole(YEARS.from, YEARS.to) };
    const some = Math.max(1, Math.floor(villages.households[v]! / 2));
    const parts = random.chance(0.1)
      ? [
          { ...to, households: some },
          { ...to, year: YEARS.to, households: some },
        ]
      : [{ ...to, households: null }];
    moves[villages.code[v]!] = { parts, reason: "lackingLivingConditions" };
  }
  const works: Record<string, Works> = {};
  const effects = new Map<string, WorksFacts>();
  for (let w = 0; w < wanted.works; w++) {
    const v = order[Math.floor(random.next() * order.length)]!;
    const one = road(`路${w}`, [villages.lng[v]!, villages.lat[v]!], random);
    works[`w${w}`] = one;
    effects.set(worksKey(one), effectOf(data, v));
  }
  const targets: Record<string, number> = {};
  const budgets: Record<string, number> = {};
  for (let area = 0; area < data.areas.count; area++) {
    if (data.areas.level[area]! > LEVELS.indexOf("county")) continue;
    for (let year = YEARS.from; year <= YEARS.to; year++) {
      targets[`${data.areas.code[area]}:${year}`] = 2000;
      for (const fund of FUND_LINES)
        budgets[`${data.areas.code[area]}:${fund}:${year}`] = 20_000_000;
    }
  }
  const known = Object.values(sites).map(
    (each) => [siteKey(each), factsOf(each, context)] as const,
  );
  return {
    document: { settlements: sites, moves, works, targets, budgets },
    facts: { sites: new Map(known), works: effects },
    nearest,
  };
}

function shuffled(count: number, random: Random): number[] {
  const order = Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const j = random.whole(0, i);
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order;
}

function site(
  name: string,
  position: [number, number],
  capacityPersons: number,
  random: Random,
): Settlement {
  const [lng, lat] = position;
  const size = 0.002;
  const ring: [number, number][] = [
    [lng - size, lat - size],
    [lng + size, lat - size],
    [lng + size, lat + size],
    [lng - size, lat + size],
    [lng - size, lat - size],
  ];
  return {
    name,
    kind: "smallTown",
    layout: "concentrated",
    position,
    outline: [ring],
    capacityPersons,
    landQuotaMu: Math.round(capacityPersons * 0.13),
    floorAreaM2: capacityPersons * random.whole(20, 26),
    readyYear: random.whole(YEARS.from, 2017),
    siteCostYuan: 2_000_000,
    costPerHeadYuan: null,
    facilityId: null,
  };
}

function road(name: string, [lng, lat]: readonly [number, number], random: Random): Works {
  return {
    name,
    sector: "road",
    action: "build",
    featureId: null,
    geometry: {
      type: "LineString",
      coordinates: Array.from({ length: 30 }, (_, i): [number, number] => [
        lng + 0.001 * i,
        lat + 0.0004 * random.next(),
      ]),
    },
    class: "village",
    surface: "cement",
    allSeason: true,
    accepted: null,
    numbers: {},
    year: random.whole(YEARS.from, YEARS.to),
    costYuan: null,
    fund: "specialFund",
  };
}

/** A road serves the villages beside one in the data. */
function effectOf({ villages }: PlanData, v: number): WorksFacts {
  const served = [v - 1, v, v + 1].flatMap((each) => villages.code[each] ?? []);
  return {
    lengthM: 3000,
    serves: [{ rule: "village-road", villages: served, households: 60, persons: 240, lost: [] }],
  };
}

/** What the data would say of a site: its areas by the nearest village, one service in five not there. */
export function factsOf(settlement: Settlement, context: PlanContext): SiteFacts {
  const area = areaOfPlace(settlement.position, context);
  const { code } = context.data.areas;
  const [township, county] = [context.townshipOf[area]!, context.countyOf[area]!];
  return {
    township: code[township] ?? null,
    county: code[county] ?? null,
    counties: [code[county]!],
    areaM2: 160_000,
    crossed: false,
    zones: [],
    services: [
      { service: "road", status: "served", distanceM: 80 },
      { service: "clinic", status: area % 5 === 0 ? "unserved" : "served", distanceM: 2100 },
    ],
  };
}
