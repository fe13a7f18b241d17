import type { Feature } from "geojson";
import type { GeoJSONSource, Map as LibreMap } from "maplibre-gl";

/** A source whose features go by their property `id`; only what changes is sent to the map's worker. */
export class PlanSource {
  readonly #map: LibreMap;
  readonly #name: string;
  readonly #drawn = new Set<string>();

  constructor(map: LibreMap, name: string) {
    this.#map = map;
    this.#name = name;
  }

  /** Draws features, each in place of the one with its id, and takes others away. */
  update(features: readonly Feature[], gone: readonly string[]): void {
    const remove = gone.filter((id) => this.#drawn.delete(id));
    for (const { properties } of features) this.#drawn.add(String(properties?.["id"]));
    if (features.length === 0 && remove.length === 0) return;
    void this.#map.getSource<GeoJSONSource>(this.#name)?.updateData({ add: [...features], remove });
  }

  /** Sets or clears a flag (`selected`, `lit`, `editing`, `later`) that layers paint by. */
  flag(id: string, flag: string, on: boolean): void {
    this.#map.setFeatureState({ source: this.#name, id }, { [flag]: on });
  }
}

/** The one entry that carries a flag at a time. */
export class Flagged {
  readonly #sources: readonly PlanSource[];
  readonly #flag: string;
  #id: string | null = null;

  constructor(sources: readonly PlanSource[], flag: string) {
    this.#sources = sources;
    this.#flag = flag;
  }

  set(id: string | null): void {
    if (id === this.#id) return;
    for (const source of this.#sources) {
      if (this.#id !== null) source.flag(this.#id, this.#flag, false);
      if (id !== null) source.flag(id, this.#flag, true);
    }
    this.#id = id;
  }
}
