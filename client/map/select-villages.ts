import type { VillageColumns } from "../../core/coverage/snapshot.ts";

type Places = Pick<VillageColumns, "lng" | "lat">;
type Position = readonly [lng: number, lat: number];

/** What a drawn shape does to what is selected already. */
export type SelectHow = "replace" | "add" | "remove";

/** The key of a village in a plan: its code, or `#` and its number in the data where it has no code. */
export function villageKey(villages: Pick<VillageColumns, "code" | "id">, row: number): string {
  return villages.code[row] ?? `#${villages.id[row]}`;
}

/** Rows of villages by key and by number in the data; made once for each set of columns. */
export interface VillageIndex {
  readonly rowOfKey: ReadonlyMap<string, number>;
  readonly rowOfId: ReadonlyMap<number, number>;
}

const indexes = new WeakMap<VillageColumns, VillageIndex>();

export function indexVillages(villages: VillageColumns): VillageIndex {
  let index = indexes.get(villages);
  if (index === undefined) {
    const rowOfKey = new Map<string, number>();
    const rowOfId = new Map<number, number>();
    for (let row = 0; row < villages.count; row++) {
      rowOfKey.set(villageKey(villages, row), row);
      rowOfId.set(villages.id[row]!, row);
    }
    index = { rowOfKey, rowOfId };
    indexes.set(villages, index);
  }
  return index;
}

/** Edges of a ring by the level bands that they cross: a place is compared only with the edges of its own band. */
interface Bands {
  readonly south: number;
  readonly perDegree: number;
  readonly count: number;
  readonly start: Int32Array;
  readonly edges: Float64Array;
}

function sortIntoBands(ring: readonly Position[], south: number, north: number): Bands {
  const count = Math.max(1, Math.min(1024, ring.length * 2));
  const perDegree = north > south ? count / (north - south) : 0;
  const bandOf = (lat: number): number =>
    Math.min(count - 1, Math.floor((lat - south) * perDegree));
  const start = new Int32Array(count + 1);
  const visit = (each: (band: number, a: Position, b: Position) => void): void => {
    for (let i = 0; i < ring.length; i++) {
      const [a, b] = [ring[i]!, ring[(i + 1) % ring.length]!];
      const last = bandOf(Math.max(a[1], b[1]));
      for (let band = bandOf(Math.min(a[1], b[1])); band <= last; band++) each(band, a, b);
    }
  };
  visit((band) => {
    start[band + 1]!++;
  });
  for (let band = 0; band < count; band++) start[band + 1]! += start[band]!;
  const edges = new Float64Array(4 * start[count]!);
  const next = start.slice(0, count);
  visit((band, a, b) => {
    edges.set([a[0], a[1], b[0], b[1]], 4 * next[band]!++);
  });
  return { south, perDegree, count, start, edges };
}

function isInBands(bands: Bands, lng: number, lat: number): boolean {
  const { south, perDegree, count, start, edges } = bands;
  const band = Math.min(count - 1, Math.floor((lat - south) * perDegree));
  let inside = false;
  for (let e = 4 * start[band]!; e < 4 * start[band + 1]!; e += 4) {
    const ax = edges[e]!;
    const ay = edges[e + 1]!;
    const bx = edges[e + 2]!;
    const by = edges[e + 3]!;
    const side = (bx - ax) * (lat - ay) - (lng - ax) * (by - ay);
    if (
      side === 0 &&
      lng >= Math.min(ax, bx) &&
      lng <= Math.max(ax, bx) &&
      lat >= Math.min(ay, by) &&
      lat <= Math.max(ay, by)
    )
      return true;
    if (ay > lat !== by > lat && side > 0 === by > ay) inside = !inside;
  }
  return inside;
}

/**
 * Rows of the villages in a drawn ring, ascending. The ring may be closed or open, may cross itself (a place is inside where a ray from it
 * crosses the ring an odd number of times, as Turf and every map draw it), and its border belongs to it: a village exactly on an edge
 * or a vertex is selected. Edges are straight in longitude and latitude. A ring of fewer than three vertices selects nothing.
 */
export function villagesInRing(villages: Places, ring: readonly Position[]): Int32Array {
  const found: number[] = [];
  if (ring.length < 3) return new Int32Array(0);
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [lng, lat] of ring) {
    west = Math.min(west, lng);
    south = Math.min(south, lat);
    east = Math.max(east, lng);
    north = Math.max(north, lat);
  }
  const bands = sortIntoBands(ring, south, north);
  const { lng, lat } = villages;
  for (let row = 0; row < lng.length; row++) {
    const x = lng[row]!;
    const y = lat[row]!;
    if (x >= west && x <= east && y >= south && y <= north && isInBands(bands, x, y))
      found.push(row);
  }
  return Int32Array.from(found);
}
