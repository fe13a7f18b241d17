import type { LayerSpecification } from "maplibre-gl";
import { BOLD, REGULAR } from "./fonts.ts";
import { CHANGING, LABEL, OTHERS } from "./palette.ts";
import { byZoom, flag, property } from "./plan-expressions.ts";
import { onTop } from "./plan-works-style.ts";

const labelPaint = {
  "text-color": LABEL,
  "text-halo-color": "#ffffff",
  "text-halo-width": 1.8,
} as const;

export const settlementLayers: LayerSpecification[] = [
  {
    id: "settlement-halo",
    type: "circle",
    source: "settlements",
    paint: {
      "circle-radius": byZoom(6, 13, 9, 20, 12, 27),
      "circle-color": CHANGING,
      "circle-opacity": ["case", flag("lit"), 0.55, flag("selected"), 0.28, 0],
      "circle-stroke-color": CHANGING,
      "circle-stroke-width": 2,
      "circle-stroke-opacity": ["case", ["any", flag("lit"), flag("selected")], 1, 0],
    },
  },
  {
    id: "settlements",
    type: "symbol",
    source: "settlements",
    layout: {
      ...onTop,
      "icon-image": ["concat", "settlement-", property("ring")],
      "icon-size": byZoom(6, 0.42, 9, 0.72, 12, 1),
      "symbol-sort-key": property("persons"),
    },
  },
  {
    id: "settlement-label",
    type: "symbol",
    source: "settlements",
    minzoom: 9,
    layout: {
      "text-field": [
        "step",
        ["zoom"],
        property("name"),
        10.5,
        ["concat", property("name"), "\n", property("use")],
      ],
      "text-font": [BOLD],
      "text-size": byZoom(9, 12, 12, 14),
      "text-max-width": 12,
      "text-variable-anchor": ["top", "bottom", "left", "right"],
      "text-radial-offset": 1.8,
      "text-justify": "auto",
      "symbol-sort-key": ["-", 0, property("persons")],
    },
    paint: labelPaint,
  },
];

/** Notes, failing checks and what other people have selected. */
export const markLayers: LayerSpecification[] = [
  {
    id: "notes",
    type: "symbol",
    source: "notes",
    layout: {
      ...onTop,
      "icon-image": "note",
      "icon-anchor": "bottom",
      "icon-size": byZoom(6, 0.6, 10, 1),
    },
  },
  {
    id: "checks",
    type: "symbol",
    source: "checks",
    layout: {
      ...onTop,
      "icon-image": ["concat", "check-", property("severity")],
      "icon-size": byZoom(6, 0.6, 10, 1),
      "icon-offset": [17, -15],
      "symbol-sort-key": ["match", property("severity"), "hard", 1, 0],
    },
  },
  {
    id: "others",
    type: "circle",
    source: "others",
    paint: {
      "circle-radius": 9,
      "circle-color": "rgba(15,118,110,0.15)",
      "circle-stroke-color": OTHERS,
      "circle-stroke-width": 2.5,
    },
  },
  {
    id: "others-label",
    type: "symbol",
    source: "others",
    layout: {
      "text-field": property("name"),
      "text-font": [REGULAR],
      "text-size": 12,
      "text-anchor": "left",
      "text-offset": [1.1, 0],
      "text-allow-overlap": true,
      "text-ignore-placement": true,
    },
    paint: { ...labelPaint, "text-color": OTHERS },
  },
];

/** The line from what is dragged to the pointer. */
export const draggingLayers: LayerSpecification[] = [
  {
    id: "dragging-casing",
    type: "line",
    source: "dragging",
    layout: { "line-cap": "round" },
    paint: { "line-color": "#ffffff", "line-width": 7, "line-opacity": 0.9 },
  },
  {
    id: "dragging",
    type: "line",
    source: "dragging",
    layout: { "line-cap": "round" },
    paint: { "line-color": CHANGING, "line-width": 3.5 },
  },
];
