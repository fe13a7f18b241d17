import type { MultiPolygon, Polygon, Position as GeoPosition } from "geojson";
import type { Cells } from "./partition.ts";
import { type Point, toPosition } from "./plane.ts";
import { type Random, randomFrom } from "./random.ts";

/** Borders of cells and of any grouping of cells, all made of the same vertices: no gaps, no overlaps, no slivers. */
export interface Borders {
  /** Outline of the cells whose group is `group`. */
  outlineOf(
    groupOfCell: (cell: number) => number,
    group: number,
    cells: readonly number[],
  ): Polygon | MultiPolygon;
  /** The two corners that the border of a half-edge joins. */
  straightEdge(edge: number): readonly [Point, Point];
  /** How far in km that border strays from the straight line between them. */
  strayKm(edge: number): number;
}

/** Length of a piece of border in km by what it parts: administrative villages, townships, counties. */
const PIECE_KM = [0.95, 0.55, 0.32];

/**
 * Roughens every edge of the cells once and shares it between both sides. `rank` tells what an edge parts: 0 administrative
 * villages, 1 townships, 2 counties or the outside. An edge strays only within the triangles between itself and the middles of its
 * two cells, which do not overlap, so borders never cross.
 */
export function createBorders(cells: Cells, rank: (a: number, b: number) => 0 | 1 | 2): Borders {
  const { triangles, halfedges, points } = cells.delaunay;
  const corners = cornersOf(points, triangles);
  const interior = new Map<number, GeoPosition[]>();
  const stray = new Float64Array(triangles.length);
  const random = randomFrom("borders");

  for (let e = 0; e < triangles.length; e++) {
    const back = halfedges[e] as number;
    if (back < e) continue;
    const a = triangles[e] as number;
    const b = triangles[nextHalfedge(e)] as number;
    if (a >= cells.count && b >= cells.count) continue;
    const rough = roughen(
      cornerOf(corners, triangleOf(e)),
      cornerOf(corners, triangleOf(back)),
      pointOf(points, a),
      PIECE_KM[rank(a, b)] as number,
      random,
    );
    interior.set(e, rough.points);
    stray[e] = stray[back] = rough.strayKm;
  }
  const corner = (triangle: number): GeoPosition => {
    const [x, y] = cornerOf(corners, triangle);
    return toPosition(x, y) as unknown as GeoPosition;
  };
  const cornerPositions = new Map<number, GeoPosition>();
  const sharedCorner = (triangle: number): GeoPosition => {
    let position = cornerPositions.get(triangle);
    if (position === undefined) cornerPositions.set(triangle, (position = corner(triangle)));
    return position;
  };
  return {
    straightEdge: (edge) => [
      cornerOf(corners, triangleOf(edge)),
      cornerOf(corners, triangleOf(halfedges[edge] as number)),
    ],
    strayKm: (edge) => stray[edge] as number,
    outlineOf: (groupOfCell, group, members) => {
      // Half-edges of members towards other groups; each corner starts at most one, since three cells meet there.
      const from = new Map<number, number>();
      for (const cell of members) {
        for (const e of edgesAround(cells.delaunay, cell)) {
          const back = halfedges[e] as number;
          const other = triangles[nextHalfedge(e)] as number;
          if (other < cells.count && groupOfCell(other) === group) continue;
          from.set(triangleOf(e), back);
        }
      }
      const rings: GeoPosition[][] = [];
      while (from.size > 0) {
        const start = from.keys().next().value as number;
        const ring: GeoPosition[] = [];
        // Two corners a few centimetres apart become one when rounded, on both sides alike.
        const add = (position: GeoPosition): void => {
          const last = ring.at(-1);
          if (last === undefined || last[0] !== position[0] || last[1] !== position[1])
            ring.push(position);
        };
        let at = start;
        do {
          const back = from.get(at);
          if (back === undefined) throw new Error("a border does not close");
          from.delete(at);
          add(sharedCorner(at));
          const forward = interior.get(halfedges[back] as number);
          const between = forward ?? (interior.get(back) as GeoPosition[]).toReversed();
          for (const position of between) add(position);
          at = triangleOf(back);
        } while (at !== start);
        add(ring[0] as GeoPosition);
        rings.push(ring);
      }
      return polygonsOf(rings);
    },
  };
}

const triangleOf = (edge: number): number => Math.floor(edge / 3);
/** The next half-edge around the same triangle. */
export const nextHalfedge = (edge: number): number => (edge % 3 === 2 ? edge - 2 : edge + 1);
const pointOf = (points: ArrayLike<number>, i: number): Point => [
  points[2 * i] as number,
  points[2 * i + 1] as number,
];
const cornerOf = (corners: Float64Array, triangle: number): Point => [
  corners[2 * triangle] as number,
  corners[2 * triangle + 1] as number,
];

/** Half-edges that leave the cell's middle, once around. */
export function edgesAround(delaunay: Cells["delaunay"], cell: number): number[] {
  const { inedges, halfedges } = delaunay;
  const first = inedges[cell] as number;
  const edges: number[] = [];
  let incoming = first;
  do {
    const outgoing = nextHalfedge(incoming);
    edges.push(outgoing);
    incoming = halfedges[outgoing] as number;
  } while (incoming !== -1 && incoming !== first);
  return edges;
}

/** Circumcentres of the triangles: the corners of the cells. */
function cornersOf(points: ArrayLike<number>, triangles: ArrayLike<number>): Float64Array {
  const corners = new Float64Array((triangles.length / 3) * 2);
  for (let t = 0; t < triangles.length / 3; t++) {
    const [ax, ay] = pointOf(points, triangles[3 * t] as number);
    const [bx, by] = pointOf(points, triangles[3 * t + 1] as number);
    const [cx, cy] = pointOf(points, triangles[3 * t + 2] as number);
    const dx = bx - ax;
    const dy = by - ay;
    const ex = cx - ax;
    const ey = cy - ay;
    const twice = 2 * (dx * ey - dy * ex);
    const d = dx * dx + dy * dy;
    const e = ex * ex + ey * ey;
    corners[2 * t] = ax + (ey * d - dy * e) / twice;
    corners[2 * t + 1] = ay + (dx * e - ex * d) / twice;
  }
  return corners;
}

/** Points between two corners, displaced sideways by halving, inside the triangle to the middle of a side's cell. */
function roughen(
  [ax, ay]: Point,
  [bx, by]: Point,
  [sx, sy]: Point,
  pieceKm: number,
  random: Random,
): { points: GeoPosition[]; strayKm: number } {
  const length = Math.hypot(bx - ax, by - ay);
  const pieces = 2 ** Math.max(0, Math.min(6, Math.round(Math.log2(length / pieceKm))));
  if (pieces === 1 || length < 0.05) return { points: [], strayKm: 0 };
  const ux = (bx - ax) / length;
  const uy = (by - ay) / length;
  const half = length / 2;
  const along = Math.abs((sx - ax) * ux + (sy - ay) * uy - half);
  const away = Math.abs((sx - ax) * uy - (sy - ay) * ux);
  const room = Math.min((0.6 * away * half) / (half + along), 0.34 * length);
  const offset = new Float64Array(pieces + 1);
  for (let step = pieces, height = 0.8 * room; step > 1; step /= 2, height *= 0.56) {
    for (let k = step / 2; k < pieces; k += step) {
      const middle = ((offset[k - step / 2] as number) + (offset[k + step / 2] as number)) / 2;
      const limit = room * (1 - Math.abs((2 * k) / pieces - 1));
      offset[k] = Math.max(-limit, Math.min(limit, middle + (2 * random.next() - 1) * height));
    }
  }
  const points: GeoPosition[] = [];
  let strayKm = 0;
  for (let k = 1; k < pieces; k++) {
    const t = (k / pieces) * length;
    const side = offset[k] as number;
    strayKm = Math.max(strayKm, Math.abs(side));
    points.push(
      toPosition(ax + t * ux - side * uy, ay + t * uy + side * ux) as unknown as GeoPosition,
    );
  }
  return { points, strayKm };
}

function signedArea(ring: readonly GeoPosition[]): number {
  let sum = 0;
  for (let i = 0; i + 1 < ring.length; i++) {
    const [ax, ay] = ring[i] as [number, number];
    const [bx, by] = ring[i + 1] as [number, number];
    sum += ax * by - bx * ay;
  }
  return sum / 2;
}

/** Sorts rings into shells (anticlockwise) and their holes (clockwise). */
function polygonsOf(rings: GeoPosition[][]): Polygon | MultiPolygon {
  const shells = rings.filter((ring) => signedArea(ring) > 0).map((ring) => [ring]);
  for (const hole of rings.filter((ring) => signedArea(ring) < 0)) {
    const [x, y] = hole[0] as [number, number];
    const around = shells
      .filter(([shell]) => covers(shell as GeoPosition[], x, y))
      .sort(([a], [b]) => signedArea(a as GeoPosition[]) - signedArea(b as GeoPosition[]))[0];
    if (around === undefined) throw new Error("a hole lies in no shell");
    around.push(hole);
  }
  return shells.length === 1
    ? { type: "Polygon", coordinates: shells[0] as GeoPosition[][] }
    : { type: "MultiPolygon", coordinates: shells };
}

function covers(ring: readonly GeoPosition[], x: number, y: number): boolean {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [ax, ay] = ring[i] as [number, number];
    const [bx, by] = ring[j] as [number, number];
    if (ax === x && ay === y) return true;
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
  }
  return inside;
}
