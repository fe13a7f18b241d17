import type { MapArea, MapLevel, TodayAnswer } from "../../core/contract/thematic.ts";
import { sumByArea } from "../../core/coverage/units.ts";
import { areasShown } from "../../core/thematic/listed-areas.ts";
import { columnsOfAreas } from "../../core/thematic/rule-columns.ts";
import { areaSummary, areaTotals } from "../boundaries/area-tree.ts";
import type { RegionState } from "../coverage/state.ts";
import { labelPointOf } from "./label-points.ts";

/** Everything that is known without a plan of the areas of a level in an area: people, poverty and coverage by every rule. */
export async function todayAnswer(
  state: RegionState,
  area: number,
  by: MapLevel,
): Promise<TodayAnswer> {
  const { areas, villages, dataVersion } = state.snapshot;
  const shown = areasShown(areas, area, by);
  const totals = areaTotals(state.snapshot);
  const column = (sums: Int32Array): (number | null)[] =>
    shown.map((each) => (sums[each]! < 0 ? null : sums[each]!));
  const summed = (counts: Int32Array): (number | null)[] =>
    column(sumByArea(areas, villages, counts).sum);
  const rules: TodayAnswer["rules"] = [];
  for (const rule of state.rules) {
    const { counts } = await state.judge(rule);
    rules.push({ rule: rule.id, target: rule.target, ...columnsOfAreas(counts, shown) });
  }
  return {
    area: areas.code[area]!,
    by,
    dataVersion,
    demonstration: state.datasets.some((dataset) => dataset.demonstration),
    areas: shown.map((each): MapArea => {
      const summary = areaSummary(areas, totals.boxes, each);
      return { ...summary, position: labelPointOf(areas, each) };
    }),
    villages: column(totals.villages),
    households: column(totals.households),
    persons: column(totals.persons),
    poorHouseholds: summed(villages.poorHouseholds),
    poorPersons: summed(villages.poorPersons),
    rules,
  };
}
