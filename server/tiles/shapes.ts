import Flatbush from "flatbush";
import { type FeatureColumns, POINT, type PolygonColumns } from "../../core/coverage/snapshot.ts";
import { FULL_DETAIL_ZOOM, type Tile, worldX, worldY } from "./grid.ts";
import { rankSharedBorders } from "./shared-borders.ts";
import { rankVertices } from "./simplify.ts";

/** What a part is: an open line, the shell of a polygon, or a hole in the shell before it. */
export const PATH = 0;
export const SHELL = 1;
const HOLE = 2;

/** Vertices in a block: long lines are skipped block by block where they run beside a tile. */
const BLOCK_BITS = 6;

/**
 * Lines and polygons ready to be cut into tiles. Feature i has parts partOf[i] .. partOf[i + 1], part p has vertices
 * vertexOf[p] .. vertexOf[p + 1]; rings are closed.
 */
export class Shapes {
  readonly partOf: Int32Array;
  readonly vertexOf: Int32Array;
  readonly role: Uint8Array;
  readonly x: Int32Array;
  readonly y: Int32Array;
  /** First zoom that draws each vertex. */
  readonly vertexZoom: Uint8Array;
  /** First zoom that draws each feature. */
  readonly featureZoom: Uint8Array;
  /** Longer side of each feature's box in world units. */
  readonly extent: Int32Array;
  /** West, north, east, south of every 64 vertices, in world units. */
  readonly #blocks: Int32Array;
  readonly #items: Int32Array;
  readonly #boxes: Flatbush | null;

  constructor(
    parts: Pick<Shapes, "partOf" | "vertexOf" | "role">,
    coordinates: Float64Array,
    featureZoom: Uint8Array,
  ) {
    this.partOf = parts.partOf;
    this.vertexOf = parts.vertexOf;
    this.role = parts.role;
    this.featureZoom = featureZoom;
    const vertices = coordinates.length / 2;
    this.x = new Int32Array(vertices);
    this.y = new Int32Array(vertices);
    for (let k = 0; k < vertices; k++) {
      this.x[k] = worldX(coordinates[2 * k]!);
      this.y[k] = worldY(coordinates[2 * k + 1]!);
    }
    this.vertexZoom = new Uint8Array(vertices).fill(FULL_DETAIL_ZOOM);
    this.#blocks = boxBlocks(this.x, this.y);
    const features = this.partOf.length - 1;
    this.extent = new Int32Array(features);
    this.#items = Int32Array.from({ length: features }, (_, i) => i).filter(
      (i) => this.partOf[i + 1]! > this.partOf[i]!,
    );
    this.#boxes = this.#items.length > 0 ? this.#index() : null;
  }

  #index(): Flatbush {
    const boxes = new Flatbush(this.#items.length, 16, Int32Array);
    for (const i of this.#items) {
      let [left, top, right, bottom] = [2 ** 30, 2 ** 30, 0, 0];
      const last = this.vertexOf[this.partOf[i + 1]!]!;
      for (let k = this.vertexOf[this.partOf[i]!]!; k < last; k++) {
        left = Math.min(left, this.x[k]!);
        right = Math.max(right, this.x[k]!);
        top = Math.min(top, this.y[k]!);
        bottom = Math.max(bottom, this.y[k]!);
      }
      this.extent[i] = Math.max(right - left, bottom - top, 0);
      boxes.add(left, top, right, bottom);
    }
    boxes.finish();
    return boxes;
  }

  /** Features whose box meets the tile with its buffer and that this zoom draws, in order. */
  search(tile: Tile, zoom: number, minExtent: number): number[] {
    if (!this.#boxes) return [];
    const { originX, originY, size, margin } = tile;
    const found = this.#boxes.search(
      originX - margin,
      originY - margin,
      originX + size + margin,
      originY + size + margin,
      (item) => {
        const i = this.#items[item]!;
        return this.featureZoom[i]! <= zoom && this.extent[i]! >= minExtent;
      },
    );
    return found.sort((a, b) => a - b).map((item) => this.#items[item]!);
  }

  /**
   * Where `k` begins a block of vertices before `end` that all lie beyond one side of the tile with its buffer: the first vertex
   * after the block. Otherwise `k`. Between the first and the last drawn vertex of such a block nothing can be seen.
   */
  blockBeside(k: number, end: number, tile: Tile): number {
    const next = k + (1 << BLOCK_BITS);
    if ((k & ((1 << BLOCK_BITS) - 1)) !== 0 || next > end) return k;
    const { originX, originY, size, margin } = tile;
    const box = (k >> BLOCK_BITS) * 4;
    const isBeside =
      this.#blocks[box]! > originX + size + margin ||
      this.#blocks[box + 1]! > originY + size + margin ||
      this.#blocks[box + 2]! < originX - margin ||
      this.#blocks[box + 3]! < originY - margin;
    return isBeside ? next : k;
  }

  /** Ranks the vertices of every path and ring by itself. */
  rankEach(): this {
    for (let p = 0; p + 1 < this.vertexOf.length; p++) {
      const first = this.vertexOf[p]!;
      const last = this.vertexOf[p + 1]! - 1;
      if (last < first) continue;
      this.vertexZoom[first] = 0;
      this.vertexZoom[last] = 0;
      rankVertices(this.x, this.y, first, last, this.vertexZoom);
    }
    return this;
  }

  /** Ranks rings so that neighbours of one group keep their common borders; `groupOf` gives the group of a feature. */
  rankShared(groupOf: Uint8Array): this {
    const groups = new Map<number, number[]>();
    for (let i = 0; i + 1 < this.partOf.length; i++) {
      const group = groups.get(groupOf[i]!) ?? [];
      groups.set(groupOf[i]!, group);
      for (let p = this.partOf[i]!; p < this.partOf[i + 1]!; p++) group.push(p);
    }
    for (const chosen of groups.values())
      rankSharedBorders({ x: this.x, y: this.y, starts: this.vertexOf, chosen }, this.vertexZoom);
    return this;
  }
}

function boxBlocks(x: Int32Array, y: Int32Array): Int32Array {
  const blocks = new Int32Array(((x.length >> BLOCK_BITS) + 1) * 4);
  for (let first = 0; first < x.length; first += 1 << BLOCK_BITS) {
    let [left, top, right, bottom] = [2 ** 30, 2 ** 30, 0, 0];
    for (let k = first; k < Math.min(x.length, first + (1 << BLOCK_BITS)); k++) {
      left = Math.min(left, x[k]!);
      right = Math.max(right, x[k]!);
      top = Math.min(top, y[k]!);
      bottom = Math.max(bottom, y[k]!);
    }
    blocks.set([left, top, right, bottom], (first >> BLOCK_BITS) * 4);
  }
  return blocks;
}

/** Shapes of the polygons of a table. */
export function shapesOfPolygons(outline: PolygonColumns, featureZoom: Uint8Array): Shapes {
  const { polygonOf, ringOf, vertexOf, coordinates } = outline;
  const role = new Uint8Array(Math.max(0, vertexOf.length - 1)).fill(HOLE);
  for (let p = 0; p + 1 < ringOf.length; p++)
    if (ringOf[p]! < ringOf[p + 1]!) role[ringOf[p]!] = SHELL;
  const partOf = Int32Array.from(polygonOf, (p) => ringOf[p]!);
  return new Shapes({ partOf, vertexOf, role }, coordinates, featureZoom);
}

/** Shapes of the lines and polygons of a sector; its points are left without parts. */
export function shapesOfFeatures(columns: FeatureColumns, featureZoom: Uint8Array): Shapes {
  const kept: number[] = [];
  const partOf = new Int32Array(columns.count + 1);
  for (let i = 0; i < columns.count; i++) {
    if (columns.geometry[i] !== POINT)
      for (let p = columns.partOf[i]!; p < columns.partOf[i + 1]!; p++) kept.push(p);
    partOf[i + 1] = kept.length;
  }
  const vertexOf = new Int32Array(kept.length + 1);
  const role = new Uint8Array(kept.length);
  kept.forEach((p, n) => {
    vertexOf[n + 1] = vertexOf[n]! + columns.vertexOf[p + 1]! - columns.vertexOf[p]!;
    role[n] = columns.role[p]!;
  });
  const coordinates = new Float64Array(vertexOf[kept.length]! * 2);
  kept.forEach((p, n) => {
    coordinates.set(
      columns.coordinates.subarray(columns.vertexOf[p]! * 2, columns.vertexOf[p + 1]! * 2),
      vertexOf[n]! * 2,
    );
  });
  return new Shapes({ partOf, vertexOf, role }, coordinates, featureZoom).rankEach();
}
