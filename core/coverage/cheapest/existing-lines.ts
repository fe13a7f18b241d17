import { between, nearestShare, type Spot } from "./plane.ts";

const CELL_M = 300;
/** More cells than this along a side are made larger instead. */
const MOST_CELLS = 600;

/** A spot on an existing line and how far it is. */
export interface Foot {
  readonly spot: Spot;
  readonly distanceM: number;
}

interface Best {
  squared: number;
  x: number;
  y: number;
}

/** Writes the nearest spot of piece k into `best` where it is nearer. */
function takeNearer(best: Best, ends: Float64Array, k: number, px: number, py: number): void {
  const ax = ends[4 * k]!;
  const ay = ends[4 * k + 1]!;
  const dx = ends[4 * k + 2]! - ax;
  const dy = ends[4 * k + 3]! - ay;
  const length = dx * dx + dy * dy;
  let share = length === 0 ? 0 : ((px - ax) * dx + (py - ay) * dy) / length;
  share = share < 0 ? 0 : share > 1 ? 1 : share;
  const x = ax + share * dx;
  const y = ay + share * dy;
  const squared = (x - px) * (x - px) + (y - py) * (y - py);
  if (squared > best.squared) return;
  if (squared === best.squared && (x > best.x || (x === best.x && y >= best.y))) return;
  best.squared = squared;
  best.x = x;
  best.y = y;
}

function footOf({ squared, x, y }: Best): Foot | null {
  return squared === Infinity ? null : { spot: { x, y }, distanceM: Math.sqrt(squared) };
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

  /** The nearest spot on any line, null where there is none; of equally near ones the most western, then the most southern. */
  nearest(spot: Spot): Foot | null {
    const { x, y } = spot;
    const cellM = this.#cellM;
    const columns = this.#columns;
    const rows = this.#rows;
    const column = this.#column(x);
    const row = this.#row(y);
    const best: Best = { squared: Infinity, x: 0, y: 0 };
    for (let ring = 0; ; ring++) {
      const [left, right, low, high] = [column - ring, column + ring, row - ring, row + ring];
      for (let r = Math.max(0, low); r <= Math.min(rows - 1, high); r++) {
        const step = r === low || r === high ? 1 : Math.max(1, right - left);
        for (let c = left; c <= right; c += step) {
          if (c < 0 || c >= columns) continue;
          const cell = r * columns + c;
          for (let e = this.#start[cell]!; e < this.#start[cell + 1]!; e++)
            takeNearer(best, this.#ends, this.#piece[e]!, x, y);
        }
      }
      const around = Math.min(
        left <= 0 ? Infinity : x - (this.#west + left * cellM),
        right >= columns - 1 ? Infinity : this.#west + (right + 1) * cellM - x,
        low <= 0 ? Infinity : y - (this.#south + low * cellM),
        high >= rows - 1 ? Infinity : this.#south + (high + 1) * cellM - y,
      );
      if (around === Infinity || (around > 0 && best.squared <= around * around)) break;
    }
    return footOf(best);
  }

  /** Pieces that have a place within some metres of a spot: those that may be nearest to spots about it. */
  near({ x, y }: Spot, withinM: number): Int32Array {
    const found = new Set<number>();
    const [c0, c1] = [this.#column(x - withinM), this.#column(x + withinM)];
    const [r0, r1] = [this.#row(y - withinM), this.#row(y + withinM)];
    for (let r = r0; r <= r1; r++) {
      const end = this.#start[r * this.#columns + c1 + 1]!;
      for (let e = this.#start[r * this.#columns + c0]!; e < end; e++) {
        const best: Best = { squared: Infinity, x: 0, y: 0 };
        takeNearer(best, this.#ends, this.#piece[e]!, x, y);
        if (best.squared <= withinM * withinM) found.add(this.#piece[e]!);
      }
    }
    return Int32Array.from(found);
  }

  /** The nearest spot on one of some pieces. */
  nearestOf(pieces: Int32Array, { x, y }: Spot): Foot | null {
    const best: Best = { squared: Infinity, x: 0, y: 0 };
    for (const k of pieces) takeNearer(best, this.#ends, k, x, y);
    return footOf(best);
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
