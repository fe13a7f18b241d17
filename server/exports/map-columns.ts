import {
  type BuildOrMoveColumnsAnswer,
  type FlowsAnswer,
  type MapLevel,
  type MapSubject,
  type PlanColumnsAnswer,
  type RuleYearsAnswer,
  type TodayAnswer,
} from "../../core/contract/thematic.ts";
import type { MapColumns } from "../../core/thematic/columns.ts";
import type { Indicator } from "../../core/thematic/indicator.ts";
import { findIndicator, isKnown } from "../../core/thematic/indicators.ts";
import { problem } from "../http/problem.ts";
import type { PlanContext } from "../plans/context.ts";
import { THEMATIC_OPERATIONS } from "../thematic/routes.ts";
import { ask } from "./ask.ts";

/** The indicator of a subject. Throws a problem 422 for one that the data do not have. */
export function indicatorOf({ indicator }: MapSubject, rules: readonly string[]): Indicator {
  const found = findIndicator(indicator);
  if (!found || !isKnown(indicator, rules))
    throw problem(422, "unknownIndicator", "The data have no such indicator.", "ind", {
      indicator,
    });
  return found;
}

/** Everything that a subject is painted from, as the page asks for it. */
export async function columnsOfSubject(
  context: PlanContext,
  subject: MapSubject,
  indicator: Indicator,
  place: { area: string; by: MapLevel; plan: string | null },
): Promise<MapColumns> {
  const { area, by, plan } = place;
  const get = <Answer>(path: string, query: Record<string, string>): Promise<Answer> =>
    ask<Answer>(context, THEMATIC_OPERATIONS, `/api/thematic/${path}`, query);
  const needs = indicator.needsOf(subject.basis);
  const today = await get<TodayAnswer>("today", { area, by });
  const columns: { -readonly [Name in keyof MapColumns]: MapColumns[Name] } = { today };
  if (needs.includes("buildOrMove"))
    columns.buildOrMove = await get<BuildOrMoveColumnsAnswer>("build-or-move", {
      area,
      by,
      ...(plan !== null && subject.plan !== null && { plan }),
    });
  if (plan === null) return columns;
  if (needs.includes("plan")) columns.plan = await get<PlanColumnsAnswer>("plan", { plan, by });
  if (needs.includes("ruleYears") && indicator.rule !== null)
    columns.ruleYears = {
      [indicator.rule]: await get<RuleYearsAnswer>("rule-years", {
        plan,
        by,
        rule: indicator.rule,
      }),
    };
  return columns;
}

/** Who goes from the areas of a level to the settlements of a plan. */
export function flowsOfPlan(
  context: PlanContext,
  plan: string,
  by: MapLevel,
): Promise<FlowsAnswer> {
  return ask(context, THEMATIC_OPERATIONS, "/api/thematic/flows", { plan, by });
}
