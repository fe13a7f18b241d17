import { z } from "zod";
import { AreaName, Level } from "./area.ts";
import { IndicatorRule, Sector } from "./rule.ts";

/**
 * Counts of eligible units, or of the households or persons in them. `eligible = served + unserved + unknown`.
 * `rate = served / (served + unserved)`, null when both are 0: 0 of 0 is not 100 %.
 * `low = served / eligible` and `high = (served + unknown) / eligible`, null when nothing is eligible.
 */
export const Rate = z.object({
  eligible: z.number().int(),
  served: z.number().int(),
  unserved: z.number().int(),
  unknown: z.number().int(),
  rate: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
});
export type Rate = z.infer<typeof Rate>;

/** `villages` counts the rule's own unit (natural villages, administrative villages or townships). */
export const Rates = z.object({ villages: Rate, households: Rate, persons: Rate });
export type Rates = z.infer<typeof Rates>;

export const AreaRates = Rates.extend({
  id: z.number().int(),
  code: z.string(),
  name: z.string(),
  pinyin: z.string().nullable(),
  level: Level,
});
export type AreaRates = z.infer<typeof AreaRates>;

/**
 * GET /api/coverage?rule=&area=&by=&reachM=&minHouseholds=
 * `by` is a level; default: the next level below `area`. `reachM` or `minHouseholds` other than the rule's own are computed
 * for this question and not stored: `run` is then null.
 */
export const CoverageAnswer = z.object({
  rule: IndicatorRule,
  area: z.object({
    id: z.number().int(),
    code: z.string(),
    name: z.string(),
    pinyin: z.string().nullable(),
    level: Level,
  }),
  run: z
    .object({ id: z.number().int(), finishedAt: z.string(), dataVersion: z.string() })
    .nullable(),
  total: Rates,
  /** Units of the rule outside `eligible`, so that numerator, denominator and exclusions are all open. */
  excluded: z.number().int(),
  /** Further units to serve until the target is surely met by the rule's headline count, unknown ones included; null without a target. */
  missingToTarget: z.number().int().nullable(),
  areas: z.array(AreaRates),
});
export type CoverageAnswer = z.infer<typeof CoverageAnswer>;

export const STATUSES = ["notEligible", "unserved", "unknown", "served"] as const;
export const Status = z.enum(STATUSES);
export type Status = z.infer<typeof Status>;

/** Why a verdict is what it is. `computed` reasons come from geometry, `attested` ones from a report. */
export const REASONS = [
  "notEligible",
  "eligibilityUnknown",
  "noData",
  "withinReach",
  "beyondReach",
  "inside",
  "outside",
  "withinRadius",
  "attributeUnknown",
  "attestedServed",
  "attestedUnserved",
  "throughNeighbour",
] as const;
export const Reason = z.enum(REASONS);
export type Reason = z.infer<typeof Reason>;

export const Verdict = z.object({
  status: Status,
  reason: Reason,
  /** Metres on WGS 84 to the nearest feature that may serve; null when none or not measured. */
  distanceM: z.number().nullable(),
  /** The nearest feature, or the one that serves. */
  feature: z
    .object({
      id: z.number().int(),
      sector: Sector,
      name: z.string().nullable(),
      class: z.string().nullable(),
      surface: z.string().nullable(),
    })
    .nullable(),
});
export type Verdict = z.infer<typeof Verdict>;

/** A unit that a rule counts, with its verdict: one row of a gap list. */
export const GapRow = Verdict.extend({
  /** natural_villages.id, or admin_units.id for rules on administrative villages or townships. */
  id: z.number().int(),
  code: z.string().nullable(),
  name: z.string(),
  pinyin: z.string().nullable(),
  position: z.tuple([z.number(), z.number()]).nullable(),
  households: z.number().int().nullable(),
  persons: z.number().int().nullable(),
  /** From county down to administrative village. */
  areas: z.array(AreaName),
});
export type GapRow = z.infer<typeof GapRow>;

/**
 * GET /api/gaps?rule=&area=&status=unserved&q=&sort=-households&limit=100&cursor=&reachM=&minHouseholds=
 * `status`: unserved (default), unknown, served, notEligible, or several with commas. `q` searches name, code and pinyin initials.
 * `sort`: households, persons, distanceM, name, code; a leading minus turns it round. The same address with `format=csv` downloads all rows.
 */
export const GapsAnswer = z.object({
  total: z.number().int(),
  households: z.number().int(),
  persons: z.number().int(),
  items: z.array(GapRow),
  nextCursor: z.string().nullable(),
});
export type GapsAnswer = z.infer<typeof GapsAnswer>;

/** GET /api/villages/{id}: the village card. */
export const VillageAnswer = z.object({
  id: z.number().int(),
  code: z.string().nullable(),
  name: z.string(),
  pinyin: z.string().nullable(),
  position: z.tuple([z.number(), z.number()]),
  hasOutline: z.boolean(),
  areas: z.array(AreaName),
  households: z.number().int().nullable(),
  persons: z.number().int().nullable(),
  poorHouseholds: z.number().int().nullable(),
  poorPersons: z.number().int().nullable(),
  willingHouseholds: z.number().int().nullable(),
  attributes: z.record(z.string(), z.boolean().nullable()),
  verdicts: z.array(
    Verdict.extend({
      ruleId: z.string(),
      reachM: z.number().nullable(),
      attested: z.enum(["served", "unserved"]).nullable(),
      /** GeoJSON LineString coordinates from the village to the foot point on the feature, by Turf; null when nothing to draw. */
      link: z.array(z.tuple([z.number(), z.number()])).nullable(),
    }),
  ),
});
export type VillageAnswer = z.infer<typeof VillageAnswer>;

/** GET /api/search?q=&area= : areas first, then villages, best first, at most 20. */
export const SearchAnswer = z.object({
  items: z.array(
    z.object({
      type: z.enum(["area", "village"]),
      id: z.number().int(),
      code: z.string().nullable(),
      name: z.string(),
      pinyin: z.string().nullable(),
      level: Level.nullable(),
      position: z.tuple([z.number(), z.number()]).nullable(),
      /** The areas around it, from the region down, as one text. */
      within: z.string(),
      /** The same areas one by one. */
      areas: z.array(AreaName),
    }),
  ),
});
export type SearchAnswer = z.infer<typeof SearchAnswer>;

/** GET /api/rules */
export const RulesAnswer = z.object({ rules: z.array(IndicatorRule) });
export type RulesAnswer = z.infer<typeof RulesAnswer>;
