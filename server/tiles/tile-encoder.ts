import { gzipSync } from "node:zlib";
import { SECTORS, type Sector } from "../../core/contract/rule.ts";
import type { Snapshot } from "../../core/coverage/snapshot.ts";
import { AreaLayers } from "./area-layers.ts";
import { FeatureLayer } from "./feature-layer.ts";
import { type Tile, tileAt } from "./grid.ts";
import { LayerWriter } from "./layer-writer.ts";
import { StringTable } from "./string-table.ts";
import { UnitLayer } from "./unit-layer.ts";
import { NO_STATUS, VillageLayer } from "./village-layer.ts";
import { type ZoneColumns, ZoneLayer } from "./zone-layer.ts";

/** What an address may ask for, in the order in which layers are written. */
export const TILE_LAYERS = ["areas", "zones", ...SECTORS, "villages"] as const;
export type TileLayer = (typeof TILE_LAYERS)[number];

/** Verdicts as tiles draw them: of natural villages, or of the areas in `units`. */
export interface TileStatus {
  readonly unit: "naturalVillage" | "administrativeVillage" | "township";
  readonly units: Int32Array;
  readonly status: Uint8Array;
}

/** No tile is larger than this, gzipped. */
const MAX_TILE_BYTES = 500_000;
const MOST_THINNING = 8;

/** Writes the vector tiles of one snapshot; indexes are built when a layer is first asked for. */
export class TileEncoder {
  readonly #snapshot: Snapshot;
  readonly #villagePinyin: readonly (string | null)[];
  #zones: ZoneColumns | null = null;
  readonly #strings = new StringTable();
  readonly #writer = new LayerWriter(this.#strings);
  readonly #features = new Map<Sector, FeatureLayer>();
  readonly #statusOfVillages = new WeakMap<Uint8Array, Uint8Array>();
  #areaLayers: AreaLayers | null = null;
  #villageLayer: VillageLayer | null = null;
  #unitLayer: UnitLayer | null = null;
  #zoneLayer: ZoneLayer | null = null;

  /** `villagePinyin`: names of the villages in Latin letters, by index; without it tiles carry the Chinese ones only. */
  constructor(snapshot: Snapshot, villagePinyin: readonly (string | null)[] = []) {
    this.#snapshot = snapshot;
    this.#villagePinyin = villagePinyin;
  }

  /** Hands over the zones of the region; until then, layer `zones` is empty. */
  provideZones(zones: ZoneColumns): void {
    this.#zones = zones;
    this.#zoneLayer = null;
  }

  /**
   * The bytes of a tile, not compressed; none when nothing lies in it. `thinning` above 0 leaves out the least important things.
   */
  encode(
    layers: readonly TileLayer[],
    z: number,
    x: number,
    y: number,
    status: TileStatus | null,
    thinning = 0,
  ): Uint8Array<ArrayBuffer> {
    const tile = tileAt(z, x, y);
    this.#writer.reset();
    for (const layer of TILE_LAYERS)
      if (layers.includes(layer)) this.#write(layer, tile, status, thinning);
    return this.#writer.out.finish();
  }

  /** The tile as it is kept, thinned until it is light enough; null when nothing lies in it. */
  pack(
    layers: readonly TileLayer[],
    z: number,
    x: number,
    y: number,
    status: TileStatus | null,
  ): PackedTile | null {
    for (let thinning = 0; ; thinning++) {
      const bytes = this.encode(layers, z, x, y, status, thinning);
      if (bytes.length === 0) return null;
      const packed = packTile(bytes);
      if (packed.bytes.length <= MAX_TILE_BYTES || thinning === MOST_THINNING) return packed;
    }
  }

  #write(layer: TileLayer, tile: Tile, status: TileStatus | null, thinning: number): void {
    const strings = this.#strings;
    if (layer === "areas") {
      this.#areaLayers ??= new AreaLayers(this.#snapshot.areas, strings);
      this.#areaLayers.write(this.#writer, tile, thinning);
    } else if (layer === "zones") {
      if (!this.#zones) return;
      this.#zoneLayer ??= new ZoneLayer(this.#zones, strings);
      this.#zoneLayer.write(this.#writer, tile, thinning);
    } else if (layer === "villages") {
      const isOfVillages = status?.unit === "naturalVillage";
      this.#villageLayer ??= new VillageLayer(
        this.#snapshot.villages,
        strings,
        this.#villagePinyin,
      );
      this.#villageLayer.write(
        this.#writer,
        tile,
        isOfVillages ? this.#byVillage(status) : null,
        thinning,
      );
      if (status && !isOfVillages) {
        this.#unitLayer ??= new UnitLayer(this.#snapshot, strings);
        this.#unitLayer.write(this.#writer, tile, status.units, status.status, thinning);
      }
    } else {
      let features = this.#features.get(layer);
      if (!features)
        this.#features.set(
          layer,
          (features = new FeatureLayer(this.#snapshot.features[layer], strings)),
        );
      features.write(this.#writer, tile, thinning);
    }
  }

  /** Status by village, from the status by judged unit. */
  #byVillage({ units, status }: TileStatus): Uint8Array {
    let byVillage = this.#statusOfVillages.get(status);
    if (!byVillage) {
      byVillage = new Uint8Array(this.#snapshot.villages.count).fill(NO_STATUS);
      for (let u = 0; u < units.length; u++) byVillage[units[u]!] = status[u]!;
      this.#statusOfVillages.set(status, byVillage);
    }
    return byVillage;
  }
}

/** A finished tile. */
export interface PackedTile {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** False for light tiles, which travel as they are. */
  readonly zipped: boolean;
}

/**
 * Tiles below this are not compressed: gzip would cost as much as writing them and save a few kilobytes of a tile that a client
 * keeps. Of the bytes of z10-13 it saves a quarter; the heavy tiles are packed all the same.
 */
const ZIP_FROM_BYTES = 16_384;
/** Smaller tables than the default: tiles are small, and setting up costs as much as their compression. */
const ZIP = { level: 1, windowBits: 14, memLevel: 7 };

function packTile(bytes: Uint8Array<ArrayBuffer>): PackedTile {
  if (bytes.length < ZIP_FROM_BYTES) return { bytes, zipped: false };
  // A copy of exactly these bytes: zlib hands out a part of a larger buffer.
  return { bytes: new Uint8Array(gzipSync(bytes, ZIP)), zipped: true };
}
