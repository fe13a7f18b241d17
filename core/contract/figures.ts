import { z } from "zod";
import { AreaName } from "./area.ts";
import { FundLine } from "./plan.ts";
import { Forecast, PROGRESS_STATES } from "./progress.ts";
import { Rates } from "./coverage.ts";
import { wholeNumber } from "./request.ts";

/** The page of figures (数据页): what a leader reads of an area, with how each figure came about and where its villages are. */

export const FIGURE_UNITS = [
  "rate",
  "villages",
  "households",
  "persons",
  "settlements",
  "yuan",
  "yuan/person",
] as const;
const FigureUnit = z.enum(FIGURE_UNITS);

/**
 * Ids of figures beside `rate:RULE` (a rate of a rule in force by its headline count): what they are, the pages name in both languages.
 * Those from moved-persons on need a plan.
 */
export const FIGURE_IDS = [
  "villages",
  "households",
  "persons",
  "poor-persons",
  /** Poor persons / persons, of villages that record both. */
  "poverty-share",
  /** Persons who leave the area by the plan, all years; target: sum of yearly targets. */
  "moved-persons",
  "moved-households",
  "moved-villages",
  /** Persons moved in, by returns, all years; target: moved-persons of the years returned. */
  "actual-persons",
  /** Persons moved in by returns / moved-persons, of the years that anything was returned of. */
  "actual-share",
  "settlements",
  /** Persons sent to settlements in the area / what these can take. */
  "settlement-fill",
  /** Yuan of moves, sites and works, all years; target: sum of budgets. */
  "amount",
  /** Yuan of the plan / persons moved. */
  "cost-per-head",
] as const;

/** A value that a figure was made of. */
export const FigurePart = z.object({
  code: z.string(),
  value: z.number().nullable(),
  unit: FigureUnit,
});
export type FigurePart = z.infer<typeof FigurePart>;

export const KeyFigure = z.object({
  /** `rate:village-road`, or one of FIGURE_IDS. */
  id: z.string(),
  /** Of a rate: the rule's own name. */
  name: z.object({ zh: z.string(), en: z.string() }).nullable(),
  unit: FigureUnit,
  /** Null where nothing is counted or known. */
  value: z.number().nullable(),
  /** Of a rate with unknown statuses: between these. */
  low: z.number().nullable(),
  high: z.number().nullable(),
  target: z.number().nullable(),
  /** met, below, undetermined; null without a target. */
  standing: z.enum(["met", "below", "undetermined"]).nullable(),
  better: z.enum(["higher", "lower"]).nullable(),
  /** By year of the plan: rates after both at the end of the year, others in the year. Empty without a plan. */
  trend: z.array(z.object({ year: z.number().int(), value: z.number().nullable() })),
  /** Among the areas with the same parent, 1 the best; equal values share a place. Null for a region or without a value. */
  rank: z.object({ place: z.number().int(), of: z.number().int(), parent: AreaName }).nullable(),
  /** Sums: served, unserved, unknown, excluded; or poorPersons, persons; and so on. */
  parts: z.array(FigurePart),
  /** Address of the API that lists the villages behind (GET), and of the page that shows them; null where there are none to list. */
  opens: z.string().nullable(),
  page: z.string().nullable(),
});
export type KeyFigure = z.infer<typeof KeyFigure>;

/**
 * GET /api/figures?area=451224&plan=ID : without a plan what is known today. A plan must hold the area or lie in it (422 outsidePlan): of an
 * area around the plan's its figures are the plan's.
 */
export const FiguresQuery = z.strictObject({
  area: z.string().min(1).max(64),
  plan: z.uuid().optional(),
});
export const FiguresAnswer = z.object({
  area: AreaName,
  /** From the region down. */
  ancestors: z.array(AreaName),
  plan: z
    .object({
      id: z.uuid(),
      name: z.string(),
      area: z.string(),
      version: z.number().int(),
      progressVersion: z.number().int(),
      years: z.array(z.number().int()),
    })
    .nullable(),
  demonstration: z.boolean(),
  dataVersion: z.string(),
  measuredAt: z.string().nullable(),
  figures: z.array(KeyFigure),
  /** Areas of the next level with the same figures: `values[i]` belongs to `columns[i]`, and so does the place. Empty below townships. */
  ranking: z.object({
    level: z.string().nullable(),
    columns: z.array(
      z.object({
        id: z.string(),
        name: z.object({ zh: z.string(), en: z.string() }).nullable(),
        unit: FigureUnit,
        better: z.enum(["higher", "lower"]).nullable(),
        target: z.number().nullable(),
      }),
    ),
    rows: z.array(
      AreaName.extend({
        values: z.array(z.number().nullable()),
        places: z.array(z.number().int().nullable()),
      }),
    ),
  }),
  series: z.object({
    /** Of each rule: today, and at the end of each year of the plan. */
    rates: z.array(
      z.object({
        rule: z.string(),
        name: z.object({ zh: z.string(), en: z.string() }).nullable(),
        headline: z.enum(["villages", "households", "persons"]),
        target: z.number().nullable(),
        today: Rates,
        years: z.array(
          z.object({
            year: z.number().int(),
            afterWorks: Rates,
            afterMoves: Rates,
            afterBoth: Rates,
          }),
        ),
      }),
    ),
    /** Persons who leave the area: planned, the yearly target, and moved in by returns (null where nothing was returned). */
    moves: z.array(
      z.object({
        year: z.number().int(),
        plannedPersons: z.number().int(),
        plannedHouseholds: z.number().int(),
        plannedVillages: z.number().int(),
        targetPersons: z.number().nullable(),
        actualPersons: z.number().int().nullable(),
        actualHouseholds: z.number().int().nullable(),
        basis: z.enum(["settlements", "villages"]).nullable(),
      }),
    ),
    forecast: Forecast.nullable(),
    /** Yuan by fund line and year, beside the budget. */
    funds: z.array(
      z.object({
        fund: FundLine,
        year: z.number().int(),
        amountYuan: z.number(),
        budgetYuan: z.number().nullable(),
      }),
    ),
    /** Settlements in the area by state at their last return. */
    settlements: z.array(
      z.object({
        state: z.enum([...PROGRESS_STATES, "unreturned"]),
        settlements: z.number().int(),
        persons: z.number().int(),
        movedIn: z.number().int(),
      }),
    ),
  }),
});
export type FiguresAnswer = z.infer<typeof FiguresAnswer>;

/**
 * GET /api/figures/villages?area=&figure=moved-persons&plan= : the natural villages behind a figure that is no rate (those of rates are
 * listed by /api/gaps), those that weigh most first. Figures of settlements list the villages that move there.
 */
export const FigureVillagesQuery = FiguresQuery.extend({
  figure: z.enum(FIGURE_IDS),
  limit: wholeNumber(1, 1000).default(200),
  offset: wholeNumber(0, 9_999_999).default(0),
});
export const FigureVillagesAnswer = z.object({
  area: AreaName,
  figure: z.enum(FIGURE_IDS),
  total: z.number().int(),
  /** Sum of `value` over all of them, those not listed too; null where the figure is no sum. */
  sum: z.number().nullable(),
  items: z.array(
    z.object({
      /** natural_villages.id, and the key that plans use. */
      id: z.number().int(),
      key: z.string(),
      name: z.string(),
      position: z.tuple([z.number(), z.number()]).nullable(),
      areas: z.array(AreaName),
      households: z.number().int().nullable(),
      persons: z.number().int().nullable(),
      poorPersons: z.number().int().nullable(),
      /** What it adds to the figure; null where it records none, or the figure is no sum of villages. */
      value: z.number().nullable(),
      moves: z.array(
        z.object({
          settlement: z.string(),
          settlementName: z.string(),
          year: z.number().int(),
          households: z.number().int(),
          persons: z.number().int(),
        }),
      ),
    }),
  ),
});
export type FigureVillagesAnswer = z.infer<typeof FigureVillagesAnswer>;
