import type { MultiPolygon, Polygon } from "geojson";
import {
  MAX_REPAIR_CROSSINGS,
  MAX_REPAIR_RINGS,
  MAX_REPAIR_TOUCHES,
  MAX_REPAIR_VERTICES,
} from "../reading/limits.ts";
import { countMeetings, ringsOf } from "./meetings.ts";
import { findNesting } from "./nesting.ts";

const REPAIRED = {
  crossings: MAX_REPAIR_CROSSINGS,
  overlaps: MAX_REPAIR_TOUCHES,
  touches: MAX_REPAIR_TOUCHES,
};
/** Smaller polygons are left to the database, which judges them in milliseconds however tangled they are. */
const LOOKED_AT_FROM_VERTICES = 500;

/**
 * A fault of a polygon that is no slip of the pen any more, in the words and with the place that GEOS would give, found without asking
 * the database: it takes minutes over a large tangle. Null for all others, sound or not.
 */
export async function findTangle(polygon: Polygon | MultiPolygon): Promise<string | null> {
  const nesting = findNesting(polygon);
  if (nesting !== null) return `${nesting.fault}[${nesting.place.slice(0, 2).join(" ")}]`;
  if (countVertices(polygon) < LOOKED_AT_FROM_VERTICES) return null;
  const most = { ...REPAIRED, touches: Infinity };
  const { crossings, overlaps, place } = await countMeetings(polygon, most);
  return crossings > most.crossings || overlaps > most.overlaps
    ? `Self-intersection[${place!.join(" ")}]`
    : null;
}

/** True for a polygon that the database repairs in a second or two. */
export async function mayBeRepaired(polygon: Polygon | MultiPolygon): Promise<boolean> {
  if (countVertices(polygon) > MAX_REPAIR_VERTICES) return false;
  if (ringsOf(polygon).length > MAX_REPAIR_RINGS) return false;
  const { crossings, overlaps, touches, isWhole } = await countMeetings(polygon, REPAIRED);
  return (
    isWhole &&
    crossings <= REPAIRED.crossings &&
    overlaps <= REPAIRED.overlaps &&
    touches <= REPAIRED.touches
  );
}

function countVertices(polygon: Polygon | MultiPolygon): number {
  return ringsOf(polygon).reduce((sum, ring) => sum + ring.length, 0);
}
