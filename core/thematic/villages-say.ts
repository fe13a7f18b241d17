import type { Indicator } from "./indicator.ts";

/** Columns of the village table that are counted as they stand, by indicator. */
export const VILLAGE_COUNTS = {
  villages: null,
  households: "households",
  persons: "persons",
  "poor-households": "poorHouseholds",
  "poor-persons": "poorPersons",
} as const;
export type VillageCount = keyof typeof VILLAGE_COUNTS;

/** Shares of one column in another, by indicator. */
export const VILLAGE_SHARES: Readonly<Record<string, readonly [VillageCount, VillageCount]>> = {
  "poverty-share": ["poor-persons", "persons"],
  "poverty-share-households": ["poor-households", "households"],
};

/** Whether villages by themselves say what an indicator is: only then it can be drawn as dots or hexes. */
export function isOfVillages(indicator: Indicator, judgesVillages: boolean): boolean {
  if (indicator.rule !== null) return judgesVillages;
  return indicator.id in VILLAGE_COUNTS || indicator.id in VILLAGE_SHARES;
}
