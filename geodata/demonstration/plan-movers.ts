import type { MoveReason } from "../../core/contract/plan.ts";
import { YES, type Snapshot } from "../../core/coverage/snapshot.ts";
import type { PlanContext } from "../../core/relocation/context.ts";
import { randomFrom } from "./random.ts";
import { shareOut } from "./share-out.ts";

/** Persons whom the demonstration plan moves in each of its seven years: it begins slowly, is steepest in the middle, and tails off. */
const PERSONS_BY_YEAR = [3600, 4200, 6200, 8800, 7400, 5600, 4200];
/** Hamlets below this many households move; the others are to get their road. Source: Art. 18, the 20-household line. */
const SMALL_HOUSEHOLDS = 20;
/** A hamlet farther than this from any road counts as hard to serve. */
const FAR_FROM_ROAD_M = 500;

/** A village to move in a year. */
export interface Mover {
  readonly village: number;
  readonly year: number;
  /** Null for the whole village. */
  readonly households: number | null;
  readonly persons: number;
  readonly reason: MoveReason;
}

/** Persons to move in a county and year. */
export interface CountyTarget {
  readonly county: number;
  readonly year: number;
  readonly persons: number;
}

interface Candidate extends Omit<Mover, "year"> {
  readonly score: number;
}

/** Small hamlets in hazard, in karst or far from a road, most pressing first, county by county and year by year until the share is reached. */
export function chooseMovers(
  snapshot: Snapshot,
  context: PlanContext,
  roadDistanceM: Float64Array,
): { movers: Mover[]; targets: CountyTarget[] } {
  const byCounty = candidatesOf(snapshot, context, roadDistanceM);
  const counties = [...byCounty.keys()].sort((a, b) => a - b);
  const willing = counties.map((county) =>
    byCounty.get(county)!.reduce((sum, { persons }) => sum + persons, 0),
  );
  const movers: Mover[] = [];
  const targets: CountyTarget[] = [];
  if (counties.length === 0) return { movers, targets };
  const next = counties.map(() => 0);
  PERSONS_BY_YEAR.forEach((persons, y) => {
    const year = context.frame.years.from + y;
    if (year > context.frame.years.to) return;
    shareOut(persons, willing, 0).forEach((share, c) => {
      const county = counties[c]!;
      const list = byCounty.get(county)!;
      let sum = 0;
      for (; next[c]! < list.length; next[c]!++) {
        const { score: _, ...candidate } = list[next[c]!]!;
        if (sum + candidate.persons / 2 > share) break;
        sum += candidate.persons;
        movers.push({ ...candidate, year });
      }
      targets.push({ county, year, persons: Math.round(share / 10) * 10 });
    });
  });
  return { movers, targets };
}

function candidatesOf(
  snapshot: Snapshot,
  context: PlanContext,
  roadDistanceM: Float64Array,
): Map<number, Candidate[]> {
  const { villages } = snapshot;
  const random = randomFrom(`demonstration plan ${context.frame.area}`);
  const has = (name: string, v: number): boolean => villages.attributes[name]?.[v] === YES;
  const byCounty = new Map<number, Candidate[]>();
  for (const village of context.villageIndex.values()) {
    const households = villages.households[village]!;
    const persons = villages.persons[village]!;
    const willing = villages.willingHouseholds[village]!;
    const county = context.countyOf[villages.area[village]!]!;
    const draw = random.next();
    if (households < 1 || households >= SMALL_HOUSEHOLDS || persons < 1 || willing < 3) continue;
    if (county < 0) continue;
    const isHazard = has("hazard", village);
    const isFar = !(roadDistanceM[village]! <= FAR_FROM_ROAD_M);
    const isKarst = has("karst", village);
    // Some hamlets in hazard are to leave as a whole though not all are willing: what the check is for.
    const isWhole = willing >= households || (isHazard && draw < 0.04);
    const going = isWhole ? null : willing;
    const candidate: Candidate = {
      village,
      households: going,
      persons: going === null ? persons : Math.round((persons * going) / households),
      reason: isHazard
        ? "hazardAvoidance"
        : isKarst && has("waterScarce", village)
          ? "lackingLivingConditions"
          : isFar
            ? "servicesTooCostly"
            : "fragileEcology",
      score:
        (isHazard ? 4 : 0) +
        (isFar ? 1.5 : 0) +
        (isKarst ? 1 : 0) +
        (2 * willing) / households +
        draw / 2,
    };
    const list = byCounty.get(county);
    if (list) list.push(candidate);
    else byCounty.set(county, [candidate]);
  }
  for (const list of byCounty.values())
    list.sort((a, b) => b.score - a.score || a.village - b.village);
  return byCounty;
}
