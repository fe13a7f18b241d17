import type { ExpressionSpecification, LayerSpecification } from "maplibre-gl";
import type { Language } from "../view-state.ts";
import { BOLD, REGULAR } from "./fonts.ts";
import { LABEL } from "./palette.ts";

const level = (name: string): ExpressionSpecification => ["==", ["get", "level"], name];

/** The text of a label: the name (in property `key`), in English with the Latin name above it. */
export function labelText(language: Language, key = "name"): ExpressionSpecification {
  const name: ExpressionSpecification = ["coalesce", ["get", key], ""];
  if (language !== "en") return name;
  return ["case", ["has", "latin"], ["concat", ["get", "latin"], "\n", name], name];
}
/** Labels of areas, and of villages and seats. */
export const AREA_LABELS = ["city-label", "county-label", "township-label"] as const;
export const POINT_LABELS = ["village-label", "unit-label"] as const;

const label = (
  id: string,
  of: string,
  zooms: [number, number],
  size: ExpressionSpecification | number,
  font: string,
  language: Language,
): LayerSpecification => ({
  id,
  type: "symbol",
  source: "areas",
  "source-layer": "area-labels",
  minzoom: zooms[0],
  maxzoom: zooms[1],
  filter: level(of),
  layout: {
    "text-field": labelText(language),
    "text-font": [font],
    "text-size": size,
    "text-padding": 1,
    "text-max-width": 9,
    // A label that would cover another moves aside before it gives way.
    "text-variable-anchor": ["center", "top", "bottom", "left", "right"],
    // Far enough from the point to clear the label of a wider area on it, which has two lines in English.
    "text-radial-offset": language === "en" ? 1.9 : 1.25,
  },
  paint: { "text-color": LABEL, "text-halo-color": "#ffffff", "text-halo-width": 1.6 },
});

/** Names of villages, seats and areas; what comes later is placed first. */
export const labelLayers = (language: Language): LayerSpecification[] => [
  {
    id: "village-label",
    type: "symbol",
    source: "villages",
    "source-layer": "villages",
    minzoom: 11.5,
    layout: {
      "text-field": labelText(language, "n"),
      "text-font": [REGULAR],
      "text-size": 12,
      "text-anchor": "top",
      "text-offset": [0, 0.7],
      "symbol-sort-key": ["-", 0, ["coalesce", ["get", "hh"], 0]],
    },
    paint: { "text-color": LABEL, "text-halo-color": "#ffffff", "text-halo-width": 1.4 },
  },
  {
    id: "unit-label",
    type: "symbol",
    source: "villages",
    "source-layer": "units",
    minzoom: 10,
    layout: {
      "text-field": labelText(language, "n"),
      "text-font": [REGULAR],
      "text-size": 12,
      "text-anchor": "top",
      "text-offset": [0, 0.8],
      "symbol-sort-key": ["-", 0, ["coalesce", ["get", "hh"], 0]],
    },
    paint: { "text-color": LABEL, "text-halo-color": "#ffffff", "text-halo-width": 1.4 },
  },
  label(
    "township-label",
    "township",
    [8.4, 24],
    ["interpolate", ["linear"], ["zoom"], 8.4, 11, 11, 13],
    REGULAR,
    language,
  ),
  label(
    "county-label",
    "county",
    [6.2, 11],
    ["interpolate", ["linear"], ["zoom"], 6.2, 11, 7.5, 12.5, 10, 15],
    REGULAR,
    language,
  ),
  label(
    "city-label",
    "city",
    [4, 9],
    ["interpolate", ["linear"], ["zoom"], 5, 13, 8, 17],
    BOLD,
    language,
  ),
];
