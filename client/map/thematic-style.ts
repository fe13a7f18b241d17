import type {
  ExpressionSpecification,
  LayerSpecification,
  SourceSpecification,
  StyleSpecification,
} from "maplibre-gl";
import type { Language } from "../view-state.ts";
import { flowLayer } from "./flow-style.ts";
import { BOLD, bundledFontFaces, REGULAR } from "./fonts.ts";
import { labelText } from "./label-style.ts";
import { ACCENT, CITY_BORDER, LABEL, LAND, MOVED, OTHER_LAND, OUTSIDE } from "./palette.ts";
import { byZoom, flag, property } from "./plan-expressions.ts";
import { EMPTY, tiled } from "./style.ts";

const state = (name: string): ExpressionSpecification => ["feature-state", name];
const isLevel = (level: string): ExpressionSpecification => ["==", ["get", "level"], level];
const KEYED = { ...EMPTY, promoteId: "id" } as SourceSpecification;

/** Layers that are painted by feature state, all of one level at a time. */
export const PAINTED_LAYERS = ["area-land", "area-fill", "area-hatch", "painted-border"] as const;
/** Sources that the page fills, each with its layer of the same name. */
export const FILLED = ["hexes", "dots", "flows", "settlements", "symbols", "names"] as const;
export type Filled = (typeof FILLED)[number];

/**
 * A thematic map: plain land, areas painted by feature state (`inside`, `colour`, `hatched`), borders, then what stands on them, names on
 * top. `scale` enlarges text and lines for a wall: 1 on a desk.
 */
export function thematicStyle(
  areas: string[],
  language: Language,
  scale: number,
): StyleSpecification {
  return {
    version: 8,
    "font-faces": bundledFontFaces(),
    sources: {
      areas: tiled(areas, 12),
      ...Object.fromEntries(FILLED.map((name) => [name, KEYED])),
    },
    layers: [
      { id: "outside", type: "background", paint: { "background-color": OUTSIDE } },
      ...areaLayers,
      hexLayer,
      ...borderLayers(scale),
      dotLayer(scale),
      flowLayer("flows", {}, 0.24 * scale),
      ...signLayers(scale),
      markLayer(scale),
      ...labelLayers(language, scale),
    ],
  };
}

const shared = { source: "areas", "source-layer": "areas" } as const;
const inside = flag("inside");

const areaLayers: LayerSpecification[] = [
  {
    id: "area-land",
    type: "fill",
    ...shared,
    filter: isLevel("county"),
    paint: { "fill-color": ["case", inside, LAND, OTHER_LAND], "fill-antialias": false },
  },
  {
    id: "area-fill",
    type: "fill",
    ...shared,
    filter: isLevel("county"),
    paint: {
      "fill-color": ["to-color", ["coalesce", state("colour"), LAND]],
      "fill-opacity": ["case", inside, 1, 0],
      "fill-antialias": false,
    },
  },
  {
    id: "area-hatch",
    type: "fill",
    ...shared,
    filter: isLevel("county"),
    paint: {
      "fill-pattern": "hatch",
      "fill-opacity": ["case", ["all", inside, flag("hatched")], 0.8, 0],
    },
  },
];

const hexLayer: LayerSpecification = {
  id: "hexes",
  type: "fill",
  source: "hexes",
  paint: {
    "fill-color": ["to-color", property("colour")],
    "fill-opacity": 0.92,
    "fill-outline-color": "rgba(255,255,255,0.7)",
  },
};

const borderLayers = (scale: number): LayerSpecification[] => [
  {
    id: "painted-border",
    type: "line",
    ...shared,
    filter: isLevel("county"),
    layout: { "line-join": "round" },
    paint: { "line-color": "#ffffff", "line-width": byZoom(5, 0.7 * scale, 9, 1.6 * scale) },
  },
  ...(["county", "city"] as const).map((level): LayerSpecification => ({
    id: `${level}-border`,
    type: "line",
    ...shared,
    filter: isLevel(level),
    layout: { "line-join": "round" },
    paint: {
      "line-color": CITY_BORDER,
      "line-width":
        level === "city"
          ? byZoom(5, 1.1 * scale, 9, 2.2 * scale)
          : byZoom(6, 0.4 * scale, 9, 1.3 * scale),
    },
  })),
];

const dotLayer = (scale: number): LayerSpecification => ({
  id: "dots",
  type: "circle",
  source: "dots",
  paint: {
    "circle-color": ["to-color", property("colour")],
    "circle-radius": byZoom(5, 1.3 * scale, 9, 2.4 * scale, 12, 4 * scale),
    "circle-opacity": 0.85,
  },
});

const signLayers = (scale: number): LayerSpecification[] => [
  {
    id: "settlements",
    type: "circle",
    source: "settlements",
    layout: { "circle-sort-key": ["-", 0, property("radiusPx")] },
    paint: {
      "circle-color": "#ffffff",
      "circle-radius": ["*", scale, property("radiusPx")],
      "circle-stroke-color": MOVED,
      "circle-stroke-width": 2 * scale,
    },
  },
  {
    id: "symbols",
    type: "circle",
    source: "symbols",
    // Large ones first, so that a small one is never hidden below its neighbour.
    layout: { "circle-sort-key": ["-", 0, property("radiusPx")] },
    paint: {
      "circle-color": ["to-color", property("colour")],
      "circle-opacity": 0.82,
      "circle-radius": ["*", scale, property("radiusPx")],
      "circle-stroke-color": ["case", flag("hover"), ACCENT, "#ffffff"],
      "circle-stroke-width": ["case", flag("hover"), 3 * scale, 1.2 * scale],
    },
  },
];

const markLayer = (scale: number): LayerSpecification => ({
  id: "area-mark",
  type: "line",
  ...shared,
  filter: isLevel("county"),
  layout: { "line-join": "round" },
  paint: {
    "line-color": ACCENT,
    "line-width": 2.4 * scale,
    "line-opacity": ["case", ["any", flag("chosen"), flag("hover")], 1, 0],
  },
});

const halo = (scale: number) => ({
  "text-color": LABEL,
  "text-halo-color": "rgba(255,255,255,0.92)",
  "text-halo-width": 1.6 * scale,
});

/** Names of the painted areas come from the page, one point for each, so that none stands twice; those above them from the tiles. */
const labelLayers = (language: Language, scale: number): LayerSpecification[] => [
  ...(["county", "city"] as const).map((level): LayerSpecification => ({
    id: `above-${level}`,
    type: "symbol",
    source: "areas",
    "source-layer": "area-labels",
    filter: isLevel(level),
    layout: {
      visibility: "none",
      "text-field": labelText(language),
      "text-font": [BOLD],
      "text-size": byZoom(5, 12 * scale, 9, 16 * scale),
      "text-padding": 2,
      "text-max-width": 9,
      "text-variable-anchor": ["center", "top", "bottom"],
      "text-radial-offset": 1.1,
    },
    paint: { ...halo(scale), "text-color": "#52606d" },
  })),
  {
    id: "names",
    type: "symbol",
    source: "names",
    layout: {
      "text-field": [
        "format",
        property("label"),
        {},
        ["case", ["==", property("value"), ""], "", ["concat", "\n", property("value")]],
        { "text-font": ["literal", [BOLD]] },
      ],
      "text-font": [REGULAR],
      "text-size": byZoom(5, 11 * scale, 8, 13 * scale, 11, 15 * scale),
      "text-padding": 2,
      "text-max-width": 9,
      "text-line-height": 1.15,
      "symbol-sort-key": property("order"),
      // A name beside its own area would be taken for its neighbour's: half a line up or down at most.
      "text-variable-anchor-offset": ["center", [0, 0], "top", [0, -0.65], "bottom", [0, 0.65]],
    },
    paint: halo(scale),
  },
];
