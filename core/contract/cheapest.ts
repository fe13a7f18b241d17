import { z } from "zod";
import { AreaName } from "./area.ts";
import { NETWORK_NUMBERS } from "./record.ts";
import { Sector } from "./rule.ts";

/** What the rate counts that is to reach the target. */
export const COUNTED = ["villages", "households", "persons"] as const;
const Counted = z.enum(COUNTED);
export type Counted = z.infer<typeof Counted>;

/** POST /api/cheapest */
export const CheapestRequest = z.strictObject({
  /** Code of an area: a county, or a city or region, which is answered county by county and as a whole. */
  area: z.string().min(1).max(64),
  /** Id of a rule in force that lines can serve. */
  rule: z.string().min(1).max(64),
  /** Metres and households instead of the rule's own. */
  reachM: z.number().positive().max(1_000_000).optional(),
  minHouseholds: z.number().int().min(0).max(1_000_000).optional(),
  /** Rate to reach, 0..1; the rule's own target when absent. */
  target: z.number().gt(0).max(1).optional(),
  /** What the rate counts; the rule's headline when absent. */
  counts: Counted.optional(),
  /** Yuan that may be spent: told is how far the nested list comes with them. */
  budgetYuan: z.number().min(0).max(1e13).optional(),
  /** Year whose figures price the lines. */
  year: z.number().int().min(1990).max(2100).default(2016),
  /** False where the integer bound is not wanted: it takes a while. */
  bound: z.boolean().default(true),
});
export type CheapestRequest = z.infer<typeof CheapestRequest>;

/** A name for the question, under which its progress can be asked. */
export const CheapestQuery = z.strictObject({ ask: z.uuid().optional() });
/** GET /api/cheapest/progress/{ask} */
export const CheapestProgress = z.object({
  /** False before the question has come and after it was answered or given up. */
  isAsked: z.boolean(),
  /** Share of the work; null while others come first. */
  done: z.number().min(0).max(1).nullable(),
});
export type CheapestProgress = z.infer<typeof CheapestProgress>;

const Place = z.tuple([z.number(), z.number()]);

/** A unit that the works newly serve. */
export const CheapestUnit = z.object({
  /** natural_villages.id, or admin_units.id for rules on areas. */
  id: z.number().int(),
  code: z.string().nullable(),
  name: z.string(),
  position: Place,
  households: z.number().int(),
  persons: z.number().int(),
});
export type CheapestUnit = z.infer<typeof CheapestUnit>;

/** A line to build. It begins on an existing line, or on one that stands before it in the list or in an earlier pick. */
export const CheapestLine = z.object({
  line: z.array(Place).min(2),
  /** Metres on WGS 84. */
  lengthM: z.number(),
  /** By class and terrain. */
  yuan: z.number().int(),
  /** Name of the unit at its end, null where it passes on. */
  to: z.string().nullable(),
});
export type CheapestLine = z.infer<typeof CheapestLine>;

/** What stands after some works, in what is counted. */
export const CheapestTotal = z.object({
  lengthM: z.number(),
  yuan: z.number().int(),
  /** Units newly served. */
  units: z.number().int(),
  /** Served in all, and their share of all that the rule counts, unknown ones included: the target is reached by `low`. */
  served: z.number().int(),
  low: z.number().nullable(),
});
export type CheapestTotal = z.infer<typeof CheapestTotal>;

const Selection = z.object({
  units: z.array(CheapestUnit),
  lines: z.array(CheapestLine),
  total: CheapestTotal,
});
export type CheapestSelection = z.infer<typeof Selection>;

/** One step of the nested list: built together, on top of all earlier ones. */
export const CheapestPick = z.object({
  units: z.array(CheapestUnit),
  lines: z.array(CheapestLine),
  lengthM: z.number(),
  yuan: z.number().int(),
  /** With all earlier picks. */
  cumulative: CheapestTotal,
  /** True for the pick that crosses the target. */
  reachesTarget: z.boolean(),
});
export type CheapestPick = z.infer<typeof CheapestPick>;

const Cost = z.object({ lengthM: z.number(), yuan: z.number().int() });

/**
 * The cheapest way to the target. Lines are straight between the places where they bend, and lengths and costs are those of such lines.
 * `optimum` is the cheapest set found that reaches the target, `picks` the nested list up to all units that lines can serve.
 */
export const CheapestAnswer = z.object({
  area: AreaName,
  rule: z.string(),
  year: z.number().int(),
  counts: Counted,
  target: z.number(),
  /** What is built. */
  works: z.object({
    sector: Sector,
    class: z.string(),
    surface: z.string().nullable(),
    allSeason: z.boolean().nullable(),
    accepted: z.boolean().nullable(),
    numbers: z.partialRecord(z.enum(NETWORK_NUMBERS), z.number()),
    yuanPerKm: z.number(),
  }),
  /** What is counted: all, served today, to be served for the target, and what lines can serve of it. */
  today: z.object({
    eligible: z.number().int(),
    served: z.number().int(),
    low: z.number().nullable(),
    missing: z.number().int(),
    reachable: z.number().int(),
  }),
  /** met: nothing to do. reached: the optimum reaches the target. outOfReach: lines cannot serve enough; the optimum serves all they can. */
  outcome: z.enum(["met", "reached", "outOfReach"]),
  optimum: Selection,
  /** For comparison: the next cheapest line again and again; and the tree knapsack on the tree of all these lines, null for several
   * counties. */
  greedy: Cost,
  knapsack: Cost.nullable(),
  /**
   * What nothing built of the candidate lines can go below, by an integer program, and (optimum - bound) / optimum; null where it was not
   * computed within the time allowed.
   */
  bound: z
    .object({
      yuan: z.number(),
      gap: z.number(),
      isProven: z.boolean(),
      candidates: z.number().int(),
    })
    .nullable(),
  picks: z.array(CheapestPick),
  /** How far the nested list comes with the budget; null without one. */
  budget: z.object({ yuan: z.number(), picks: z.number().int(), total: CheapestTotal }).nullable(),
  /** Every county by itself to the same target, for an area that holds several. */
  counties: z.array(
    z.object({
      area: AreaName,
      eligible: z.number().int(),
      served: z.number().int(),
      missing: z.number().int(),
      outcome: z.enum(["met", "reached", "outOfReach"]),
      optimum: CheapestTotal,
      greedy: Cost,
      /** What the optimum of the whole area builds in this county. */
      inWhole: CheapestTotal,
    }),
  ),
  /** The full coverage run on today's data with the optimum's lines. */
  verified: z.object({
    eligible: z.number().int(),
    served: z.number().int(),
    low: z.number().nullable(),
    isReached: z.boolean(),
  }),
});
export type CheapestAnswer = z.infer<typeof CheapestAnswer>;
