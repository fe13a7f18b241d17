import type { ExpressionSpecification, GeoJSONSource, Map as LibreMap } from "maplibre-gl";
import type { MapLevel } from "../../core/contract/thematic.ts";
import { isThere, setVisible } from "./painting.ts";
import { nameFeatures, type SceneArea, type ThematicScene } from "./thematic-scene.ts";
import { FILLED, PAINTED_LAYERS, type Filled } from "./thematic-style.ts";

const AREAS = { source: "areas", sourceLayer: "areas" } as const;

/** Puts scenes onto a map, changing only what differs from the one before: tiles and layers stay. */
export class ThematicPainter {
  readonly #map: LibreMap;
  #level: MapLevel | null = null;
  #within: string | null = null;
  /** Hidden at first. */
  #above: ThematicScene["above"] = null;
  #painted = new Map<number, SceneArea>();
  readonly #filled = new Map<Filled, unknown>();

  constructor(map: LibreMap) {
    this.#map = map;
  }

  paint(scene: ThematicScene): void {
    if (scene.level !== this.#level) this.#setLevel(scene.level);
    if (scene.within !== this.#within) this.#setWithin(scene.within);
    if (scene.above !== this.#above) {
      this.#above = scene.above;
      for (const level of ["county", "city"] as const)
        setVisible(this.#map, [`above-${level}`], scene.above === level);
    }
    const next = new Map(scene.areas.map((area) => [area.id, area]));
    for (const id of this.#painted.keys())
      if (!next.has(id)) this.#map.removeFeatureState({ ...AREAS, id });
    for (const [id, area] of next) {
      const before = this.#painted.get(id);
      if (before?.colour === area.colour && before?.hatched === area.hatched) continue;
      const { colour, hatched } = area;
      this.#map.setFeatureState({ ...AREAS, id }, { inside: true, colour, hatched });
    }
    this.#painted = next;
    for (const name of FILLED) {
      const features = name === "names" ? scene.areas : scene.features[name];
      if (this.#filled.get(name) === features) continue;
      this.#filled.set(name, features);
      void this.#map.getSource<GeoJSONSource>(name)?.setData({
        type: "FeatureCollection",
        features: name === "names" ? nameFeatures(scene.areas) : [...scene.features[name]],
      });
    }
  }

  /** Sets or clears a flag (`chosen`, `hover`) of an area and of its symbol. */
  flag(id: number | null, flag: string, on: boolean): void {
    if (id === null || !isThere(this.#map)) return;
    this.#map.setFeatureState({ ...AREAS, id }, { [flag]: on });
    this.#map.setFeatureState({ source: "symbols", id: String(id) }, { [flag]: on });
  }

  #setWithin(code: string): void {
    this.#within = code;
    for (const level of ["county", "city"] as const)
      this.#map.setFilter(`above-${level}`, [
        "all",
        ["==", ["get", "level"], level],
        ["!=", ["get", "code"], code],
      ]);
  }

  #setLevel(level: MapLevel): void {
    this.#level = level;
    const filter: ExpressionSpecification = ["==", ["get", "level"], level];
    for (const layer of [...PAINTED_LAYERS, "area-mark"]) this.#map.setFilter(layer, filter);
    // A border that the painted areas have themselves is not drawn over them a second time.
    setVisible(this.#map, ["county-border"], level === "township");
    setVisible(this.#map, ["city-border"], level === "county" || level === "township");
  }
}
