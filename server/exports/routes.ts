import express, { type Request, type Response, type Router } from "express";
import { z } from "zod";
import { AtlasPrintQuery, MapPrintQuery, ReportQuery } from "../../core/contract/print.ts";
import type { DescribedOperation } from "../http/operation.ts";
import { problem } from "../http/problem.ts";
import { findAtlas } from "../thematic/atlases.ts";
import { parseQuery } from "../http/query.ts";
import {
  printAtlas,
  printMap,
  printReport,
  type PrintContext,
  type PrintedFile,
} from "./service.ts";
import { manyPrints, MOST_WAITING } from "./print-pool.ts";
import { pageOfCode } from "./short-links.ts";

/** What prints answer, for the documentation. */
export const PRINT_OPERATIONS: readonly DescribedOperation[] = [
  {
    method: "get",
    path: "/api/export/map",
    summary:
      "A thematic map on paper, as PDF or PNG; what it shows is said as in the address of its page",
    query: MapPrintQuery,
    answer: z.unknown(),
  },
  {
    method: "get",
    path: "/api/export/atlas/{id}",
    summary: "Every page of an atlas in one PDF",
    query: AtlasPrintQuery,
    answer: z.unknown(),
  },
  {
    method: "get",
    path: "/api/export/report",
    summary: "The report of an area with its tables and maps, as PDF, for Word or for spreadsheets",
    query: ReportQuery,
    answer: z.unknown(),
  },
];

/** Addresses of prints, and of the codes on them. `address` is where people reach the service, null where that is what they asked. */
export function printRoutes(context: PrintContext, address: string | null): Router {
  const router = express.Router();
  const send = sender();
  const originOf = (request: Request): string =>
    address ?? `${request.protocol}://${request.get("Host") ?? "localhost"}`;
  router.get("/api/export/map", async (request, response) => {
    const query = parseQuery(MapPrintQuery, request.url);
    await send(request, response, (signal) => printMap(context, query, originOf(request), signal));
  });
  router.get("/api/export/atlas/:id", async (request, response) => {
    const query = parseQuery(AtlasPrintQuery, request.url);
    const atlas = await findAtlas(context.plans.database(), request.params.id);
    await send(request, response, (signal) =>
      printAtlas(context, atlas, query, originOf(request), signal),
    );
  });
  router.get("/api/export/report", async (request, response) => {
    const query = parseQuery(ReportQuery, request.url);
    await send(request, response, (signal) =>
      printReport(context, query, originOf(request), signal),
    );
  });
  router.get("/v/:code", async (request, response) => {
    const page = await pageOfCode(context.plans.database(), request.params.code);
    response.set("Cache-Control", "no-store").redirect(302, page);
  });
  router.all(ADDRESSES, (_request, response) => {
    response.set("Allow", "GET, HEAD");
    throw problem(405, "methodNotAllowed", "This address is only read.");
  });
  return router;
}

const ADDRESSES = ["/api/export/map", "/api/export/atlas/:id", "/api/export/report", "/v/:code"];

type Make = (signal: AbortSignal) => Promise<PrintedFile>;

/**
 * Makes files while their clients wait, and sends them; a client that leaves stops the work. Who finds one print under way and as many
 * waiting as may is refused before anything is reckoned: what a page shows is reckoned in the thread that answers everybody.
 */
function sender(): (request: Request, response: Response, make: Make) => Promise<void> {
  let inside = 0;
  return async (request, response, make) => {
    response.set("Cache-Control", "no-store");
    if (request.method === "HEAD") {
      response.end();
      return;
    }
    if (inside > MOST_WAITING) throw manyPrints();
    inside++;
    const leaving = new AbortController();
    response.once("close", () => leaving.abort());
    try {
      sendFile(request, response, await make(leaving.signal));
    } catch (error) {
      // Nobody is left to answer.
      if (!leaving.signal.aborted) throw error;
    } finally {
      inside--;
    }
  };
}

function sendFile(request: Request, response: Response, file: PrintedFile): void {
  const plain = `qiantu.${file.fileName.split(".").at(-1)}`;
  const how =
    file.type === "image/png" && request.get("Sec-Fetch-Dest") === "image"
      ? "inline"
      : "attachment";
  response.set({
    "Content-Type": file.type,
    "Content-Disposition": `${how}; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(file.fileName)}`,
    // Characters that no font holds, by number, so that programs see what the page says.
    ...(file.missing.length > 0 && {
      "X-Missing-Characters": file.missing
        .map((each) => `U+${each.codePointAt(0)!.toString(16).toUpperCase()}`)
        .join(" "),
    }),
  });
  response.send(Buffer.from(file.bytes.buffer, file.bytes.byteOffset, file.bytes.byteLength));
}
