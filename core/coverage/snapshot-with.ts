import { SECTORS, type Sector } from "../contract/rule.ts";
import { columnsOf, type DrawnFeature, type FeatureAttributes } from "./drawn-feature.ts";
import { append, withAttributes, withoutGeometry } from "./feature-rows.ts";
import type { FeatureColumns, Snapshot } from "./snapshot.ts";

/** What is different of the features of one sector. Features of the snapshot are named by their index. */
export interface FeatureEdits {
  readonly added?: readonly DrawnFeature[];
  /** Features that are gone: a road that is washed out. */
  readonly closed?: readonly number[];
  /** Features with other attributes. */
  readonly changed?: ReadonlyMap<number, FeatureAttributes>;
}

function featuresWith(features: FeatureColumns, edits: FeatureEdits): FeatureColumns {
  const { added = [], closed = [], changed } = edits;
  for (const row of [...closed, ...(changed?.keys() ?? [])]) assertRow(features, row);
  let next = features;
  if (changed && changed.size > 0) next = withAttributes(next, changed);
  if (closed.length > 0) next = withoutGeometry(next, new Set(closed));
  if (added.length > 0) next = append(next, columnsOf(features.sector, added));
  return next;
}

/** Throws a RangeError for what is no row of the features. */
export function assertRow(features: FeatureColumns, row: number): void {
  if (Number.isInteger(row) && row >= 0 && row < features.count) return;
  throw new RangeError(`there is no feature ${row} among ${features.count}`);
}

/**
 * The snapshot as it would be with other features: a plan's works added, roads closed or changed. Existing features keep their index, a
 * closed one keeps its row without geometry, the i-th added one has the index `count + i` and the id -1 - i. Villages, areas and untouched
 * sectors are shared with the snapshot, which is not changed. `dataVersion` should tell the edits apart where answers are remembered by it.
 * Throws a RangeError for an index that is none and above 256 classes or surfaces.
 */
export function snapshotWith(
  snapshot: Snapshot,
  edits: Partial<Readonly<Record<Sector, FeatureEdits>>>,
  dataVersion = `${snapshot.dataVersion} with edits`,
): Snapshot {
  const features = Object.fromEntries(
    SECTORS.map((sector) => {
      const columns = snapshot.features[sector];
      return [sector, edits[sector] ? featuresWith(columns, edits[sector]) : columns];
    }),
  ) as Record<Sector, FeatureColumns>;
  return { ...snapshot, dataVersion, features };
}
