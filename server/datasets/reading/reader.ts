import type { Geometry } from "geojson";
import type { ProblemLog } from "../problems.ts";
import type { Crs } from "./crs.ts";
import type { InputFiles } from "./input.ts";

/** The value of a column in one record; null when it is empty. */
export type Cell = string | number | boolean | null;

/** One record of a file as it was written: `values` in the order of the columns, coordinates as in the file. */
export interface RawRow {
  /** 1-based. */
  row: number;
  values: readonly Cell[];
  geometry: Geometry | null;
}

export interface OpenedFile {
  format: string;
  encoding: string | null;
  /** What told the encoding: "option", "cpg", "language byte", "byte-order mark", "contents". */
  encodingFrom: string | null;
  /** Null when the file does not say. */
  crs: Crs | null;
  columns: readonly string[];
  /** False when the place stands in columns (CSV) instead of shapes. */
  hasShapes: boolean;
  /** Reads the records from the beginning, telling `log` what is wrong with rows; may be called more than once. */
  rows(log: ProblemLog): AsyncIterable<RawRow>;
}

interface ReadOptions {
  /** Encoding that the user names, else it is found out. */
  encoding?: string;
}

/** A file format. Another one is added by writing a reader and listing it in formats.ts. */
export interface FormatReader {
  name: string;
  /** Endings (lower case, with dot) of the file that stands for the whole. */
  endings: readonly string[];
  /** Opens the file and looks it through; throws DatasetRefused when it cannot be read. */
  open(main: string, files: InputFiles, options: ReadOptions, log: ProblemLog): Promise<OpenedFile>;
}
