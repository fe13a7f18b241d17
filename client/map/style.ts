import type {
  ExpressionSpecification,
  LayerSpecification,
  SourceSpecification,
  StyleSpecification,
} from "maplibre-gl";
import type { Language } from "../view-state.ts";
import { SECTORS } from "../../core/contract/rule.ts";
import { BOLD, bundledFontFaces, REGULAR } from "./fonts.ts";
import { networkLayers } from "./network-style.ts";
import {
  ACCENT,
  CITY_BORDER,
  COUNTY_BORDER,
  LABEL,
  LAND,
  NOT_ELIGIBLE,
  OUTSIDE,
  SERVED,
  UNKNOWN,
  UNSERVED,
  VILLAGES_FROM,
} from "./palette.ts";

/** Zoom up to which the server makes tiles; closer views enlarge these. */
const TILES_TO = 14;

const state = (name: string): ExpressionSpecification => ["feature-state", name];
const level = (name: string): ExpressionSpecification => ["==", ["get", "level"], name];
const EMPTY: SourceSpecification = {
  type: "geojson",
  data: { type: "FeatureCollection", features: [] },
};
const tiled = (tiles: string[], to = TILES_TO): SourceSpecification => ({
  type: "vector",
  tiles,
  minzoom: 4,
  maxzoom: to,
});

/** The whole map: areas painted by feature state, networks, villages by status, labels, and what is pointed at on top. */
export function coverageStyle(
  addresses: {
    areas: string[];
    villages: string[];
    networks: Readonly<Record<string, string[]>>;
  },
  language: Language,
): StyleSpecification {
  const sources: Record<string, SourceSpecification> = {
    areas: tiled(addresses.areas, 12),
    villages: tiled(addresses.villages),
    link: EMPTY,
    pointed: EMPTY,
  };
  for (const sector of SECTORS) sources[sector] = tiled(addresses.networks[sector] ?? []);
  return {
    version: 8,
    "font-faces": bundledFontFaces(),
    sources,
    layers: [
      { id: "outside", type: "background", paint: { "background-color": OUTSIDE } },
      ...areaLayers,
      ...networkLayers,
      ...borderLayers,
      ...villageLayers,
      ...unitLayers,
      ...labelLayers(language),
      ...pointedLayers,
    ],
  };
}

/** Opacity inside and outside the chosen area: the closer the view, the more the villages matter. */
const fading = (inside: number, outside: number): ExpressionSpecification => [
  "case",
  ["boolean", state("outside"), false],
  outside,
  inside,
];

const areaLayers: LayerSpecification[] = [
  {
    id: "area-fill",
    type: "fill",
    source: "areas",
    "source-layer": "areas",
    filter: level("county"),
    paint: {
      "fill-color": ["to-color", ["coalesce", state("colour"), LAND]],
      "fill-opacity": [
        "interpolate",
        ["linear"],
        ["zoom"],
        8,
        fading(0.92, 0.35),
        9.5,
        fading(0.5, 0.18),
        11,
        fading(0.28, 0.1),
        12.5,
        fading(0.14, 0.06),
      ],
      "fill-antialias": false,
    },
  },
  {
    id: "area-hatch",
    type: "fill",
    source: "areas",
    "source-layer": "areas",
    filter: level("county"),
    paint: {
      "fill-pattern": "hatch",
      "fill-opacity": ["case", ["boolean", state("hatched"), false], 0.8, 0],
    },
  },
];

const border = (
  id: string,
  of: string,
  colour: string,
  width: ExpressionSpecification | number,
  minzoom = 0,
): LayerSpecification => ({
  id,
  type: "line",
  source: "areas",
  "source-layer": "areas",
  minzoom,
  filter: level(of),
  layout: { "line-join": "round" },
  paint: { "line-color": colour, "line-width": width },
});

const borderLayers: LayerSpecification[] = [
  border("township-border", "township", "rgba(255,255,255,0.85)", 0.7, 8.5),
  border("county-border", "county", COUNTY_BORDER, [
    "interpolate",
    ["linear"],
    ["zoom"],
    8,
    1,
    11,
    2.4,
  ]),
  border("city-border", "city", CITY_BORDER, 1.5),
  {
    id: "county-line",
    type: "line",
    source: "areas",
    "source-layer": "areas",
    minzoom: 9,
    filter: level("county"),
    paint: { "line-color": CITY_BORDER, "line-width": 1, "line-dasharray": [4, 2] },
  },
  {
    id: "area-mark",
    type: "line",
    source: "areas",
    "source-layer": "areas",
    layout: { "line-join": "round" },
    paint: {
      "line-color": ACCENT,
      "line-width": ["case", ["boolean", state("chosen"), false], 2.5, 2],
      "line-opacity": [
        "case",
        ["any", ["boolean", state("chosen"), false], ["boolean", state("hover"), false]],
        1,
        0,
      ],
    },
  },
];

const status = ["coalesce", ["get", "s"], 0] as ExpressionSpecification;
/** Radius in pixels by households, times `factor`; a village whose households are not recorded is drawn small. */
const radius = (factor: number): ExpressionSpecification => [
  "*",
  [
    "interpolate",
    ["linear"],
    ["sqrt", ["max", 0, ["coalesce", ["get", "hh"], 0]]],
    0,
    1.6,
    5,
    2.8,
    8,
    4,
    15,
    6.5,
  ],
  ["case", ["==", status, 1], factor * 1.25, ["==", status, 0], factor * 0.7, factor],
];

const villageLayers: LayerSpecification[] = [
  {
    id: "villages",
    type: "circle",
    source: "villages",
    "source-layer": "villages",
    minzoom: VILLAGES_FROM,
    layout: { "circle-sort-key": ["match", status, 1, 3, 2, 2, 3, 1, 0] },
    paint: {
      "circle-radius": [
        "interpolate",
        ["linear"],
        ["zoom"],
        8,
        radius(0.45),
        10,
        radius(0.85),
        12,
        radius(1.4),
        15,
        radius(2.2),
      ],
      "circle-color": [
        "match",
        status,
        3,
        SERVED,
        1,
        UNSERVED,
        2,
        "rgba(255,255,255,0.85)",
        NOT_ELIGIBLE,
      ],
      "circle-opacity": ["match", status, 0, 0.55, 3, 0.85, 1],
      "circle-stroke-color": ["match", status, 1, "#ffffff", 2, UNKNOWN, "rgba(255,255,255,0)"],
      "circle-stroke-width": [
        "interpolate",
        ["linear"],
        ["zoom"],
        8,
        ["match", status, 1, 0.4, 2, 0.8, 0],
        11,
        ["match", status, 1, 1.2, 2, 1.4, 0],
      ],
    },
  },
  {
    id: "village-groups",
    type: "circle",
    source: "villages",
    "source-layer": "villages",
    minzoom: 5,
    maxzoom: VILLAGES_FROM,
    paint: {
      "circle-radius": [
        "interpolate",
        ["linear"],
        ["sqrt", ["max", 1, ["coalesce", ["get", "unserved"], ["get", "count"], 1]]],
        1,
        3,
        20,
        10,
        60,
        22,
      ],
      "circle-color": UNSERVED,
      "circle-opacity": 0.75,
      "circle-stroke-color": "#ffffff",
      "circle-stroke-width": 1,
    },
  },
];

/** Seats of administrative villages and townships, for rules that count those. */
const unitLayers: LayerSpecification[] = [
  {
    id: "units",
    type: "circle",
    source: "villages",
    "source-layer": "units",
    minzoom: 7,
    layout: { "circle-sort-key": ["match", status, 1, 3, 2, 2, 3, 1, 0] },
    paint: {
      "circle-radius": [
        "interpolate",
        ["linear"],
        ["zoom"],
        7,
        ["match", status, 1, 3.2, 2.2],
        9,
        ["match", status, 1, 5, 3.6],
        12,
        ["match", status, 1, 8, 6.5],
      ],
      "circle-color": [
        "match",
        status,
        3,
        SERVED,
        1,
        UNSERVED,
        2,
        "rgba(255,255,255,0.85)",
        NOT_ELIGIBLE,
      ],
      "circle-stroke-color": ["match", status, 2, UNKNOWN, "#ffffff"],
      "circle-stroke-width": ["interpolate", ["linear"], ["zoom"], 7, 0.8, 11, 1.6],
    },
  },
];

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
    "text-padding": 2,
    "text-max-width": 9,
    // A label that would cover another moves aside before it gives way.
    "text-variable-anchor": ["center", "top", "bottom", "left", "right"],
    "text-radial-offset": 0.4,
  },
  paint: { "text-color": LABEL, "text-halo-color": "#ffffff", "text-halo-width": 1.6 },
});

const labelLayers = (language: Language): LayerSpecification[] => [
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
  label("township-label", "township", [9.3, 24], 13, REGULAR, language),
  label(
    "county-label",
    "county",
    [6.7, 11],
    ["interpolate", ["linear"], ["zoom"], 6.7, 12, 10, 15],
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

const pointedLayers: LayerSpecification[] = [
  {
    id: "link-casing",
    type: "line",
    source: "link",
    layout: { "line-cap": "round" },
    paint: { "line-color": "#ffffff", "line-width": 6 },
  },
  {
    id: "link",
    type: "line",
    source: "link",
    paint: { "line-color": ACCENT, "line-width": 3, "line-dasharray": [1.5, 1] },
  },
  {
    id: "pointed-halo",
    type: "circle",
    source: "pointed",
    paint: {
      "circle-radius": ["match", ["get", "role"], "selected", 12, 10],
      "circle-color": "rgba(255,255,255,0)",
      "circle-stroke-color": "#ffffff",
      "circle-stroke-width": 5,
    },
  },
  {
    id: "pointed",
    type: "circle",
    source: "pointed",
    paint: {
      "circle-radius": ["match", ["get", "role"], "selected", 12, 10],
      "circle-color": "rgba(255,255,255,0)",
      "circle-stroke-color": ACCENT,
      "circle-stroke-width": ["match", ["get", "role"], "selected", 3, 2],
    },
  },
];
