import { plain, refuseBadNames, refuseCollisions } from "../datasets/mapping/columns.ts";
import { type ProblemLog, refuse } from "../datasets/problems.ts";

/** Names under which columns carry a field, best first; compared without case, spaces, signs, full-width forms and units in brackets. */
export type TableFields = Readonly<Record<string, readonly string[]>>;

/**
 * Decides which column carries which field: first what the user says (`field=COLUMN,...`; a comma or backslash inside a name has a backslash
 * before it), then by its names. A column serves one field. Refuses what is said wrongly, and a table without a field of `needed`.
 */
export function mapFields(
  fields: TableFields,
  columns: readonly string[],
  said: string | undefined,
  needed: readonly string[],
): Map<string, number> {
  refuseBadNames(columns);
  refuseCollisions(columns);
  const found = new Map<string, number>();
  for (const [field, column] of pairsOf(said ?? "")) {
    if (!Object.hasOwn(fields, field))
      throw refuse("unknown-field", {
        field,
        message: `There is no field ${JSON.stringify(field)}.`,
        mend: `Use one of: ${Object.keys(fields).join(", ")}.`,
      });
    const exact = columns.indexOf(column);
    const index = exact >= 0 ? exact : columns.findIndex((each) => plain(each) === plain(column));
    if (index < 0)
      throw refuse("unknown-column", {
        field,
        message: `The table has no column ${JSON.stringify(column)} for ${field}.`,
        mend: `Its columns are: ${columns.join(", ")}.`,
      });
    found.set(field, index);
  }
  const taken = new Set(found.values());
  for (const [field, names] of Object.entries(fields)) {
    if (found.has(field)) continue;
    for (const name of [field, ...names]) {
      const index = columns.findIndex(
        (column, i) => !taken.has(i) && plain(column) === plain(name),
      );
      if (index < 0) continue;
      found.set(field, index);
      taken.add(index);
      break;
    }
  }
  const missing = needed.filter((field) => !found.has(field));
  if (missing.length > 0)
    throw refuse("missing-column", {
      field: missing[0]!,
      message: `No column surely holds ${missing.join(", ")}.`,
      mend: `Name it with --map ${missing.map((field) => `${field}=COLUMN`).join(",")}. The columns are: ${columns.join(", ")}.`,
      params: { fields: missing.join(", ") },
    });
  return found;
}

/** Pairs of `name=value,name=value`. Throws DatasetRefused for what is none. */
export function pairsOf(text: string): [string, string][] {
  return (text.match(/(?:\\.|[^,\\])+/g) ?? []).map((pair) => {
    const bare = pair.replace(/\\(.)/g, "$1");
    const equals = bare.indexOf("=");
    if (equals < 1 || equals === bare.length - 1)
      throw refuse("bad-pair", {
        message: `${JSON.stringify(bare)} is not name=value.`,
        mend: "Write name=value with commas between.",
      });
    return [bare.slice(0, equals).trim(), bare.slice(equals + 1).trim()];
  });
}

/** Columns that no field takes, told as a remark. */
export function tellUnmapped(
  columns: readonly string[],
  used: ReadonlySet<number>,
  log: ProblemLog,
): string[] {
  const unmapped = columns.filter((name, i) => !used.has(i) && name !== "");
  if (unmapped.length > 0)
    log.add("unmapped-columns", "info", null, {
      message: `Columns that are not read: ${unmapped.join(", ")}.`,
      mend: "If one of them is needed, name it with --map field=COLUMN.",
      params: { columns: unmapped.join(", ") },
    });
  return unmapped;
}
