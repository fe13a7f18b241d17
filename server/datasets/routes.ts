import { createWriteStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, extname, join } from "node:path";
import { Transform, type Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import express, { type Router } from "express";
import { z } from "zod";
import { DatasetKind } from "../../core/contract/dataset.ts";
import type { Db } from "../database/open.ts";
import { problem } from "../http/problem.ts";
import { parseQuery } from "../http/query.ts";
import { ImportQuestion, optionsOf } from "./options.ts";
import { listDatasets } from "./queries.ts";
import { MAX_FILE_BYTES } from "./reading/limits.ts";
import { importFile } from "./service.ts";

/** Uploads that may be checked at once; each may hold half a gigabyte. */
const MAX_IMPORTS_AT_ONCE = 2;

const ImportQuery = ImportQuestion.extend({
  /** Name of the file that the body is; its ending tells the format. */
  file: z.string().min(1).max(200),
});
const ListQuery = z.strictObject({
  kind: DatasetKind.optional(),
  area: z.string().max(40).optional(),
  history: z.enum(["true", "false"]).default("false"),
});

export interface DatasetRouteOptions {
  /** Called once a new version is in force, so that coverage can be measured again. */
  onAccepted?: (regionCode: string) => Promise<void> | void;
  /** Bound on an upload; smaller in tests. */
  maxBytes?: number;
}

/**
 * GET /api/datasets lists versions. POST /api/datasets/import?kind=&area=&file=&accept=... takes the raw file as its body and answers an
 * ImportReport: 200 when it was taken in or only checked, 422 (a problem whose `report` is the ImportReport) when it was to be taken in and was refused.
 */
export function datasetRoutes(database: () => Db, options: DatasetRouteOptions = {}): Router {
  const router = express.Router();
  let running = 0;
  router.get("/api/datasets", async (request, response) => {
    const { kind, area, history } = parseQuery(ListQuery, request.url);
    const filter = { history: history === "true", ...(kind && { kind }), ...(area && { area }) };
    response
      .set("Cache-Control", "no-store")
      .json({ items: await listDatasets(database(), filter) });
  });
  router.post("/api/datasets/import", async (request, response) => {
    const { file, ...question } = parseQuery(ImportQuery, request.url);
    const db = database();
    if (running >= MAX_IMPORTS_AT_ONCE)
      throw problem(503, "busy", "Other files are being checked; try again in a minute.");
    running++;
    const folder = await mkdtemp(join(tmpdir(), "qiantu-upload-"));
    try {
      const path = join(folder, `upload${extname(basename(file)).toLowerCase()}`);
      await receive(request, path, options.maxBytes ?? MAX_FILE_BYTES);
      const report = await importFile(db, {
        ...optionsOf(question, path),
        fileName: basename(file),
        actor: "upload",
        ...(options.onAccepted && { onAccepted: options.onAccepted }),
      });
      response.set("Cache-Control", "no-store");
      if (report.accepted || !question.accept) {
        response.json(report);
        return;
      }
      const [first] = report.problems;
      response.status(422).type("application/problem+json");
      response.send(
        JSON.stringify({
          type: "about:blank",
          title: "The file was refused; the data in force are unchanged.",
          status: 422,
          code: first?.code ?? "refused",
          path: first?.field ?? null,
          params: first?.params ?? {},
          report,
        }),
      );
    } finally {
      running--;
      await rm(folder, { recursive: true, force: true });
    }
  });
  return router;
}

/** Writes the body to a file; a body that is too large or stops half way is an error and the caller deletes what came. */
async function receive(body: Readable, path: string, maxBytes: number): Promise<void> {
  let bytes = 0;
  const count = new Transform({
    transform(chunk: Buffer, _, done) {
      bytes += chunk.length;
      if (bytes > maxBytes)
        done(
          problem(413, "tooLarge", `The file is larger than ${maxBytes} bytes.`, null, {
            maxBytes,
          }),
        );
      else done(null, chunk);
    },
  });
  try {
    await pipeline(body, count, createWriteStream(path));
  } catch (error) {
    if (
      (error as { code?: unknown }).code === "ERR_STREAM_PREMATURE_CLOSE" ||
      (error as { code?: unknown }).code === "ECONNRESET"
    )
      throw problem(400, "uploadCutOff", "The upload stopped half way; nothing of it was kept.");
    throw error;
  }
  if (bytes === 0)
    throw problem(400, "emptyBody", "The request has no body; send the file as it is.");
}
