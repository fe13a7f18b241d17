import type { Snapshot } from "./snapshot.ts";

/** What a page gets of an area to work on by itself. */
export interface ColumnsOfArea {
  /** The version of the state, as the answers of the API carry it. */
  readonly version: string;
  readonly snapshot: Snapshot;
  /** Status of every natural village of `snapshot` under each rule that judges natural villages, in the order of the columns. */
  readonly status: Readonly<Record<string, Uint8Array>>;
}
