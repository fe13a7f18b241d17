import type { ComparisonPrices } from "../policy/build-or-move-policy.ts";
import { HAZARD, KARST, type ServiceLines } from "./service-lines.ts";

/** How the service comes to an element: not at all, by its line, or (from POINT_WAY on) by the point of that number. */
export const NO_WAY = 0;
export const LINE_WAY = 1;
export const POINT_WAY = 2;

/** What one service costs by element, whoever uses it. */
export interface LineCosts {
  /** Yuan of the piece of line that ends here; Infinity where there is nothing to start it at or no price. */
  readonly lineYuan: Float64Array;
  /** Yuan of the cheapest point here from which lines may go on, and of the cheapest of any kind; Infinity where there is none. */
  readonly feedYuan: Float64Array;
  readonly pointYuan: Float64Array;
  /** Those points by number, -1 where there is none. */
  readonly feed: Int8Array;
  readonly point: Int8Array;
}

/** What a metre of straight way to a village of some flags costs more than a metre of line in easy land. */
export function lineFactor(
  { services, detourFactor }: Pick<ComparisonPrices, "services" | "detourFactor">,
  sector: ServiceLines["sector"],
  flags: number,
): number {
  const { karst, hazard } = services[sector].terrainFactor;
  return detourFactor * ((flags & KARST) === 0 ? 1 : karst) * ((flags & HAZARD) === 0 ? 1 : hazard);
}

/** Prices the pieces of a service; `flags` are those of villages by their place in the geometry. */
export function priceLines(
  lines: ServiceLines,
  all: Pick<ComparisonPrices, "services" | "detourFactor">,
  flags: Uint8Array,
): LineCosts {
  const prices = all.services[lines.sector];
  const count = lines.village.length;
  const costs: LineCosts = {
    lineYuan: new Float64Array(count).fill(Infinity),
    feedYuan: new Float64Array(count).fill(Infinity),
    pointYuan: new Float64Array(count).fill(Infinity),
    feed: new Int8Array(count).fill(-1),
    point: new Int8Array(count).fill(-1),
  };
  for (let i = 0; i < count; i++) {
    const metres = lines.lengthM[i]!;
    const factor = lineFactor(all, lines.sector, flags[lines.village[i]!]!);
    // No line at all is free even where lines have no price.
    if (metres === 0) costs.lineYuan[i] = 0;
    else if (metres > 0) costs.lineYuan[i] = (metres / 1000) * prices.lineYuanPerKm * factor;
    lines.points.forEach((point, k) => {
      if ((lines.mayHave[i]! & (1 << k)) === 0) return;
      const yuan = prices.pointYuan[point.class] ?? Infinity;
      if (yuan < costs.pointYuan[i]!) {
        costs.pointYuan[i] = yuan;
        costs.point[i] = k;
      }
      if (point.feeds && yuan < costs.feedYuan[i]!) {
        costs.feedYuan[i] = yuan;
        costs.feed[i] = k;
      }
    });
  }
  return costs;
}

/** What is built of one service for some villages, and who pays what. */
export interface SharedLines {
  /** What is built here, see NO_WAY; a piece is built when it is used by anybody. */
  readonly way: Uint8Array;
  /** Yuan of what is built here. */
  readonly yuan: Float64Array;
  /** Households that use what is built here. */
  readonly users: Float64Array;
  /** Yuan that each household of the village at this element pays in all: of everything between it and where the line starts. */
  readonly perHouseholdYuan: Float64Array;
}

/**
 * Builds what some villages need and splits each piece equally among the households that use it, so that a shared line is paid once and
 * its shares add up to it. Where a point is cheaper than the line, it is built instead and further lines start there; a point that can
 * feed no line only where nothing hangs on the village. `households` by element; who has 0 neither uses nor pays.
 *
 * Among all ways to split a line that many use one after the other, this one alone charges every household the same for the same piece.
 * With equal weights it is the Shapley value of the game. Source: Littlechild & Owen, A simple expression for the Shapley value in a
 * special case (1973).
 */
export function shareLines(
  lines: ServiceLines,
  costs: LineCosts,
  households: Float64Array,
): SharedLines {
  const count = lines.village.length;
  const way = new Uint8Array(count);
  const yuan = new Float64Array(count);
  const users = households.slice();
  for (let i = count - 1; i >= 0; i--) {
    if (users[i]! <= 0) continue;
    const hangs = users[i]! > households[i]!;
    way[i] = wayOf(costs, i, hangs);
    yuan[i] = yuanOf(costs, i, way[i]!);
    const parent = lines.parent[i]!;
    if (way[i] === LINE_WAY && parent >= 0) users[parent]! += users[i]!;
  }
  const perHouseholdYuan = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    if (users[i]! <= 0) continue;
    const parent = lines.parent[i]!;
    const before = way[i] === LINE_WAY && parent >= 0 ? perHouseholdYuan[parent]! : 0;
    perHouseholdYuan[i] = before + yuan[i]! / users[i]!;
  }
  return { way, yuan, users, perHouseholdYuan };
}

/** The cheaper of line and point; the line where they cost the same. */
function wayOf(costs: LineCosts, i: number, hangs: boolean): number {
  const point = hangs ? costs.feedYuan[i]! : costs.pointYuan[i]!;
  if (costs.lineYuan[i]! <= point) return LINE_WAY;
  return POINT_WAY + (hangs ? costs.feed[i]! : costs.point[i]!);
}

function yuanOf(costs: LineCosts, i: number, way: number): number {
  if (way === LINE_WAY) return costs.lineYuan[i]!;
  return way === POINT_WAY + costs.feed[i]! ? costs.feedYuan[i]! : costs.pointYuan[i]!;
}

/** A piece that a village needs: what it costs, and the households of others who use it with them. */
export interface NeededPiece {
  readonly element: number;
  readonly way: number;
  readonly yuan: number;
  readonly othersHouseholds: number;
}

/**
 * The pieces that the village at an element needs, from its door to where the line starts, given what is built for others. Where it is a
 * user itself these are its pieces; where it is not, those it would need if it joined them.
 */
export function neededPieces(
  lines: ServiceLines,
  costs: LineCosts,
  shared: SharedLines,
  element: number,
  ownHouseholds: number,
): NeededPiece[] {
  const pieces: NeededPiece[] = [];
  for (let at = element; at >= 0; at = lines.parent[at]!) {
    const others = Math.max(0, shared.users[at]! - ownHouseholds);
    // What feeds nothing is no start for another's line: then the piece is built anew as if for this village alone.
    const built = shared.way[at]!;
    const fits =
      built === LINE_WAY ||
      (built >= POINT_WAY && (at === element || lines.points[built - POINT_WAY]!.feeds));
    const way = fits ? built : wayOf(costs, at, at !== element);
    pieces.push({
      element: at,
      way,
      yuan: fits ? shared.yuan[at]! : yuanOf(costs, at, way),
      othersHouseholds: fits ? others : 0,
    });
    if (way !== LINE_WAY) break;
  }
  return pieces;
}
