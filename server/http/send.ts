import { createHash } from "node:crypto";
import { PassThrough, Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { promisify } from "node:util";
import { createGzip, gzip } from "node:zlib";
import type { Request, Response } from "express";
import { TURN_MS } from "../pace.ts";
import { turns } from "../turns.ts";
import { busy } from "./problem.ts";

const compress = promisify(gzip);

const CHUNK_CHARACTERS = 256 * 1024;
const STALLED_MS = 120_000;
/** Long answers under way at once: each holds a chunk and what packs it, half a megabyte. */
const MAX_LONG_AT_ONCE = 64;
let longAnswers = 0;
/** Bodies below this are sent as they are: a packet holds them. */
const COMPRESS_ABOVE_BYTES = 1400;

/**
 * Answers 304 when the client holds this version of the answer already; true when it did.
 * Sets the ETag either way; answers are kept by clients but asked for again each time.
 */
export function isUnchanged(request: Request, response: Response, version: string): boolean {
  const etag = `W/"${version}"`;
  response.set("ETag", etag);
  response.set("Cache-Control", "no-cache");
  const known = request.get("If-None-Match");
  if (!known || !(known.trim() === "*" || known.split(",").some((each) => each.trim() === etag)))
    return false;
  response.status(304).end();
  return true;
}

/** A short text that changes with the content. */
export function versionOf(content: string): string {
  return createHash("sha256").update(content).digest("base64url").slice(0, 22);
}

/** Sends text, with gzip when it is large and the client takes it. */
export async function sendText(
  request: Request,
  response: Response,
  type: string,
  text: string,
): Promise<void> {
  await sendBytes(request, response, type, Buffer.from(text));
}

/** Sends bytes, with gzip when they are many and the client takes it. */
export async function sendBytes(
  request: Request,
  response: Response,
  type: string,
  body: Uint8Array,
): Promise<void> {
  response.type(type);
  response.vary("Accept-Encoding");
  if (body.length < COMPRESS_ABOVE_BYTES || request.acceptsEncodings("gzip") !== "gzip") {
    response.send(Buffer.from(body.buffer, body.byteOffset, body.byteLength));
    return;
  }
  const packed = await compress(body, { level: 3 });
  response.set("Content-Encoding", "gzip");
  response.send(packed);
}

/**
 * Sends text piece by piece, with gzip when the client takes it. Pieces are made in turns with those of other answers, as fast as the
 * client takes them; a client that takes nothing for two minutes is cut off. Throws a problem 503 when many are under way.
 */
export async function sendPieces(
  request: Request,
  response: Response,
  type: string,
  pieces: Iterable<string>,
): Promise<void> {
  if (longAnswers >= MAX_LONG_AT_ONCE)
    throw busy("Many downloads are under way; try again in a moment.", 10);
  response.type(type);
  response.vary("Accept-Encoding");
  const packed = request.acceptsEncodings("gzip") === "gzip";
  if (packed) response.set("Content-Encoding", "gzip");
  if (request.method === "HEAD") {
    response.end();
    return;
  }
  response.setTimeout(STALLED_MS, () => response.destroy());
  longAnswers++;
  const through = packed ? createGzip({ level: 4 }) : new PassThrough();
  try {
    await pipeline(Readable.from(inTurns(pieces)), through, response);
  } catch (error) {
    // The client went away; nobody is left to answer.
    if ((error as { code?: unknown }).code !== "ERR_STREAM_PREMATURE_CLOSE") throw error;
  } finally {
    longAnswers--;
  }
}

/** Pieces put together in turns, one turn for each time the client has taken what was sent. */
async function* inTurns(pieces: Iterable<string>): AsyncGenerator<string, void, void> {
  const source = pieces[Symbol.iterator]();
  for (let isDone = false; !isDone;) {
    const text = await turns.take(() => {
      const until = performance.now() + TURN_MS;
      let joined = "";
      while (performance.now() < until && joined.length < CHUNK_CHARACTERS) {
        const { done, value } = source.next();
        if (done === true) {
          isDone = true;
          break;
        }
        joined += value;
      }
      return joined;
    });
    if (text !== "") yield text;
  }
}
