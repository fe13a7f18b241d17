import type { CountyFacts } from "../facts/counties.ts";
import { mendExclaves } from "./exclaves.ts";
import type { Cells } from "./partition.ts";
import { toPlane } from "./plane.ts";
import { randomFrom } from "./random.ts";
import { shareOut } from "./share-out.ts";

/** Townships to make in all of Guangxi. Source: about 1,250 (domain figures). */
const TOWNSHIPS = 1_252;

/** Townships as groups of cells, county by county; the first township of a county holds the county seat. */
export interface Townships {
  readonly count: number;
  /** Township of each cell. */
  readonly ofCell: Int32Array;
  readonly county: Int32Array;
  readonly members: readonly (readonly number[])[];
  /** The cell of each township's seat. */
  readonly seatCell: Int32Array;
  /** Townships of each county: first[c] .. first[c + 1]. */
  readonly first: Int32Array;
  /** The cell that holds each county's seat. */
  readonly countySeatCell: Int32Array;
}

/** Groups the cells of every county into connected townships of like size by k-means. */
export function createTownships(counties: readonly CountyFacts[], cells: Cells): Townships {
  const cellsOf: number[][] = counties.map(() => []);
  for (let i = 0; i < cells.count; i++) (cellsOf[cells.county[i] as number] as number[]).push(i);
  const quota = shareOut(
    TOWNSHIPS,
    cellsOf.map((own) => own.length),
    1,
  ).map((wanted, c) =>
    Math.min(wanted, Math.max(1, Math.floor((cellsOf[c] as number[]).length / 3))),
  );
  const ofCell = new Int32Array(cells.count);
  const first = new Int32Array(counties.length + 1);
  const countySeatCell = new Int32Array(counties.length);
  const members: number[][] = [];
  const seats: number[] = [];
  const countyOf: number[] = [];
  counties.forEach((county, c) => {
    const own = cellsOf[c] as number[];
    const [sx, sy] = toPlane(county.seat);
    const seat = nearestOf(own, cells, sx, sy);
    countySeatCell[c] = seat;
    const groups = kMeans(own, quota[c] as number, seat, cells, county.code);
    first[c] = members.length;
    groups.forEach((group, g) => {
      const centre = g === 0 ? seat : middleMost(group, cells);
      for (const cell of group) ofCell[cell] = members.length;
      members.push([centre, ...group.filter((cell) => cell !== centre)]);
      seats.push(centre);
      countyOf.push(c);
    });
  });
  first[counties.length] = members.length;
  return {
    count: members.length,
    ofCell,
    county: Int32Array.from(countyOf),
    members,
    seatCell: Int32Array.from(seats),
    first,
    countySeatCell,
  };
}

function nearestOf(own: readonly number[], cells: Cells, x: number, y: number): number {
  let best = -1;
  let bestSquared = Infinity;
  for (const cell of own) {
    const squared = ((cells.x[cell] as number) - x) ** 2 + ((cells.y[cell] as number) - y) ** 2;
    if (squared < bestSquared) {
      bestSquared = squared;
      best = cell;
    }
  }
  return best;
}

function middleMost(group: readonly number[], cells: Cells): number {
  const x = group.reduce((sum, cell) => sum + (cells.x[cell] as number), 0) / group.length;
  const y = group.reduce((sum, cell) => sum + (cells.y[cell] as number), 0) / group.length;
  return nearestOf(group, cells, x, y);
}

/** k-means from far-apart starts, the first at the county seat; then every group is made connected. */
function kMeans(
  own: readonly number[],
  k: number,
  seat: number,
  cells: Cells,
  code: string,
): number[][] {
  const random = randomFrom(`townships ${code}`);
  const starts = [seat];
  const gap = own.map((cell) => squaredBetween(cells, cell, seat));
  while (starts.length < k) {
    // The farthest of a random few: even spread, but not a lattice.
    let farthest = 0;
    for (let trial = 0; trial < own.length / 3; trial++) {
      const candidate = random.whole(0, own.length - 1);
      if ((gap[candidate] as number) > (gap[farthest] as number)) farthest = candidate;
    }
    const start = own[farthest] as number;
    starts.push(start);
    own.forEach(
      (cell, i) => (gap[i] = Math.min(gap[i] as number, squaredBetween(cells, cell, start))),
    );
  }
  const xs = starts.map((cell) => cells.x[cell] as number);
  const ys = starts.map((cell) => cells.y[cell] as number);
  const group = new Int32Array(cells.count).fill(-1);
  for (let round = 0; round < 8; round++) {
    for (const cell of own) {
      let best = Infinity;
      for (let g = 0; g < k; g++) {
        const squared =
          ((cells.x[cell] as number) - (xs[g] as number)) ** 2 +
          ((cells.y[cell] as number) - (ys[g] as number)) ** 2;
        if (squared < best) {
          best = squared;
          group[cell] = g;
        }
      }
    }
    for (let g = 0; g < k; g++) {
      const inside = own.filter((cell) => group[cell] === g);
      if (inside.length === 0) continue;
      xs[g] = inside.reduce((sum, cell) => sum + (cells.x[cell] as number), 0) / inside.length;
      ys[g] = inside.reduce((sum, cell) => sum + (cells.y[cell] as number), 0) / inside.length;
    }
  }
  const local = new Int32Array(own.map((cell) => group[cell] as number));
  const place = new Map(own.map((cell, i) => [cell, i]));
  mendExclaves(local, own.length, (i) =>
    cells
      .neighboursOf(own[i] as number)
      .map((cell) => place.get(cell) ?? -1)
      .filter((j) => j >= 0),
  );
  const groups: number[][] = starts.map(() => []);
  own.forEach((cell, i) => (groups[local[i] as number] as number[]).push(cell));
  const filled = groups.filter((members) => members.length > 0);
  const withSeat = filled.findIndex((members) => members.includes(seat));
  const [home] = filled.splice(withSeat, 1);
  return [home as number[], ...filled];
}

function squaredBetween(cells: Cells, a: number, b: number): number {
  return (
    ((cells.x[a] as number) - (cells.x[b] as number)) ** 2 +
    ((cells.y[a] as number) - (cells.y[b] as number)) ** 2
  );
}
