import { createHash } from "node:crypto";
import express, { type Request, type Response } from "express";
import { busy, problem, type HttpProblem } from "./problem.ts";
import { scanText } from "./json-scan.ts";

/** Above this a body is large, and only a few large ones are read at once. */
const LARGE_BYTES = 2 * 1024 * 1024;
const MAX_LARGE_AT_ONCE = 2;

/** Time for a body to arrive. */
const BODY_MS = 120_000;

/** A JSON body with the hash of its bytes. */
export interface JsonBody {
  value: unknown;
  hash: string;
}

let large = 0;

/**
 * Reads a JSON body and hands it to `use`. Size, depth and number of values are bounded before anything is parsed; names that stand twice,
 * names of prototypes and texts that no database holds are refused. A problem says which.
 */
export async function withJsonBody<T>(
  request: Request,
  response: Response,
  maxBytes: number,
  use: (body: JsonBody) => Promise<T>,
  bodyMs = BODY_MS,
): Promise<T> {
  const type = request.get("Content-Type") ?? "";
  if (!/^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i.test(type))
    throw problem(415, "notJson", "Send the body as application/json.", "Content-Type");
  const isPacked = request.get("Content-Encoding") !== undefined;
  const announced = isPacked ? Infinity : Number(request.get("Content-Length") ?? Infinity);
  if (announced <= LARGE_BYTES) return use(await read(request, response, maxBytes, bodyMs));
  if (large >= MAX_LARGE_AT_ONCE)
    throw busy("Other large requests are being read; try again in a moment.", 2);
  large++;
  try {
    return await use(await read(request, response, maxBytes, bodyMs));
  } finally {
    large--;
  }
}

async function read(
  request: Request,
  response: Response,
  maxBytes: number,
  bodyMs: number,
): Promise<JsonBody> {
  const takeRaw = express.raw({ type: () => true, limit: maxBytes });
  await new Promise<void>((resolve, reject) => {
    const tooSlow = setTimeout(() => {
      response.set("Connection", "close");
      reject(problem(408, "bodyTooSlow", "The request came too slowly; send it again."));
    }, bodyMs);
    takeRaw(request, response, (error?: unknown) => {
      clearTimeout(tooSlow);
      if (error === undefined) resolve();
      else reject(asBodyProblem(error, response, maxBytes));
    });
  });
  const bytes: unknown = request.body;
  if (!Buffer.isBuffer(bytes) || bytes.length === 0)
    throw problem(400, "emptyBody", "The request has no body.");
  const hash = createHash("sha256").update(bytes).digest("base64url");
  return { value: parseJson(bytes), hash };
}

/** Parses JSON that somebody sent; throws a problem 400 or 413 that says what is wrong and where. */
function parseJson(bytes: Buffer): unknown {
  const found = scanText(bytes);
  if (found !== null)
    throw problem(found.code === "tooManyValues" ? 413 : 400, found.code, found.title, null, {
      byte: found.byte,
    });
  try {
    const value: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    return value;
  } catch (error) {
    const said = error instanceof Error ? error.message.slice(0, 120) : String(error);
    throw problem(400, "badJson", "The body is not JSON in UTF-8.", null, { said });
  }
}

function asBodyProblem(error: unknown, response: Response, maxBytes: number): HttpProblem {
  // Whatever is still on its way is not read.
  response.set("Connection", "close");
  const { status, type } = error as { status?: unknown; type?: unknown };
  if (status === 413)
    return problem(413, "tooLarge", `The body is larger than ${maxBytes} bytes.`, null, {
      maxBytes,
    });
  if (status === 415)
    return problem(415, "badEncoding", "This encoding of the body is not known.", null);
  if (type === "request.aborted")
    return problem(400, "bodyCutOff", "The request stopped half way.");
  return problem(400, "badBody", "The body cannot be read.");
}
