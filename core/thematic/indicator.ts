import type { Measure, ValuePart } from "../contract/thematic.ts";
import type { MapColumns, Need } from "./columns.ts";

/** What the catalogue is grouped by. */
export const INDICATOR_GROUPS = [
  "coverage",
  "moves",
  "progress",
  "settlements",
  "money",
  "people",
  "buildOrMove",
] as const;
export type IndicatorGroup = (typeof INDICATOR_GROUPS)[number];

/** Units of values; rates and shares are 0..1 and shown in per cent. */
export const INDICATOR_UNITS = [
  "share",
  "villages",
  "households",
  "persons",
  "settlements",
  "yuan",
  "yuanPerHousehold",
  "yuanPerPerson",
] as const;
export type IndicatorUnit = (typeof INDICATOR_UNITS)[number];

/** Codes of the parts from which values are computed; each has a text in both languages. */
export const PART_CODES = [
  "served",
  "unserved",
  "unknown",
  "villages",
  "households",
  "persons",
  "poorHouseholds",
  "poorPersons",
  "movedVillages",
  "movedHouseholds",
  "movedPersons",
  "targetPersons",
  "actualPersons",
  "actualHouseholds",
  "plannedPersons",
  "plannedHouseholds",
  "arrivingPersons",
  "capacityPersons",
  "settledPersons",
  "settlements",
  "amountYuan",
  "lackingVillages",
  "lackingHouseholds",
  "cheaperToMoveVillages",
  "cheaperToMoveHouseholds",
  "buildYuan",
  "moveYuan",
  "before",
  "after",
] as const;
export type PartCode = (typeof PART_CODES)[number];

/**
 * `rate`: served of eligible, may have a target. `ratio`: one amount by another. `count`: things that can be counted, add up over areas.
 * `amount`: money.
 */
type IndicatorKind = "rate" | "ratio" | "count" | "amount";

/** What a value is asked of: an area, and the year (null: the end of the plan, or all its years). */
export interface ValueQuestion {
  readonly columns: MapColumns;
  /** Position in `columns.today.areas`. */
  readonly area: number;
  readonly year: number | null;
  readonly basis: "today" | "afterWorks" | "afterMoves" | "afterBoth";
}

/** A value and what it was computed from. Null: not known, or nothing to divide by. */
export interface IndicatorValue {
  readonly value: number | null;
  readonly parts: readonly (ValuePart & { readonly code: PartCode })[];
}

/** Something that can be shown of every area of a level. */
export interface Indicator {
  readonly id: string;
  readonly group: IndicatorGroup;
  readonly unit: IndicatorUnit;
  readonly kind: IndicatorKind;
  /** Of an indicator of a rule: the rule and what it counts. */
  readonly rule: string | null;
  readonly measure: Measure | null;
  /** Which direction is good; null where neither is. */
  readonly better: "high" | "low" | null;
  /** True where it changes from year to year of a plan. A rate does, but for the basis "today". */
  readonly byYear: boolean;
  /** Columns that it needs; today's are always needed, for the areas. */
  needsOf(basis: ValueQuestion["basis"]): readonly Need[];
  /** The value that is to be reached, on which the classes of policy turn; null where there is none. */
  targetOf(columns: MapColumns): number | null;
  valueAt(question: ValueQuestion): IndicatorValue;
}
