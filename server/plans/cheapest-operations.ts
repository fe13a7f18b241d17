import {
  CheapestAnswer,
  CheapestProgress,
  CheapestQuery,
  CheapestRequest,
} from "../../core/contract/cheapest.ts";
import { NoQuery } from "../../core/contract/request.ts";
import { findPlace } from "../coverage/questions.ts";
import { bodyOf, operation, type Operation } from "../http/operation.ts";
import { CheapestDesk } from "./cheapest-desk.ts";
import type { PlanContext } from "./context.ts";

const MAX_BYTES = 16 * 1024;

/** One for all who ask: they share its turns and its answers. */
export const CHEAPEST_DESK = new CheapestDesk();

/** What to build instead of waiting: proposals that are accepted into a plan by an ordinary change. */
export const CHEAPEST_OPERATIONS: readonly Operation<PlanContext>[] = [
  operation({
    method: "post",
    path: "/api/cheapest",
    summary:
      "The cheapest lines that bring a rate to its target, and the nested list of all of them",
    query: CheapestQuery,
    body: bodyOf(CheapestRequest, MAX_BYTES),
    answer: CheapestAnswer,
    async answerOf({ context: { database, regions }, body, query: { ask }, signal }) {
      const { state } = findPlace(regions, body.area);
      return { answer: await CHEAPEST_DESK.answer(database(), state, body, { ask, signal }) };
    },
  }),
  operation({
    method: "get",
    path: "/api/cheapest/progress/{ask}",
    summary:
      "How far an answer is that is being waited for under a name; leaving its request stops it",
    query: NoQuery,
    answer: CheapestProgress,
    answerOf: ({ params }) => ({ answer: CHEAPEST_DESK.progressOf(params["ask"]!) }),
  }),
];
