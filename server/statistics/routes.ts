import express, { type Router } from "express";
import { StatisticsImportQuery } from "../../core/contract/statistics.ts";
import { mountOperations } from "../http/operation.ts";
import { parseQuery } from "../http/query.ts";
import type { PlanContext } from "../plans/context.ts";
import { given } from "../tables/given.ts";
import { answerUpload, type UploadOptions } from "../tables/upload.ts";
import { importStatistics } from "./import.ts";
import { STATISTIC_OPERATIONS } from "./operations.ts";

/** The addresses of statistics. */
export function statisticRoutes(
  context: Pick<PlanContext, "database">,
  options: UploadOptions = {},
): Router {
  const router = express.Router();
  router.post("/api/statistics/import", async (request, response) => {
    const { file, accept, ...said } = parseQuery(StatisticsImportQuery, request.url);
    const db = context.database();
    const isToBeAccepted = accept === "true";
    await answerUpload(
      request,
      response,
      file,
      isToBeAccepted,
      (path, fileName) =>
        importStatistics(db, { ...given(said), path, fileName, accept: isToBeAccepted }),
      options,
    );
  });
  mountOperations(router, context, STATISTIC_OPERATIONS);
  return router;
}
