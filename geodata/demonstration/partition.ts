import { Delaunay } from "d3-delaunay";
import type { CountyFacts } from "../facts/counties.ts";
import { SKETCH_OUTLINE } from "../facts/outline.ts";
import { assignCounties } from "./county-shapes.ts";
import type { Landscape } from "./landscape.ts";
import { isInside, type Point, toPlane } from "./plane.ts";
import { unit } from "./winding.ts";
import { randomFrom } from "./random.ts";
import { shareOut } from "./share-out.ts";
import { mendExclaves } from "./exclaves.ts";

/** Administrative villages to make in all of Guangxi. Source: about 14,000 (domain figures). */
const ADMINISTRATIVE_VILLAGES = 14_240;

/**
 * The cells that the sketch-map is made of: one per administrative village, and ghosts outside the outline that give the outer
 * cells their far side. Cells 0 .. count - 1 are inside.
 */
export interface Cells {
  readonly count: number;
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** Index of the county of each inside cell. */
  readonly county: Int32Array;
  readonly delaunay: Delaunay<number>;
  /** Voronoi polygons by cell, closed rings on the plane. */
  polygonOf(cell: number): Point[];
  /** Inside cells that share a border with the cell. */
  neighboursOf(cell: number): number[];
}

/** Spreads the administrative villages over the outline, each county getting its share by area and lie of the land. */
export function createCells(counties: readonly CountyFacts[], landscape: Landscape): Cells {
  const outline = SKETCH_OUTLINE.map(toPlane);
  const random = randomFrom("cells");
  const pixels = assignCounties(counties, outline);
  const quota = shareOut(
    ADMINISTRATIVE_VILLAGES,
    counties.map((county) => (county.areaKm2 + 40) * (1.25 - 0.55 * county.relief)),
    3,
  );
  const xs: number[] = [];
  const ys: number[] = [];
  const owner: number[] = [];
  counties.forEach((_, c) => {
    const own = pixels.ofCounty[c] as number[];
    // Every n-th pixel of a space-filling order: even spread without clumps before relaxation.
    const wanted = quota[c] as number;
    for (let k = 0; k < wanted; k++) {
      const pixel = own[Math.floor(((k + random.next()) * own.length) / wanted)] as number;
      const [px, py] = pixels.middleOf(pixel);
      xs.push(px + random.between(-0.5, 0.5) * pixels.sizeKm);
      ys.push(py + random.between(-0.5, 0.5) * pixels.sizeKm);
      owner.push(c);
    }
  });
  const count = xs.length;
  addGhosts(xs, ys, outline);
  const points = new Float64Array(2 * xs.length);
  xs.forEach((x, i) => {
    points[2 * i] = x;
    points[2 * i + 1] = ys[i] as number;
  });
  const bounds: [number, number, number, number] = [-600, -500, 600, 500];
  for (let round = 0; round < 3; round++) relax(points, count, bounds, outline, landscape);
  const delaunay = new Delaunay(points);
  const voronoi = delaunay.voronoi(bounds);
  const neighboursOf = (cell: number): number[] =>
    [...voronoi.neighbors(cell)].filter((other) => other < count);
  const county = Int32Array.from(owner);
  mendExclaves(county, count, neighboursOf);
  return {
    count,
    x: Float64Array.from({ length: count }, (_, i) => points[2 * i] as number),
    y: Float64Array.from({ length: count }, (_, i) => points[2 * i + 1] as number),
    county,
    delaunay,
    polygonOf: (cell) => voronoi.cellPolygon(cell) as unknown as Point[],
    neighboursOf,
  };
}

/** Two rows of points outside the outline, about one cell apart, so that the outermost cells end near the outline. */
function addGhosts(xs: number[], ys: number[], outline: readonly Point[]): void {
  const random = randomFrom("ghosts");
  const add = (x: number, y: number): void => {
    if (isInside(outline, x, y)) return;
    xs.push(x);
    ys.push(y);
  };
  for (const away of [2, 6.5, 12]) {
    for (let i = 0; i < outline.length; i++) {
      const [ax, ay] = outline[i] as Point;
      const [bx, by] = outline[(i + 1) % outline.length] as Point;
      const length = Math.hypot(bx - ax, by - ay);
      const steps = Math.max(1, Math.round(length / 3.2));
      for (let s = 0; s < steps; s++) {
        const t = (s + 0.5) / steps;
        // The outline runs clockwise, so the outside is to the left.
        const x = ax + t * (bx - ax) - (away * (by - ay)) / length + random.between(-0.6, 0.6);
        const y = ay + t * (by - ay) + (away * (bx - ax)) / length + random.between(-0.6, 0.6);
        add(x, y);
      }
      // At an outward corner the rows of its two sides leave a gap.
      const [zx, zy] = outline[(i + outline.length - 1) % outline.length] as Point;
      const before = unit([zx, zy], [ax, ay]);
      const after = unit([ax, ay], [bx, by]);
      const turn = Math.atan2(
        before[0] * after[1] - before[1] * after[0],
        before[0] * after[0] + before[1] * after[1],
      );
      const fan = Math.round((Math.abs(Math.min(0, turn)) * away) / 3 + 0.3);
      for (let k = 1; k <= fan; k++) {
        const angle = Math.atan2(before[0], -before[1]) + (turn * k) / (fan + 1);
        add(ax + away * Math.cos(angle), ay + away * Math.sin(angle));
      }
    }
  }
}

/** One step of Lloyd's relaxation of the inside points, stopping at the outline. */
function relax(
  points: Float64Array,
  count: number,
  bounds: [number, number, number, number],
  outline: readonly Point[],
  landscape: Landscape,
): void {
  const voronoi = new Delaunay(points).voronoi(bounds);
  const moved: [number, number][] = [];
  for (let i = 0; i < count; i++) {
    const ring = voronoi.cellPolygon(i) as unknown as Point[];
    let area = 0;
    let cx = 0;
    let cy = 0;
    for (let v = 0; v + 1 < ring.length; v++) {
      const [ax, ay] = ring[v] as Point;
      const [bx, by] = ring[v + 1] as Point;
      const cross = ax * by - bx * ay;
      area += cross;
      cx += (ax + bx) * cross;
      cy += (ay + by) * cross;
    }
    const x = points[2 * i] as number;
    const y = points[2 * i + 1] as number;
    const pull = 0.75 - 0.2 * landscape.reliefAt(x, y);
    const nx = x + pull * (cx / (3 * area) - x);
    const ny = y + pull * (cy / (3 * area) - y);
    moved.push(isInside(outline, nx, ny) ? [nx, ny] : [x, y]);
  }
  moved.forEach(([x, y], i) => {
    points[2 * i] = x;
    points[2 * i + 1] = y;
  });
}
