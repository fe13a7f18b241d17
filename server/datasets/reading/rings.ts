import type { Position } from "geojson";

/**
 * Puts the rings of a shapefile record together: a clockwise ring is a shell, an anticlockwise one a hole of the
 * smallest shell around it. A hole without a shell around it is a shell written the wrong way round and becomes one.
 */
export function groupRings(rings: readonly Position[][]): Position[][][] {
  const shells: Shell[] = [];
  const holes: Position[][] = [];
  for (const ring of rings) {
    if (ring.length === 0) continue;
    if (twiceSignedArea(ring) <= 0) shells.push(shellOf(ring));
    else holes.push(ring);
  }
  const ownShells: Shell[] = [];
  for (const hole of holes) {
    let around: Shell | null = null;
    for (const shell of shells)
      if ((around === null || shell.area < around.area) && holds(shell, hole)) around = shell;
    if (around === null) ownShells.push(shellOf(hole));
    else around.rings.push(hole);
  }
  return [...shells, ...ownShells].map((shell) => shell.rings);
}

interface Shell {
  rings: Position[][];
  area: number;
  box: [west: number, south: number, east: number, north: number];
}

function shellOf(ring: Position[]): Shell {
  const box: Shell["box"] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of ring) {
    box[0] = Math.min(box[0], x!);
    box[1] = Math.min(box[1], y!);
    box[2] = Math.max(box[2], x!);
    box[3] = Math.max(box[3], y!);
  }
  return { rings: [ring], area: Math.abs(twiceSignedArea(ring)), box };
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

/** True when the first vertex of the hole that is not on a vertex of the shell lies inside the shell. */
function holds(shell: Shell, hole: readonly Position[]): boolean {
  const [west, south, east, north] = shell.box;
  const outer = shell.rings[0]!;
  for (const [x, y] of hole) {
    if (x! < west || x! > east || y! < south || y! > north) return false;
    if (outer.some((vertex) => vertex[0] === x && vertex[1] === y)) continue;
    return isInside(outer, x!, y!);
  }
  return true;
}

function isInside(ring: readonly Position[], x: number, y: number): boolean {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [xi, yi] = ring[i]! as [number, number];
    const [xj, yj] = ring[j]! as [number, number];
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) inside = !inside;
  }
  return inside;
}
