import type { Position } from "geojson";
import type { GeoJSONSource, LayerSpecification, Map } from "maplibre-gl";
import { CHANGING, SERVED } from "./palette.ts";

type Place = readonly [number, number];

/** Lines that are proposed and the units that they would newly serve. */
export interface Proposal {
  readonly lines: readonly (readonly Place[])[];
  /** Those that would come next: drawn faintly. */
  readonly next: readonly (readonly Place[])[];
  readonly units: readonly Place[];
}

const width = (scale: number) =>
  ["interpolate", ["linear"], ["zoom"], 7, 1.5 * scale, 10, 3 * scale, 14, 6 * scale] as never;
const isKind = (kind: string) => ["==", ["get", "kind"], kind] as never;

/** Over the networks and villages, under what is selected. */
export const proposalLayers: LayerSpecification[] = [
  {
    id: "proposal-casing",
    type: "line",
    source: "proposal",
    filter: isKind("line"),
    layout: { "line-cap": "round", "line-join": "round" },
    paint: { "line-color": "#ffffff", "line-width": width(1.8) },
  },
  {
    id: "proposal-next",
    type: "line",
    source: "proposal",
    filter: isKind("next"),
    layout: { "line-cap": "round", "line-join": "round" },
    paint: {
      "line-color": CHANGING,
      "line-width": width(0.7),
      "line-opacity": 0.55,
      "line-dasharray": [1.5, 1.5],
    },
  },
  {
    id: "proposal-line",
    type: "line",
    source: "proposal",
    filter: isKind("line"),
    layout: { "line-cap": "round", "line-join": "round" },
    paint: { "line-color": CHANGING, "line-width": width(1) },
  },
  {
    id: "proposal-unit",
    type: "circle",
    source: "proposal",
    filter: isKind("unit"),
    paint: {
      "circle-radius": ["interpolate", ["linear"], ["zoom"], 7, 2, 10, 4.5, 13, 8],
      "circle-color": SERVED,
      "circle-stroke-color": CHANGING,
      "circle-stroke-width": ["interpolate", ["linear"], ["zoom"], 7, 0.8, 10, 1.8, 13, 2.5],
    },
  },
];

const NOTHING: Proposal = { lines: [], next: [], units: [] };

/** Draws what is proposed; null clears it. */
export function drawProposal(map: Map, proposal: Proposal | null): void {
  const { lines, next, units } = proposal ?? NOTHING;
  const line = (kind: string) => (places: readonly Place[]) => ({
    type: "Feature" as const,
    properties: { kind },
    geometry: {
      type: "LineString" as const,
      coordinates: places.map(([lng, lat]): Position => [lng, lat]),
    },
  });
  void map.getSource<GeoJSONSource>("proposal")?.setData({
    type: "FeatureCollection",
    features: [
      ...next.map(line("next")),
      ...lines.map(line("line")),
      ...units.map(([lng, lat]) => ({
        type: "Feature" as const,
        properties: { kind: "unit" },
        geometry: { type: "Point" as const, coordinates: [lng, lat] },
      })),
    ],
  });
}
