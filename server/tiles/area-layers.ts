import { LEVELS } from "../../core/contract/area.ts";
import type { AreaColumns } from "../../core/coverage/snapshot.ts";
import { latinName } from "../../core/policy/place-name.ts";
import { type Tile, worldX, worldY } from "./grid.ts";
import { type LayerWriter, MVT_POLYGON } from "./layer-writer.ts";
import { PointGrid } from "./point-grid.ts";
import { PolygonGeometry } from "./polygon-geometry.ts";
import { type Shapes, shapesOfPolygons } from "./shapes.ts";
import type { StringTable } from "./string-table.ts";

/** First zoom that draws each level of LEVELS: region, city, county; township; administrative village. */
const LEVEL_ZOOM = [0, 0, 0, 7, 10] as const;
/** Labels of levels end where the levels two below begin. */
const LABEL_LAST_ZOOM = [24, 8, 24, 24, 24] as const;

/** Polygons smaller than this many tile units are not drawn. */
const SMALLEST = 2;

const AREA_KEYS = ["code", "name", "level", "lv"];
const LABEL_KEYS = ["code", "name", "latin", "level", "lv"];

/** Outlines of areas (`areas`) and one label point for each (`area-labels`). */
export class AreaLayers {
  readonly #areas: AreaColumns;
  readonly #shapes: Shapes;
  readonly #points: PointGrid;
  readonly #found = { list: new Int32Array(256) };
  readonly #codeId: Int32Array;
  readonly #nameId: Int32Array;
  readonly #latinId: Int32Array;
  readonly #levelId: Int32Array;
  readonly #featureZoom: Uint8Array;
  readonly #polygons = new PolygonGeometry();

  constructor(areas: AreaColumns, strings: StringTable) {
    this.#areas = areas;
    this.#codeId = Int32Array.from(areas.code, (text) => strings.intern(text));
    this.#nameId = Int32Array.from(areas.name, (text) => strings.intern(text));
    this.#latinId = Int32Array.from(areas.name, (name, i) => {
      const latin = latinName({ name, pinyin: areas.pinyin[i] ?? null });
      return latin === null ? -1 : strings.intern(latin);
    });
    this.#levelId = Int32Array.from(LEVELS, (level) => strings.intern(level));
    this.#featureZoom = Uint8Array.from(areas.level, (level) => LEVEL_ZOOM[level] ?? 0);
    this.#shapes = shapesOfPolygons(areas.outline, this.#featureZoom).rankShared(areas.level);
    const placed = Int32Array.from(areas.lng.keys()).filter(
      (i) => Number.isFinite(areas.lng[i]) && Number.isFinite(areas.lat[i]),
    );
    this.#points = new PointGrid(
      Int32Array.from(areas.lng, worldX),
      Int32Array.from(areas.lat, worldY),
      placed,
    );
  }

  /** `thinning` draws coarser outlines and leaves out small areas. */
  write(writer: LayerWriter, tile: Tile, thinning: number): void {
    const zoom = Math.max(0, tile.z - thinning);
    writer.begin("areas", AREA_KEYS);
    for (const i of this.#shapes.search(tile, tile.z, SMALLEST * 2 ** (tile.shift + thinning))) {
      const feature = writer.beginFeature(this.#areas.id[i]!);
      writer.tagText(0, this.#codeId[i]!);
      writer.tagText(1, this.#nameId[i]!);
      writer.tagText(2, this.#levelId[this.#areas.level[i]!]!);
      writer.tagInteger(3, this.#areas.level[i]!);
      const start = writer.geometry(MVT_POLYGON);
      if (this.#polygons.write(writer.out, this.#shapes, i, tile, zoom)) {
        writer.endGeometry(start);
        writer.endFeature(feature);
      } else writer.dropFeature(feature);
    }
    writer.end();
    this.#writeLabels(writer, tile);
  }

  #writeLabels(writer: LayerWriter, tile: Tile): void {
    const { id, level } = this.#areas;
    const { items, x, y } = this.#points;
    const count = this.#points.search(tile, this.#found);
    writer.begin("area-labels", LABEL_KEYS);
    for (let j = 0; j < count; j++) {
      const slot = this.#found.list[j]!;
      const i = items[slot]!;
      if (this.#featureZoom[i]! > tile.z || LABEL_LAST_ZOOM[level[i]!]! < tile.z) continue;
      const feature = writer.beginFeature(id[i]!);
      writer.tagText(0, this.#codeId[i]!);
      writer.tagText(1, this.#nameId[i]!);
      if (this.#latinId[i]! >= 0) writer.tagText(2, this.#latinId[i]!);
      writer.tagText(3, this.#levelId[level[i]!]!);
      writer.tagInteger(4, level[i]!);
      writer.point(
        (x[slot]! - tile.originX) >> tile.shift,
        (y[slot]! - tile.originY) >> tile.shift,
      );
      writer.endFeature(feature);
    }
    writer.end();
  }
}
