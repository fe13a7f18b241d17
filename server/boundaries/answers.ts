import type { AreaAnswer, MetaAnswer } from "../../core/contract/area.ts";
import type { Regions } from "../coverage/regions.ts";
import type { RegionState } from "../coverage/state.ts";
import { ancestorsOf, areaSummary, areaTotals } from "./area-tree.ts";

/** The area with its ancestors, children and totals. */
export function areaAnswer(state: RegionState, area: number): AreaAnswer {
  const { areas } = state.snapshot;
  const totals = areaTotals(state.snapshot);
  const children: number[] = [];
  for (let i = area + 1; i < areas.count; i++) if (areas.parent[i] === area) children.push(i);
  const summary = (index: number): ReturnType<typeof areaSummary> =>
    areaSummary(areas, totals.boxes, index);
  return {
    ...summary(area),
    ancestors: ancestorsOf(areas, area).map(summary),
    children: children.map(summary),
    villages: totals.villages[area]!,
    households: Math.max(0, totals.households[area]!),
    persons: Math.max(0, totals.persons[area]!),
  };
}

/** The regions that can be seen, what they are made of, and what the server is busy with. */
export function metaAnswer(regions: Regions): MetaAnswer {
  return {
    activity: regions.activity,
    regions: regions.all().map((state) => {
      const { snapshot, run, datasets } = state;
      return {
        ...areaSummary(snapshot.areas, areaTotals(snapshot).boxes, 0),
        demonstration: datasets.some((dataset) => dataset.demonstration),
        villages: snapshot.villages.count,
        dataVersion: snapshot.dataVersion,
        run: run && { id: run.id, finishedAt: run.finishedAt },
        datasets: datasets.map(
          ({ id, kind, layer, source, licence, dataDate, demonstration, rows }) => ({
            id,
            kind,
            layer,
            source,
            licence,
            dataDate,
            demonstration,
            rows,
          }),
        ),
      };
    }),
  };
}
