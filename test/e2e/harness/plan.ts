import { LEVELS } from "../../../core/contract/area.ts";
import type { PlanChange, Settlement, Works } from "../../../core/contract/plan.ts";
import type { Snapshot } from "../../../core/coverage/snapshot.ts";
import { applyChange } from "../../../core/relocation/apply.ts";
import { assignVillages } from "../../../core/relocation/edits.ts";
import { emptyPlan, type Plan } from "../../../core/relocation/plan.ts";
import type { Flow, Use } from "../../../client/map/plan-features.ts";
import { indexVillages, villageKey } from "../../../client/map/select-villages.ts";

type Place = [number, number];

export function apply(plan: Plan, change: PlanChange): Plan {
  const applied = applyChange(plan, change);
  if (!applied.ok) throw new Error(JSON.stringify(applied.problems));
  return applied.plan;
}

export const settlement = (position: Place, fields: Partial<Settlement> = {}): Settlement => ({
  name: "新安置点",
  kind: "smallTown",
  layout: "concentrated",
  position,
  outline: null,
  capacityPersons: 800,
  landQuotaMu: null,
  floorAreaM2: null,
  readyYear: 2015,
  siteCostYuan: null,
  costPerHeadYuan: null,
  facilityId: null,
  ...fields,
});

export const works = (geometry: Works["geometry"], fields: Partial<Works> = {}): Works => ({
  name: "规划工程",
  sector: "road",
  action: "build",
  featureId: null,
  geometry,
  class: "village",
  surface: "hardened",
  allSeason: true,
  accepted: null,
  numbers: {},
  year: 2016,
  costYuan: null,
  fund: "centralBudget",
  ...fields,
});

/** Where the sample plan lies: a place with villages and roads around it. */
const MIDDLE: Place = [107.54, 24.98];

/** Rows of the villages nearest to a place. */
function nearestVillages(columns: Snapshot, [lng, lat]: Place, count: number): number[] {
  const { villages } = columns;
  const away = (row: number) => Math.hypot(villages.lng[row]! - lng, villages.lat[row]! - lat);
  return Array.from({ length: villages.count }, (_, row) => row)
    .sort((a, b) => away(a) - away(b))
    .slice(0, count);
}

/** A plan with one of everything that the map draws. */
export function samplePlan(columns: Snapshot): Plan {
  const [lng, lat] = MIDDLE;
  const keys = nearestVillages(columns, MIDDLE, 90).map((row) => villageKey(columns.villages, row));
  const road = columns.features.road;
  const isNear = (i: number) => {
    const v = road.vertexOf[road.partOf[i]!]!;
    return Math.hypot(road.coordinates[2 * v]! - lng, road.coordinates[2 * v + 1]! - lat) < 0.12;
  };
  const vertices = (i: number) =>
    road.vertexOf[road.partOf[i + 1]!]! - road.vertexOf[road.partOf[i]!]!;
  const longest = Array.from({ length: road.count }, (_, i) => i)
    .filter((i) => isNear(i) && road.classes[road.class[i]!] === "village")
    .sort((a, b) => vertices(b) - vertices(a))[0]!;
  let plan = emptyPlan({ area: "451200", years: { from: 2014, to: 2020 } });
  plan = apply(plan, {
    settlements: {
      "sample-site": settlement([lng + 0.06, lat + 0.03], {
        name: "城关安置点",
        capacityPersons: 6400,
        outline: [ringAround([lng + 0.06, lat + 0.03], 0.012)],
      }),
      "sample-place": settlement([lng - 0.05, lat - 0.02], {
        name: "里湖集镇安置点",
        capacityPersons: 4200,
      }),
      "sample-full": settlement([lng + 0.005, lat - 0.055], {
        name: "八圩安置点",
        capacityPersons: 300,
      }),
    },
    works: {
      "sample-road": works({
        type: "LineString",
        coordinates: [
          [lng - 0.03, lat + 0.03],
          [lng - 0.01, lat + 0.038],
          [lng + 0.02, lat + 0.035],
        ],
      }),
      "sample-water": works(
        { type: "Point", coordinates: [lng + 0.03, lat - 0.02] },
        { sector: "water", class: "plant" },
      ),
      "sample-grid": works(
        {
          type: "LineString",
          coordinates: [
            [lng + 0.06, lat - 0.05],
            [lng + 0.09, lat - 0.03],
          ],
        },
        { sector: "electricity", year: 2019 },
      ),
      "sample-closed": works(null, { action: "close", featureId: road.id[longest]! }),
    },
    notes: {
      "sample-note": {
        text: "这里要看滑坡",
        position: [lng - 0.02, lat - 0.035],
        about: null,
        author: "韦工",
        at: "2016-03-01T08:00:00.000Z",
      },
    },
  });
  const to = (from: number, until: number, id: string, year: number) =>
    apply(plan, assignVillages(keys.slice(from, until), { settlement: id, year }));
  plan = to(0, 14, "sample-site", 2015);
  plan = to(14, 24, "sample-site", 2018);
  plan = to(24, 30, "sample-place", 2016);
  return to(30, 36, "sample-full", 2016);
}

/** A plan that moves every village to one of 600 settlements. */
export function largePlan(columns: Snapshot): Plan {
  const { villages } = columns;
  const step = Math.floor(villages.count / 600);
  const ids = Array.from({ length: 600 }, (_, i) => `s${i}`);
  const rows = Array.from({ length: villages.count }, (_, row) => row);
  const years = { from: 2014, to: 2020 };
  const sites = apply(emptyPlan({ area: "451200", years }), {
    settlements: Object.fromEntries(
      ids.map((id, i): [string, Settlement] => {
        const at: Place = [villages.lng[i * step]!, villages.lat[i * step]!];
        return [id, settlement(at, { name: `安置点 ${i}`, outline: [ringAround(at, 0.003)] })];
      }),
    ),
  });
  return apply(sites, {
    moves: Object.fromEntries(
      rows.map((row) => [
        villageKey(villages, row),
        {
          parts: [
            {
              settlement: ids[Math.min(599, Math.floor(row / step))]!,
              year: 2014 + (row % 7),
              households: null,
            },
          ],
          reason: null,
        },
      ]),
    ),
  });
}

function ringAround([lng, lat]: Place, size: number): Place[] {
  const ring = Array.from({ length: 7 }, (_, i): Place => {
    const angle = (i * 2 * Math.PI) / 7;
    const round = (value: number) => Number(value.toFixed(7));
    return [round(lng + size * Math.cos(angle)), round(lat + size * 0.8 * Math.sin(angle))];
  });
  return [...ring, ring[0]!];
}

const uses = new WeakMap<Plan, Map<string, Use>>();
const flows = new WeakMap<Plan, Flows>();
interface Flows {
  villages: Flow[];
  townships: Flow[];
}

/** Persons by settlement; counted once, so that it can be done before the time of drawing is taken. */
export function usesOf(plan: Plan, columns: Snapshot): Map<string, Use> {
  const use = uses.get(plan) ?? countUse(plan, columns);
  uses.set(plan, use);
  return use;
}
/** Who goes where, by village and by township; found once. */
export function flowsOf(plan: Plan, columns: Snapshot): Flows {
  const found = flows.get(plan) ?? findFlows(plan, columns);
  flows.set(plan, found);
  return found;
}

function countUse(plan: Plan, columns: Snapshot): Map<string, Use> {
  const { rowOfKey } = indexVillages(columns.villages);
  const persons = new Map<string, number>();
  plan.moves.forEach(({ parts }, key) => {
    const row = rowOfKey.get(key);
    const count = row === undefined ? 0 : Math.max(0, columns.villages.persons[row]!);
    for (const part of parts)
      persons.set(part.settlement, (persons.get(part.settlement) ?? 0) + count);
  });
  return new Map(
    [...plan.settlements].map(([id, { capacityPersons }]) => [
      id,
      { persons: persons.get(id) ?? 0, capacity: capacityPersons },
    ]),
  );
}

function findFlows(plan: Plan, columns: Snapshot): Flows {
  const { villages, areas } = columns;
  const { rowOfKey } = indexVillages(villages);
  const byVillage: Flow[] = [];
  const byTownship = new Map<string, Flow>();
  plan.moves.forEach(({ parts }, key) => {
    const row = rowOfKey.get(key);
    if (row === undefined) return;
    let area = villages.area[row]!;
    while (area > 0 && LEVELS[areas.level[area]!] !== "township") area = areas.parent[area]!;
    const persons = Math.max(0, villages.persons[row]!);
    for (const { settlement: id } of parts) {
      const to = plan.settlements.get(id)!.position;
      const from: Place = [villages.lng[row]!, villages.lat[row]!];
      byVillage.push({ key: `${key}>${id}`, from, to, persons });
      const township = `${areas.code[area]}>${id}`;
      const sum = byTownship.get(township);
      byTownship.set(township, {
        key: township,
        from: [areas.lng[area]!, areas.lat[area]!],
        to,
        persons: (sum?.persons ?? 0) + persons,
      });
    }
  });
  return { villages: byVillage, townships: [...byTownship.values()] };
}
