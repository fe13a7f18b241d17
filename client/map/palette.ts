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
