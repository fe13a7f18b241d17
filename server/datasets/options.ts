import { z } from "zod";
import { Level } from "../../core/contract/area.ts";
import { DatasetKind, Datum } from "../../core/contract/dataset.ts";
import type { ImportOptions } from "./service.ts";

const flag = z
  .enum(["true", "false", "1", "0", ""])
  .transform((text) => text !== "false" && text !== "0");

/** `field=COLUMN,field=COLUMN` as an object; a comma or backslash inside a name is written with a backslash before it. */
const mapping = z.string().transform((text, context) => {
  const map: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const pair of text.match(/(?:\\.|[^,\\])+/g) ?? []) {
    const plain = pair.replace(/\\(.)/g, "$1");
    const equals = plain.indexOf("=");
    if (equals < 1 || equals === plain.length - 1) {
      context.addIssue({ code: "custom", message: `"${plain}" is not field=COLUMN` });
      return z.NEVER;
    }
    map[plain.slice(0, equals).trim()] = plain.slice(equals + 1).trim();
  }
  return { ...map };
});

/** What may be said about an import, at the command line and over HTTP alike; everything arrives as text. */
export const ImportQuestion = z.strictObject({
  kind: DatasetKind,
  area: z.string().trim().min(1).max(40),
  name: z.string().trim().min(1).max(200).optional(),
  level: Level.optional(),
  layer: z.string().trim().max(100).optional(),
  datum: Datum.optional(),
  encoding: z.string().trim().min(1).max(40).optional(),
  crs: z.string().trim().min(1).max(100).optional(),
  map: mapping.optional(),
  accept: flag.default(false),
  source: z.string().trim().min(1).max(500).optional(),
  licence: z.string().trim().min(1).max(200).optional(),
  date: z.iso.date().optional(),
});
export type ImportQuestion = z.infer<typeof ImportQuestion>;

/** The options of importFile from a question; what was not said stays absent. */
export function optionsOf(question: ImportQuestion, path: string): ImportOptions {
  const { date, kind, area, accept, ...rest } = question;
  const said = Object.entries({ ...rest, dataDate: date }).filter(
    ([, value]) => value !== undefined,
  );
  return { kind, area, accept, path, ...(Object.fromEntries(said) as Partial<ImportOptions>) };
}
