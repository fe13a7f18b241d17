import type { Move, Settlement } from "../../core/contract/plan.ts";
import type { Snapshot } from "../../core/coverage/snapshot.ts";
import { geodesicBetween } from "../../core/geodesy/geodesic.ts";
import type { PlanContext } from "../../core/relocation/context.ts";
import { villageKey } from "../../core/relocation/context.ts";
import { areaOfPlace } from "../../core/relocation/place-area.ts";
import type { Mover } from "./plan-movers.ts";

/** Settlements that the plan brings, and what room each has while villages are given to them. */
const NEW_SITES = 4;
const NEW_SITE_PERSONS = 900;
/** Room of an existing settlement whose capacity is not recorded. */
const USUAL_PERSONS = 300;

/** A settlement while people are given to it. */
export interface Site {
  readonly id: string;
  readonly settlement: Settlement;
  readonly county: number;
  readonly township: number;
  persons: number;
}

const METRES_PER_DEGREE = 111_320;

/** A closed rectangle around a place, wider than high. */
function rectangle([lng, lat]: readonly [number, number], areaM2: number): [number, number][] {
  const height = Math.sqrt(areaM2 / 1.6);
  const dy = height / 2 / METRES_PER_DEGREE;
  const dx = (0.8 * height) / METRES_PER_DEGREE / Math.cos((lat * Math.PI) / 180);
  return [
    [-1, -1],
    [1, -1],
    [1, 1],
    [-1, 1],
    [-1, -1],
  ].map(([x, y]): [number, number] => [round(lng + x! * dx), round(lat + y! * dy)]);
}

const round = (degrees: number): number => Math.round(degrees * 1e6) / 1e6;

/** The settlements of the plan's area that exist, as they stand in the facilities. `region` holds all villages, to tell whose they are. */
export function existingSites(
  { features, areas }: Snapshot,
  region: PlanContext,
  context: PlanContext,
): Site[] {
  const facilities = features.facility;
  const sites: Site[] = [];
  for (let i = 0; i < facilities.count; i++) {
    if (facilities.classes[facilities.class[i]!] !== "settlement") continue;
    const at = 2 * facilities.vertexOf[facilities.partOf[i]!]!;
    const position: [number, number] = [
      facilities.coordinates[at]!,
      facilities.coordinates[at + 1]!,
    ];
    const area = areaOfPlace(position, region);
    if (area < 0 || context.isInside[area] !== 1) continue;
    const capacity = facilities.numbers["capacity"]?.[i] ?? NaN;
    sites.push({
      id: `e${sites.length + 1}`,
      county: context.countyOf[area]!,
      township: context.townshipOf[area]!,
      persons: 0,
      settlement: {
        name: facilities.name[i] ?? `${areas.name[area]}安置点`,
        kind: "smallTown",
        layout: "concentrated",
        position,
        outline: null,
        capacityPersons: Number.isNaN(capacity) ? USUAL_PERSONS : Math.round(capacity),
        landQuotaMu: null,
        floorAreaM2: null,
        readyYear: context.frame.years.from - 1,
        siteCostYuan: null,
        costPerHeadYuan: null,
        facilityId: facilities.id[i]!,
      },
    });
  }
  return sites;
}

/** A few new settlements beside the seats of townships without one: those that most people leave, one in a county. */
export function newSites(
  { areas }: Snapshot,
  context: PlanContext,
  movers: readonly Mover[],
  existing: readonly Site[],
): Site[] {
  const has = new Set(existing.map(({ township }) => township));
  const leaving = new Map<number, number>();
  for (const { village, persons } of movers) {
    const township = context.townshipOf[context.data.villages.area[village]!]!;
    if (
      township < 0 ||
      has.has(township) ||
      !Number.isFinite(areas.lng[township]! + areas.lat[township]!)
    )
      continue;
    leaving.set(township, (leaving.get(township) ?? 0) + persons);
  }
  const sites: Site[] = [];
  for (const [township] of [...leaving].sort((a, b) => b[1] - a[1] || a[0] - b[0])) {
    const county = context.countyOf[township]!;
    if (sites.length === NEW_SITES || sites.some((site) => site.county === county)) continue;
    const [lng, lat] = [areas.lng[township]!, areas.lat[township]!];
    const position: [number, number] = [round(lng + 0.006), round(lat - 0.004)];
    const n = sites.length + 1;
    sites.push({
      id: `n${n}`,
      county,
      township,
      persons: 0,
      settlement: {
        name: `${areas.name[township]}新村`,
        kind: "newVillage",
        layout: "concentrated",
        position,
        outline: null,
        capacityPersons: NEW_SITE_PERSONS,
        landQuotaMu: null,
        floorAreaM2: null,
        readyYear: 2016,
        siteCostYuan: null,
        costPerHeadYuan: null,
        facilityId: null,
      },
    });
  }
  return sites;
}

/**
 * Gives every mover to the nearest settlement of its county that is ready and has room, all hamlets of an administrative village to the
 * same one while it has. Movers for whom there is no room stay.
 */
export function giveRoom(
  movers: readonly Mover[],
  sites: readonly Site[],
  context: PlanContext,
): Record<string, Move> {
  const { villages } = context.data;
  const usual = new Map<number, Site>();
  const moves: Record<string, Move> = {};
  const takes = (site: Site, mover: Mover): boolean =>
    site.settlement.readyYear <= mover.year &&
    site.persons + mover.persons <= site.settlement.capacityPersons;
  for (const mover of movers) {
    const home = villages.area[mover.village]!;
    const from = [villages.lng[mover.village]!, villages.lat[mover.village]!] as const;
    const near = (site: Site): number =>
      geodesicBetween(...from, ...site.settlement.position).distanceM;
    const known = usual.get(home);
    const site =
      known !== undefined && takes(known, mover)
        ? known
        : sites
            .filter((each) => each.county === context.countyOf[home] && takes(each, mover))
            .map((each) => ({ each, metres: near(each) }))
            .sort((a, b) => a.metres - b.metres)[0]?.each;
    if (site === undefined) continue;
    usual.set(home, site);
    site.persons += mover.persons;
    const { year, households, reason } = mover;
    moves[villageKey(context.data, mover.village)] = {
      parts: [{ settlement: site.id, year, households }],
      reason,
    };
  }
  return moves;
}

/** New settlements drawn and fitted to those who go there, each but for one thing that the checks are to find. */
export function fitNewSites(sites: readonly Site[]): Record<string, Settlement> {
  const fitted: Record<string, Settlement> = {};
  sites.forEach(({ id, settlement, persons }, n) => {
    const roomy = Math.max(100, Math.ceil(persons / 50) * 50);
    const capacity = n === 0 ? Math.max(1, persons - 24) : roomy;
    const quotaMu = Math.round((n === 2 ? 0.9 * persons : roomy) * 0.13);
    fitted[id] = {
      ...settlement,
      outline: [rectangle(settlement.position, Math.max(1, quotaMu) * 0.92 * 666.67)],
      // Each is wrong in one way: too small, homes too late, too little land, too much floor area.
      capacityPersons: capacity,
      readyYear: n === 1 ? settlement.readyYear + 1 : settlement.readyYear,
      landQuotaMu: quotaMu,
      floorAreaM2: capacity * (n === 3 ? 27 : 23),
      siteCostYuan: roomy * 9000,
    };
  });
  return fitted;
}
