import type { ExpressionSpecification, LayerSpecification } from "maplibre-gl";
import { SECTORS, type Sector } from "../../core/contract/rule.ts";
import { CHANGING, MOVED, OVER } from "./palette.ts";
import { byZoom, flag, isGeometry, property, sectorColour } from "./plan-expressions.ts";

/** Layers of planned works, for what switches them on and off. */
export const WORKS_LAYERS = [
  "works-fill",
  "works-halo",
  "works-casing",
  "works-line",
  "works-closed",
  "works-closed-cross",
  "works-point-halo",
  "works-point",
] as const;
/** Layers that cross out existing features of a sector. */
export const closedLayers = (sector: Sector): [line: string, crosses: string] => [
  `${sector}-closed`,
  `${sector}-closed-cross`,
];

export const siteLayers: LayerSpecification[] = [
  {
    id: "site-fill",
    type: "fill",
    source: "sites",
    paint: {
      "fill-color": MOVED,
      "fill-opacity": ["case", flag("editing"), 0, flag("lit"), 0.4, 0.16],
    },
  },
  {
    id: "site-line",
    type: "line",
    source: "sites",
    layout: { "line-join": "round" },
    paint: {
      "line-color": ["case", flag("selected"), CHANGING, MOVED],
      "line-width": ["case", flag("selected"), 2.5, 1.6],
      "line-opacity": ["case", flag("editing"), 0, 1],
    },
  },
];

const crosses = { "icon-image": "cross", "symbol-spacing": 60 } as const;
const closedPaint = { "line-color": OVER, "line-width": 2.4, "line-dasharray": [2, 1.6] };

/** Existing features that are given up, found in the tiles by their number; hidden while there is none. */
export const closedTileLayers: LayerSpecification[] = SECTORS.flatMap(
  (sector): LayerSpecification[] => {
    const [line, signs] = closedLayers(sector);
    const shared = {
      source: sector,
      "source-layer": sector,
      filter: ["in", ["id"], ["literal", []]] as unknown as ExpressionSpecification,
    };
    return [
      { id: line, type: "line", ...shared, layout: { visibility: "none" }, paint: closedPaint },
      {
        id: signs,
        type: "symbol",
        ...shared,
        layout: {
          visibility: "none",
          ...crosses,
          "symbol-placement": "line",
          "icon-allow-overlap": true,
          "icon-ignore-placement": true,
        },
      },
    ];
  },
);

const isClosing: ExpressionSpecification = ["==", property("action"), "close"];
const faded = (strong: number): ExpressionSpecification => [
  "case",
  flag("editing"),
  0,
  flag("later"),
  strong * 0.4,
  strong,
];
export const onTop = { "icon-allow-overlap": true, "icon-ignore-placement": true } as const;

export const worksLayers: LayerSpecification[] = [
  {
    id: "works-fill",
    type: "fill",
    source: "works",
    filter: isGeometry("Polygon"),
    paint: { "fill-color": sectorColour, "fill-opacity": faded(0.18) },
  },
  {
    id: "works-halo",
    type: "line",
    source: "works",
    filter: ["!", isGeometry("Point")],
    layout: { "line-cap": "round", "line-join": "round" },
    paint: {
      "line-color": CHANGING,
      "line-width": 11,
      "line-opacity": ["case", flag("editing"), 0, flag("selected"), 0.35, 0],
    },
  },
  {
    id: "works-casing",
    type: "line",
    source: "works",
    filter: ["!", isGeometry("Point")],
    layout: { "line-join": "round" },
    paint: {
      "line-color": "#ffffff",
      "line-width": byZoom(7, 2.4, 11, 5.4),
      "line-opacity": faded(0.9),
    },
  },
  {
    id: "works-line",
    type: "line",
    source: "works",
    filter: ["all", ["!", isGeometry("Point")], ["!", isClosing]],
    layout: { "line-join": "round" },
    paint: {
      "line-color": sectorColour,
      "line-width": byZoom(7, 1.4, 11, 3.2),
      "line-dasharray": [2.2, 1.3],
      "line-opacity": faded(1),
    },
  },
  {
    id: "works-closed",
    type: "line",
    source: "works",
    filter: ["all", ["!", isGeometry("Point")], isClosing],
    paint: { ...closedPaint, "line-opacity": faded(1) },
  },
  {
    id: "works-closed-cross",
    type: "symbol",
    source: "works",
    filter: ["all", isGeometry("LineString"), isClosing],
    layout: { ...crosses, ...onTop, "symbol-placement": "line" },
    paint: { "icon-opacity": faded(1) },
  },
  {
    id: "works-point-halo",
    type: "circle",
    source: "works",
    filter: isGeometry("Point"),
    paint: {
      "circle-radius": 16,
      "circle-color": CHANGING,
      "circle-opacity": ["case", flag("selected"), 0.35, 0],
    },
  },
  {
    id: "works-point",
    type: "symbol",
    source: "works",
    filter: isGeometry("Point"),
    layout: {
      ...onTop,
      "icon-image": ["case", isClosing, "cross", ["concat", "works-", property("sector")]],
      "icon-size": byZoom(7, 0.5, 11, 1),
    },
    paint: { "icon-opacity": faded(1) },
  },
];
