import { formatView, parseView, type Language } from "../view-state.ts";
import type { Ranked } from "./rank.ts";
import type { MapSide } from "./use-map.ts";

/** A way from a figure to what lies behind it. */
export interface BehindLink {
  /** The villages (or other units) that a rule finds not served; the coverage of the area; the plan that moves its people. */
  kind: "villages" | "coverage" | "plan";
  to: string;
  /** How many there are; null where that is not counted. */
  count: number | null;
}

const GROUPS_OF_PLAN = new Set(["moves", "progress", "settlements", "money"]);

/** Where the things that a figure counts are listed. */
export function behindLinks(
  { area, parts }: Pick<Ranked, "area" | "parts">,
  { subject, indicator, plan }: Pick<MapSide, "subject" | "indicator" | "plan">,
  language: Language,
): BehindLink[] {
  if (indicator === null) return [];
  const view = { ...parseView("", language), area: area.code };
  if (indicator.rule !== null) {
    const to = (tab: "areas" | "gaps") =>
      `/coverage${formatView({ ...view, rule: indicator.rule, tab })}`;
    const unserved = parts.find(({ code }) => code === "unserved")?.value ?? null;
    // What a plan would serve by then is listed nowhere: the list is of today, and so is the number beside it.
    return subject.basis === "today" && unserved !== null && indicator.measure === "villages"
      ? [{ kind: "villages", to: to("gaps"), count: unserved }]
      : [{ kind: "coverage", to: to("gaps"), count: null }];
  }
  if (plan !== null && GROUPS_OF_PLAN.has(indicator.group))
    return [
      {
        kind: "plan",
        to: `/plan${formatView({ ...view, area: plan.area, plan: plan.id, year: subject.year })}`,
        count: null,
      },
    ];
  return [];
}
