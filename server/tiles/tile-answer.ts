import { createHash, randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { gunzipSync } from "node:zlib";
import { asProblem } from "../http/errors.ts";
import { problem } from "../http/problem.ts";
import type { PackedTile } from "./tile-encoder.ts";

/** Part of every ETag: raise it when tiles of the same data come out otherwise. */
const FORMAT = "1";
/** Clients keep tiles and ask each time whether they still hold. */
const REVALIDATE = "private, no-cache";

/** One ETag serves all tiles of a state: an ETag belongs to its address. Gzip and plain bodies differ, so their ETags do. */
export function etagOf(etags: Map<string, string>, state: string, zipped: boolean): string {
  let hash = etags.get(state);
  if (hash === undefined) {
    if (etags.size > 1000) etags.clear();
    hash = createHash("sha256").update(`${FORMAT}|${state}`).digest("base64url").slice(0, 22);
    etags.set(state, hash);
  }
  return zipped ? `"${hash}"` : `"${hash}-plain"`;
}

/** True where the client names this ETag, or any. */
export function isKnown(request: IncomingMessage, etag: string): boolean {
  const known = request.headers["if-none-match"];
  if (known === undefined) return false;
  return (
    known.trim() === "*" ||
    known.split(",").some((each) => each.trim().replace(/^W\//, "") === etag)
  );
}

/** True where the client takes gzip. */
export function acceptsGzip(request: IncomingMessage): boolean {
  const accepted = request.headers["accept-encoding"];
  return (
    typeof accepted === "string" &&
    /(^|[\s,])(gzip|\*)\s*(;\s*q=(?!0(\.0*)?\s*(,|$))|,|$)/i.test(accepted)
  );
}

/** Sends a tile, unpacked for clients without gzip; 204 when nothing lies in it. */
export function sendBody(
  request: IncomingMessage,
  response: ServerResponse,
  body: PackedTile | null,
  zipped: boolean,
  etag: string,
): void {
  if (response.destroyed) return;
  if (body === null) {
    response
      .writeHead(204, { ETag: etag, "Cache-Control": REVALIDATE, Vary: "Accept-Encoding" })
      .end();
    return;
  }
  const isPlain = !zipped || !body.zipped;
  const sent = isPlain && body.zipped ? gunzipSync(body.bytes) : body.bytes;
  response.writeHead(200, {
    "Content-Type": "application/vnd.mapbox-vector-tile",
    "Content-Length": sent.length,
    ...(isPlain ? {} : { "Content-Encoding": "gzip" }),
    ETag: etag,
    "Cache-Control": REVALIDATE,
    Vary: "Accept-Encoding",
  });
  response.end(request.method === "HEAD" ? undefined : sent);
}

/** Sends JSON that is not kept when it tells of a fault. */
export function sendJson(
  request: IncomingMessage,
  response: ServerResponse,
  answer: unknown,
  status = 200,
  type = "application/json",
  more: Readonly<Record<string, string>> = {},
): void {
  const body = Buffer.from(JSON.stringify(answer));
  const headers = {
    "Content-Type": `${type}; charset=utf-8`,
    "Content-Length": body.length,
    "Cache-Control": status === 200 ? "no-cache" : "no-store",
    ...more,
  };
  response.writeHead(status, status === 405 ? { ...headers, Allow: "GET, HEAD" } : headers);
  response.end(request.method === "HEAD" ? undefined : body);
}

/** Answers an error: what is wrong with the request is told, what is our fault is logged whole under a number. */
export function sendProblem(
  request: IncomingMessage,
  response: ServerResponse,
  error: unknown,
  log?: (text: string) => void,
): void {
  let answer = asProblem(error);
  if (answer === null) {
    const number = randomUUID();
    log?.(`error ${number}: ${error instanceof Error ? error.stack : String(error)}`);
    answer = problem(500, "internal", "The server failed; the log holds the details.", null, {
      number,
    });
  }
  if (response.headersSent || response.destroyed) {
    response.destroy();
    return;
  }
  const { status, headers } = answer;
  sendJson(request, response, answer.toJson(), status, "application/problem+json", headers);
}

/** Tells the client that the tile it holds is the newest. */
export function sendUnchanged(response: ServerResponse, etag: string): void {
  response
    .writeHead(304, { ETag: etag, "Cache-Control": REVALIDATE, Vary: "Accept-Encoding" })
    .end();
}
