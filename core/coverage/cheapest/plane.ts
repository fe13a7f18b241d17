import { createFrame, localFrame, WGS84 } from "../../geodesy/ellipsoid.ts";

/** A place in a plane: metres east and north of its centre. */
export interface Spot {
  readonly x: number;
  readonly y: number;
}

/**
 * A plane of metres about a place, in which works are searched; what is told of them is measured on WGS 84 in the end. Lengths in it are
 * off by (distance from the centre / radius of the Earth) squared, halved: 3e-5 at 50 km.
 */
export class Plane {
  readonly #lng: number;
  readonly #lat: number;
  readonly #frame = createFrame();

  constructor(lng: number, lat: number) {
    this.#lng = lng;
    this.#lat = lat;
    localFrame(lat, WGS84, this.#frame);
  }

  spotOf(lng: number, lat: number): Spot {
    const [kx, kxy, ky, kyy, kxx] = this.#frame as unknown as readonly [
      number,
      number,
      number,
      number,
      number,
    ];
    const dx = lng - this.#lng;
    const dy = lat - this.#lat;
    return { x: dx * (kx + kxy * dy), y: dy * (ky + kyy * dy) + kxx * dx * dx };
  }

  /** Longitude and latitude of a spot, to a tenth of a millimetre within 200 km. */
  placeOf({ x, y }: Spot): [lng: number, lat: number] {
    const [kx, kxy, ky, kyy, kxx] = this.#frame as unknown as readonly [
      number,
      number,
      number,
      number,
      number,
    ];
    let dx = x / kx;
    let dy = y / ky;
    for (let round = 0; round < 12; round++) {
      dx = x / (kx + kxy * dy);
      dy = (y - kxx * dx * dx) / (ky + kyy * dy);
    }
    return [this.#lng + dx, this.#lat + dy];
  }
}

export function distanceOf(a: Spot, b: Spot): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

/** The spot a share of the way from one to another. */
export function between(a: Spot, b: Spot, share: number): Spot {
  return { x: a.x + (b.x - a.x) * share, y: a.y + (b.y - a.y) * share };
}

/** How far along the piece a-b (0..1) it comes nearest to a spot. */
export function nearestShare(spot: Spot, a: Spot, b: Spot): number {
  const dx = b.x - a.x;
  const dy = b.y - a.y;
  const squared = dx * dx + dy * dy;
  if (squared === 0) return 0;
  const share = ((spot.x - a.x) * dx + (spot.y - a.y) * dy) / squared;
  return share < 0 ? 0 : share > 1 ? 1 : share;
}

/** Metres from a spot to the piece a-b. */
export function pieceDistance(spot: Spot, a: Spot, b: Spot): number {
  const dx = b.x - a.x;
  const dy = b.y - a.y;
  const squared = dx * dx + dy * dy;
  let share = squared === 0 ? 0 : ((spot.x - a.x) * dx + (spot.y - a.y) * dy) / squared;
  share = share < 0 ? 0 : share > 1 ? 1 : share;
  const ex = a.x + share * dx - spot.x;
  const ey = a.y + share * dy - spot.y;
  return Math.sqrt(ex * ex + ey * ey);
}
