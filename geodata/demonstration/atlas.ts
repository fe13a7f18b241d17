import { LEVELS } from "../../core/contract/area.ts";
import type { ThematicView } from "../../core/contract/thematic.ts";
import type { Snapshot } from "../../core/coverage/snapshot.ts";
import { defaultView, formatView } from "../../core/thematic/view.ts";

/** A page of an atlas: a saved map before it is saved. */
export interface DemonstrationPage {
  readonly name: string;
  /** As `formatView` writes it. */
  readonly query: string;
}

/** The plan that the last pages are about. */
export interface DemonstratedPlan {
  readonly id: string;
  readonly area: string;
  /** Its last year. */
  readonly to: number;
}

const ROAD = "rate:village-road:villages";
const THIRST = "unserved:drinking-water:persons";
const GAP = "unserved:village-road:villages";

/**
 * The pages of the demonstration atlas: the region, each city of which villages are known, and what the plan does to its area. With one city
 * the region is left out, for it would show the same. Made from the data alone, the same each time.
 */
export function demonstrationAtlas(
  { areas, villages }: Pick<Snapshot, "areas" | "villages">,
  plan: DemonstratedPlan | null,
): DemonstrationPage[] {
  const region = areas.code[0]!;
  const cities = citiesOf({ areas, villages });
  const nameOf = (code: string): string => areas.name[areas.code.indexOf(code)] ?? code;
  const page = (name: string, area: string, set: Partial<ThematicView>): DemonstrationPage => ({
    name: `${nameOf(area)} · ${name}`,
    query: formatView({ ...defaultView(area), ...set }),
  });
  const whole = (area: string): DemonstrationPage[] => [
    page("各县通屯道路覆盖率", area, { indicator: ROAD }),
    page("各县未通路自然村", area, {
      indicator: GAP,
      style: "symbols",
      classing: "natural",
      palette: "violet",
    }),
    page("各县贫困发生率", area, {
      indicator: "poverty-share",
      classing: "natural",
      palette: "blue",
    }),
  ];
  const one = cities.length === 1 ? cities[0]! : null;
  return [
    ...whole(one ?? region),
    ...cities.map((city) =>
      page("各乡镇通屯道路覆盖率", city, { indicator: ROAD, by: "township" }),
    ),
    ...(plan === null ? [] : pagesOfPlan(plan, page)),
  ];
}

function pagesOfPlan(
  { id, area, to }: DemonstratedPlan,
  page: (name: string, area: string, set: Partial<ThematicView>) => DemonstrationPage,
): DemonstrationPage[] {
  const before = { indicator: THIRST, year: null, plan: id, basis: "today" } as const;
  return [
    page(`至${to}年搬迁人数`, area, {
      indicator: "moved-persons-total",
      plan: id,
      year: to,
      by: "township",
      classing: "natural",
      palette: "violet",
    }),
    page("搬迁流向", area, {
      indicator: "moved-persons-total",
      plan: id,
      year: to,
      by: "township",
      style: "flows",
      classing: "natural",
      palette: "violet",
    }),
    page(`饮水未达标人口：${to}年与现状之差`, area, {
      ...before,
      compare: "difference",
      other: { ...before, basis: "afterBoth", year: to },
    }),
  ];
}

/** Codes of the cities that hold any village, in order of code. */
function citiesOf({ areas, villages }: Pick<Snapshot, "areas" | "villages">): string[] {
  const level = LEVELS.indexOf("city");
  const found = new Set<string>();
  for (let v = 0; v < villages.count; v++) {
    let at = villages.area[v]!;
    while (at >= 0 && areas.level[at]! > level) at = areas.parent[at]!;
    if (at >= 0 && areas.level[at] === level) found.add(areas.code[at]!);
  }
  return [...found].sort();
}
