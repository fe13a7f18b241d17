import { translate } from "../mapping/vocabulary.ts";
import type { Cell } from "../reading/reader.ts";
import type { Conversion } from "./row.ts";

/**
 * A class, kind or surface in the system's own words. A word that the system does not know is kept as it is written (rules
 * may name it); both are told, with the words.
 */
export function takeClass(
  { kind, log, read }: Conversion,
  field: "class" | "surface" | "kind",
  value: Cell,
  row: number,
): string | null {
  const text = read.text(value, row, field);
  if (text === null) return null;
  const word = translate(kind, field, text);
  if (word === text) return word;
  if (word !== null) {
    log.add("class-translated", "info", row, {
      field: `${field}: ${text}`,
      message: `${text} was read as ${word}.`,
      mend: "Nothing to do if that is what it means.",
      params: { from: text, to: word },
    });
    return word;
  }
  log.add("class-unknown", "info", row, {
    field: `${field}: ${text}`,
    message: `${text} is no ${field} that the system knows; it is kept as it is written.`,
    mend: "Nothing to do if rules name it so; else translate the column before importing.",
    params: { from: text },
  });
  return text;
}
