import {
  ExitCardAnswer,
  ExitCardQuery,
  ExitCardsAnswer,
  ExitWorksAnswer,
  ExitWorksQuery,
} from "../../core/contract/exit-card.ts";
import { areaName } from "../boundaries/area-tree.ts";
import { findPlace } from "../coverage/questions.ts";
import { operation, type Operation } from "../http/operation.ts";
import { CHEAPEST_DESK } from "../plans/cheapest-operations.ts";
import type { PlanContext } from "../plans/context.ts";
import { exitCardAnswer, exitCardsAnswer } from "./card-answer.ts";
import { readExitData } from "./ground.ts";
import { exitWorksAnswer } from "./works-answer.ts";

/** County exit cards. */
export const EXIT_OPERATIONS: readonly Operation<PlanContext>[] = [
  operation({
    method: "get",
    path: "/api/exit-card",
    summary: "The exit card of a county (Art. 18): every line with value, threshold and standing",
    query: ExitCardQuery,
    answer: ExitCardAnswer,
    async answerOf({ context: { database, regions }, query }) {
      const { state } = findPlace(regions, query.area);
      const data = await readExitData(database(), state);
      return { answer: await exitCardAnswer(database(), data, query.area, query.year) };
    },
  }),
  operation({
    method: "get",
    path: "/api/exit-cards",
    summary: "Every county of an area: what passes, what fails, what is not known",
    query: ExitCardQuery,
    answer: ExitCardsAnswer,
    async answerOf({ context: { database, regions }, query }) {
      const { state, area } = findPlace(regions, query.area);
      const data = await readExitData(database(), state);
      return { answer: exitCardsAnswer(data, areaName(state.snapshot.areas, area), query.year) };
    },
  }),
  operation({
    method: "get",
    path: "/api/exit-card/works",
    summary: "The cheapest works that close a failing coverage line, found when asked",
    query: ExitWorksQuery,
    answer: ExitWorksAnswer,
    async answerOf({ context: { database, regions }, query }) {
      const { state } = findPlace(regions, query.area);
      return { answer: await exitWorksAnswer(database(), state, CHEAPEST_DESK, query) };
    },
  }),
];
