import { z } from "zod";
import { Level } from "./area.ts";
import { VillageAnswer } from "./coverage.ts";

/** What may stand in the query of each address. Every value is text there; a parameter that is not named here is refused. */
const digits = z.string().regex(/^\d{1,9}$/, "a whole number");
export const wholeNumber = (least: number, most: number): z.ZodType<number, string> =>
  digits.transform(Number).pipe(z.number().min(least).max(most));
const text = (longest: number): z.ZodString => z.string().min(1).max(longest);

/** Metres up to 1,000 km, with at most three decimals. */
const metres = z
  .string()
  .regex(/^\d{1,7}(\.\d{1,3})?$/, "metres as a number")
  .transform(Number)
  .pipe(z.number().positive().max(1_000_000));

const ruleQuestion = {
  /** Id of a rule in force. */
  rule: text(64),
  /** Code of an area; the region where the database holds only one. */
  area: text(64).optional(),
  /** Metres instead of the rule's own reach. */
  reachM: metres.optional(),
  /** Households instead of the rule's own least number. */
  minHouseholds: wholeNumber(0, 1_000_000).optional(),
};

/** GET /api/coverage */
export const CoverageQuery = z.strictObject({ ...ruleQuestion, by: Level.optional() });
export type CoverageQuery = z.infer<typeof CoverageQuery>;

/** GET /api/gaps */
export const GapsQuery = z.strictObject({
  ...ruleQuestion,
  /** Statuses with commas between them. */
  status: z
    .string()
    .regex(/^(unserved|unknown|served|notEligible)(,(unserved|unknown|served|notEligible)){0,3}$/)
    .default("unserved"),
  q: z.string().max(100).optional(),
  sort: z
    .string()
    .regex(/^-?(households|persons|distanceM|name|code)$/)
    .default("-households"),
  limit: wholeNumber(1, 1000).default(100),
  cursor: z.string().max(1000).optional(),
  format: z.enum(["json", "csv"]).default("json"),
  /** Language of the column names of the CSV. */
  lang: z.enum(["zh-CN", "en"]).default("en"),
});
export type GapsQuery = z.infer<typeof GapsQuery>;

/** GET /api/search */
export const SearchQuery = z.strictObject({ q: text(100), area: text(64).optional() });
export type SearchQuery = z.infer<typeof SearchQuery>;

/**
 * GET /api/areas/{code}/columns : the area's part of the data in typed columns (core/coverage/clip-snapshot.ts), packed by
 * core/coverage/pack-columns.ts as `ColumnsOfArea`, so that a page can judge and check without asking. Sectors with commas.
 */
export const ColumnsQuery = z.strictObject({
  sectors: z
    .string()
    .regex(/^((road|electricity|water|broadband|facility)(,(?!$)|$)){1,5}$/, "sectors with commas")
    .optional(),
});

/** An address without parameters. */
export const NoQuery = z.strictObject({});

/** GET /api/areas/{code}/verdicts: the card of an administrative village or township, one verdict per rule that counts its level. */
export const AreaVerdictsAnswer = z.object({
  code: z.string(),
  verdicts: VillageAnswer.shape.verdicts,
});
export type AreaVerdictsAnswer = z.infer<typeof AreaVerdictsAnswer>;

/** Every error, as application/problem+json (RFC 9457). Texts for people live in the client; `code` names the problem. */
export const ProblemAnswer = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  detail: z.string().optional(),
  code: z.string(),
  /** The parameter at fault. */
  path: z.string().nullable(),
  params: z.record(z.string(), z.unknown()),
  /** Every fault of the request, where there are several. */
  errors: z
    .array(
      z.object({
        code: z.string(),
        path: z.string().nullable(),
        params: z.record(z.string(), z.unknown()),
      }),
    )
    .optional(),
});
export type ProblemAnswer = z.infer<typeof ProblemAnswer>;
