import { z } from "zod";
import { CONFIDENCES } from "../policy/parameter.ts";
import { AreaName } from "./area.ts";
import { wholeNumber } from "./request.ts";

/**
 * The county exit card (脱贫退出, Art. 18): a line per criterion with value, threshold, source and standing. Criteria are rows of data
 * (geodata/standards/exit-criteria.ts). What is not known is `unknown`, and unknown never passes.
 */

export const STANDINGS = ["pass", "fail", "unknown"] as const;
export const ExitStanding = z.enum(STANDINGS);
export type ExitStanding = z.infer<typeof ExitStanding>;

/** How value and threshold are compared: at least >=, at most <=, below <, yes (1). */
const COMPARISONS = ["atLeast", "atMost", "below", "isYes"] as const;
export const Comparison = z.enum(COMPARISONS);
export type Comparison = z.infer<typeof Comparison>;

export const EXIT_UNITS = [
  "yuan/person",
  "buildings",
  "rate",
  "yes/no",
  "skills/household",
] as const;

/** Why a line is unknown. */
export const WHY_UNKNOWN = [
  /** A figure of the year has not been brought in: params item, area, year. */
  "noStatistic",
  /** The figure to compare with has not been: params item, area, year. */
  "noThreshold",
  /** Nothing is counted: 0 of 0 is no rate. */
  "nothingEligible",
  /** Some statuses are unknown, and they decide: params low, high. */
  "undetermined",
  /** No rule of this id is in force: params rule. */
  "noRule",
] as const;

/** One thing that a line's value or threshold was made of, so that every figure can be opened. */
export const ExitPart = z.object({
  /** Key of a text in both languages: an item of the statistics, or served, unserved, unknown, eligible, excluded, low, high. */
  code: z.string(),
  value: z.number().nullable(),
  unit: z.string(),
  /** Area and year that the figure is of; null for coverage. */
  area: z.string().nullable(),
  year: z.number().int().nullable(),
  /** Who brought it: source of a statistic, null for coverage. */
  source: z.string().nullable(),
});
export type ExitPart = z.infer<typeof ExitPart>;

export const ExitLine = z.object({
  /** Id of the criterion. */
  id: z.string(),
  name: z.object({ zh: z.string(), en: z.string() }),
  article: z.string(),
  kind: z.enum(["statistic", "coverage"]),
  unit: z.enum(EXIT_UNITS),
  /** Null while unknown or nothing counts. */
  value: z.number().nullable(),
  comparison: Comparison,
  /** Null where the figure to compare with is missing; 1 for yes. */
  threshold: z.number().nullable(),
  standing: ExitStanding,
  why: z
    .object({
      code: z.enum(WHY_UNKNOWN),
      params: z.record(z.string(), z.union([z.string(), z.number()])),
    })
    .nullable(),
  /** Of the statistics; null for coverage, which is of the data in force. */
  year: z.number().int().nullable(),
  /** Last year before the card's that has the figures, with its value: only where this year's are missing. */
  earlier: z.object({ year: z.number().int(), value: z.number() }).nullable(),
  /** Where the criterion comes from, and how sure that is. */
  source: z.object({ zh: z.string(), en: z.string() }),
  confidence: z.enum(CONFIDENCES),
  parts: z.array(ExitPart),
  /** Of a coverage line: the rule, and units (villages, administrative villages or townships) still to be served, least and most. */
  coverage: z
    .object({
      rule: z.string(),
      ruleVersion: z.number().int(),
      unit: z.enum(["naturalVillage", "administrativeVillage", "township"]),
      counts: z.enum(["villages", "households", "persons"]),
      missing: z.number().int(),
      missingLeast: z.number().int(),
      /** Address of the list of units not served, and of the page that shows them. */
      gaps: z.string(),
      page: z.string(),
      /** Whether lines can close it: then `GET works` tells what they take. */
      works: z.string().nullable(),
      /** The page with the solver that closes it. */
      solver: z.string().nullable(),
    })
    .nullable(),
});
export type ExitLine = z.infer<typeof ExitLine>;

/** Place of a county in a list: 1 is the first. Where others' figures are missing it may be as far back as `worst`. */
export const Place = z.object({
  item: z.string(),
  value: z.number().nullable(),
  place: z.number().int().nullable(),
  worst: z.number().int().nullable(),
  /** Counties in the list, and those of them without the figure. */
  of: z.number().int(),
  missing: z.number().int(),
  /** Among the first so many, surely or surely not; null where it cannot be told. */
  isAmong: z.boolean().nullable(),
});
export type Place = z.infer<typeof Place>;

/** GET /api/exit-card?area=COUNTY&year= : the last year with statistics of the region when not given. 422 for an area that is no county. */
export const ExitCardQuery = z.strictObject({
  area: z.string().min(1).max(64),
  year: wholeNumber(1990, 2100).optional(),
});
export const ExitCardAnswer = z.object({
  area: AreaName,
  city: AreaName.nullable(),
  year: z.number().int(),
  /** Years that the region has statistics of. */
  years: z.array(z.number().int()),
  /** Art. 17: class of the city (1..4) and of the county (1..3); null where not recorded. */
  classes: z.object({ city: z.number().int().nullable(), county: z.number().int().nullable() }),
  /** pass only if every line passes; fail if any fails; else unknown. */
  overall: ExitStanding,
  passed: z.number().int(),
  failed: z.number().int(),
  unknown: z.number().int(),
  lines: z.array(ExitLine),
  /** Art. 19: a progress county is among the first `places` in every list; null where it cannot be told. */
  progress: z.object({
    isProgressCounty: z.boolean().nullable(),
    places: z.number().int(),
    lists: z.array(Place),
  }),
  /** Art. 23: `years` running among the last `places` by evaluation; null where a year is missing that decides. 0 = no warning. */
  warning: z.object({
    level: z.enum(["none", "twoYears", "threeYears"]).nullable(),
    places: z.number().int(),
    years: z.array(
      z.object({ year: z.number().int(), isLast: z.boolean().nullable(), place: Place }),
    ),
  }),
  demonstration: z.boolean(),
  dataVersion: z.string(),
  /** Date of the stored run that coverage comes from. */
  measuredAt: z.string().nullable(),
});
export type ExitCardAnswer = z.infer<typeof ExitCardAnswer>;

/** GET /api/exit-cards?area=45&year= : every county of an area, by code. */
export const ExitCardsAnswer = z.object({
  area: AreaName,
  year: z.number().int(),
  years: z.array(z.number().int()),
  /** Criteria in the order of every card. */
  criteria: z.array(
    z.object({
      id: z.string(),
      name: z.object({ zh: z.string(), en: z.string() }),
      kind: z.enum(["statistic", "coverage"]),
    }),
  ),
  items: z.array(
    z.object({
      area: AreaName,
      city: AreaName.nullable(),
      countyClass: z.number().int().nullable(),
      overall: ExitStanding,
      passed: z.number().int(),
      failed: z.number().int(),
      unknown: z.number().int(),
      /** Standings in the order of `criteria`. */
      standings: z.array(ExitStanding),
      failing: z.array(z.string()),
      unknownLines: z.array(z.string()),
      isProgressCounty: z.boolean().nullable(),
      warning: z.enum(["none", "twoYears", "threeYears"]).nullable(),
    }),
  ),
  demonstration: z.boolean(),
});
export type ExitCardsAnswer = z.infer<typeof ExitCardsAnswer>;

/**
 * GET /api/exit-card/works?area=COUNTY&criterion=village-road&year=2016 : the cheapest works that close a failing coverage line, found when
 * asked (some seconds to half a minute; 503 with Retry-After while many others wait). `why` says why there are none.
 */
export const ExitWorksQuery = z.strictObject({
  area: z.string().min(1).max(64),
  criterion: z.string().min(1).max(64),
  /** Year whose figures price the works. */
  year: wholeNumber(1990, 2100).optional(),
});
export const ExitWorksAnswer = z.object({
  area: z.string(),
  criterion: z.string(),
  rule: z.string(),
  target: z.number(),
  year: z.number().int(),
  /** Units to serve for the target. */
  missing: z.number().int(),
  works: z
    .object({
      outcome: z.enum(["met", "reached", "outOfReach"]),
      /** Units newly served, lines, metres, yuan. */
      units: z.number().int(),
      lines: z.number().int(),
      lengthM: z.number(),
      yuan: z.number(),
      yuanPerKm: z.number(),
      /** Share surely served afterwards. */
      low: z.number().nullable(),
      villages: z.array(
        z.object({
          id: z.number().int(),
          code: z.string().nullable(),
          name: z.string(),
          households: z.number().int(),
          persons: z.number().int(),
        }),
      ),
    })
    .nullable(),
  why: z.enum(["met", "noLineServes"]).nullable(),
  gaps: z.string(),
  /** The page with the solver. */
  solver: z.string().nullable(),
});
export type ExitWorksAnswer = z.infer<typeof ExitWorksAnswer>;
