import { LEVELS } from "../contract/area.ts";
import type { MapLevel } from "../contract/thematic.ts";
import type { AreaColumns } from "../coverage/snapshot.ts";

/**
 * Indices of the areas of a level that a map of an area shows: those in it, itself, or the one of that level around it where it is smaller.
 * Empty where the data have no such level there.
 */
export function areasShown(
  { count, level, parent }: Pick<AreaColumns, "count" | "level" | "parent">,
  within: number,
  by: MapLevel,
): number[] {
  const wanted = LEVELS.indexOf(by);
  if (within < 0) return [];
  if (level[within]! > wanted) {
    let at = within;
    while (at >= 0 && level[at]! > wanted) at = parent[at]!;
    return at >= 0 && level[at] === wanted ? [at] : [];
  }
  const isIn = new Uint8Array(count);
  isIn[within] = 1;
  const found: number[] = [];
  for (let i = within; i < count; i++) {
    if (i > within && parent[i]! >= 0 && isIn[parent[i]!] === 1) isIn[i] = 1;
    if (isIn[i] === 1 && level[i] === wanted) found.push(i);
  }
  return found;
}
