import type { VillageColumns } from "../../core/coverage/snapshot.ts";
import { latinName } from "../../core/policy/place-name.ts";
import { type Tile, worldX, worldY } from "./grid.ts";
import type { LayerWriter } from "./layer-writer.ts";
import { PointGrid } from "./point-grid.ts";
import type { StringTable } from "./string-table.ts";
import { CLUSTER_MAX_ZOOM, VillageClusters } from "./village-clusters.ts";

/** First zoom whose villages carry their names. */
export const NAME_ZOOM = 11;

/** Where a rule does not judge a village. */
export const NO_STATUS = 255;

/** Villages as dots (with status, households and, close by, names), and as clusters further out. */
export class VillageLayer {
  readonly #villages: VillageColumns;
  /** Columns in the order of the grid's slots, so that a tile reads memory in a row. */
  readonly #id: Int32Array;
  readonly #households: Int32Array;
  readonly #nameId: Int32Array;
  /** -1 where the name holds no Chinese. */
  readonly #latinId: Int32Array;
  readonly #grid: PointGrid;
  readonly #found = { list: new Int32Array(1024) };
  #clusters: VillageClusters | null = null;

  /** `pinyin`: of each village, null where its name holds no Chinese. */
  constructor(
    villages: VillageColumns,
    strings: StringTable,
    pinyin: readonly (string | null)[] = [],
  ) {
    this.#villages = villages;
    const { id, name, households, lng, lat } = villages;
    this.#grid = new PointGrid(Int32Array.from(lng, worldX), Int32Array.from(lat, worldY));
    this.#id = this.#grid.items.map((i) => id[i]!);
    this.#households = this.#grid.items.map((i) => households[i]!);
    this.#nameId = this.#grid.items.map((i) => strings.intern(name[i]!));
    this.#latinId = this.#grid.items.map((i) => {
      const latin = latinName({ name: name[i]!, pinyin: pinyin[i] ?? null });
      return latin === null ? -1 : strings.intern(latin);
    });
  }

  /** `status`: per village, or null without a rule. `thinning` keeps every 2^thinning-th village of a tile. */
  write(writer: LayerWriter, tile: Tile, status: Uint8Array | null, thinning: number): void {
    if (tile.z <= CLUSTER_MAX_ZOOM) {
      this.#clusters ??= new VillageClusters(this.#villages);
      this.#clusters.write(writer, tile, status);
      return;
    }
    const count = this.#grid.search(tile, this.#found);
    if (count === 0) return;
    const { list } = this.#found;
    const { items, x, y } = this.#grid;
    const hasNames = tile.z >= NAME_ZOOM;
    const step = 2 ** thinning;
    writer.begin("villages", hasNames ? ["s", "hh", "n", "latin"] : ["s", "hh"]);
    for (let j = 0; j < count; j += step) {
      const slot = list[j]!;
      const feature = writer.beginFeature(this.#id[slot]!);
      if (status) {
        const verdict = status[items[slot]!]!;
        if (verdict !== NO_STATUS) writer.tagInteger(0, verdict);
      }
      if (this.#households[slot]! >= 0) writer.tagInteger(1, this.#households[slot]!);
      if (hasNames) {
        writer.tagText(2, this.#nameId[slot]!);
        if (this.#latinId[slot]! >= 0) writer.tagText(3, this.#latinId[slot]!);
      }
      writer.point(
        (x[slot]! - tile.originX) >> tile.shift,
        (y[slot]! - tile.originY) >> tile.shift,
      );
      writer.endFeature(feature);
    }
    writer.end();
  }
}
