import {
  ADVICE_ROWS,
  adviceRow,
  ADVICES,
  isBeforeCosts,
  type Advice,
  type AdviceFact,
  type AdviceReason,
} from "../policy/advice.ts";
import type { ComparisonPrices } from "../policy/build-or-move-policy.ts";
import { breakEvenHouseholds } from "./break-even.ts";
import {
  creditPerHeadYuan,
  headcounts,
  moveYuanPerHead,
  movingCosts,
  type Headcount,
} from "./moving-costs.ts";
import type { NeededPiece } from "./needed-pieces.ts";
import {
  buildCosts,
  leaveForPoints,
  piecesAt,
  priceServices,
  share,
  weightOf,
  type PricedService,
} from "./priced-service.ts";
import { HAZARD, RED_LINE, type BuildGeometry } from "./service-lines.ts";

/** Whom a village shares lines with: all that lack the service, or those that had better stay. */
export type Sharing = "everyone" | "stayers";

/** Building against moving, by village in the order of the geometry. Money is in yuan of the first year of the horizon. */
export interface Comparison {
  readonly geometry: BuildGeometry;
  readonly prices: ComparisonPrices;
  readonly services: readonly PricedService[];
  readonly heads: readonly (Headcount | null)[];
  /** Works alone, and with their maintenance over the horizon; Infinity where a service cannot be brought. */
  readonly worksYuan: Float64Array;
  readonly buildYuan: Float64Array;
  readonly moveYuan: Float64Array;
  /** What speaks for moving beside money, in yuan-equivalents. */
  readonly creditYuan: Float64Array;
  /** Row of ADVICE_ROWS. */
  readonly row: Uint8Array;
  /** Bit s: the village lacks services[s]. */
  readonly lacking: Uint8Array;
  /** Households at which both ways cost the same; NaN where nothing is lacking or nobody is counted, Infinity where moving is cheaper at any number. */
  readonly breakEvenHouseholds: Float64Array;
}

/** Why no line is built for a village: it moves anyway, or something else is cheaper for it. */
const MOVES = 1;
const LEFT = 2;

export const adviceOf = ({ row }: Comparison, village: number): Advice =>
  ADVICE_ROWS[row[village]!]!.advice;
export const reasonOf = ({ row }: Comparison, village: number): AdviceReason =>
  ADVICE_ROWS[row[village]!]!.reason;

/** Yuan by which building is dearer than moving, weights included; negative where it is cheaper. */
export function differenceYuan(on: Comparison, village: number): number {
  return on.buildYuan[village]! - on.moveYuan[village]! + on.creditYuan[village]!;
}

/**
 * Compares building and moving for every village of a geometry: the cheap part, to be done anew whenever a figure changes.
 *
 * With `stayers` lines are built for those that had better stay: all that do not move anyway begin; who would pay more than moving costs
 * leaves, and so on until nobody leaves. As shares do not fall when others leave (save where a line goes on through a village that has
 * left), the villages that are left are the largest group of which each builds for less than it would cost to move. What is told of a
 * village outside of it is what it would pay if it joined. In the same way a village leaves the shared lines of a service for a point of
 * its own that costs less than its share. Source: Moulin & Shenker, Strategyproof sharing of submodular costs (2001).
 */
export function compareBuildAndMove(
  geometry: BuildGeometry,
  prices: ComparisonPrices,
  sharing: Sharing = "stayers",
): Comparison {
  const { flags } = geometry;
  const count = geometry.id.length;
  const heads = headcounts(geometry, prices.personsPerHousehold);
  const lacking = new Uint8Array(count);
  geometry.services.forEach(({ village }, s) => {
    for (const v of village) lacking[v]! |= 1 << s;
  });
  const moveYuan = new Float64Array(count);
  const creditYuan = new Float64Array(count);
  const row = new Uint8Array(count);
  const isOut = new Uint8Array(count);
  const facts = (v: number): ((fact: AdviceFact) => boolean) =>
    knownFacts(geometry, prices, heads[v]!, lacking[v]!, v);
  heads.forEach((head, v) => {
    if (head === null) return;
    moveYuan[v] = movingCosts(head, prices).totalYuan;
    creditYuan[v] = head.persons * creditPerHeadYuan(flags[v]!, prices);
    const before = adviceRow(facts(v));
    if (sharing === "stayers" && isBeforeCosts(before) && ADVICE_ROWS[before]!.advice === "move")
      isOut[v] = MOVES;
  });
  const parts = priceServices(geometry, prices);
  const netMoveYuan = (v: number): number => moveYuan[v]! - creditYuan[v]!;
  let services = parts.map((part) => share(part, heads, isOut));
  let sums = buildCosts(services, heads, count);
  const isDearer = (v: number): boolean => sums.buildYuan[v]! > netMoveYuan(v);
  const reckon = (): void => {
    services = parts.map((part) => share(part, heads, isOut));
    sums = buildCosts(services, heads, count);
  };
  /** Lets all those leave for whom something else is cheaper, until there is nobody. */
  const settle = (): void => {
    for (let left = true; left;) {
      left = services.map((service, s) => leaveForPoints(service, parts[s]!)).includes(true);
      if (!left && sharing === "stayers")
        heads.forEach((head, v) => {
          if (head === null || lacking[v] === 0 || isOut[v] !== 0 || !isDearer(v)) return;
          isOut[v] = LEFT;
          left = true;
        });
      if (left) reckon();
    }
  };
  settle();
  // Where lines go through a village that has left, joining may be cheaper afterwards than staying was: it may come back once.
  const back = [...isOut.keys()].filter((v) => isOut[v] === LEFT && !isDearer(v));
  for (const v of back) isOut[v] = 0;
  if (back.length > 0) {
    reckon();
    settle();
  }
  for (let v = 0; v < count; v++)
    row[v] = adviceRow(
      withCosts(facts(v), isDearer(v), lacking[v] !== 0 && !Number.isFinite(sums.buildYuan[v]!)),
    );
  const on = { geometry, prices, services, heads, ...sums, moveYuan, creditYuan, row, lacking };
  return { ...on, breakEvenHouseholds: breakEvens(on) };
}

/** What is known of a village before its costs. */
function knownFacts(
  { flags, willingHouseholds, unknown }: BuildGeometry,
  prices: ComparisonPrices,
  head: Headcount | null,
  lacking: number,
  v: number,
): (fact: AdviceFact) => boolean {
  const willing = willingHouseholds[v]!;
  return (fact) => {
    switch (fact) {
      case "countsUnknown":
        return head === null;
      case "nobody":
        return head !== null && head.persons === 0;
      case "hazardMoves":
        return prices.hazardMoves && (flags[v]! & HAZARD) !== 0;
      case "redLineMoves":
        return prices.redLineMoves && (flags[v]! & RED_LINE) !== 0;
      case "nothingLacking":
        return lacking === 0;
      case "servicesUnknown":
        return unknown[v] !== 0;
      case "unwilling":
        // What was not asked is not refused.
        return (
          head !== null && willing >= 0 && willing < prices.leastWillingShare * head.households
        );
      case "cannotBuild":
      case "buildDearer":
        return false;
    }
  };
}

function withCosts(
  known: (fact: AdviceFact) => boolean,
  isDearer: boolean,
  cannotBuild: boolean,
): (fact: AdviceFact) => boolean {
  return (fact) => {
    if (fact === "cannotBuild") return cannotBuild;
    if (fact === "buildDearer") return isDearer;
    return known(fact);
  };
}

/** The pieces of a service that a village pays for, or would; none where it lacks nothing or nobody lives there. */
export function piecesOf(on: Comparison, service: number, village: number): NeededPiece[] {
  const priced = on.services[service]!;
  const element = priced.elementOf[village]!;
  const households = weightOf(on.heads[village]!);
  return element < 0 || households <= 0 ? [] : piecesAt(priced, element, households);
}

function breakEvens(on: Omit<Comparison, "breakEvenHouseholds">): Float64Array {
  const { perHeadYuan, perHouseholdYuan } = moveYuanPerHead(on.prices);
  const whole: Comparison = { ...on, breakEvenHouseholds: new Float64Array(0) };
  return Float64Array.from(on.heads, (head, v) => {
    if (head === null || head.households <= 0 || on.lacking[v] === 0) return NaN;
    const perHousehold =
      perHouseholdYuan +
      ((perHeadYuan - creditPerHeadYuan(on.geometry.flags[v]!, on.prices)) * head.persons) /
        head.households;
    const pieces = on.services.flatMap(({ lifeFactor }, s) =>
      piecesOf(whole, s, v).map(({ link, before, after }) => ({
        yuan: link.yuan * lifeFactor,
        before,
        after,
      })),
    );
    return breakEvenHouseholds(pieces, perHousehold);
  });
}

/**
 * What building and moving cost by village, for whoever plans with both: works in yuan of all services that it lacks, shared lines counted
 * once and split among all that lack them, and what moving costs a head and a household. Infinity where a service cannot be brought.
 */
export function villageCosts(
  geometry: BuildGeometry,
  prices: ComparisonPrices,
): {
  readonly worksYuan: Float64Array;
  readonly buildYuan: Float64Array;
  readonly perHeadYuan: number;
  readonly perHouseholdYuan: number;
} {
  const { worksYuan, buildYuan } = compareBuildAndMove(geometry, prices, "everyone");
  return { worksYuan, buildYuan, ...moveYuanPerHead(prices) };
}

/** Villages by what they ask for: by the order of ADVICES, then by what moving saves a household, then by number. */
export function rankVillages(on: Comparison): Int32Array {
  const order = Int32Array.from(on.heads.keys());
  const advice = Uint8Array.from(on.row, (_, v) => ADVICES.indexOf(adviceOf(on, v)));
  const saved = Float64Array.from(on.heads, (head, v) => {
    const yuan = differenceYuan(on, v) / Math.max(1, head?.households ?? 1);
    return Number.isNaN(yuan) ? -Infinity : yuan;
  });
  return order.sort(
    (a, b) =>
      advice[a]! - advice[b]! ||
      compare(saved[b]!, saved[a]!) ||
      on.geometry.id[a]! - on.geometry.id[b]!,
  );
}

/** Infinite amounts are equal to each other. */
function compare(a: number, b: number): number {
  return a === b ? 0 : a - b;
}
