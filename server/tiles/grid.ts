/**
 * The integer world that tiles are cut from: Web Mercator, 2^30 units a side (3.7 cm at the equator), y downward.
 * A tile of zoom z is 2^(30-z) units wide, so a tile unit (1/4096 tile) is a plain shift by 18 - z.
 */
export const WORLD_BITS = 30;
export const EXTENT = 4096;
/** Tile units that lines and polygons reach beyond the tile, so that strokes meet at borders. Points have none: each lies in one tile. */
export const BUFFER = 64;
export const MAX_ZOOM = 18;
/** From this zoom on every vertex is drawn; clients enlarge these tiles beyond. */
export const FULL_DETAIL_ZOOM = 14;

const WORLD = 2 ** WORLD_BITS;
const clampToWorld = (value: number) => Math.min(WORLD - 1, Math.max(0, Math.floor(value)));

/** World x of a longitude in degrees; beyond +-180 it is clamped. */
export function worldX(lng: number): number {
  return clampToWorld((lng / 360 + 0.5) * WORLD);
}

/** World y of a latitude in degrees; beyond the square of Web Mercator (+-85.05) it is clamped. */
export function worldY(lat: number): number {
  const sine = Math.sin((lat * Math.PI) / 180);
  return clampToWorld((0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) * WORLD);
}

/** Longitude and latitude in degrees of a place in the world. */
export function positionOf(x: number, y: number): [lng: number, lat: number] {
  const lat = (Math.atan(Math.sinh(Math.PI * (1 - (2 * y) / WORLD))) * 180) / Math.PI;
  return [(x / WORLD) * 360 - 180, lat];
}

/** One tile of the pyramid, and what is needed to cut it. */
export interface Tile {
  readonly z: number;
  readonly x: number;
  readonly y: number;
  /** World place of its north-west corner. */
  readonly originX: number;
  readonly originY: number;
  /** World units in a tile unit, as a shift. */
  readonly shift: number;
  /** World units in a tile. */
  readonly size: number;
  /** World units of the buffer. */
  readonly margin: number;
}

export function tileAt(z: number, x: number, y: number): Tile {
  const size = 2 ** (WORLD_BITS - z);
  const shift = WORLD_BITS - 12 - z;
  return {
    z,
    x,
    y,
    originX: x * size,
    originY: y * size,
    shift,
    size,
    margin: BUFFER * 2 ** shift,
  };
}
