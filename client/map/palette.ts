import type { Sector } from "../../core/contract/rule.ts";

/** Zoom from which single villages are drawn; below it tiles carry groups of them. */
export const VILLAGES_FROM = 8;

/** Colours of the map that are not classes of a rate. */
export const OUTSIDE = "#e6ebf0";
export const LAND = "#f4f6f8";
export const COUNTY_BORDER = "#ffffff";
export const CITY_BORDER = "#7b8794";
export const ACCENT = "#1f4e79";
export const LABEL = "#25303b";
export const SERVED = "#2b6cb0";
export const UNSERVED = "#c05621";
export const UNKNOWN = "#66717d";
export const NOT_ELIGIBLE = "#a7b0ba";

export const NETWORK_COLOURS: Readonly<Record<Sector, string>> = {
  road: "#8d6e63",
  electricity: "#d69e2e",
  water: "#3182ce",
  broadband: "#319795",
  facility: "#6b46c1",
};

/** Villages that are to move, where they go, and how they flow there. */
export const MOVED = "#6b46c1";
/** What a person is drawing or changing, and what is selected: over everything else. */
export const CHANGING = "#c2185b";
/** A settlement over its capacity, a feature that is given up, a check that fails hard. */
export const OVER = "#c53030";
/** A check that warns. */
export const CAUTION = "#dd8a00";
export const OTHERS = "#0f766e";

export const ZONE_KINDS = ["farmland", "flood", "redLine", "hazard"] as const;
/** Hatching of zones, the ones that forbid most on top. */
export const ZONE_COLOURS: Readonly<Record<(typeof ZONE_KINDS)[number], string>> = {
  farmland: "#c79a00",
  flood: "#3b82c4",
  redLine: "#2f9e5b",
  hazard: "#d64545",
};
