import {
  FiguresAnswer,
  FiguresQuery,
  FigureVillagesAnswer,
  FigureVillagesQuery,
} from "../../core/contract/figures.ts";
import { findPlace } from "../coverage/questions.ts";
import { operation, type Operation } from "../http/operation.ts";
import type { PlanContext } from "../plans/context.ts";
import { deskOf } from "../progress/operations.ts";
import { figuresAnswer } from "./figures-answer.ts";
import { readFigurePlan, refuseOutside, type FigurePlan } from "./ground.ts";
import { figureVillagesAnswer } from "./villages-answer.ts";

/** The plan asked for, null without one. */
async function planOf(
  context: PlanContext,
  id: string | undefined,
  area: number,
  code: string,
): Promise<FigurePlan | null> {
  if (id === undefined) return null;
  const plan = await readFigurePlan(context.database(), deskOf(context), id);
  refuseOutside(plan, area, code);
  return plan;
}

/** What leaders read of an area. */
export const FIGURE_OPERATIONS: readonly Operation<PlanContext>[] = [
  operation({
    method: "get",
    path: "/api/figures",
    summary:
      "Key figures of an area with trend, target, rank and parts, the ranking of its parts, and series",
    query: FiguresQuery,
    answer: FiguresAnswer,
    async answerOf({ context, query }) {
      const { state, area } = findPlace(context.regions, query.area);
      const plan = await planOf(context, query.plan, area, query.area);
      const { rates } = context.measure;
      return { answer: await figuresAnswer({ state, area, plan, rates }) };
    },
  }),
  operation({
    method: "get",
    path: "/api/figures/villages",
    summary: "The natural villages behind a figure, those that weigh most first",
    query: FigureVillagesQuery,
    answer: FigureVillagesAnswer,
    async answerOf({ context, query }) {
      const { state, area } = findPlace(context.regions, query.area);
      const plan = await planOf(context, query.plan, area, query.area);
      return { answer: figureVillagesAnswer(state, area, plan, query) };
    },
  }),
];
