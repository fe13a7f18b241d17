import type { LayerSpecification, SourceSpecification } from "maplibre-gl";
import { BOLD } from "./fonts.ts";
import { CHANGING, SERVED, UNSERVED } from "./palette.ts";
import { byZoom, isGeometry, property, sectorColour } from "./plan-expressions.ts";
import { closedTileLayers } from "./plan-works-style.ts";
import { EMPTY } from "./style.ts";

/** Sources that the page fills while somebody tries works. */
export const WHAT_IF_SOURCES: Readonly<Record<string, SourceSpecification>> = {
  "what-if-works": EMPTY,
  "what-if-turned": EMPTY,
};

/** Villages that would be served light up in the colour of what is served, those that would lose it in the other, ringed alike. */
const turnedColour = ["match", property("to"), "served", SERVED, UNSERVED];

/** What is tried, over everything else: lines and points as they would be built, and villages whose status would change. */
export const whatIfLayers: LayerSpecification[] = [
  ...closedTileLayers,
  {
    id: "what-if-casing",
    type: "line",
    source: "what-if-works",
    filter: isGeometry("LineString"),
    layout: { "line-cap": "round", "line-join": "round" },
    paint: { "line-color": "#ffffff", "line-width": byZoom(8, 5, 14, 9) },
  },
  {
    id: "what-if-line",
    type: "line",
    source: "what-if-works",
    filter: isGeometry("LineString"),
    layout: { "line-join": "round" },
    paint: {
      "line-color": sectorColour,
      "line-width": byZoom(8, 3, 14, 5.5),
      "line-dasharray": [2, 0.8],
    },
  },
  {
    id: "what-if-point",
    type: "symbol",
    source: "what-if-works",
    filter: isGeometry("Point"),
    layout: {
      "icon-image": ["concat", "works-", property("sector")],
      "icon-allow-overlap": true,
      "icon-ignore-placement": true,
    },
  },
  {
    id: "what-if-glow",
    type: "circle",
    source: "what-if-turned",
    paint: {
      "circle-radius": byZoom(7, 5, 10, 9, 13, 15),
      "circle-color": turnedColour as never,
      "circle-opacity": 0.28,
    },
  },
  {
    id: "what-if-turned",
    type: "circle",
    source: "what-if-turned",
    paint: {
      "circle-radius": byZoom(7, 2.5, 10, 5, 13, 8),
      "circle-color": turnedColour as never,
      "circle-stroke-color": CHANGING,
      "circle-stroke-width": byZoom(7, 1, 10, 2, 13, 2.5),
    },
  },
  {
    // Told by sign as well as by colour.
    id: "what-if-sign",
    type: "symbol",
    source: "what-if-turned",
    minzoom: 9.5,
    layout: {
      "text-field": ["match", property("to"), "served", "+", "−"],
      "text-font": [BOLD],
      "text-size": byZoom(10, 9, 13, 14),
      "text-allow-overlap": true,
      "text-ignore-placement": true,
    },
    paint: { "text-color": "#ffffff" },
  },
];
