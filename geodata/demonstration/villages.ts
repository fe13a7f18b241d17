import type { Polygon } from "geojson";
import type { VillageRecord } from "../../core/contract/record.ts";
import { COUNTIES } from "../facts/counties.ts";
import { polygonOfRing, roughRing } from "./blob.ts";
import { type CountyWork, hamletsOf, hardnessAt, randomOf } from "./county-work.ts";
import { toPosition } from "./plane.ts";
import type { Random } from "./random.ts";
import { isKarst } from "./zones.ts";

const POOR_SHARE: Readonly<Record<1 | 2 | 3, number>> = { 1: 0.24, 2: 0.14, 3: 0.08 };

/** Villages of this many households and more have their outline drawn. */
const OUTLINE_FROM = 110;

/** The built-up ground of a large village, about 7 ares a household. */
function outlineOf(x: number, y: number, households: number, random: Random): Polygon {
  return polygonOfRing(roughRing(x, y, 0.017 * Math.sqrt(households), random));
}

/** The natural villages of a county as records, administrative village by administrative village. */
export function* villageRecords(work: CountyWork): Generator<VillageRecord> {
  const { land, hamlets } = work;
  const random = randomOf(work, "villages");
  const facts = COUNTIES[work.county];
  if (facts === undefined) throw new RangeError(`no county ${work.county}`);
  for (let k = 0; k < hamlets.cells.length; k++) {
    const cell = hamlets.cells[k] as number;
    const karst = isKarst(land, cell);
    const hardness = hardnessAt(work, cell);
    const isScarce = karst && random.chance(0.45);
    let serial = 0;
    for (const i of hamletsOf(work, k)) {
      const households = hamlets.households[i] as number;
      const persons = hamlets.persons[i] as number;
      const isHazard = work.hazards.inHazard[i] === 1;
      const poorShare = Math.min(
        0.85,
        POOR_SHARE[facts.countyClass] *
          (0.6 + 0.9 * hardness) *
          (households < 20 ? 1.35 : 1) *
          random.between(0.5, 1.5),
      );
      const poorHouseholds = Math.round(households * poorShare);
      serial++;
      yield {
        code: `${land.villageCode[cell]}${String(serial).padStart(3, "0")}`,
        name: work.names[i] as string,
        areaCode: land.villageCode[cell] as string,
        position: toPosition(hamlets.x[i] as number, hamlets.y[i] as number),
        outline:
          households >= OUTLINE_FROM
            ? outlineOf(hamlets.x[i] as number, hamlets.y[i] as number, households, random)
            : null,
        households,
        persons,
        poorHouseholds,
        poorPersons: Math.min(persons, Math.round((poorHouseholds * persons) / households)),
        willingHouseholds: willing(households, isHazard, hardness, facts.countyClass, random),
        attributes: {
          rural: land.urban[cell] !== 1,
          qualified: households >= 10 ? random.chance(0.97) : random.chance(0.5),
          karst,
          waterScarce: isScarce,
          hazard: isHazard,
        },
        attested: attestedOf(hardness, random),
      };
    }
  }
}

/** Households that would move: many in small hamlets of poor mountain counties and on hazard slopes, few elsewhere. */
function willing(
  households: number,
  isHazard: boolean,
  hardness: number,
  countyClass: 1 | 2 | 3,
  random: Random,
): number {
  const poor = countyClass === 1 ? 1 : countyClass === 2 ? 0.6 : 0.3;
  const share = 0.004 + (households < 20 ? 0.42 : 0.028) * poor * hardness + (isHazard ? 0.3 : 0);
  return Math.min(
    households,
    Math.floor(households * share * random.between(0.2, 1.8) + random.next()),
  );
}

/** A report for some villages and sectors. It is made without looking at the networks, so that some reports disagree. */
function attestedOf(hardness: number, random: Random): VillageRecord["attested"] {
  if (!random.chance(0.06)) return {};
  const attested: { road?: boolean; electricity?: boolean; water?: boolean } = {
    road: random.chance(0.93 - 0.3 * hardness),
  };
  if (random.chance(0.4)) attested.electricity = random.chance(0.99);
  if (random.chance(0.4)) attested.water = random.chance(0.9 - 0.3 * hardness);
  return attested;
}
