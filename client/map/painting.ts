import type { GeoJSONSource, Map, VectorTileSource } from "maplibre-gl";

/** How one area is painted. */
export interface AreaPaint {
  id: number;
  colour: string;
  hatched: boolean;
  /** Outside the chosen area: drawn paler. */
  outside: boolean;
}

const AREAS = { source: "areas", sourceLayer: "areas" } as const;
const PAINTED_LAYERS = ["area-land", "area-fill", "area-hatch"] as const;

/** Paints the areas of one level by feature state; tiles stay as they are. */
export function paintAreas(map: Map, level: string, paints: readonly AreaPaint[]): void {
  for (const layer of PAINTED_LAYERS) map.setFilter(layer, ["==", ["get", "level"], level]);
  for (const { id, colour, hatched, outside } of paints)
    map.setFeatureState({ ...AREAS, id }, { colour, hatched, outside });
}

/** Sets or clears one flag (`chosen`, `hover`) of an area; of a map that is gone nothing, for it took its flags along. */
export function flagArea(map: Map, id: number | null, flag: string, on: boolean): void {
  if (id !== null && isThere(map)) map.setFeatureState({ ...AREAS, id }, { [flag]: on });
}

/** Whether a map still stands: one that was removed has no style any more, whatever its type says. */
export function isThere(map: Map): boolean {
  return (map.style as unknown) !== undefined;
}

/** Points a source at other tiles, unless it already reads them. */
export function setTiles(map: Map, source: string, tiles: string[]): void {
  const found = map.getSource<VectorTileSource>(source);
  // What the source was told to read: its own `tiles` are empty until it is loaded.
  if (found !== undefined && found.serialize().tiles?.[0] !== tiles[0]) found.setTiles(tiles);
}

export function setVisible(map: Map, layers: readonly string[], visible: boolean): void {
  for (const layer of layers)
    if (map.getLayer(layer))
      map.setLayoutProperty(layer, "visibility", visible ? "visible" : "none");
}

/** Draws the link from a village to its nearest feature; null clears it. */
export function drawLink(map: Map, link: readonly (readonly [number, number])[] | null): void {
  void map.getSource<GeoJSONSource>("link")?.setData({
    type: "FeatureCollection",
    features:
      link === null || link.length < 2
        ? []
        : [
            {
              type: "Feature",
              properties: {},
              geometry: { type: "LineString", coordinates: link.map(([x, y]) => [x, y]) },
            },
          ],
  });
}

/** Rings the village that is selected, with its name, and the one that is pointed at in a list. */
export function drawPointed(
  map: Map,
  points: Readonly<Record<"selected" | "hover", readonly [number, number] | null>>,
  name: string,
): void {
  void map.getSource<GeoJSONSource>("pointed")?.setData({
    type: "FeatureCollection",
    features: (["hover", "selected"] as const).flatMap((role) => {
      const at = points[role];
      return at === null
        ? []
        : [
            {
              type: "Feature" as const,
              properties: { role, name: role === "selected" ? name : "" },
              geometry: { type: "Point" as const, coordinates: [at[0], at[1]] },
            },
          ];
    }),
  });
}
