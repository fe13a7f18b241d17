import type { Sector } from "../../core/contract/rule.ts";
import type { Advice } from "../../core/policy/advice.ts";

/** Zoom from which single villages are drawn; below it tiles carry groups of them. */
export const VILLAGES_FROM = 8;

/** Colours of the map that are not classes of a rate. */
export const OUTSIDE = "#e6ebf0";
export const LAND = "#f4f6f8";
/** Land outside the chosen area: paler than any class, and far from the grey of what is unknown. */
export const OTHER_LAND = "#edf0f3";
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
/** Villages that a proposal gives a move, another one, or none any more. */
export const PROPOSED_COLOURS = {
  added: "#1f8a4c",
  changed: "#b7791f",
  removed: "#2d3748",
} as const;
/** A settlement over its capacity, a feature that is given up, a check that fails hard. */
export const OVER = "#c53030";
/** A check that warns. */
export const CAUTION = "#dd8a00";
export const OTHERS = "#0f766e";
/** What is proposed for a village where building and moving are compared; told apart also without red and green. */
export const ADVICE_COLOURS: Readonly<Record<Advice, string>> = {
  move: "#6b46c1",
  build: "#2b6cb0",
  wait: "#dd8a00",
  stay: "#a7b0ba",
  unknown: "#66717d",
};

export const ZONE_KINDS = ["farmland", "flood", "redLine", "hazard"] as const;
/** Hatching of zones, the ones that forbid most on top. */
export const ZONE_COLOURS: Readonly<Record<(typeof ZONE_KINDS)[number], string>> = {
  farmland: "#c79a00",
  flood: "#3b82c4",
  redLine: "#2f9e5b",
  hazard: "#d64545",
};
/** How strongly areas are filled at a zoom: the closer the view, the more the villages on them matter. */
export const FILL_STRENGTH: readonly (readonly [zoom: number, strength: number])[] = [
  [8, 0.95],
  [9.5, 0.6],
  [11, 0.42],
  [13, 0.3],
];

/** The strength at a zoom, between those listed in equal steps. */
export function fillStrength(zoom: number): number {
  const above = FILL_STRENGTH.findIndex(([at]) => at > zoom);
  if (above === 0) return FILL_STRENGTH[0]![1];
  if (above === -1) return FILL_STRENGTH.at(-1)![1];
  const [low, high] = [FILL_STRENGTH[above - 1]!, FILL_STRENGTH[above]!];
  return low[1] + ((zoom - low[0]) / (high[0] - low[0])) * (high[1] - low[1]);
}

/** A colour "#rrggbb" as the map shows it at this strength: mixed with the land below it. */
export function onLand(colour: string, strength: number): string {
  const part = (text: string, at: number) => Number.parseInt(text.slice(at, at + 2), 16);
  const mixed = [1, 3, 5].map((at) =>
    Math.round(part(colour, at) * strength + part(LAND, at) * (1 - strength)),
  );
  return `#${mixed.map((value) => value.toString(16).padStart(2, "0")).join("")}`;
}
