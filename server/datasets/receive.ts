import { createWriteStream } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { problem } from "../http/problem.ts";

/** An upload must bring this much in each span of this long; half a kilobyte a second is slower than any line in use. */
const LEAST_BYTES = 16 * 1024;
const SPAN_MS = 30_000;

export interface ReceiveLimits {
  maxBytes: number;
  /** Smaller in tests. */
  spanMs?: number;
}

/**
 * Writes the body of a request to a file. Throws a problem: 400 for one that is empty or stops half way, 408 for one that sleeps, 413 for
 * one that is too large or says that it will be, then before anything is read. The caller deletes what came.
 */
export async function receive(
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  { maxBytes, spanMs = SPAN_MS }: ReceiveLimits,
): Promise<void> {
  const tooLarge = (): Error =>
    problem(413, "tooLarge", `The file is larger than ${maxBytes} bytes.`, null, { maxBytes });
  try {
    if (Number(request.headers["content-length"] ?? 0) > maxBytes) throw tooLarge();
    let bytes = 0;
    let before = 0;
    const count = new Transform({
      transform(chunk: Buffer, _, done) {
        bytes += chunk.length;
        if (bytes > maxBytes) done(tooLarge());
        else done(null, chunk);
      },
    });
    const watch = setInterval(() => {
      if (bytes - before < LEAST_BYTES)
        count.destroy(
          problem(408, "uploadTooSlow", "The upload came to a stop; send the file again.", null, {
            bytes,
          }),
        );
      before = bytes;
    }, spanMs);
    try {
      await pipeline(request, count, createWriteStream(path), { end: true });
    } finally {
      clearInterval(watch);
    }
    if (bytes === 0)
      throw problem(400, "emptyBody", "The request has no body; send the file as it is.");
  } catch (error) {
    // What is still on its way is not read.
    response.setHeader("Connection", "close");
    const { code } = error as { code?: unknown };
    if (code === "ERR_STREAM_PREMATURE_CLOSE" || code === "ECONNRESET")
      throw problem(400, "uploadCutOff", "The upload stopped half way; nothing of it was kept.");
    throw error;
  }
}
