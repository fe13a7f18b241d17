import { priceLines, type LineCosts } from "./line-costs.ts";
import type { ComparisonPrices } from "../policy/build-or-move-policy.ts";
import type { Headcount } from "./moving-costs.ts";
import { piecesOfJoiner, piecesOfUser, shareOf, type NeededPiece } from "./needed-pieces.ts";
import type { BuildGeometry, ServiceLines } from "./service-lines.ts";
import { shareLines, type SharedLines } from "./share-lines.ts";

/** One service as it is priced, built and split. */
export interface PricedService {
  readonly lines: ServiceLines;
  readonly costs: LineCosts;
  readonly shared: SharedLines;
  /** Yuan over the horizon for one yuan of works. */
  readonly lifeFactor: number;
  /** Element of each village of the geometry, -1 where it does not lack the service. */
  readonly elementOf: Int32Array;
  /** By element, for the villages that are built for: 1 where it shares lines, and 1 where a point of its own is cheaper than its share. */
  readonly isUser: Uint8Array;
  readonly isAlone: Uint8Array;
}

/** What of a priced service does not change while villages leave; `isAlone` is written to. */
export type ServicePart = Omit<PricedService, "shared" | "isUser">;

/** The services of a geometry with their prices; nobody has a point of its own yet. */
export function priceServices(
  { services, flags, id }: BuildGeometry,
  prices: ComparisonPrices,
): ServicePart[] {
  return services.map((lines) => {
    const elementOf = new Int32Array(id.length).fill(-1);
    lines.village.forEach((v, i) => {
      elementOf[v] = i;
    });
    return {
      lines,
      costs: priceLines(lines, prices, flags),
      lifeFactor: prices.services[lines.sector].lifeFactor,
      elementOf,
      isAlone: new Uint8Array(lines.village.length),
    };
  });
}

/** Builds the lines of a service for all that are neither out nor served by a point of their own. */
export function share(
  part: ServicePart,
  heads: readonly (Headcount | null)[],
  isOut: Uint8Array,
): PricedService {
  const { lines, costs, isAlone } = part;
  const isUser = Uint8Array.from(lines.village, (v, i) =>
    isOut[v] !== 0 || isAlone[i] === 1 ? 0 : 1,
  );
  const households = Float64Array.from(lines.village, (v, i) =>
    isUser[i] === 1 ? weightOf(heads[v]!) : 0,
  );
  return { ...part, shared: shareLines(lines, costs, households), isUser };
}

/** Lets those who would pay more than a point of their own costs leave the lines of a service. True when somebody left. */
export function leaveForPoints(
  { shared, costs, isUser }: PricedService,
  part: ServicePart,
): boolean {
  let left = false;
  isUser.forEach((user, i) => {
    const own = shared.households[i]!;
    if (user === 0 || own <= 0 || own * shared.perHouseholdYuan[i]! <= costs.aloneYuan[i]!) return;
    part.isAlone[i] = 1;
    left = true;
  });
  return left;
}

/** Households by which a village shares lines; one where they are not recorded, so that it is not forgotten. */
export function weightOf(head: Headcount | null): number {
  return head === null ? 1 : head.households;
}

/** What each village pays for its services: its share where it is a user, what it would pay if it joined where it is not. */
export function buildCosts(
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

/** Yuan of works that the village at an element pays for a service: its share where lines are built for it, else what joining would cost. */
export function serviceYuan(service: PricedService, element: number, households: number): number {
  if (households <= 0) return 0;
  const { shared, isUser } = service;
  if (isUser[element] === 1) return households * shared.perHouseholdYuan[element]!;
  return piecesAt(service, element, households).reduce(
    (sum, piece) => sum + shareOf(piece, households),
    0,
  );
}

/** The pieces that a village pays for, or would pay for, at an element; a point of its own where that is cheaper. */
export function piecesAt(
  service: PricedService,
  element: number,
  households: number,
): NeededPiece[] {
  const { lines, costs, shared, isUser, isAlone } = service;
  if (isUser[element] === 1) return piecesOfUser(shared, element);
  const yuan = costs.aloneYuan[element]!;
  const point: NeededPiece = {
    link: { a: element, b: -1, yuan, kind: "alone", pieces: [] },
    before: 0,
    after: Infinity,
    group: -1,
  };
  if (isAlone[element] === 1) return [point];
  const joined = piecesOfJoiner(lines, costs, shared, element);
  if (joined === null) return [point];
  const own = joined.reduce((sum, piece) => sum + shareOf(piece, households), 0);
  return own <= yuan ? joined : [point];
}
