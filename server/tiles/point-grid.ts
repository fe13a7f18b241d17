import { MAX_ZOOM, type Tile, WORLD_BITS } from "./grid.ts";

/** Finest cells that points are sorted into: the tiles of this zoom. */
const FINEST_CELL_ZOOM = 12;

/**
 * Points sorted into square cells (compressed rows), so that the points of a tile are a few runs of one array.
 * A point lies in exactly one tile of every zoom.
 */
export class PointGrid {
  /** The points in the order of the cells: the point in slot k is items[k]. */
  readonly items: Int32Array;
  /** World places of the slots. */
  readonly x: Int32Array;
  readonly y: Int32Array;
  #bits = 0;
  #left = 0;
  #top = 0;
  #columns = 0;
  #rows = 0;
  #startOf = new Int32Array(1);

  /** `x`, `y`: world places; `items`: which of them count, all when absent. */
  constructor(x: Int32Array, y: Int32Array, items?: Int32Array) {
    const chosen = items ?? Int32Array.from(x.keys());
    this.items = new Int32Array(chosen.length);
    this.x = new Int32Array(chosen.length);
    this.y = new Int32Array(chosen.length);
    if (chosen.length === 0) return;
    let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
    for (const i of chosen) {
      left = Math.min(left, x[i]!);
      right = Math.max(right, x[i]!);
      top = Math.min(top, y[i]!);
      bottom = Math.max(bottom, y[i]!);
    }
    let bits = WORLD_BITS - FINEST_CELL_ZOOM;
    const cellsAt = (shift: number) =>
      ((right >> shift) - (left >> shift) + 1) * ((bottom >> shift) - (top >> shift) + 1);
    while (cellsAt(bits) > Math.max(1024, chosen.length * 2)) bits++;
    this.#bits = bits;
    this.#left = left >> bits;
    this.#top = top >> bits;
    this.#columns = (right >> bits) - this.#left + 1;
    this.#rows = (bottom >> bits) - this.#top + 1;
    const startOf = new Int32Array(this.#columns * this.#rows + 1);
    const cellOf = (i: number) =>
      ((y[i]! >> bits) - this.#top) * this.#columns + (x[i]! >> bits) - this.#left;
    for (const i of chosen) startOf[cellOf(i) + 1]!++;
    for (let c = 1; c < startOf.length; c++) startOf[c]! += startOf[c - 1]!;
    const next = startOf.slice();
    for (const i of chosen) {
      const slot = next[cellOf(i)]!++;
      this.items[slot] = i;
      this.x[slot] = x[i]!;
      this.y[slot] = y[i]!;
    }
    this.#startOf = startOf;
  }

  /** Writes the slots of the points in a tile to `found` (grown when too short) and gives how many there are. */
  search(tile: Tile, found: { list: Int32Array }): number {
    if (this.items.length === 0 || tile.z > MAX_ZOOM) return 0;
    const bits = this.#bits;
    const last = tile.size - 1;
    const firstColumn = Math.max(0, (tile.originX >> bits) - this.#left);
    const lastColumn = Math.min(this.#columns - 1, ((tile.originX + last) >> bits) - this.#left);
    const firstRow = Math.max(0, (tile.originY >> bits) - this.#top);
    const lastRow = Math.min(this.#rows - 1, ((tile.originY + last) >> bits) - this.#top);
    if (lastColumn < firstColumn) return 0;
    // A tile at least as large as a cell holds it whole; a smaller one must look at each point.
    const mustCheck = WORLD_BITS - tile.z < bits;
    let count = 0;
    for (let row = firstRow; row <= lastRow; row++) {
      const from = this.#startOf[row * this.#columns + firstColumn]!;
      const to = this.#startOf[row * this.#columns + lastColumn + 1]!;
      if (count + to - from > found.list.length) {
        const larger = new Int32Array((count + to - from) * 2);
        larger.set(found.list.subarray(0, count));
        found.list = larger;
      }
      const { list } = found;
      for (let slot = from; slot < to; slot++) {
        if (mustCheck) {
          const dx = this.x[slot]! - tile.originX;
          const dy = this.y[slot]! - tile.originY;
          if (dx < 0 || dy < 0 || dx > last || dy > last) continue;
        }
        list[count++] = slot;
      }
    }
    return count;
  }
}
