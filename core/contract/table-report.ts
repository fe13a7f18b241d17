import { z } from "zod";
import { Problem } from "./dataset.ts";
import { oneLine } from "./one-line.ts";

/** How a table (CSV or Excel) was read, and every problem with its rows, fields and mends: what an import answers, dry or accepted. */
export const TableReport = z.object({
  file: z.string(),
  /** Records read, the line of column names not counted. */
  rows: z.number().int(),
  accepted: z.boolean(),
  reading: z.object({
    format: z.string(),
    encoding: z.string().nullable(),
    /** Of a workbook: the sheet that was read. */
    sheet: z.string().nullable(),
    columns: z.array(z.string()),
    /** Field -> column, as understood or named. */
    mapping: z.record(z.string(), z.string()),
    unmapped: z.array(z.string()),
    preview: z.array(z.record(z.string(), z.unknown())),
  }),
  problems: z.array(Problem),
});
export type TableReport = z.infer<typeof TableReport>;

/** What may be said about an import of a table; `file` is the name of the file that the body is. Nothing is stored without `accept=true`. */
export const TableQuestion = z.strictObject({
  file: z.string().min(1).max(200),
  encoding: z.string().trim().min(1).max(40).optional(),
  /** Name of the sheet of a workbook; the only one with rows when not given. */
  sheet: z.string().trim().min(1).max(100).optional(),
  /** `field=COLUMN` with commas between, where the columns are not recognised. */
  map: z.string().max(2000).optional(),
  accept: z.enum(["true", "false"]).default("false"),
  source: z.string().trim().min(1).max(500).optional(),
  author: oneLine(60).default("upload"),
});
export type TableQuestion = z.infer<typeof TableQuestion>;
