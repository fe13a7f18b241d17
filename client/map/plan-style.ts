import type {
  ExpressionSpecification,
  LayerSpecification,
  SourceSpecification,
  StyleSpecification,
} from "maplibre-gl";
import type { Language } from "../view-state.ts";
import {
  CHANGING,
  LAND,
  MOVED,
  PROPOSED_COLOURS,
  VILLAGES_FROM,
  ZONE_COLOURS,
  ZONE_KINDS,
} from "./palette.ts";
import { flowLayer } from "./flow-style.ts";
import { byZoom, flag, property, sectorColour } from "./plan-expressions.ts";
import { draggingLayers, markLayers, settlementLayers } from "./plan-sign-style.ts";
import { closedTileLayers, siteLayers, worksLayers } from "./plan-works-style.ts";
import { coverageStyle, EMPTY, radius, tiled } from "./style.ts";

/** Zoom from which flows are drawn village by village; below it township by township. */
export const VILLAGE_FLOWS_FROM = 9;

/** Sources of the plan's own content, which `plan-painter.ts` fills; features go by their property `id`. */
const KEYED: SourceSpecification = { ...EMPTY, promoteId: "id" } as SourceSpecification;
const PLAN_SOURCES: Readonly<Record<string, SourceSpecification>> = {
  "flows-township": KEYED,
  "flows-village": KEYED,
  chosen: KEYED,
  sites: KEYED,
  works: KEYED,
  settlements: KEYED,
  notes: KEYED,
  checks: EMPTY,
  others: EMPTY,
  dragging: EMPTY,
  needed: EMPTY,
  proposed: EMPTY,
};

/** Layers by what switches them on and off. */
export const ZONE_LAYERS = ZONE_KINDS.flatMap((kind) => [`zone-${kind}`, `zone-${kind}-line`]);
export const FLOW_LAYERS = ["flows-township", "flows-village"] as const;
export const PLAN_VILLAGE_LAYERS = ["chosen-halo", "village-moves", "villages", "village-label"];

/** The coverage map's ground, networks, villages and names, with the plan between and over them; what is changed comes on top. */
export function planStyle(
  addresses: Parameters<typeof coverageStyle>[0] & { zones: string[] },
  language: Language,
): StyleSpecification {
  const base = coverageStyle(addresses, language);
  const layers = base.layers.flatMap((layer): LayerSpecification[] => {
    switch (layer.id) {
      case "area-fill":
        return [ground];
      // Nothing is painted by rate here, and the units of other rules are no villages.
      case "area-hatch":
        return zoneLayers;
      case "units":
      case "village-groups":
        return [];
      case "township-border":
        return [...siteLayers, ...closedTileLayers, layer];
      case "villages":
        return [...flowLayers, neededLayer, proposedLayer, ...chosenLayers, tinted(layer)];
      case "village-label":
        return [...worksLayers, layer];
      case "link-casing":
        return [...settlementLayers, ...markLayers, ...draggingLayers, layer];
      default:
        return [layer];
    }
  });
  return {
    ...base,
    sources: { ...base.sources, ...PLAN_SOURCES, zones: tiled(addresses.zones) },
    layers,
  };
}

const tint: ExpressionSpecification = ["feature-state", "tint"];
const isTinted: ExpressionSpecification = ["!=", tint, null];

/** Villages with a colour of their own show that, whatever their status. */
function tinted(layer: LayerSpecification): LayerSpecification {
  if (layer.type !== "circle") return layer;
  const { paint = {} } = layer;
  const instead = (own: ExpressionSpecification | string | number, by: unknown) =>
    ["case", isTinted, own, by] as ExpressionSpecification;
  return {
    ...layer,
    paint: {
      ...paint,
      "circle-color": instead(["to-color", tint], paint["circle-color"]),
      "circle-opacity": instead(0.95, paint["circle-opacity"]),
      "circle-stroke-color": instead("rgba(255,255,255,0.7)", paint["circle-stroke-color"]),
    },
  };
}

/** Lines that a village would need, in the colour of their sector. */
const neededLayer: LayerSpecification = {
  id: "needed",
  type: "line",
  source: "needed",
  layout: { "line-cap": "round" },
  paint: {
    "line-color": sectorColour,
    "line-width": byZoom(8, 1.5, 13, 4),
    "line-dasharray": [2, 1.2],
  },
};

const proposedColour: ExpressionSpecification = [
  "match",
  property("kind"),
  "added",
  PROPOSED_COLOURS.added,
  "changed",
  PROPOSED_COLOURS.changed,
  PROPOSED_COLOURS.removed,
];

/** Counties of the plan's area are land; all others lie back. */
const ground: LayerSpecification = {
  id: "area-fill",
  type: "fill",
  source: "areas",
  "source-layer": "areas",
  filter: ["==", ["get", "level"], "county"],
  paint: {
    "fill-color": ["case", flag("inside"), LAND, "#ebeff3"],
    "fill-antialias": false,
  },
};

const zoneLayers: LayerSpecification[] = ZONE_KINDS.flatMap((kind): LayerSpecification[] => {
  const shared = {
    source: "zones",
    "source-layer": "zones",
    minzoom: 8,
    filter: ["==", ["get", "kind"], kind] as ExpressionSpecification,
  };
  return [
    {
      id: `zone-${kind}`,
      type: "fill",
      ...shared,
      paint: { "fill-pattern": `zone-${kind}`, "fill-opacity": byZoom(8, 0.35, 11, 0.75) },
    },
    {
      id: `zone-${kind}-line`,
      type: "line",
      ...shared,
      paint: {
        "line-color": ZONE_COLOURS[kind],
        "line-width": byZoom(8, 0.4, 12, 1.2),
        "line-opacity": 0.8,
      },
    },
  ];
});

const flowLayers: LayerSpecification[] = [
  flowLayer("flows-township", { maxzoom: VILLAGE_FLOWS_FROM }, 0.13),
  flowLayer("flows-village", { minzoom: VILLAGE_FLOWS_FROM }, 0.16),
];

/** The radius of a village dot, whatever its status, and some pixels. */
const around = (pixels: number): ExpressionSpecification =>
  byZoom(
    VILLAGES_FROM,
    ["+", pixels * 0.5, radius(0.45)],
    10,
    ["+", pixels * 0.8, radius(0.85)],
    12,
    ["+", pixels, radius(1.4)],
    15,
    ["+", pixels * 1.2, radius(2.2)],
  );
const moveIs = (strength: string): ExpressionSpecification => [
  "==",
  ["feature-state", "move"],
  strength,
];

/** Rings around villages that a proposal changes; under the ring of what is chosen. */
const proposedLayer: LayerSpecification = {
  id: "proposed",
  type: "circle",
  source: "proposed",
  paint: {
    "circle-radius": byZoom(5, 1.6, VILLAGES_FROM, 3.4, 10, 6, 12, 9.5, 15, 15),
    "circle-color": proposedColour,
    "circle-opacity": byZoom(5, 0.9, VILLAGES_FROM, 0.5, 11, 0.15),
    "circle-stroke-color": proposedColour,
    "circle-stroke-width": byZoom(5, 0.4, 10, 1.6, 13, 2.4),
  },
};

const chosenLayers: LayerSpecification[] = [
  {
    id: "chosen-halo",
    type: "circle",
    source: "chosen",
    paint: {
      "circle-radius": byZoom(
        5,
        2,
        VILLAGES_FROM,
        ["+", 3, radius(0.6)],
        10,
        ["+", 5, radius(1.1)],
        12,
        ["+", 6.5, radius(1.9)],
        15,
        ["+", 8, radius(2.9)],
      ),
      "circle-color": "rgba(194,24,91,0.16)",
      "circle-stroke-color": CHANGING,
      "circle-stroke-width": byZoom(5, 1, 11, 2.2),
    },
  },
  {
    // Under the dots: what is seen of it is a violet ring with a little white between.
    id: "village-moves",
    type: "circle",
    source: "villages",
    "source-layer": "villages",
    minzoom: VILLAGES_FROM,
    paint: {
      "circle-radius": around(2.2),
      "circle-color": "#ffffff",
      "circle-opacity": ["case", moveIs("now"), 1, moveIs("later"), 0.8, 0],
      "circle-stroke-color": MOVED,
      "circle-stroke-opacity": ["case", moveIs("now"), 1, moveIs("later"), 0.35, 0],
      "circle-stroke-width": byZoom(VILLAGES_FROM, 1, 11, 2.2, 14, 3),
    },
  },
];
