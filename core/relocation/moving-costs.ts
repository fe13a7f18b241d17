import type { ComparisonPrices } from "../policy/build-or-move-policy.ts";
import { HAZARD, KARST, RED_LINE, type BuildGeometry } from "./service-lines.ts";

/** Households and persons of a village as they are counted; both 0 where nobody lives there, null where neither is recorded. */
export interface Headcount {
  readonly households: number;
  readonly persons: number;
  /** True where one was estimated from the other. */
  readonly estimated: boolean;
}

/**
 * Who lives in a village. Of households and persons one that is not recorded is estimated from the other by the persons of a usual
 * household; whole households, at least one where there is anybody. Null where neither is recorded.
 */
function headcountOf(
  households: number,
  persons: number,
  personsPerHousehold: number,
): Headcount | null {
  if (households < 0 && persons < 0) return null;
  if (households >= 0 && persons >= 0) {
    // Persons without a household, or households without anybody, are slips of a form: the larger one is believed.
    const isSlip = (households === 0) !== (persons === 0);
    if (!isSlip) return { households, persons, estimated: false };
  }
  if (persons > 0)
    return {
      households: Math.max(1, Math.round(persons / Math.max(1, personsPerHousehold))),
      persons,
      estimated: true,
    };
  const known = Math.max(0, households);
  return {
    households: known,
    persons: known > 0 ? Math.max(known, Math.round(known * personsPerHousehold)) : 0,
    estimated: known > 0,
  };
}

/** What moving a village costs over the horizon, in yuan of its first year, with its parts. */
export interface MovingCosts {
  readonly homeYuan: number;
  readonly landYuan: number;
  readonly followUpYuan: number;
  readonly rewardYuan: number;
  /** What is taken off: the part of the central subsidy that counts as relief. */
  readonly reliefYuan: number;
  /** All of these together. */
  readonly totalYuan: number;
  /** Central subsidy within the total: money, but not the county's. */
  readonly subsidyYuan: number;
}

/** Yuan for each head and each household that moves; a village's cost is the sum over both. */
export function moveYuanPerHead(prices: ComparisonPrices): {
  perHeadYuan: number;
  perHouseholdYuan: number;
} {
  return {
    perHeadYuan:
      prices.homePerHeadYuan +
      prices.landPerHeadYuan +
      prices.followUpPerHeadYuan -
      prices.reliefPerHeadYuan,
    perHouseholdYuan: prices.rewardPerHouseholdYuan,
  };
}

/** What moving some people costs. */
export function movingCosts(
  { households, persons }: Headcount,
  prices: ComparisonPrices,
): MovingCosts {
  const parts = {
    homeYuan: persons * prices.homePerHeadYuan,
    landYuan: persons * prices.landPerHeadYuan,
    followUpYuan: persons * prices.followUpPerHeadYuan,
    rewardYuan: households * prices.rewardPerHouseholdYuan,
    reliefYuan: persons * prices.reliefPerHeadYuan,
  };
  const { perHeadYuan, perHouseholdYuan } = moveYuanPerHead(prices);
  return {
    ...parts,
    totalYuan: persons * perHeadYuan + households * perHouseholdYuan,
    subsidyYuan: persons * Math.min(prices.subsidyPerHeadYuan, prices.homePerHeadYuan),
  };
}

/** Yuan-equivalents a head that speak for moving beside money: what leaving a hazard, karst or a red line is worth. */
export function creditPerHeadYuan(flags: number, prices: ComparisonPrices): number {
  return (
    ((flags & HAZARD) !== 0 ? prices.hazardCreditYuan : 0) +
    ((flags & KARST) !== 0 ? prices.karstCreditYuan : 0) +
    ((flags & RED_LINE) !== 0 ? prices.redLineCreditYuan : 0)
  );
}

/** Headcounts of all villages of a geometry, in its order. */
export function headcounts(
  geometry: Pick<BuildGeometry, "households" | "persons">,
  personsPerHousehold: number,
): (Headcount | null)[] {
  return Array.from(geometry.households, (households, v) =>
    headcountOf(households, geometry.persons[v]!, personsPerHousehold),
  );
}
