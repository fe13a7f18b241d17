import { between, nearestShare, type Spot } from "./plane.ts";

const CELL_M = 500;
/** More cells than this along a side are made larger instead. */
const MOST_CELLS = 600;

/** A spot on an existing line and how far it is. */
export interface Foot {
  readonly spot: Spot;
  readonly distanceM: number;
}

/**
 * The existing lines that new ones may hang on, as pieces in a plane behind a grid of cells: piece k runs from ends[4k], ends[4k + 1] to
 * ends[4k + 2], ends[4k + 3].
 */
export class ExistingLines {
  readonly #ends: Float64Array;
  readonly #west: number;
  readonly #south: number;
  readonly #cellM: number;
  readonly #columns: number;
  readonly #rows: number;
  readonly #start: Int32Array;
  readonly #piece: Int32Array;

  constructor(ends: Float64Array) {
    this.#ends = ends;
    const count = ends.length / 4;
    let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
    for (let k = 0; k < ends.length; k += 2) {
      west = Math.min(west, ends[k]!);
      east = Math.max(east, ends[k]!);
      south = Math.min(south, ends[k + 1]!);
      north = Math.max(north, ends[k + 1]!);
    }
    if (count === 0) [west, south, east, north] = [0, 0, 0, 0];
    this.#west = west;
    this.#south = south;
    this.#cellM = Math.max(CELL_M, (east - west) / MOST_CELLS, (north - south) / MOST_CELLS);
    this.#columns = Math.floor((east - west) / this.#cellM) + 1;
    this.#rows = Math.floor((north - south) / this.#cellM) + 1;
    const start = new Int32Array(this.#columns * this.#rows + 1);
    this.#visitCells((cell) => {
      start[cell + 1]!++;
    });
    for (let cell = 0; cell + 1 < start.length; cell++) start[cell + 1]! += start[cell]!;
    const next = start.slice();
    this.#piece = new Int32Array(start.at(-1)!);
    this.#visitCells((cell, k) => {
      this.#piece[next[cell]!++] = k;
    });
    this.#start = start;
  }

  get isEmpty(): boolean {
    return this.#ends.length === 0;
  }

  #column(x: number): number {
    return Math.max(0, Math.min(this.#columns - 1, Math.floor((x - this.#west) / this.#cellM)));
  }

  #row(y: number): number {
    return Math.max(0, Math.min(this.#rows - 1, Math.floor((y - this.#south) / this.#cellM)));
  }

  /** Cells that the box of each piece touches. */
  #visitCells(visit: (cell: number, piece: number) => void): void {
    const ends = this.#ends;
    for (let k = 0; 4 * k < ends.length; k++) {
      const [ax, ay, bx, by] = ends.subarray(4 * k, 4 * k + 4) as unknown as number[];
      const [c0, c1] = [this.#column(Math.min(ax!, bx!)), this.#column(Math.max(ax!, bx!))];
      const [r0, r1] = [this.#row(Math.min(ay!, by!)), this.#row(Math.max(ay!, by!))];
      for (let r = r0; r <= r1; r++) for (let c = c0; c <= c1; c++) visit(r * this.#columns + c, k);
    }
  }

  /** Visits pieces from the cells about a spot outwards, until nothing farther away can be nearer than what `visit` says is enough. */
  #search(spot: Spot, visit: (k: number) => number): void {
    const column = this.#column(spot.x);
    const row = this.#row(spot.y);
    let enough = Infinity;
    for (let ring = 0; ; ring++) {
      const [left, right, low, high] = [column - ring, column + ring, row - ring, row + ring];
      for (let r = Math.max(0, low); r <= Math.min(this.#rows - 1, high); r++) {
        const step = r === low || r === high ? 1 : Math.max(1, right - left);
        for (let c = left; c <= right; c += step) {
          if (c < 0 || c >= this.#columns) continue;
          const cell = r * this.#columns + c;
          for (let e = this.#start[cell]!; e < this.#start[cell + 1]!; e++)
            enough = Math.min(enough, visit(this.#piece[e]!));
        }
      }
      const around = Math.min(
        left <= 0 ? Infinity : spot.x - (this.#west + left * this.#cellM),
        right >= this.#columns - 1 ? Infinity : this.#west + (right + 1) * this.#cellM - spot.x,
        low <= 0 ? Infinity : spot.y - (this.#south + low * this.#cellM),
        high >= this.#rows - 1 ? Infinity : this.#south + (high + 1) * this.#cellM - spot.y,
      );
      if (around === Infinity || enough <= around) return;
    }
  }

  /** The nearest spot on any line, null where there is none; of equally near ones the most western, then the most southern. */
  nearest(spot: Spot): Foot | null {
    const ends = this.#ends;
    let best = Infinity;
    let [bestX, bestY] = [0, 0];
    this.#search(spot, (k) => {
      const [ax, ay] = [ends[4 * k]!, ends[4 * k + 1]!];
      const dx = ends[4 * k + 2]! - ax;
      const dy = ends[4 * k + 3]! - ay;
      const squared = dx * dx + dy * dy;
      let share = squared === 0 ? 0 : ((spot.x - ax) * dx + (spot.y - ay) * dy) / squared;
      share = share < 0 ? 0 : share > 1 ? 1 : share;
      const [x, y] = [ax + share * dx, ay + share * dy];
      const metres = Math.sqrt((x - spot.x) ** 2 + (y - spot.y) ** 2);
      const tie = metres === best && (x < bestX || (x === bestX && y < bestY));
      if (metres < best || tie) [best, bestX, bestY] = [metres, x, y];
      return best;
    });
    return best === Infinity ? null : { spot: { x: bestX, y: bestY }, distanceM: best };
  }

  /** The shortest way from a ring of spots to any line. */
  nearestTo(ring: readonly Spot[]): { readonly from: Spot; readonly foot: Foot } | null {
    let best: { from: Spot; foot: Foot } | null = null;
    for (let v = 0; v + 1 < ring.length; v++) {
      const [a, b] = [ring[v]!, ring[v + 1]!];
      // From each edge: its foot from the middle, then back and forth until it settles.
      let from = between(a, b, 0.5);
      for (let round = 0; round < 8; round++) {
        const foot = this.nearest(from);
        if (!foot) return null;
        const next = between(a, b, nearestShare(foot.spot, a, b));
        const moved = Math.hypot(next.x - from.x, next.y - from.y);
        from = next;
        if (moved < 0.01) break;
      }
      for (const spot of [a, from]) {
        const foot = this.nearest(spot)!;
        if (best === null || foot.distanceM < best.foot.distanceM) best = { from: spot, foot };
      }
    }
    return best;
  }
}
