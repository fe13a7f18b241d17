import express, { type Router } from "express";
import { EXIT_OPERATIONS } from "../exit/operations.ts";
import { mountOperations, type DescribedOperation } from "../http/operation.ts";
import type { PlanContext } from "../plans/context.ts";
import { PROGRESS_OPERATIONS } from "../progress/operations.ts";
import { PROGRESS_IMPORT, progressRoutes } from "../progress/routes.ts";
import { STATISTIC_OPERATIONS } from "../statistics/operations.ts";
import { STATISTICS_IMPORT, statisticRoutes } from "../statistics/routes.ts";
import { FIGURE_OPERATIONS } from "./operations.ts";

/** Everything that leaders ask, for the documentation: progress, statistics, exit cards and the page of figures. */
export const LEADER_OPERATIONS: readonly DescribedOperation[] = [
  ...PROGRESS_OPERATIONS,
  PROGRESS_IMPORT,
  ...STATISTIC_OPERATIONS,
  STATISTICS_IMPORT,
  ...EXIT_OPERATIONS,
  ...FIGURE_OPERATIONS,
];

/** Their addresses. */
export function leaderRoutes(context: PlanContext): Router {
  const router = express.Router();
  router.use(progressRoutes(context));
  router.use(statisticRoutes(context));
  mountOperations(router, context, [...EXIT_OPERATIONS, ...FIGURE_OPERATIONS]);
  return router;
}
