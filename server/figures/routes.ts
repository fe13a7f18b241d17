import express, { type Router } from "express";
import { EXIT_OPERATIONS } from "../exit/operations.ts";
import { mountOperations, type DescribedOperation, type Operation } from "../http/operation.ts";
import type { PlanContext } from "../plans/context.ts";
import { PROGRESS_OPERATIONS } from "../progress/operations.ts";
import { PROGRESS_IMPORT, progressRoutes } from "../progress/routes.ts";
import { STATISTIC_OPERATIONS } from "../statistics/operations.ts";
import { STATISTICS_IMPORT, statisticRoutes } from "../statistics/routes.ts";
import { FIGURE_OPERATIONS } from "./operations.ts";

/** Everything that leaders ask: progress, statistics, exit cards and the page of figures. */
export const LEADER_OPERATIONS: readonly Operation<PlanContext>[] = [
  ...PROGRESS_OPERATIONS,
  ...STATISTIC_OPERATIONS,
  ...EXIT_OPERATIONS,
  ...FIGURE_OPERATIONS,
];

/** Addresses that take a table as their body, for the documentation. */
export const LEADER_IMPORTS: readonly DescribedOperation[] = [PROGRESS_IMPORT, STATISTICS_IMPORT];

/** Their addresses. */
export function leaderRoutes(context: PlanContext): Router {
  const router = express.Router();
  router.use(progressRoutes(context));
  router.use(statisticRoutes(context));
  mountOperations(router, context, [...EXIT_OPERATIONS, ...FIGURE_OPERATIONS]);
  return router;
}
