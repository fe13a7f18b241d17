import { refuse } from "../problems.ts";
import {
  MAX_CELL_CHARACTERS,
  MAX_COLUMNS,
  MAX_RECORD_PARTS,
  MAX_RECORD_VALUES,
  MAX_RECORD_VERTICES,
} from "./limits.ts";

/** Refuses a record of more vertices than one record may have. */
export function tooManyVertices(row: number, vertices: number): Error {
  return refuse("too-many-vertices", {
    rows: [row],
    message: `Record ${row} has ${vertices} vertices; at most ${MAX_RECORD_VERTICES} are read.`,
    mend: "Simplify it, or split it into several records.",
    params: { vertices },
  });
}

/** Refuses a record whose rings or lines are too many, or lie so that they cannot be put together. */
export function tooManyParts(row: number, parts: number): Error {
  return refuse("too-many-parts", {
    rows: [row],
    message:
      parts > MAX_RECORD_PARTS
        ? `Record ${row} has ${parts} rings or lines; at most ${MAX_RECORD_PARTS} are read.`
        : `The ${parts} rings of record ${row} lie in each other in so many ways that they cannot be put together.`,
    mend: "Split it into several records (in a GIS program: multipart to singleparts).",
    params: { parts },
  });
}

/** Refuses a file of more columns than any table of records has. */
export function tooManyColumns(columns: number): Error {
  return refuse("too-many-columns", {
    message: `The file has ${columns} columns or more; at most ${MAX_COLUMNS} are read.`,
    mend: "Keep only the columns that are needed.",
  });
}

/** Refuses a text that is no cell of a table any more. */
export function cellTooLarge(row: number, field: string): Error {
  return refuse("cell-too-large", {
    rows: [row],
    field: field.slice(0, 100),
    message: `Record ${row} holds a text of more than ${MAX_CELL_CHARACTERS} characters.`,
    mend: "Shorten it, or leave the column out.",
  });
}

/** Refuses a GeoJSON record that holds too much beside its coordinates. */
export function tooManyValues(row: number | null): Error {
  return refuse("record-too-large", {
    rows: row === null ? [] : [row],
    message: `${row === null ? "A member of the file" : `Feature ${row}`} holds more than ${MAX_RECORD_VALUES} values beside its coordinates.`,
    mend: "Leave lists and objects out of the properties; they are not read.",
  });
}
