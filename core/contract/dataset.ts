import { z } from "zod";

/** Kinds of data that can be imported; each is also a kind of dataset. */
const DATASET_KINDS = [
  "boundaries",
  "villages",
  "roads",
  "electricity",
  "water",
  "broadband",
  "facilities",
  "zones",
] as const;
export const DatasetKind = z.enum(DATASET_KINDS);
export type DatasetKind = z.infer<typeof DatasetKind>;

export const Datum = z.enum(["wgs84", "cgcs2000", "gcj02"]);
export type Datum = z.infer<typeof Datum>;

/**
 * One fault or remark found in a file. `error` refuses the file, `warning` is taken in as the mend says, `info` only tells.
 * `rows` are 1-based record numbers (at most 1,000 of them), `count` how many there are in all.
 */
export const Problem = z.object({
  code: z.string(),
  severity: z.enum(["error", "warning", "info"]),
  rows: z.array(z.number().int()),
  /** Of a table of text: the lines of the file on which these records begin. */
  lines: z.array(z.number().int()).optional(),
  count: z.number().int(),
  field: z.string().nullable(),
  message: z.string(),
  mend: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])).default({}),
});
export type Problem = z.infer<typeof Problem>;

/** Answer of an import, dry or accepted. `dataset` is the id of the new current version, null on a dry run or a refusal. */
export const ImportReport = z.object({
  kind: DatasetKind,
  file: z.string(),
  area: z.string(),
  rows: z.number().int(),
  accepted: z.boolean(),
  dataset: z.number().int().nullable(),
  /** How the file was read, for the preview. */
  reading: z.object({
    format: z.string(),
    encoding: z.string().nullable(),
    encodingFrom: z.string().nullable(),
    crs: z.string(),
    datum: Datum,
    geometry: z.string(),
    columns: z.array(z.string()),
    mapping: z.record(z.string(), z.string()),
    unmapped: z.array(z.string()),
    preview: z.array(z.record(z.string(), z.unknown())),
  }),
  problems: z.array(Problem),
});
export type ImportReport = z.infer<typeof ImportReport>;
