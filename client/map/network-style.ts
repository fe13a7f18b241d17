import type { ExpressionSpecification, LayerSpecification } from "maplibre-gl";
import { SECTORS, type Sector } from "../../core/contract/rule.ts";
import { NETWORK_COLOURS } from "./palette.ts";

/** Relative width of a line by its class; what is not listed is drawn thin. */
const WEIGHT: ExpressionSpecification = [
  "match",
  ["coalesce", ["get", "c"], ""],
  ["trunk", "highVoltage"],
  2.6,
  ["provincial"],
  2,
  ["county", "mediumVoltage"],
  1.5,
  ["township", "fibre", "pipe"],
  1.1,
  ["track"],
  0.6,
  0.8,
];
const isGeometry = (type: string): ExpressionSpecification => ["==", ["geometry-type"], type];

function layersOf(sector: Sector): LayerSpecification[] {
  const colour = NETWORK_COLOURS[sector];
  const shared = {
    source: sector,
    "source-layer": sector,
    layout: { visibility: "none" },
  } as const;
  return [
    {
      id: `${sector}-area`,
      type: "fill",
      ...shared,
      filter: isGeometry("Polygon"),
      paint: { "fill-color": colour, "fill-opacity": 0.13 },
    },
    {
      id: `${sector}-outline`,
      type: "line",
      ...shared,
      minzoom: 9,
      filter: isGeometry("Polygon"),
      paint: { "line-color": colour, "line-width": 0.8, "line-opacity": 0.6 },
    },
    {
      id: `${sector}-line`,
      type: "line",
      ...shared,
      filter: isGeometry("LineString"),
      layout: { visibility: "none", "line-cap": "round", "line-join": "round" },
      paint: {
        "line-color": colour,
        "line-width": [
          "interpolate",
          ["exponential", 1.4],
          ["zoom"],
          6,
          ["*", 0.5, WEIGHT],
          10,
          WEIGHT,
          14,
          ["*", 2.4, WEIGHT],
        ],
        "line-opacity": 0.9,
      },
    },
    {
      id: `${sector}-point`,
      type: "circle",
      ...shared,
      minzoom: 8,
      filter: isGeometry("Point"),
      paint: {
        "circle-radius": ["interpolate", ["linear"], ["zoom"], 8, 1.4, 9, 1.8, 13, 5],
        "circle-color": "#ffffff",
        "circle-stroke-color": colour,
        "circle-stroke-width": ["interpolate", ["linear"], ["zoom"], 9, 1.2, 13, 2.4],
      },
    },
  ];
}

/** Existing networks, solid and thin, each sector in its colour; all hidden until switched on. */
export const networkLayers: LayerSpecification[] = SECTORS.toReversed().flatMap(layersOf);
/** Ids of the layers that draw a sector. */
export const networkLayerIds = (sector: Sector): string[] =>
  ["area", "outline", "line", "point"].map((part) => `${sector}-${part}`);
