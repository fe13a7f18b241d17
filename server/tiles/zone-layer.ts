import type { PolygonColumns } from "../../core/coverage/snapshot.ts";
import { FULL_DETAIL_ZOOM, type Tile } from "./grid.ts";
import { type LayerWriter, MVT_POLYGON } from "./layer-writer.ts";
import { PolygonGeometry } from "./polygon-geometry.ts";
import { type Shapes, shapesOfPolygons } from "./shapes.ts";
import type { StringTable } from "./string-table.ts";

/** Hazard, red-line, farmland, flood and karst zones of a region in typed columns. */
export interface ZoneColumns {
  readonly count: number;
  readonly id: Int32Array;
  readonly kind: readonly string[];
  readonly name: readonly (string | null)[];
  readonly outline: PolygonColumns;
}

/** Zones smaller than this many tile units are not drawn below the full-detail zoom. */
const SMALLEST = 6;

export class ZoneLayer {
  readonly #zones: ZoneColumns;
  readonly #shapes: Shapes;
  readonly #kindId: Int32Array;
  readonly #nameId: Int32Array;
  readonly #polygons = new PolygonGeometry();

  constructor(zones: ZoneColumns, strings: StringTable) {
    this.#zones = zones;
    this.#kindId = Int32Array.from(zones.kind, (text) => strings.intern(text));
    this.#nameId = Int32Array.from(zones.name, (text) => (text ? strings.intern(text) : -1));
    this.#shapes = shapesOfPolygons(zones.outline, new Uint8Array(zones.count)).rankEach();
  }

  write(writer: LayerWriter, tile: Tile, thinning: number): void {
    const zoom = Math.max(0, tile.z - thinning);
    const smallest = tile.z >= FULL_DETAIL_ZOOM ? 0 : SMALLEST * 2 ** (tile.shift + thinning);
    writer.begin("zones", ["kind", "n"]);
    for (const i of this.#shapes.search(tile, zoom, smallest)) {
      const feature = writer.beginFeature(this.#zones.id[i]!);
      writer.tagText(0, this.#kindId[i]!);
      if (this.#nameId[i]! >= 0) writer.tagText(1, this.#nameId[i]!);
      const start = writer.geometry(MVT_POLYGON);
      if (this.#polygons.write(writer.out, this.#shapes, i, tile, zoom)) {
        writer.endGeometry(start);
        writer.endFeature(feature);
      } else writer.dropFeature(feature);
    }
    writer.end();
  }
}
