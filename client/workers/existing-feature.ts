import type { Position } from "geojson";
import type { Sector } from "../../core/contract/rule.ts";
import { lengthOfDrawnM } from "../../core/coverage/drawn-length.ts";
import { LINE, NOT_RECORDED, POINT, YES, type Snapshot } from "../../core/coverage/snapshot.ts";
import type { ExistingFeature } from "./what-if-messages.ts";

/** An existing feature of a sector as it is recorded, null where the data do not hold it. */
export function existingOf(snapshot: Snapshot, sector: Sector, id: number): ExistingFeature | null {
  const features = snapshot.features[sector];
  const row = features.id.indexOf(id);
  if (row < 0) return null;
  const flag = (value: number): boolean | null => (value === NOT_RECORDED ? null : value === YES);
  const text = (value: string | undefined): string | null => value || null;
  const parts: Position[][] = [];
  for (let part = features.partOf[row]!; part < features.partOf[row + 1]!; part++) {
    const line: Position[] = [];
    for (let v = features.vertexOf[part]!; v < features.vertexOf[part + 1]!; v++)
      line.push([features.coordinates[2 * v]!, features.coordinates[2 * v + 1]!]);
    parts.push(line);
  }
  const kind = features.geometry[row];
  const lengthM =
    kind === LINE ? lengthOfDrawnM({ type: "MultiLineString", coordinates: parts }) : 0;
  const single = parts.length === 1 ? parts[0]! : null;
  return {
    id,
    name: features.name[row] ?? null,
    class: text(features.classes[features.class[row]!]),
    surface: text(features.surfaces[features.surface[row]!]),
    allSeason: flag(features.allSeason[row]!),
    accepted: features.accepted === undefined ? null : flag(features.accepted[row]!),
    numbers: Object.fromEntries(
      Object.entries(features.numbers).flatMap(([field, column]) =>
        Number.isNaN(column[row]!) ? [] : [[field, column[row]!]],
      ),
    ),
    lengthM,
    geometry:
      single === null
        ? null
        : kind === LINE && single.length > 1
          ? { type: "LineString", coordinates: single }
          : kind === POINT && single.length === 1
            ? { type: "Point", coordinates: single[0]! }
            : null,
  };
}
