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
import { HAZARD, RED_LINE, type BuildGeometry, type ServiceLines } from "./service-lines.ts";
import {
  neededPieces,
  priceLines,
  shareLines,
  type LineCosts,
  type NeededPiece,
  type SharedLines,
} from "./share-lines.ts";

/** Whom a village shares lines with: all that lack the service, or those that had better stay. */
export type Sharing = "everyone" | "stayers";

/** One service as it is priced, built and split. */
export interface PricedService {
  readonly lines: ServiceLines;
  readonly costs: LineCosts;
  readonly shared: SharedLines;
  /** Yuan over the horizon for one yuan of works. */
  readonly lifeFactor: number;
  /** Element of each village of the geometry, -1 where it does not lack the service. */
  readonly elementOf: Int32Array;
  /** 1 for the villages that lines are built for, by element. */
  readonly isUser: Uint8Array;
}

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
 * leaves, its neighbours' shares rise, and so on until nobody leaves. As shares never fall when others leave, the villages that are left
 * are the largest group of which each builds for less than it would cost to move. What is told of a village outside of it is what it would
 * pay if it joined. Source: Moulin & Shenker, Strategyproof sharing of submodular costs (2001).
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
  const elements = geometry.services.map(({ village }, s) => {
    const of = new Int32Array(count).fill(-1);
    village.forEach((v, i) => {
      of[v] = i;
      lacking[v]! |= 1 << s;
    });
    return of;
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
      isOut[v] = 1;
  });
  const costs = geometry.services.map((lines) => priceLines(lines, prices, flags));
  const build = (): PricedService[] =>
    geometry.services.map((lines, s) => {
      const isUser = Uint8Array.from(lines.village, (v) => 1 - isOut[v]!);
      const households = Float64Array.from(lines.village, (v, i) =>
        isUser[i] === 1 ? weightOf(heads[v]!) : 0,
      );
      return {
        lines,
        costs: costs[s]!,
        shared: shareLines(lines, costs[s]!, households),
        lifeFactor: prices.services[lines.sector].lifeFactor,
        elementOf: elements[s]!,
        isUser,
      };
    });
  const priced = (services: readonly PricedService[]) => buildCosts(services, heads, count);
  let services = build();
  let sums = priced(services);
  const isDearer = (v: number): boolean => sums.buildYuan[v]! > moveYuan[v]! - creditYuan[v]!;
  if (sharing === "stayers") {
    const settle = (mayLeave: boolean): boolean => {
      let changed = false;
      heads.forEach((head, v) => {
        if (head === null || lacking[v] === 0) return;
        const leaves = isOut[v] === 0 && isDearer(v);
        const joins = !mayLeave && isOut[v] === 1 && !isDearer(v) && !isFixed(v);
        if (!leaves && !joins) return;
        isOut[v] = leaves ? 1 : 0;
        changed = true;
      });
      return changed;
    };
    const isFixed = (v: number): boolean => isBeforeCosts(adviceRow(facts(v)));
    while (settle(true)) {
      services = build();
      sums = priced(services);
    }
    // A tank that feeds nobody can make a share fall when a neighbour leaves: who left for it comes back once.
    if (settle(false)) {
      services = build();
      sums = priced(services);
    }
  }
  for (let v = 0; v < count; v++)
    row[v] = adviceRow(
      withCosts(facts(v), isDearer(v), !Number.isFinite(sums.buildYuan[v]!) && lacking[v] !== 0),
    );
  const on = { geometry, prices, services, heads, ...sums, moveYuan, creditYuan, row, lacking };
  return { ...on, breakEvenHouseholds: breakEvens(on) };
}

/** Households by which a village shares lines; one where they are not recorded, so that it is not forgotten. */
function weightOf(head: Headcount | null): number {
  return head === null ? 1 : head.households;
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

/** What each village pays for its services: its share where it is a user, what it would pay if it joined where it is not. */
function buildCosts(
  services: readonly PricedService[],
  heads: readonly (Headcount | null)[],
  count: number,
): { worksYuan: Float64Array; buildYuan: Float64Array } {
  const worksYuan = new Float64Array(count);
  const buildYuan = new Float64Array(count);
  for (const service of services) {
    service.lines.village.forEach((v, i) => {
      const yuan = serviceYuan(service, i, weightOf(heads[v]!));
      worksYuan[v]! += yuan;
      buildYuan[v]! += yuan * service.lifeFactor;
    });
  }
  return { worksYuan, buildYuan };
}

/** Yuan of works that the village at an element pays for a service. */
export function serviceYuan(service: PricedService, element: number, households: number): number {
  if (households <= 0) return 0;
  const { lines, costs, shared } = service;
  if (service.isUser[element] === 1) return households * shared.perHouseholdYuan[element]!;
  return neededPieces(lines, costs, shared, element, 0).reduce(
    (sum, piece) => sum + (piece.yuan * households) / (households + piece.othersHouseholds),
    0,
  );
}

/** The pieces of a service that a village needs, its own household count left out of those who share; none where it lacks nothing. */
export function piecesOf(on: Comparison, service: number, village: number): NeededPiece[] {
  const { lines, costs, shared, elementOf, isUser } = on.services[service]!;
  const element = elementOf[village]!;
  if (element < 0) return [];
  const own = isUser[element] === 1 ? weightOf(on.heads[village]!) : 0;
  return neededPieces(lines, costs, shared, element, own);
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
      piecesOf(whole, s, v).map(({ yuan, othersHouseholds }) => ({
        yuan: yuan * lifeFactor,
        othersHouseholds,
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
