import type { RegionState } from "../coverage/state.ts";
import type { Db } from "../database/open.ts";
import { ancestorsOf, maskBelow } from "../boundaries/area-tree.ts";
import { listPlans, type PlanRow } from "../plans/queries.ts";

/**
 * The plan that a map of an area shows where none is named, as the page chooses it: the area's own, else of the nearest area above it, else of
 * one in it; not a scenario where there is another, then the newest. Null where there is none.
 */
export async function planOfArea(
  db: Db,
  state: RegionState,
  area: number,
): Promise<PlanRow | null> {
  const { areas } = state.snapshot;
  const above = [area, ...ancestorsOf(areas, area).reverse()];
  const inside = maskBelow(areas, area);
  const distanceOf = ({ areaCode }: PlanRow): number => {
    const at = state.areaIndex(areaCode);
    if (at === undefined) return Infinity;
    const up = above.indexOf(at);
    return up >= 0 ? up : inside[at] ? above.length : Infinity;
  };
  const rows = (await listPlans(db, { area: null, archived: false }))
    .filter((row) => row.regionCode === state.snapshot.regionCode && distanceOf(row) < Infinity)
    .sort(
      (a, b) =>
        distanceOf(a) - distanceOf(b) ||
        Number(a.branchOf !== null) - Number(b.branchOf !== null) ||
        (a.changedAt < b.changedAt ? 1 : -1),
    );
  return rows[0] ?? null;
}
