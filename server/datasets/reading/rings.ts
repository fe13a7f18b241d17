import Flatbush from "flatbush";
import type { Position } from "geojson";

/** Comparisons of holes with shells and their edges after which the rings are too many to be put together: about half a second. */
const MAX_STEPS = 30_000_000;
/** What finding and sorting one shell costs, beside looking at one edge. */
const SEARCH_STEPS = 10;
/** Shells of fewer vertices are looked through from end to end. */
const INDEXED_FROM_VERTICES = 64;

/**
 * Puts the rings of a shapefile record together: a clockwise ring is a shell, an anticlockwise one a hole of the
 * smallest shell around it. A hole without a shell around it is a shell written the wrong way round and becomes one.
 * Null when that would take too long, which no drawn shape does.
 */
export function groupRings(rings: readonly Position[][]): Position[][][] | null {
  const shells: Shell[] = [];
  const holes: Position[][] = [];
  for (const ring of rings) {
    if (ring.length === 0) continue;
    if (twiceSignedArea(ring) <= 0) shells.push(new Shell(ring));
    else holes.push(ring);
  }
  const ownShells: Shell[] = [];
  const work = { left: MAX_STEPS };
  const around = holes.length === 0 ? () => null : shellFinder(shells, work);
  for (const hole of holes) {
    const shell = around(hole);
    if (work.left < 0) return null;
    if (shell === null) ownShells.push(new Shell(hole));
    else shell.rings.push(hole);
  }
  return [...shells, ...ownShells].map((shell) => shell.rings);
}

type Box = readonly [west: number, south: number, east: number, north: number];

/** Gives the function that finds the smallest shell around a hole, the first of equal ones; each step is taken from `work`. */
function shellFinder(
  shells: readonly Shell[],
  work: { left: number },
): (hole: Position[]) => Shell | null {
  if (shells.length === 0) return () => null;
  const bySize = [...shells].sort((a, b) => a.area - b.area);
  const tree = new Flatbush(bySize.length);
  for (const { box } of bySize) tree.add(...box);
  tree.finish();
  return (hole) => {
    const [x, y] = hole[0]! as [number, number];
    const found = Int32Array.from(tree.search(x, y, x, y)).sort();
    work.left -= SEARCH_STEPS * found.length;
    for (const i of found) {
      if (work.left < 0) return null;
      if (bySize[i]!.holds(hole, work)) return bySize[i]!;
    }
    return null;
  };
}

class Shell {
  readonly rings: Position[][];
  readonly area: number;
  readonly box: Box;
  readonly #outer: Position[];
  #edges: Flatbush | null = null;

  constructor(ring: Position[]) {
    this.rings = [ring];
    this.#outer = ring;
    this.area = Math.abs(twiceSignedArea(ring));
    this.box = boxOf(ring);
  }

  /** True when the first vertex of the hole that is not on a vertex of the shell lies inside the shell. */
  holds(hole: readonly Position[], work: { left: number }): boolean {
    const [west, south, east, north] = this.box;
    for (const [x, y] of hole) {
      if (x! < west || x! > east || y! < south || y! > north || work.left < 0) return false;
      const side = this.#sideOf(x!, y!, work);
      if (side !== "vertex") return side === "inside";
    }
    return true;
  }

  #sideOf(x: number, y: number, work: { left: number }): "vertex" | "inside" | "outside" {
    const outer = this.#outer;
    const edges = this.#edgesRightOf(x, y);
    work.left -= edges?.length ?? outer.length;
    let isInside = false;
    for (let k = 0; k < (edges?.length ?? outer.length); k++) {
      const i = edges === null ? k : edges[k]!;
      const [xi, yi] = outer[i]! as [number, number];
      const [xj, yj] = outer[i === 0 ? outer.length - 1 : i - 1]! as [number, number];
      if ((xi === x && yi === y) || (xj === x && yj === y)) return "vertex";
      if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) isInside = !isInside;
    }
    return isInside ? "inside" : "outside";
  }

  /** The edges (by the vertex at their end) that reach the level of a place, there or to the right; null for all of them. */
  #edgesRightOf(x: number, y: number): readonly number[] | null {
    const outer = this.#outer;
    if (outer.length < INDEXED_FROM_VERTICES) return null;
    if (this.#edges === null) {
      const tree = new Flatbush(outer.length);
      for (let i = 0; i < outer.length; i++) {
        const [xi, yi] = outer[i]! as [number, number];
        const [xj, yj] = outer[i === 0 ? outer.length - 1 : i - 1]! as [number, number];
        tree.add(Math.min(xi, xj), Math.min(yi, yj), Math.max(xi, xj), Math.max(yi, yj));
      }
      tree.finish();
      this.#edges = tree;
    }
    return this.#edges.search(x, y, Infinity, y);
  }
}

function boxOf(ring: readonly Position[]): Box {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of ring) {
    west = Math.min(west, x!);
    south = Math.min(south, y!);
    east = Math.max(east, x!);
    north = Math.max(north, y!);
  }
  return [west, south, east, north];
}

/** Positive when the ring runs anticlockwise. */
function twiceSignedArea(ring: readonly Position[]): number {
  const [x0, y0] = ring[0]!;
  let sum = 0;
  for (let i = 1; i < ring.length; i++) {
    const a = ring[i - 1]!;
    const b = ring[i]!;
    sum += (a[0]! - x0!) * (b[1]! - y0!) - (b[0]! - x0!) * (a[1]! - y0!);
  }
  return sum;
}
