import type { CheapestAnswer, CheapestLine } from "../contract/cheapest.ts";
import type { Works } from "../contract/plan.ts";

/** Longest name that works may have. */
const LONGEST_NAME = 100;

/** Lines of the cheapest way as works of a plan, each with its own cost because terrain is in it. */
export function worksOfLines(
  { works, year }: Pick<CheapestAnswer, "works" | "year">,
  lines: readonly CheapestLine[],
  nameOf: (line: CheapestLine, number: number) => string,
): Works[] {
  const { sector, class: code, surface, allSeason, accepted, numbers } = works;
  return lines.map((one, n): Works => ({
    name: nameOf(one, n + 1).slice(0, LONGEST_NAME),
    sector,
    action: "build",
    featureId: null,
    geometry: { type: "LineString", coordinates: one.line.map(([lng, lat]) => [lng, lat]) },
    class: code,
    surface,
    allSeason,
    accepted,
    numbers,
    year,
    costYuan: one.yuan,
    fund: "specialFund",
  }));
}

/** The lines of the nested list as far as a budget goes. */
export function linesWithin({ picks, budget }: CheapestAnswer): CheapestLine[] {
  return picks.slice(0, budget?.picks ?? 0).flatMap(({ lines }) => lines);
}
