import {
  FiguresAnswer,
  FiguresQuery,
  FigureVillagesAnswer,
  FigureVillagesQuery,
} from "../../core/contract/figures.ts";
import { findPlace } from "../coverage/questions.ts";
import type { RegionState } from "../coverage/state.ts";
import { operation, type Operation } from "../http/operation.ts";
import { versionOf } from "../http/send.ts";
import type { PlanContext } from "../plans/context.ts";
import { PROCESS } from "../plans/process-name.ts";
import { findRow } from "../plans/service.ts";
import { deskOf } from "../progress/operations.ts";
import { readProgressVersion } from "../progress/queries.ts";
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

/** Names an answer that changes only with the data shown, the plan and its returns. Throws a problem 404 for an unknown plan. */
async function etagOf(
  context: PlanContext,
  state: RegionState,
  query: { area: string; plan?: string | undefined },
): Promise<string> {
  const parts: (string | number)[] = [PROCESS, state.version, query.area];
  if (query.plan !== undefined) {
    const { id, version, revision } = await findRow(context.database(), query.plan);
    parts.push(id, version, revision, await readProgressVersion(context.database(), id));
  }
  return `"${versionOf(parts.join("|"))}"`;
}

/** Answers kept: a page of figures is asked for again whenever somebody comes back to it, and of a region takes a second or two. */
const MOST_KEPT = 32;
const kept = new WeakMap<PlanContext, Map<string, FiguresAnswer>>();

async function keptOr(
  context: PlanContext,
  etag: string,
  make: () => Promise<FiguresAnswer>,
): Promise<FiguresAnswer> {
  const answers = kept.get(context) ?? new Map<string, FiguresAnswer>();
  kept.set(context, answers);
  const answer = answers.get(etag) ?? (await make());
  answers.delete(etag);
  answers.set(etag, answer);
  for (const oldest of answers.keys()) {
    if (answers.size <= MOST_KEPT) break;
    answers.delete(oldest);
  }
  return answer;
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
      const { rates } = context.measure;
      const etag = await etagOf(context, state, query);
      return {
        etag,
        answer: () =>
          keptOr(context, etag, async () => {
            const plan = await planOf(context, query.plan, area, query.area);
            return figuresAnswer({ state, area, plan, rates });
          }),
      };
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
