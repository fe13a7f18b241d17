import type { BuildOrMoveColumnsAnswer, MapLevel } from "../contract/thematic.ts";
import type { AreaColumns } from "../coverage/snapshot.ts";
import { adviceOf, type Comparison } from "../relocation/build-or-move.ts";
import { groupsOf } from "../relocation/rate-counts.ts";
import { areasShown } from "./listed-areas.ts";

/**
 * What bringing the missing services costs against moving, added up by the areas of a level: of villages that lack a service. Those that it
 * is advised to move count as cheaper to move, also where danger decides. Where a service cannot be brought at all, that village adds nothing to what
 * building costs; households that are not recorded are estimated as the comparison does it.
 */
export function buildColumns(
  on: Comparison,
  areas: Pick<AreaColumns, "count" | "code" | "level" | "parent">,
  areaOf: (village: number) => number,
  place: { readonly within: number; readonly by: MapLevel },
): Omit<BuildOrMoveColumnsAnswer, "area" | "by"> {
  const shown = areasShown(areas, place.within, place.by);
  const { of } = groupsOf(areas, shown);
  const zeros = (): number[] => shown.map(() => 0);
  const sums = {
    villages: zeros(),
    households: zeros(),
    moveVillages: zeros(),
    moveHouseholds: zeros(),
    buildYuan: zeros(),
    moveYuan: zeros(),
  };
  on.lacking.forEach((lacking, v) => {
    const at = of[areaOf(v)]!;
    if (lacking === 0 || at < 0) return;
    const households = on.heads[v]?.households ?? 0;
    sums.villages[at]! += 1;
    sums.households[at]! += households;
    if (adviceOf(on, v) === "move") {
      sums.moveVillages[at]! += 1;
      sums.moveHouseholds[at]! += households;
    }
    if (Number.isFinite(on.buildYuan[v]!)) sums.buildYuan[at]! += on.buildYuan[v]!;
    sums.moveYuan[at]! += on.moveYuan[v]!;
  });
  return {
    areas: shown.map((area) => areas.code[area]!),
    ...sums,
    buildYuan: sums.buildYuan.map(Math.round),
    moveYuan: sums.moveYuan.map(Math.round),
  };
}
