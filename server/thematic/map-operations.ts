import {
  BuildOrMoveColumnsAnswer,
  BuildOrMoveColumnsQuery,
  FlowsAnswer,
  PlanColumnsAnswer,
  PlanColumnsQuery,
  RuleYearsAnswer,
  RuleYearsQuery,
  TodayAnswer,
  TodayQuery,
} from "../../core/contract/thematic.ts";
import { flowColumns } from "../../core/thematic/flow-columns.ts";
import { planColumns } from "../../core/thematic/plan-columns.ts";
import { findRule } from "../coverage/questions.ts";
import { operation, type Operation } from "../http/operation.ts";
import type { PlanContext } from "../plans/context.ts";
import { buildOrMoveColumns } from "./build-or-move-answer.ts";
import { countPlan } from "./counted-plan.ts";
import { etagOf, placeOf, planReturned, planShown, stampOf } from "./place.ts";
import { ruleYearsOf } from "./rule-years-answer.ts";
import { todayAnswer } from "./today-answer.ts";

/** Columns of values that thematic maps are painted from. */
export const MAP_OPERATIONS: readonly Operation<PlanContext>[] = [
  operation({
    method: "get",
    path: "/api/thematic/today",
    summary: "People, poverty and coverage by every rule, a value for each area of a level",
    query: TodayQuery,
    answer: TodayAnswer,
    answerOf({ context, query }) {
      const { state, area } = placeOf(context, query.area);
      return {
        etag: etagOf(state, "today", query),
        answer: () => todayAnswer(state, area, query.by),
      };
    },
  }),
  operation({
    method: "get",
    path: "/api/thematic/plan",
    summary: "What a plan moves, fills and spends, a value for each year and area of a level",
    query: PlanColumnsQuery,
    answer: PlanColumnsAnswer,
    async answerOf({ context, query: { plan: id, by } }) {
      const shown = await planReturned(context, id);
      return {
        etag: etagOf(shown.state, "plan", by, stampOf(shown), shown.returnedStamp),
        answer: async () => ({
          plan: id,
          version: shown.row.version,
          by,
          ...planColumns(await countPlan(context.database(), shown), by, shown.returned),
        }),
      };
    },
  }),
  operation({
    method: "get",
    path: "/api/thematic/rule-years",
    summary: "Who is served by a rule at the end of each year of a plan, for each area of a level",
    query: RuleYearsQuery,
    answer: RuleYearsAnswer,
    async answerOf({ context, query: { plan: id, by, rule: ruleId } }) {
      const shown = await planShown(context, id);
      const { state, plan, row } = shown;
      const rule = findRule(state, ruleId, {});
      const count = () => countPlan(context.database(), shown);
      return {
        etag: etagOf(state, "rule-years", by, rule.id, stampOf(shown)),
        answer: async () => ({
          plan: id,
          version: row.version,
          rule: rule.id,
          by,
          ...(await ruleYearsOf(context.measure.rates, state, count, { plan, rule, by })),
        }),
      };
    },
  }),
  operation({
    method: "get",
    path: "/api/thematic/flows",
    summary: "Who goes from the areas of a level to the settlements of a plan, by year",
    query: PlanColumnsQuery,
    answer: FlowsAnswer,
    async answerOf({ context, query: { plan: id, by } }) {
      const shown = await planReturned(context, id);
      return {
        etag: etagOf(shown.state, "flows", by, stampOf(shown), shown.returnedStamp),
        answer: async () => ({
          plan: id,
          version: shown.row.version,
          ...flowColumns(await countPlan(context.database(), shown), by, shown.returned),
        }),
      };
    },
  }),
  operation({
    method: "get",
    path: "/api/thematic/build-or-move",
    summary:
      "What bringing the missing services costs against moving, for each area of a level; with a plan its works count as built",
    query: BuildOrMoveColumnsQuery,
    answer: BuildOrMoveColumnsAnswer,
    async answerOf({ context, query: { area: code, by, plan: id } }) {
      const { state, area } = placeOf(context, code);
      const shown = id === undefined ? null : await planShown(context, id);
      const place = { state, area, plan: shown };
      return {
        etag: etagOf(state, "build-or-move", code, by, shown && stampOf(shown)),
        answer: () => buildOrMoveColumns(context.database(), context.buildOrMove, place, by),
      };
    },
  }),
];
