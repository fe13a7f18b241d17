import type { MapArea, ValuePart } from "../../core/contract/thematic.ts";
import type { MapSide } from "./use-map.ts";

/** A row of the ranking: the map's content as a table. */
export interface Ranked {
  area: MapArea;
  value: number | null;
  /** From 1; equal values share the better place. Null without a value. */
  rank: number | null;
  classIndex: number;
  parts: readonly ValuePart[];
}

/** Areas by value, the best first: the highest, or the lowest where low is good. Those without a value come last, as they were given. */
export function rankAreas(
  areas: readonly MapArea[],
  side: Pick<MapSide, "painted" | "indicator" | "isDifference">,
): Ranked[] {
  const turn = side.indicator?.better === "low" ? -1 : 1;
  const rows = areas.map((area, i): Ranked => {
    const { value, classIndex, parts } = side.painted.areas[i]!;
    return { area, value, rank: null, classIndex, parts };
  });
  const known = rows
    .filter(({ value }) => value !== null)
    .toSorted((a, b) => turn * (b.value! - a.value!));
  known.forEach((row, i) => {
    const before = known[i - 1];
    row.rank = before !== undefined && before.value === row.value ? before.rank : i + 1;
  });
  return [...known, ...rows.filter(({ value }) => value === null)];
}
