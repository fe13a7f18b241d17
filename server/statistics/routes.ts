import express, { type Router } from "express";
import { StatisticsImportQuery, StatisticsImportReport } from "../../core/contract/statistics.ts";
import { mountOperations, type DescribedOperation } from "../http/operation.ts";
import { parseQuery } from "../http/query.ts";
import type { PlanContext } from "../plans/context.ts";
import { given } from "../tables/given.ts";
import { answerUpload, type UploadOptions } from "../tables/upload.ts";
import { importStatistics } from "./import.ts";
import { STATISTIC_OPERATIONS } from "./operations.ts";

/** The address that takes a table as its body, for the documentation. */
export const STATISTICS_IMPORT: DescribedOperation = {
  method: "post",
  path: "/api/statistics/import",
  summary:
    "Checks a table of statistics (the body is the file, CSV or .xlsx); takes it in with accept=true",
  query: StatisticsImportQuery,
  answer: StatisticsImportReport,
};

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
