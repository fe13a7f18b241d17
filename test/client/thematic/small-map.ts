import { findIndicator } from "../../../core/thematic/indicators.ts";
import type { MapColumns } from "../../../core/thematic/columns.ts";
import { paintMap } from "../../../core/thematic/paint-map.ts";
import { defaultView } from "../../../core/thematic/view.ts";
import type { MapArea, ThematicView, TodayAnswer } from "../../../core/contract/thematic.ts";
import type { Level } from "../../../core/contract/area.ts";

/** Areas "c0", "c1", ... on a line, a degree apart. */
const areaAt = (i: number, level: Level = "county"): MapArea => ({
  id: 100 + i,
  code: `c${i}`,
  name: `县${i}`,
  pinyin: `Xian${i}`,
  level,
  parentCode: "45",
  bbox: [i, 0, i + 1, 1 + i / 10],
  position: [i + 0.5, 0.5],
});

/** Today's columns of counties whose villages are served and not served as given; null where nothing is known. */
export function columnsOf(
  counts: readonly (readonly [served: number, unserved: number, unknown?: number] | null)[],
): MapColumns {
  const status = {
    served: counts.map((each) => each?.[0] ?? null),
    unserved: counts.map((each) => each?.[1] ?? null),
    unknown: counts.map((each) => (each === null ? null : (each[2] ?? 0))),
  };
  const people = counts.map((each) => (each === null ? null : (each[0] + each[1]) * 100));
  const today: TodayAnswer = {
    area: "45",
    by: "county",
    dataVersion: "1",
    demonstration: true,
    areas: counts.map((_, i) => areaAt(i)),
    villages: people,
    households: people,
    persons: people,
    poorHouseholds: people,
    poorPersons: people,
    rules: [
      { rule: "village-road", target: 0.95, villages: status, households: status, persons: status },
    ],
  };
  return { today };
}

/** One side of a map of these columns. */
export function sideOf(columns: MapColumns, change: Partial<ThematicView> = {}) {
  const view = { ...defaultView("45"), ...change };
  const indicator = findIndicator(view.indicator);
  return {
    view,
    subject: view,
    indicator,
    isDifference: false,
    target: indicator?.targetOf(columns) ?? null,
    painted: paintMap(view, columns),
    plan: null,
  };
}
