import { z } from "zod";
import { ADVICE_REASONS, ADVICES } from "../policy/advice.ts";
import { wholeNumber } from "./request.ts";
import { Sector } from "./rule.ts";

const code = z.string().min(1).max(64);
const year = z.number().int().min(1990).max(2100);

/** How the list is sorted; a minus in front turns it round. `rank` is the order of advice, then of what moving saves. */
const BUILD_OR_MOVE_SORTS = [
  "rank",
  "households",
  "buildPerHousehold",
  "movePerHousehold",
  "difference",
  "breakEven",
  "name",
] as const;
export type BuildOrMoveSort = (typeof BUILD_OR_MOVE_SORTS)[number];
/** How lines are shared: among all that lack the service, or among those that had better stay. */
const Sharing = z.enum(["stayers", "everyone"]);

const SORT = new RegExp(`^-?(${BUILD_OR_MOVE_SORTS.join("|")})$`);

/**
 * POST /api/build-or-move : what it costs to bring the missing services to every natural village of an area over the years of a plan, what
 * it costs to move it, and which is proposed. Without `years` they are those of the plan, else of the region's annual task.
 */
export const BuildOrMoveRequest = z.strictObject({
  /** Code of an area; that of the plan when it is left out. */
  area: code.optional(),
  /** Takes area and years from there, counts its works as built and tells which villages it moves. */
  plan: z.string().min(1).max(64).optional(),
  years: z
    .strictObject({ from: year, to: year })
    .refine(({ from, to }) => from <= to && to - from < 60, "from before to, at most 60 years")
    .optional(),
  /** The year at whose figures things are priced; the middle of the years when it is left out. */
  priceYear: year.optional(),
  sharing: Sharing.default("stayers"),
  /** Rules by which services are missing; of each sector the first with a target when they are left out. */
  rules: z.array(z.string().min(1).max(64)).min(1).max(8).optional(),
  /** Values in the place of figures of policy, by id. */
  parameters: z.record(z.string().min(1).max(100), z.number().min(0).max(1e12)).default({}),
  advice: z.array(z.enum(ADVICES)).min(1).max(ADVICES.length).optional(),
  /** Part of a name or beginning of a code. */
  q: z.string().max(100).default(""),
  sort: z
    .string()
    .regex(SORT, `one of ${BUILD_OR_MOVE_SORTS.join(", ")}`)
    .default("rank"),
  offset: z.number().int().min(0).max(10_000_000).default(0),
  limit: z.number().int().min(1).max(1000).default(100),
  /** With the pieces of works behind each village's cost. */
  pieces: z.boolean().default(false),
});
export type BuildOrMoveRequest = z.infer<typeof BuildOrMoveRequest>;

const Place = z.tuple([z.number(), z.number()]);

/**
 * What is built and paid by several: a link that joins a village, or a group of them, to another or to what exists. It is shared by
 * obligations (core/relocation/share-lines.ts): a household pays as much as its part of one connection shrinks by it.
 */
export const BuildPiece = z.object({
  /** `line`, or the class of what is built instead of one. */
  way: z.string(),
  class: z.string(),
  /** Metres in a straight way, and what they are multiplied by: detour and karst. */
  lengthM: z.number(),
  factor: z.number(),
  /** Yuan for a kilometre, or for the piece. */
  unitYuan: z.number(),
  yuan: z.number(),
  /** All households that pay for it, this village's included, and this village's share. */
  households: z.number(),
  shareYuan: z.number(),
  /** Other villages that pay for it: how many, and the keys of some. */
  others: z.number().int(),
  sharedWith: z.array(z.string()),
  /** Where it starts and ends, straight piece by straight piece. */
  path: z.array(z.tuple([Place, Place])),
});
export type BuildPiece = z.infer<typeof BuildPiece>;

const amount = z.number().nullable();

/** One village. Money is whole yuan of the first year; null where a service cannot be brought, or nothing can be told. */
export const BuildOrMoveLine = z.object({
  rank: z.number().int(),
  /** As plans name it. */
  key: z.string(),
  name: z.string(),
  position: z.tuple([z.number(), z.number()]).nullable(),
  /** The area that holds it. */
  area: z.string(),
  households: z.number().int().nullable(),
  persons: z.number().int().nullable(),
  /** True where households or persons are estimated. */
  estimated: z.boolean(),
  willingHouseholds: z.number().int().nullable(),
  flags: z.array(z.enum(["hazard", "karst", "redLine"])),
  advice: z.enum(ADVICES),
  reason: z.enum(ADVICE_REASONS),
  /** True when the plan asked about moves it, wholly or in part. */
  moves: z.boolean(),
  build: z.object({
    worksYuan: amount,
    /** Works and maintenance over all years. */
    totalYuan: amount,
    yearlyYuan: amount,
    perHouseholdYuan: amount,
    services: z.array(
      z.object({
        rule: z.string(),
        sector: Sector,
        /** True when the rule asks for it: the village counts in the rate. */
        due: z.boolean(),
        worksYuan: amount,
        totalYuan: amount,
        pieces: z.array(BuildPiece).optional(),
      }),
    ),
    /** Rules of which it cannot be told whether the service is there; nothing is counted for them. */
    unknown: z.array(z.string()),
  }),
  move: z.object({
    totalYuan: amount,
    yearlyYuan: amount,
    perHouseholdYuan: amount,
    homeYuan: amount,
    landYuan: amount,
    followUpYuan: amount,
    rewardYuan: amount,
    reliefYuan: amount,
    /** Central subsidy within the total. */
    subsidyYuan: amount,
  }),
  /** What speaks for moving beside money, in yuan-equivalents. */
  creditYuan: amount,
  /** Building less moving, credit added. */
  differenceYuan: amount,
  differencePerHouseholdYuan: amount,
  /** Households at which both ways cost the same: null where nothing is lacking, or moving is cheaper at any number. */
  breakEvenHouseholds: amount,
});
export type BuildOrMoveLine = z.infer<typeof BuildOrMoveLine>;

const Sum = z.object({
  villages: z.number().int(),
  households: z.number().int(),
  persons: z.number().int(),
  /** Of the villages whose services can be brought. */
  buildYuan: z.number(),
  moveYuan: z.number(),
});

export const BuildOrMoveAnswer = z.object({
  area: z.string(),
  plan: z.object({ id: z.string(), version: z.number().int() }).nullable(),
  dataVersion: z.string(),
  years: z.object({ from: z.number().int(), to: z.number().int() }),
  priceYear: z.number().int(),
  sharing: Sharing,
  rules: z.array(z.object({ rule: z.string(), sector: Sector, class: z.string() })),
  /** Every figure that the comparison was made by. */
  parameters: z.array(
    z.object({
      id: z.string(),
      name: z.object({ zh: z.string(), en: z.string() }),
      value: z.number(),
      unit: z.string(),
      source: z.string(),
      confidence: z.string(),
      /** True where the value was given with the question. */
      given: z.boolean(),
    }),
  ),
  /** Of all villages of the area, by advice. */
  totals: z.array(Sum.extend({ advice: z.enum(ADVICES) })),
  /** Villages that match, of which `items` are some. */
  count: z.number().int(),
  items: z.array(BuildOrMoveLine),
});
export type BuildOrMoveAnswer = z.infer<typeof BuildOrMoveAnswer>;

/**
 * GET /api/areas/{code}/build-geometry : what building would take in an area, without any price, as bytes (core/coverage/pack-columns.ts)
 * of a BuildGeometry (core/relocation/service-lines.ts), so that a page can price it as often as a figure changes.
 */
export const BuildGeometryQuery = z.strictObject({
  /** Ids of rules with commas. */
  rules: z.string().min(1).max(600).optional(),
  plan: z.string().min(1).max(64).optional(),
  /** Version of the plan, so that each has an address of its own. */
  version: wholeNumber(0, 999_999_999).optional(),
});
