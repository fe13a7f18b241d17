import { type FeatureColumns, LINE, POINT } from "../../core/coverage/snapshot.ts";
import { zoomOfClass } from "../../core/policy/class-zoom.ts";
import { FULL_DETAIL_ZOOM, type Tile, worldX, worldY } from "./grid.ts";
import { type LayerWriter, MVT_LINE, MVT_POLYGON } from "./layer-writer.ts";
import { LineGeometry } from "./line-geometry.ts";
import { PointGrid } from "./point-grid.ts";
import { PolygonGeometry } from "./polygon-geometry.ts";
import { type Shapes, shapesOfFeatures } from "./shapes.ts";
import type { StringTable } from "./string-table.ts";
import { NAME_ZOOM } from "./village-layer.ts";

/** Lines and polygons smaller than this many tile units are not drawn below the full-detail zoom. */
const SMALLEST = 6;

/** One sector's network or its facilities: lines, service areas and points in one layer. */
export class FeatureLayer {
  readonly #columns: FeatureColumns;
  readonly #shapes: Shapes;
  /** Feature of each point. */
  readonly #pointOf: Int32Array;
  readonly #points: PointGrid;
  /** First zoom that draws each feature. */
  readonly #featureZoom: Uint8Array;
  readonly #found = { list: new Int32Array(256) };
  readonly #classId: Int32Array;
  readonly #surfaceId: Int32Array;
  readonly #nameId: Int32Array;
  readonly #lines = new LineGeometry();
  readonly #polygons = new PolygonGeometry();

  constructor(columns: FeatureColumns, strings: StringTable) {
    this.#columns = columns;
    this.#classId = Int32Array.from(columns.classes, (text) => strings.intern(text));
    this.#surfaceId = Int32Array.from(columns.surfaces, (text) => strings.intern(text));
    this.#nameId = Int32Array.from(columns.name, (name) => (name ? strings.intern(name) : -1));
    const classZoom = columns.classes.map((name) => zoomOfClass(columns.sector, name));
    this.#featureZoom = Uint8Array.from(columns.class, (index) => classZoom[index] ?? 0);
    this.#shapes = shapesOfFeatures(columns, this.#featureZoom);
    const places: { feature: number; vertex: number }[] = [];
    for (let i = 0; i < columns.count; i++) {
      if (columns.geometry[i] !== POINT) continue;
      const end = columns.vertexOf[columns.partOf[i + 1]!]!;
      for (let vertex = columns.vertexOf[columns.partOf[i]!]!; vertex < end; vertex++)
        places.push({ feature: i, vertex });
    }
    this.#pointOf = Int32Array.from(places, (place) => place.feature);
    const { coordinates } = columns;
    this.#points = new PointGrid(
      Int32Array.from(places, (place) => worldX(coordinates[2 * place.vertex]!)),
      Int32Array.from(places, (place) => worldY(coordinates[2 * place.vertex + 1]!)),
    );
  }

  /** `thinning` leaves out classes as if further out, and small features, until the tile is light enough. */
  write(writer: LayerWriter, tile: Tile, thinning: number): void {
    const hasNames = tile.z >= NAME_ZOOM && thinning === 0;
    writer.begin(this.#columns.sector, hasNames ? ["c", "sf", "n"] : ["c", "sf"]);
    this.#writeShapes(writer, tile, thinning, hasNames);
    this.#writePoints(writer, tile, thinning, hasNames);
    writer.end();
  }

  #writeShapes(writer: LayerWriter, tile: Tile, thinning: number, hasNames: boolean): void {
    const { id, geometry } = this.#columns;
    const zoom = Math.max(0, tile.z - thinning);
    const smallest =
      tile.z >= FULL_DETAIL_ZOOM && thinning === 0 ? 0 : SMALLEST * 2 ** (tile.shift + thinning);
    for (const i of this.#shapes.search(tile, zoom, smallest)) {
      const feature = writer.beginFeature(id[i]!);
      this.#tag(writer, i, hasNames);
      const isLine = geometry[i] === LINE;
      const start = writer.geometry(isLine ? MVT_LINE : MVT_POLYGON);
      const drawn = (isLine ? this.#lines : this.#polygons).write(
        writer.out,
        this.#shapes,
        i,
        tile,
        zoom,
      );
      if (drawn) {
        writer.endGeometry(start);
        writer.endFeature(feature);
      } else writer.dropFeature(feature);
    }
  }

  #writePoints(writer: LayerWriter, tile: Tile, thinning: number, hasNames: boolean): void {
    const { items, x, y } = this.#points;
    const count = this.#points.search(tile, this.#found);
    for (let j = 0; j < count; j += 2 ** thinning) {
      const slot = this.#found.list[j]!;
      const i = this.#pointOf[items[slot]!]!;
      if (this.#featureZoom[i]! > tile.z) continue;
      const feature = writer.beginFeature(this.#columns.id[i]!);
      this.#tag(writer, i, hasNames);
      writer.point(
        (x[slot]! - tile.originX) >> tile.shift,
        (y[slot]! - tile.originY) >> tile.shift,
      );
      writer.endFeature(feature);
    }
  }

  #tag(writer: LayerWriter, i: number, hasNames: boolean): void {
    const kind = this.#columns.class[i]!;
    const surface = this.#columns.surface[i]!;
    if (kind > 0) writer.tagText(0, this.#classId[kind]!);
    if (surface > 0) writer.tagText(1, this.#surfaceId[surface]!);
    if (hasNames && this.#nameId[i]! >= 0) writer.tagText(2, this.#nameId[i]!);
  }
}
