import type { CountyFacts } from "../facts/counties.ts";
import { distanceToSegment, isInside, type Point, toPlane } from "./plane.ts";
import { fractalNoise } from "./random.ts";

const SIZE_KM = 1.6;
const ROUNDS = 60;

/** The outline cut into small squares, each given to a county. */
export interface CountyPixels {
  readonly sizeKm: number;
  /** Pixels of each county, in an order that runs to and fro in bands. */
  readonly ofCounty: readonly (readonly number[])[];
  middleOf(pixel: number): Point;
}

/**
 * Gives every square of the outline to a county so that each county gets its known area: a power diagram around the segments from
 * the counties' middles to their seats, bent by noise, whose weights are raised and lowered until the areas fit.
 */
export function assignCounties(
  counties: readonly CountyFacts[],
  outline: readonly Point[],
): CountyPixels {
  const middles: Point[] = [];
  const cores = counties.map((county) => {
    const [mx, my] = toPlane(county.middle);
    const [sx, sy] = toPlane(county.seat);
    const length = Math.hypot(sx - mx, sy - my);
    // A seat far outside its circle (city districts share one town) is only leant towards.
    const share = Math.min(
      0.9,
      (1.1 * Math.sqrt(county.areaKm2 / Math.PI)) / Math.max(length, 0.1),
    );
    return { ax: mx, ay: my, bx: mx + share * (sx - mx), by: my + share * (sy - my) };
  });
  const xsOf = outline.map(([x]) => x);
  const ysOf = outline.map(([, y]) => y);
  const minX = Math.min(...xsOf);
  const maxX = Math.max(...xsOf);
  const minY = Math.min(...ysOf);
  const maxY = Math.max(...ysOf);
  for (let y = minY, row = 0; y < maxY; y += SIZE_KM, row++) {
    const line: Point[] = [];
    for (let x = minX; x < maxX; x += SIZE_KM) if (isInside(outline, x, y)) line.push([x, y]);
    middles.push(...(row % 2 === 0 ? line : line.reverse()));
  }
  const near = nearestCores(middles, cores);
  const scale =
    (middles.length * SIZE_KM * SIZE_KM) /
    counties.reduce((sum, county) => sum + county.areaKm2, 0);
  const weight = counties.map((county) => county.areaKm2 / Math.PI);
  let owner = new Int32Array(middles.length);
  for (let round = 0; round < ROUNDS; round++) {
    owner = ownersOf(middles.length, near, weight);
    const area = new Float64Array(counties.length);
    for (const c of owner) area[c] = (area[c] as number) + SIZE_KM * SIZE_KM;
    counties.forEach((county, c) => {
      const missing = county.areaKm2 * scale - (area[c] as number);
      // A small district swallowed by its neighbours climbs by steady steps until it shows.
      const step = area[c] === 0 ? 40 : (0.35 * missing) / (1 + round / 20);
      weight[c] = (weight[c] as number) + step;
    });
  }
  const ofCounty: number[][] = counties.map(() => []);
  owner.forEach((c, pixel) => (ofCounty[c] as number[]).push(pixel));
  return { sizeKm: SIZE_KM, ofCounty, middleOf: (pixel) => middles[pixel] as Point };
}

const CANDIDATES = 14;
/** No square belongs to a county whose core is farther away than this. */
const FARTHEST_KM = 160;

interface NearCores {
  readonly index: Int32Array;
  readonly squared: Float64Array;
}

function nearestCores(
  middles: readonly Point[],
  cores: readonly { ax: number; ay: number; bx: number; by: number }[],
): NearCores {
  const index = new Int32Array(middles.length * CANDIDATES);
  const squared = new Float64Array(middles.length * CANDIDATES).fill(Infinity);
  middles.forEach(([px, py], pixel) => {
    const x = px + 5 * fractalNoise(px / 14, py / 14, 101, 3);
    const y = py + 5 * fractalNoise(px / 14, py / 14, 202, 3);
    const begin = pixel * CANDIDATES;
    cores.forEach((core, c) => {
      if (Math.abs(core.ax - x) > FARTHEST_KM || Math.abs(core.ay - y) > FARTHEST_KM) return;
      const distance = distanceToSegment(x, y, core.ax, core.ay, core.bx, core.by) ** 2;
      // Insertion into the sorted list of the nearest so far.
      let k = begin + CANDIDATES - 1;
      if (distance >= (squared[k] as number)) return;
      for (; k > begin && distance < (squared[k - 1] as number); k--) {
        squared[k] = squared[k - 1] as number;
        index[k] = index[k - 1] as number;
      }
      squared[k] = distance;
      index[k] = c;
    });
  });
  return { index, squared };
}

function ownersOf(
  pixels: number,
  near: NearCores,
  weight: readonly number[],
): Int32Array<ArrayBuffer> {
  const owner = new Int32Array(pixels);
  for (let pixel = 0; pixel < pixels; pixel++) {
    let best = Infinity;
    for (let k = pixel * CANDIDATES; k < (pixel + 1) * CANDIDATES; k++) {
      const c = near.index[k] as number;
      const power = (near.squared[k] as number) - (weight[c] as number);
      if (power < best) {
        best = power;
        owner[pixel] = c;
      }
    }
  }
  return owner;
}
