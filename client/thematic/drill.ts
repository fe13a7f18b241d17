import type { AreaAnswer, Level } from "../../core/contract/area.ts";
import { MAP_LEVELS, type MapLevel } from "../../core/contract/thematic.ts";

/** Levels that a map of an area can be painted by: those below it; of the region also the whole, of a township only itself. */
export function levelsIn(level: Level): MapLevel[] {
  const at = MAP_LEVELS.findIndex((each) => each === level);
  if (at === 0) return [...MAP_LEVELS];
  return at === -1 || at >= MAP_LEVELS.length - 1 ? ["township"] : MAP_LEVELS.slice(at + 1);
}

/** The level that a map of an area is painted by at first: the one below it. */
export function levelInside(level: Level): MapLevel {
  if (level === "region") return "city";
  return level === "city" ? "county" : "township";
}

/** The level that a view is painted by: as it says, where the area holds such areas. */
export function paintedLevel(by: MapLevel, area: Level): MapLevel {
  return levelsIn(area).includes(by) ? by : levelInside(area);
}

/** Where a way down or up leads: the area, and the level that its map is painted by. */
export interface Step {
  area: string;
  by: MapLevel;
}

/** Into an area of the map; null for townships, whose parts no map is painted by, and for the area one is in. */
export function stepInto(target: { code: string; level: Level }, now: string): Step | null {
  if (target.code === now || !["region", "city", "county"].includes(target.level)) return null;
  return { area: target.code, by: levelInside(target.level) };
}

/**
 * Out of an area to the one above it; null at the region. `asked` is the area that the address names: where its answer is still on its way,
 * `area` is the one before it, and the way out leads from the one that is asked for.
 */
export function stepOut(
  area: Pick<AreaAnswer, "code" | "level" | "ancestors">,
  asked: string,
): Step | null {
  const up = area.ancestors.findIndex(({ code }) => code === asked);
  const to =
    up >= 0
      ? area.ancestors[up - 1]
      : asked === area.code
        ? area.ancestors.at(-1)
        : // On the way down: back to where it began.
          area;
  return to === undefined ? null : { area: to.code, by: levelInside(to.level) };
}
