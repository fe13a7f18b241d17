import type {
  ExpressionSpecification,
  LayerSpecification,
  SourceSpecification,
  StyleSpecification,
} from "maplibre-gl";
import type { Language } from "../view-state.ts";
import { SECTORS } from "../../core/contract/rule.ts";
import { BOLD, bundledFontFaces } from "./fonts.ts";
import { labelLayers } from "./label-style.ts";
import { networkLayers } from "./network-style.ts";
import {
  ACCENT,
  CITY_BORDER,
  COUNTY_BORDER,
  FILL_STRENGTH,
  LAND,
  NOT_ELIGIBLE,
  OTHER_LAND,
  OUTSIDE,
  SERVED,
  UNKNOWN,
  UNSERVED,
  VILLAGES_FROM,
} from "./palette.ts";
import { proposalLayers } from "./proposal.ts";

/** Zoom up to which the server makes tiles; closer views enlarge these. */
const TILES_TO = 14;

const state = (name: string): ExpressionSpecification => ["feature-state", name];
const level = (name: string): ExpressionSpecification => ["==", ["get", "level"], name];
/** A source that the page fills. */
export const EMPTY: SourceSpecification = {
  type: "geojson",
  data: { type: "FeatureCollection", features: [] },
};
export const tiled = (tiles: string[], to = TILES_TO): SourceSpecification => ({
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
    proposal: EMPTY,
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

const isOutside: ExpressionSpecification = ["boolean", state("outside"), false];

const areaLayers: LayerSpecification[] = [
  {
    // Plain land under the classes, so that a class is mixed with the same colour everywhere, in the legend too.
    id: "area-land",
    type: "fill",
    source: "areas",
    "source-layer": "areas",
    filter: level("county"),
    paint: {
      "fill-color": ["case", isOutside, OTHER_LAND, LAND],
      "fill-antialias": false,
    },
  },
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
        ...FILL_STRENGTH.flatMap(([zoom, strength]): [number, ExpressionSpecification] => [
          zoom,
          ["case", isOutside, 0, strength],
        ]),
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
      "fill-opacity": [
        "case",
        ["all", ["boolean", state("hatched"), false], ["!", isOutside]],
        0.8,
        0,
      ],
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
export const radius = (factor: number): ExpressionSpecification => [
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
      // Orange where somebody is not served, else as all of the group is; plain without a rule on villages.
      "circle-color": [
        "case",
        [">", ["coalesce", ["get", "unserved"], 0], 0],
        UNSERVED,
        [">", ["coalesce", ["get", "unknown"], 0], 0],
        UNKNOWN,
        [">", ["coalesce", ["get", "served"], 0], 0],
        SERVED,
        NOT_ELIGIBLE,
      ],
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

const pointedLayers: LayerSpecification[] = [
  ...proposalLayers,
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
  {
    // Below its ring, and before all other labels: its ordinary label gives way to it.
    id: "pointed-label",
    type: "symbol",
    source: "pointed",
    layout: {
      "text-field": ["get", "name"],
      "text-font": [BOLD],
      "text-size": 13,
      "text-anchor": "top",
      "text-offset": [0, 1.2],
      "text-allow-overlap": true,
    },
    paint: { "text-color": ACCENT, "text-halo-color": "#ffffff", "text-halo-width": 2 },
  },
];
