import { between, nearestShare, pieceDistance, type Spot } from "./plane.ts";

/** A unit that lines are to reach: a spot, or an outline, and how near a line must come to it. */
export interface Target {
  /** Position in the rule's units. */
  readonly unit: number;
  readonly spot: Spot;
  /** Closed rings, shells and holes alike; null for a unit that is measured from its point. */
  readonly rings: readonly (readonly Spot[])[] | null;
  /** What serves: the rule's reach less a margin, so that rounding never turns a verdict. */
  readonly reachM: number;
  readonly villages: number;
  readonly households: number;
  readonly persons: number;
  /** What it counts for towards the target of the rate. */
  readonly weight: number;
}

function isInside({ x, y }: Spot, rings: readonly (readonly Spot[])[]): boolean {
  let inside = false;
  for (const ring of rings)
    for (let v = 0; v + 1 < ring.length; v++) {
      const [a, b] = [ring[v]!, ring[v + 1]!];
      if (a.y > y !== b.y > y && x < a.x + ((y - a.y) / (b.y - a.y)) * (b.x - a.x))
        inside = !inside;
    }
  return inside;
}

function doCross(a: Spot, b: Spot, c: Spot, d: Spot): boolean {
  const side = (p: Spot, q: Spot, r: Spot): number =>
    (q.x - p.x) * (r.y - p.y) - (q.y - p.y) * (r.x - p.x);
  return side(a, b, c) > 0 !== side(a, b, d) > 0 && side(c, d, a) > 0 !== side(c, d, b) > 0;
}

/** Metres from the piece a-b to a target: 0 where it touches the outline or lies in it. */
export function metresTo(target: Target, a: Spot, b: Spot): number {
  if (target.rings === null) return pieceDistance(target.spot, a, b);
  if (isInside(a, target.rings)) return 0;
  let least = Infinity;
  for (const ring of target.rings)
    for (let v = 0; v + 1 < ring.length; v++) {
      const [c, d] = [ring[v]!, ring[v + 1]!];
      if (doCross(a, b, c, d)) return 0;
      least = Math.min(
        least,
        pieceDistance(c, a, b),
        pieceDistance(a, c, d),
        pieceDistance(b, c, d),
      );
    }
  return least;
}

/** The spot of a target that is nearest to a spot outside it; the spot itself inside. */
export function nearestSpotOf(target: Target, spot: Spot): Spot {
  if (target.rings === null) return target.spot;
  if (isInside(spot, target.rings)) return spot;
  let best = target.spot;
  let least = Infinity;
  for (const ring of target.rings)
    for (let v = 0; v + 1 < ring.length; v++) {
      const on = between(ring[v]!, ring[v + 1]!, nearestShare(spot, ring[v]!, ring[v + 1]!));
      const metres = Math.hypot(on.x - spot.x, on.y - spot.y);
      if (metres < least) [best, least] = [on, metres];
    }
  return best;
}

/** The spot on the piece a-b that comes nearest to a target. */
export function nearestOnPiece(target: Target, a: Spot, b: Spot): Spot {
  if (target.rings === null) return between(a, b, nearestShare(target.spot, a, b));
  let best = a;
  let least = Infinity;
  const consider = (on: Spot): void => {
    const to = nearestSpotOf(target, on);
    const metres = Math.hypot(to.x - on.x, to.y - on.y);
    if (metres < least) [best, least] = [on, metres];
  };
  consider(a);
  consider(b);
  for (const ring of target.rings)
    for (const corner of ring) consider(between(a, b, nearestShare(corner, a, b)));
  return best;
}

/** Lines end so much within reach, for sums that are rounded. */
const WITHIN_M = 0.01;

/** Where a straight link from a spot towards a target ends: as soon as it is within reach. */
export function stopOf(target: Target, from: Spot): Spot {
  const to = nearestSpotOf(target, from);
  const metres = Math.hypot(to.x - from.x, to.y - from.y);
  const farM = metres - target.reachM + WITHIN_M;
  return farM <= WITHIN_M ? from : between(from, to, farM / metres);
}
