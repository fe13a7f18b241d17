import { rm } from "node:fs/promises";
import { basename, extname, join } from "node:path";
import express, { type Router } from "express";
import { z } from "zod";
import { DatasetKind } from "../../core/contract/dataset.ts";
import type { Db } from "../database/open.ts";
import { busy } from "../http/problem.ts";
import { parseQuery } from "../http/query.ts";
import { ImportQuestion, optionsOf } from "./options.ts";
import { listDatasets } from "./queries.ts";
import { MAX_FILE_BYTES } from "./reading/limits.ts";
import { receive } from "./receive.ts";
import { importFile } from "./service.ts";
import { makeTemporary } from "../temporary.ts";

/** Files that may be received or wait to be checked; each takes room on the disk. */
const MAX_UPLOADS_AT_ONCE = 4;
/** Files that may be checked at once; each may hold half a gigabyte of memory. */
const MAX_IMPORTS_AT_ONCE = 2;
const RETRY_AFTER_SECONDS = 30;

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
  /** Time in which an upload must bring something; shorter in tests. */
  spanMs?: number;
}

/**
 * GET /api/datasets lists versions. POST /api/datasets/import?kind=&area=&file=&accept=... takes the raw file as its body and answers an
 * ImportReport: 200 when it was taken in or only checked, 422 (a problem whose `report` is the ImportReport) when it was to be taken in and was refused.
 */
export function datasetRoutes(database: () => Db, options: DatasetRouteOptions = {}): Router {
  const router = express.Router();
  const places = new Places(MAX_IMPORTS_AT_ONCE);
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
    if (running >= MAX_UPLOADS_AT_ONCE) {
      // The body is not read.
      response.set("Connection", "close");
      throw busy("Other files are being checked; try again in a minute.", RETRY_AFTER_SECONDS);
    }
    running++;
    let folder: string | null = null;
    try {
      folder = await makeTemporary("upload");
      const path = join(folder, `upload${extname(basename(file)).toLowerCase()}`);
      await receive(request, response, path, {
        maxBytes: options.maxBytes ?? MAX_FILE_BYTES,
        ...(options.spanMs !== undefined && { spanMs: options.spanMs }),
      });
      const report = await places.take(() =>
        importFile(db, {
          ...optionsOf(question, path),
          fileName: basename(file),
          actor: "upload",
          ...(options.onAccepted && { onAccepted: options.onAccepted }),
        }),
      );
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
      if (folder !== null) await rm(folder, { recursive: true, force: true });
    }
  });
  return router;
}

/** So many at once; the others wait in the order in which they came. */
class Places {
  #free: number;
  readonly #waiting: (() => void)[] = [];

  constructor(count: number) {
    this.#free = count;
  }

  async take<T>(work: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free--;
    else await new Promise<void>((go) => this.#waiting.push(go));
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#free++;
    }
  }
}
