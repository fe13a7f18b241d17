import type { Snapshot } from "../../core/coverage/snapshot.ts";
import { latinName } from "../../core/policy/place-name.ts";
import { type Tile, worldX, worldY } from "./grid.ts";
import type { LayerWriter } from "./layer-writer.ts";
import { PointGrid } from "./point-grid.ts";
import type { StringTable } from "./string-table.ts";

/** First zoom that draws the seats of units of each level of LEVELS. */
const UNIT_ZOOM = [0, 0, 5, 6, 8] as const;

/** Units are few, so that they carry their names at every zoom. */
const UNIT_KEYS = ["s", "hh", "lv", "code", "n", "latin"];

/** Seats of areas, for rules that judge administrative villages or townships: layer `units`. */
export class UnitLayer {
  readonly #snapshot: Snapshot;
  readonly #codeId: Int32Array;
  readonly #nameId: Int32Array;
  readonly #latinId: Int32Array;
  readonly #x: Int32Array;
  readonly #y: Int32Array;
  readonly #households: Int32Array;
  readonly #gridOf = new WeakMap<Int32Array, PointGrid>();
  readonly #found = { list: new Int32Array(256) };

  constructor(snapshot: Snapshot, strings: StringTable) {
    const { areas, villages } = snapshot;
    this.#snapshot = snapshot;
    this.#codeId = Int32Array.from(areas.code, (code) => strings.intern(code));
    this.#nameId = Int32Array.from(areas.name, (name) => strings.intern(name));
    this.#latinId = Int32Array.from(areas.name, (name, i) => {
      const latin = latinName({ name, pinyin: areas.pinyin[i] ?? null });
      return latin === null ? -1 : strings.intern(latin);
    });
    this.#x = Int32Array.from(areas.lng, worldX);
    this.#y = Int32Array.from(areas.lat, worldY);
    this.#households = new Int32Array(areas.count);
    for (let i = 0; i < villages.count; i++) {
      const households = Math.max(0, villages.households[i]!);
      for (let area = villages.area[i]!; area >= 0; area = areas.parent[area]!)
        this.#households[area]! += households;
    }
  }

  /** `units`: indexes of the areas judged; `status`: of each of them. */
  write(
    writer: LayerWriter,
    tile: Tile,
    units: Int32Array,
    status: Uint8Array,
    thinning: number,
  ): void {
    const { areas } = this.#snapshot;
    let grid = this.#gridOf.get(units);
    if (!grid) {
      // The grid holds positions in `units`, not areas, so that the status is one look away.
      const placed = Int32Array.from(units.keys()).filter((u) =>
        Number.isFinite(areas.lng[units[u]!]),
      );
      const places = (from: Int32Array) => Int32Array.from(units, (area) => from[area]!);
      grid = new PointGrid(places(this.#x), places(this.#y), placed);
      this.#gridOf.set(units, grid);
    }
    const count = grid.search(tile, this.#found);
    writer.begin("units", UNIT_KEYS);
    for (let j = 0; j < count; j += 2 ** thinning) {
      const slot = this.#found.list[j]!;
      const u = grid.items[slot]!;
      const area = units[u]!;
      const level = areas.level[area]!;
      if (UNIT_ZOOM[level]! > tile.z) continue;
      const feature = writer.beginFeature(areas.id[area]!);
      writer.tagInteger(0, status[u]!);
      writer.tagInteger(1, this.#households[area]!);
      writer.tagInteger(2, level);
      writer.tagText(3, this.#codeId[area]!);
      writer.tagText(4, this.#nameId[area]!);
      if (this.#latinId[area]! >= 0) writer.tagText(5, this.#latinId[area]!);
      writer.point(
        (grid.x[slot]! - tile.originX) >> tile.shift,
        (grid.y[slot]! - tile.originY) >> tile.shift,
      );
      writer.endFeature(feature);
    }
    writer.end();
  }
}
