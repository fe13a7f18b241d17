import express, { type Router } from "express";
import { ProgressImportQuery, ProgressImportReport } from "../../core/contract/progress.ts";
import { mountOperations, type DescribedOperation } from "../http/operation.ts";
import { parseQuery } from "../http/query.ts";
import type { PlanContext } from "../plans/context.ts";
import { findRow } from "../plans/service.ts";
import { given } from "../tables/given.ts";
import { answerUpload, type UploadOptions } from "../tables/upload.ts";
import { importProgress } from "./import.ts";
import { deskOf, PROGRESS_OPERATIONS } from "./operations.ts";

/** The address that takes a table as its body, for the documentation. */
export const PROGRESS_IMPORT: DescribedOperation = {
  method: "post",
  path: "/api/plans/{id}/progress/import",
  summary:
    "Checks a table of returns (the body is the file, CSV or .xlsx); takes it in with accept=true",
  query: ProgressImportQuery,
  answer: ProgressImportReport,
};

/** The addresses of actual progress. */
export function progressRoutes(context: PlanContext, options: UploadOptions = {}): Router {
  const router = express.Router();
  router.post("/api/plans/:id/progress/import", async (request, response) => {
    const { file, accept, ...said } = parseQuery(ProgressImportQuery, request.url);
    const db = context.database();
    const row = await findRow(db, request.params.id);
    const isToBeAccepted = accept === "true";
    await answerUpload(
      request,
      response,
      file,
      isToBeAccepted,
      (path, fileName) =>
        importProgress(db, deskOf(context), {
          ...given(said),
          planId: row.id,
          path,
          fileName,
          accept: isToBeAccepted,
        }),
      options,
    );
  });
  mountOperations(router, context, PROGRESS_OPERATIONS);
  return router;
}
