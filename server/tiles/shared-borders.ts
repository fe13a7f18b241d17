import { rankVertices } from "./simplify.ts";

/** Rings of the areas of one level: ring r has vertices starts[r] .. starts[r + 1], the last equal to the first. */
export interface Rings {
  readonly x: Int32Array;
  readonly y: Int32Array;
  readonly starts: Int32Array;
  /** Which rings belong to the level. */
  readonly chosen: readonly number[];
}

/**
 * Ranks the vertices of neighbouring polygons so that a border drawn twice is simplified alike on both sides and no gap opens:
 * rings are cut into arcs where more than two areas (or a shared and an own border) meet, and each arc is ranked by itself,
 * always in the same direction. Vertices where arcs meet are drawn at every zoom.
 */
export function rankSharedBorders(rings: Rings, fromZoom: Uint8Array): void {
  const { x, y, starts, chosen } = rings;
  const places = numberPlaces(rings);
  const { number } = places;
  const isNode = findNodes(rings, places);
  for (const ring of chosen) {
    const first = starts[ring]!;
    const size = starts[ring + 1]! - first - 1;
    if (size < 3) continue;
    let start = 0;
    while (start < size && isNode[number[first + start]!] === 0) start++;
    if (start === size) start = lowestVertex(number, first, size);
    rankArcs(x, y, number, isNode, first, size, start, fromZoom);
  }
}

/** Walks a ring of `size` vertices once round from `start` and ranks each arc between nodes. */
function rankArcs(
  x: Int32Array,
  y: Int32Array,
  number: Int32Array,
  isNode: Uint8Array,
  first: number,
  size: number,
  start: number,
  fromZoom: Uint8Array,
): void {
  const arcX = new Int32Array(size + 1);
  const arcY = new Int32Array(size + 1);
  const arcZoom = new Uint8Array(size + 1);
  const at = (step: number) => first + ((start + step) % size);
  let from = 0;
  for (let step = 1; step <= size; step++) {
    if (step < size && isNode[number[at(step)]!] === 0) continue;
    const length = step - from;
    for (let k = 0; k <= length; k++) {
      arcX[k] = x[at(from + k)]!;
      arcY[k] = y[at(from + k)]!;
      arcZoom[k] = fromZoom[at(from + k)]!;
    }
    const [head, tail] = [number[at(from)]!, number[at(step)]!];
    const backwards = head === tail ? number[at(from + 1)]! > number[at(step - 1)]! : head > tail;
    rankVertices(arcX, arcY, 0, length, arcZoom, backwards);
    for (let k = 1; k < length; k++) fromZoom[at(from + k)] = arcZoom[k]!;
    fromZoom[at(from)] = 0;
    from = step;
  }
  // Closed rings repeat their first vertex.
  fromZoom[first + size] = fromZoom[first]!;
}

function lowestVertex(number: Int32Array, first: number, size: number): number {
  let lowest = 0;
  for (let k = 1; k < size; k++) if (number[first + k]! < number[first + lowest]!) lowest = k;
  return lowest;
}

interface Places {
  /** Number of the place of each vertex; vertices at one place share it. */
  readonly number: Int32Array;
  readonly count: number;
}

/** Numbers the places of all vertices by an open-addressing hash table. */
function numberPlaces({ x, y, starts, chosen }: Rings): Places {
  let vertices = 0;
  for (const ring of chosen) vertices += starts[ring + 1]! - starts[ring]!;
  let slots = 16;
  while (slots < vertices * 2) slots *= 2;
  const table = new Int32Array(slots).fill(-1);
  const number = new Int32Array(x.length);
  let count = 0;
  for (const ring of chosen) {
    for (let k = starts[ring]!; k < starts[ring + 1]!; k++) {
      let slot = (Math.imul(x[k]!, 0x9e3779b1) ^ Math.imul(y[k]!, 0x85ebca6b)) >>> 0;
      slot = (slot ^ (slot >>> 15)) & (slots - 1);
      while (table[slot]! >= 0 && (x[table[slot]!] !== x[k] || y[table[slot]!] !== y[k]))
        slot = (slot + 1) & (slots - 1);
      if (table[slot]! < 0) {
        table[slot] = k;
        number[k] = count++;
      } else number[k] = number[table[slot]!]!;
    }
  }
  return { number, count };
}

/** Nodes: places whose two neighbours along a ring differ from one ring to another. */
function findNodes({ starts, chosen }: Rings, { number, count }: Places): Uint8Array {
  const isNode = new Uint8Array(count);
  const lower = new Int32Array(count).fill(-1);
  const upper = new Int32Array(count).fill(-1);
  for (const ring of chosen) {
    const first = starts[ring]!;
    const size = starts[ring + 1]! - first - 1;
    for (let k = 0; k < size; k++) {
      const place = number[first + k]!;
      const before = number[first + ((k + size - 1) % size)]!;
      const after = number[first + ((k + 1) % size)]!;
      const low = Math.min(before, after);
      const high = Math.max(before, after);
      if (lower[place]! < 0) {
        lower[place] = low;
        upper[place] = high;
      } else if (lower[place] !== low || upper[place] !== high) isNode[place] = 1;
    }
  }
  return isNode;
}
