import { COUNTIES } from "../facts/counties.ts";
import { edgesAround } from "./borders.ts";
import { distanceToSegment, isInside, type Point } from "./plane.ts";
import { fractalNoise, type Random, randomFrom } from "./random.ts";
import { shareOut } from "./share-out.ts";
import type { Territory } from "./territory.ts";

/** Natural villages of all of Guangxi. Source: 160,000-170,000 (domain figures). */
const NATURAL_VILLAGES = 165_240;

/** Natural villages of one county in columns; those of a cell lie side by side. */
export interface Hamlets {
  readonly county: number;
  readonly cells: readonly number[];
  /** Hamlets of the k-th cell: first[k] .. first[k + 1]. */
  readonly first: Int32Array;
  readonly cell: Int32Array;
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly households: Int32Array;
  readonly persons: Int32Array;
}

/** How many natural villages each administrative village of Guangxi holds. */
export function hamletCounts(land: Territory): number[] {
  const random = randomFrom("hamlet counts");
  const weights = Array.from({ length: land.cells.count }, (_, cell) => {
    const area = areaOf(land, cell);
    const spread = 0.8 + 0.5 * (land.karst[cell] as number) + 0.25 * (land.relief[cell] as number);
    return (
      (land.urban[cell] === 1 ? 0.4 : 1) * (5 + area * 0.55) * spread * random.between(0.65, 1.35)
    );
  });
  return shareOut(NATURAL_VILLAGES, weights, 2);
}

function areaOf(land: Territory, cell: number): number {
  const ring = land.cells.polygonOf(cell);
  let sum = 0;
  for (let i = 0; i + 1 < ring.length; i++) {
    const [ax, ay] = ring[i] as Point;
    const [bx, by] = ring[i + 1] as Point;
    sum += ax * by - bx * ay;
  }
  return Math.abs(sum) / 2;
}

/** Places the natural villages of a county and gives them households and persons. */
export function createHamlets(land: Territory, county: number, counts: readonly number[]): Hamlets {
  const random = randomFrom(`hamlets ${COUNTIES[county]?.code}`);
  const cells: number[] = [];
  for (
    let t = land.townships.first[county] as number;
    t < (land.townships.first[county + 1] as number);
    t++
  ) {
    cells.push(...(land.townships.members[t] as readonly number[]));
  }
  const first = new Int32Array(cells.length + 1);
  cells.forEach((cell, k) => (first[k + 1] = (first[k] as number) + (counts[cell] as number)));
  const total = first[cells.length] as number;
  const hamlets = {
    county,
    cells,
    first,
    cell: new Int32Array(total),
    x: new Float64Array(total),
    y: new Float64Array(total),
    households: new Int32Array(total),
    persons: new Int32Array(total),
  };
  cells.forEach((cell, k) => {
    const places = placesIn(land, cell, counts[cell] as number, random);
    places.forEach(([x, y], j) => {
      const i = (first[k] as number) + j;
      hamlets.cell[i] = cell;
      hamlets.x[i] = x;
      hamlets.y[i] = y;
      const households = householdsOf(land, cell, j, random);
      hamlets.households[i] = households;
      hamlets.persons[i] = Math.max(households, Math.round(households * random.between(3.6, 4.9)));
    });
  });
  return hamlets;
}

/** Places inside the cell clear of its rough border, the seat first, the others as far apart as a few trials find them. */
function placesIn(land: Territory, cell: number, wanted: number, random: Random): Point[] {
  const ring = land.cells.polygonOf(cell);
  const xs = ring.map(([x]) => x);
  const ys = ring.map(([, y]) => y);
  const box = [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)] as const;
  const margins = marginsOf(land, cell);
  const angle = random.between(0, 2 * Math.PI);
  const off = random.between(0.05, 0.18);
  const seatX = (land.cells.x[cell] as number) + off * Math.cos(angle);
  const seatY = (land.cells.y[cell] as number) + off * Math.sin(angle);
  const places: Point[] = [[seatX, seatY]];
  const steep = land.relief[cell] as number;
  for (let guard = 0; places.length < wanted && guard < 400 * wanted; guard++) {
    let best: Point | undefined;
    // The longer the search, the less choosy: small cells must hold their villages too.
    const patience = Math.max(0, 1 - guard / (60 * wanted));
    let bestGap = 0.03 + 0.09 * patience;
    for (let trial = 0; trial < 3; trial++) {
      const x = random.between(box[0], box[2]);
      const y = random.between(box[1], box[3]);
      if (!isInside(ring, x, y) || !random.chance(valleyShare(x, y, steep) ** patience)) continue;
      if (margins.some(([ax, ay, bx, by, room]) => distanceToSegment(x, y, ax, ay, bx, by) < room))
        continue;
      let gap = Infinity;
      for (const [px, py] of places) gap = Math.min(gap, Math.hypot(px - x, py - y));
      if (gap > bestGap) {
        bestGap = gap;
        best = [x, y];
      }
    }
    if (best !== undefined) places.push(best);
  }
  if (places.length < wanted) throw new Error(`no room for ${wanted} villages in cell ${cell}`);
  return places;
}

/** How readily people settle here, 0..1: along the winding floors of valleys where the land is steep, anywhere in plains. */
function valleyShare(x: number, y: number, steep: number): number {
  const height = Math.abs(fractalNoise(x / 4.5, y / 4.5, 41, 2));
  return Math.exp(-7 * steep * height);
}

type Margin = readonly [ax: number, ay: number, bx: number, by: number, room: number];

/** The straight edges of the cell, each with the distance within which its rough border may run. */
function marginsOf(land: Territory, cell: number): Margin[] {
  const edges = edgesAround(land.cells.delaunay, cell);
  return edges.map((edge) => {
    const [a, b] = land.borders.straightEdge(edge);
    return [a[0], a[1], b[0], b[1], land.borders.strayKm(edge) + 0.03];
  });
}

/** Log-normal households: medians of 27 in plains to 15 in karst mountains, the seat larger, towns much larger. */
function householdsOf(land: Territory, cell: number, order: number, random: Random): number {
  const hardness = 0.6 * (land.karst[cell] as number) + 0.6 * (land.relief[cell] as number);
  const median = 40 * Math.exp(-0.62 * hardness);
  const size =
    median *
    Math.exp(0.62 * random.gauss()) *
    (order === 0 ? 1.9 : 1) *
    (land.urban[cell] === 1 ? 2.4 : 1);
  return Math.max(2, Math.min(land.urban[cell] === 1 ? 900 : 420, Math.round(size)));
}
