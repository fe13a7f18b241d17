import type { VillageColumns } from "../../core/coverage/snapshot.ts";
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
  readonly #x: Int32Array;
  readonly #y: Int32Array;
  readonly #nameId: Int32Array;
  readonly #grid: PointGrid;
  readonly #found = { list: new Int32Array(1024) };
  #clusters: VillageClusters | null = null;

  constructor(villages: VillageColumns, strings: StringTable) {
    this.#villages = villages;
    this.#x = Int32Array.from(villages.lng, worldX);
    this.#y = Int32Array.from(villages.lat, worldY);
    this.#nameId = Int32Array.from(villages.name, (name) => strings.intern(name));
    this.#grid = new PointGrid(this.#x, this.#y);
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
    const { id, households } = this.#villages;
    const hasNames = tile.z >= NAME_ZOOM;
    const step = 2 ** thinning;
    writer.begin("villages", hasNames ? ["s", "hh", "n"] : ["s", "hh"]);
    for (let j = 0; j < count; j += step) {
      const i = list[j]!;
      const feature = writer.beginFeature(id[i]!);
      if (status && status[i] !== NO_STATUS) writer.tagInteger(0, status[i]!);
      if (households[i]! >= 0) writer.tagInteger(1, households[i]!);
      if (hasNames) writer.tagText(2, this.#nameId[i]!);
      writer.point(
        (this.#x[i]! - tile.originX) >> tile.shift,
        (this.#y[i]! - tile.originY) >> tile.shift,
      );
      writer.endFeature(feature);
    }
    writer.end();
  }
}
