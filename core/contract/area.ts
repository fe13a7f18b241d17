import { z } from "zod";

/** Levels of the tree of areas, widest first. Any country's codes work: a region is whatever has no parent. */
export const LEVELS = ["region", "city", "county", "township", "administrativeVillage"] as const;
export const Level = z.enum(LEVELS);
export type Level = z.infer<typeof Level>;

/** West, south, east, north in degrees. */
export const BoundingBox = z.tuple([z.number(), z.number(), z.number(), z.number()]);
export type BoundingBox = z.infer<typeof BoundingBox>;

export const AreaSummary = z.object({
  /** Number that vector tiles of layer `areas` carry as feature id. */
  id: z.number().int(),
  code: z.string(),
  name: z.string(),
  /** Pinyin with spaces and capitals ("Hechi Shi"), or null when the name holds no Chinese. */
  pinyin: z.string().nullable(),
  level: Level,
  parentCode: z.string().nullable(),
  bbox: BoundingBox.nullable(),
});
export type AreaSummary = z.infer<typeof AreaSummary>;

/** A place in the tree of areas as lists and cards name it. */
export const AreaName = AreaSummary.pick({ code: true, name: true, pinyin: true, level: true });
export type AreaName = z.infer<typeof AreaName>;

/** GET /api/areas/{code} */
export const AreaAnswer = AreaSummary.extend({
  /** From the region down to the parent. */
  ancestors: z.array(AreaSummary),
  children: z.array(AreaSummary),
  /** Natural villages, households and persons inside; null when some are unknown. */
  villages: z.number().int(),
  households: z.number().int(),
  persons: z.number().int(),
});
export type AreaAnswer = z.infer<typeof AreaAnswer>;

/**
 * What exactly is being done, for a page to say in its own language: a dataset of the demonstration was stored (`kind`, `layer`, `rows`),
 * rule `at` of `of` is being measured, and so on.
 */
export const ActivityStep = z.object({
  code: z.enum([
    "making",
    "stored",
    "readingData",
    "measuring",
    "storingVerdicts",
    "measuringAgain",
    "readingVerdicts",
  ]),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
});
export type ActivityStep = z.infer<typeof ActivityStep>;

/** GET /api/meta */
export const MetaAnswer = z.object({
  /** What the server is busy with, or null when all data in force is shown. */
  activity: z
    .object({
      phase: z.enum(["opening", "migrating", "loading", "coverage", "empty", "failed"]),
      /** For logs and for people who read the answer itself. */
      message: z.string(),
      step: ActivityStep.optional(),
    })
    .nullable(),
  regions: z.array(
    AreaSummary.extend({
      /** True when any current dataset of the region is generated for demonstration. */
      demonstration: z.boolean(),
      villages: z.number().int(),
      dataVersion: z.string(),
      /** The stored run that answers come from; null before the first one is complete. */
      run: z.object({ id: z.number().int(), finishedAt: z.string() }).nullable(),
      datasets: z.array(
        z.object({
          id: z.number().int(),
          kind: z.string(),
          layer: z.string(),
          source: z.string(),
          licence: z.string().nullable(),
          dataDate: z.string().nullable(),
          demonstration: z.boolean(),
          rows: z.number().int(),
        }),
      ),
    }),
  ),
});
export type MetaAnswer = z.infer<typeof MetaAnswer>;
