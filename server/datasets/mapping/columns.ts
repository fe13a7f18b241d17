import type { DatasetKind } from "../../../core/contract/dataset.ts";
import { refuse, type DatasetRefused, type ProblemLog } from "../problems.ts";
import type { OpenedFile, RawRow } from "../reading/reader.ts";
import { CODE_OR_AREA, fieldsOf, ID_OF_SOME_LEVEL } from "./fields.ts";

/** No name of a column is longer; the report repeats them. */
const MAX_NAME_CHARACTERS = 200;
/** A .dbf cuts the names of its columns here. */
const DBF_NAME_BYTES = 10;

export interface Mapping {
  /** Field -> column index. */
  columns: ReadonlyMap<string, number>;
  /** Field -> the same value for every row, as the user said it. */
  constants: ReadonlyMap<string, string>;
  unmapped: readonly string[];
}

/**
 * Decides which column carries which field: first what the user says (`field=COLUMN`, or `field=value` for every row where
 * no column has that name), then the names that a person would take for it, best name first. A column serves one field.
 * `sample` are rows from the beginning, which tell whether a column of codes names the rows or the areas around them.
 */
export function mapColumns(
  kind: DatasetKind,
  { columns, hasShapes }: Pick<OpenedFile, "columns" | "hasShapes">,
  said: Readonly<Record<string, string>>,
  sample: readonly RawRow[],
  log: ProblemLog,
): Mapping {
  refuseBadNames(columns);
  refuseCollisions(columns);
  const fields = fieldsOf(kind);
  const found = new Map<string, number>();
  const constants = new Map<string, string>();
  for (const [field, column] of Object.entries(said)) {
    if (!Object.hasOwn(fields, field))
      throw refuse("unknown-field", {
        field,
        message: `${kind} have no field ${JSON.stringify(field)}.`,
        mend: `Use one of: ${Object.keys(fields).join(", ")}.`,
      });
    const exact = columns.indexOf(column);
    const index = exact !== -1 ? exact : columns.findIndex((each) => plain(each) === plain(column));
    if (index !== -1) found.set(field, index);
    else if (CONSTANT_FIELDS.has(field)) constants.set(field, column);
    else
      throw refuse("unknown-column", {
        field,
        message: `The file has no column ${JSON.stringify(column)} for ${field}.`,
        mend: `Its columns are: ${columns.join(", ")}.`,
      });
  }
  const taken = new Set(found.values());
  const ownCode = (index: number): boolean => isDistinct(index, sample);
  for (const [field, names] of Object.entries(fields)) {
    if (found.has(field) || constants.has(field)) continue;
    if (hasShapes && (field === "lng" || field === "lat")) continue;
    const index = names
      .filter(
        (name) => !(field === "areaCode" && kind !== "villages" && CODE_OR_AREA.includes(name)),
      )
      .map((name): [string, number] => [
        name,
        columns.findIndex((column, i) => !taken.has(i) && means(column, name)),
      ])
      .find(
        ([name, at]) =>
          at !== -1 && (field !== "code" || !mayNameOthers(kind, name) || ownCode(at)),
      )?.[1];
    if (index === undefined) continue;
    found.set(field, index);
    taken.add(index);
  }
  if (kind === "boundaries" && !found.has("code")) throw withoutCodes(columns, sample);
  if (!hasShapes && kind !== "boundaries" && !(found.has("lng") && found.has("lat")))
    throw refuse("no-position-columns", {
      message: "The table has no columns that are surely longitude and latitude.",
      mend: `Name them with --map lng=COLUMN,lat=COLUMN. Its columns are: ${columns.join(", ")}.`,
    });
  const unmapped = columns.filter((_, i) => !taken.has(i));
  if (unmapped.length > 0)
    log.add("unmapped-columns", "info", null, {
      message: `Columns that are not read: ${unmapped.join(", ")}.`,
      mend: "If one of them is needed, name it with --map field=COLUMN.",
      params: { columns: unmapped.join(", ") },
    });
  return { columns: found, constants, unmapped };
}

/** Whether a column of this name may hold the codes of areas around the rows instead of their own. */
const mayNameOthers = (kind: DatasetKind, name: string): boolean =>
  kind === "villages" || (kind === "boundaries" && ID_OF_SOME_LEVEL.includes(name));

/** Areas are told apart by their codes, so a file without a column of them is refused; columns that could serve are named. */
function withoutCodes(columns: readonly string[], sample: readonly RawRow[]): DatasetRefused {
  const usable = columns.filter((_, index) => {
    const values = sample.map((row) => row.values[index] ?? null);
    return !values.includes(null) && new Set(values.map(String)).size === values.length;
  });
  return refuse("no-code-column", {
    field: "code",
    message: "No column surely holds a code for every area.",
    mend:
      usable.length === 0
        ? "Add a column in which every area has a code of its own."
        : `Name it with --map code=COLUMN; it may serve as the name too. Columns with a value of its own for every area: ${usable.join(", ")}.`,
    params: { columns: usable.join(", ") },
  });
}

/** Fields of which one value may stand for the whole file. */
const CONSTANT_FIELDS = new Set([
  "kind",
  "class",
  "surface",
  "qualified",
  "rural",
  "radiusM",
  "acceptedOn",
  "openedOn",
  "allSeason",
  "parentCode",
]);

// eslint-disable-next-line no-control-regex -- these are what is looked for
const NO_TEXT = /[\u0000-\u001F\u007F\p{Surrogate}]/u;

/** Refuses names that no database holds, or that no person gave a column. */
export function refuseBadNames(columns: readonly string[]): void {
  for (const [i, name] of columns.entries()) {
    if (NO_TEXT.test(name))
      throw refuse("bad-column-name", {
        field: name.slice(0, 100).replace(/[\p{Cc}\p{Surrogate}]/gu, "\uFFFD"),
        message: `The name of column ${i + 1} holds characters that are not text (NUL, control characters or half of a character).`,
        mend: "Rename the column; if all names look wrong, give the right --encoding.",
        params: { column: i + 1 },
      });
    if (name.length > MAX_NAME_CHARACTERS)
      throw refuse("bad-column-name", {
        field: name.slice(0, 100),
        message: `The name of column ${i + 1} has ${name.length} characters; at most ${MAX_NAME_CHARACTERS} are taken.`,
        mend: "The first line must hold the names of the columns; shorten this one.",
        params: { column: i + 1 },
      });
  }
}

/** Refuses names that two columns share, and names that were damaged. */
export function refuseCollisions(columns: readonly string[]): void {
  const seen = new Map<string, number>();
  for (const [i, name] of columns.entries()) {
    if (name.includes("\uFFFD"))
      throw refuse("replacement-character", {
        field: name,
        message: `The name of column ${i + 1} (${name}) was damaged by a wrong encoding before.`,
        mend: "Export the data again from the source in UTF-8 or GBK.",
      });
    const before = seen.get(name);
    if (before !== undefined && name !== "")
      throw refuse("colliding-columns", {
        field: name,
        message: `Columns ${before + 1} and ${i + 1} are both named ${JSON.stringify(name)}; the values of one would be lost.`,
        mend: "Rename one of them. If the names look wrong, give the right --encoding.",
      });
    seen.set(name, i);
  }
}

/** Every sampled row has a value of its own: then it is the row's code, not that of an area around several. */
function isDistinct(index: number, sample: readonly RawRow[]): boolean {
  const values = sample
    .map((row) => row.values[index])
    .filter((value) => value !== null && value !== undefined);
  return (
    values.length * 2 >= sample.length && new Set(values.map(String)).size >= values.length * 0.9
  );
}

function means(column: string, name: string): boolean {
  if (plain(column) === plain(name)) return true;
  return (
    column.length === DBF_NAME_BYTES &&
    name.length > DBF_NAME_BYTES &&
    column.toLowerCase() === name.slice(0, DBF_NAME_BYTES)
  );
}

/** Without case, spaces, signs, full-width forms and a unit in brackets: "户数（户）" is 户数. */
export function plain(name: string): string {
  return name
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[([][^)\]]*[)\]]/g, "")
    .replace(/[\s_\-.:/]/g, "");
}
