import type { LayerSpecification } from "maplibre-gl";
import { MOVED } from "./palette.ts";
import { byZoom, property } from "./plan-expressions.ts";
import { FLOW_PIECES } from "./plan-features.ts";

/** Curves of people who move, of a source `id` that holds pieces of flows: width by the root of persons times `width`, fading at the origin. */
export const flowLayer = (
  id: string,
  zooms: { minzoom?: number; maxzoom?: number },
  width: number,
): LayerSpecification => ({
  id,
  type: "line",
  source: id,
  ...zooms,
  layout: { "line-cap": "round" },
  paint: {
    "line-width": byZoom(6, ["min", 12, ["max", 0.6, ["*", width * 0.7, property("root")]]], 12, [
      "min",
      16,
      ["max", 1.2, ["*", width * 1.3, property("root")]],
    ]),
    "line-color": MOVED,
    // Drawn in pieces rather than as a gradient: its texture has a row for each line of a tile, and a few thousand are too many for it.
    "line-opacity": ["interpolate", ["linear"], property("piece"), 0, 0.08, FLOW_PIECES - 1, 0.8],
  },
});
