import { rm } from "node:fs/promises";
import { basename, extname, join } from "node:path";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { TableReport } from "../../core/contract/table-report.ts";
import { receive } from "../datasets/receive.ts";
import { busy } from "../http/problem.ts";
import { makeTemporary } from "../temporary.ts";
import { MAX_TABLE_BYTES } from "./limits.ts";

/** Tables that may be received or checked at once. */
const MOST_AT_ONCE = 3;
const RETRY_AFTER_SECONDS = 10;

let running = 0;

export interface UploadOptions {
  /** Bound on an upload, and the time in which it must bring something; smaller in tests. */
  maxBytes?: number;
  spanMs?: number;
}

/**
 * Receives a table as the body of a request, lets `importTable` read it, and answers its report: 200 when it was taken in or only checked,
 * 422 (a problem whose `report` is the report) when it was to be taken in and was refused. What came is deleted in any case.
 */
export async function answerUpload<Report extends TableReport>(
  request: IncomingMessage,
  response: ServerResponse,
  file: string,
  isToBeAccepted: boolean,
  importTable: (path: string, name: string) => Promise<Report>,
  options: UploadOptions = {},
): Promise<void> {
  if (running >= MOST_AT_ONCE) {
    // The body is not read.
    response.setHeader("Connection", "close");
    throw busy("Other tables are being read; try again in a moment.", RETRY_AFTER_SECONDS);
  }
  running++;
  let folder: string | null = null;
  try {
    folder = await makeTemporary("upload");
    const name = basename(file);
    const ending = /^\.[a-z0-9]{1,8}$/.exec(extname(name).toLowerCase())?.[0] ?? "";
    const path = join(folder, `table${ending}`);
    await receive(request, response, path, {
      maxBytes: options.maxBytes ?? MAX_TABLE_BYTES,
      ...(options.spanMs !== undefined && { spanMs: options.spanMs }),
    });
    const report = await importTable(path, name);
    response.setHeader("Cache-Control", "no-store");
    if (report.accepted || !isToBeAccepted) {
      response.setHeader("Content-Type", "application/json; charset=utf-8");
      response.end(JSON.stringify(report));
      return;
    }
    const [first] = report.problems;
    response.statusCode = 422;
    response.setHeader("Content-Type", "application/problem+json; charset=utf-8");
    response.end(
      JSON.stringify({
        type: "about:blank",
        title: "The table was refused; nothing of it was taken in.",
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
}
