import { createHash, randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { gunzipSync } from "node:zlib";
import type { IndicatorRule } from "../../core/contract/rule.ts";
import type { Snapshot, Verdicts } from "../../core/coverage/snapshot.ts";
import { overrideRule } from "../coverage/override-rule.ts";
import { HttpProblem, problem } from "../http/problem.ts";
import { isTileAddress, parseTileAddress, type TileAddress, type TileQuestion } from "./address.ts";
import { TileCache } from "./tile-cache.ts";
import type { PackedTile, TileStatus } from "./tile-encoder.ts";
import { TilePool } from "./tile-pool.ts";
import { describeLayers, tileJson } from "./tile-json.ts";
import type { ZoneColumns } from "./zone-layer.ts";

/** One region as tiles need it: a state of the coverage service. It never changes; new data are a new object. */
export interface TileRegion {
  readonly snapshot: Snapshot;
  /** Changes whenever the data or the run change. */
  readonly version: string;
  rule(id: string): IndicatorRule | undefined;
  judge(rule: IndicatorRule): Promise<{ readonly verdicts: Verdicts }>;
}

export interface TileOptions {
  /** The region with a code, or undefined. Asked at every request: it must be quick. */
  regionOf(code: string): TileRegion | undefined;
  /** Zones of a region; without it layer `zones` is empty. */
  zonesOf?: (code: string) => Promise<ZoneColumns>;
  log?: (text: string) => void;
  /** Memory for finished tiles. */
  cacheBytes?: number;
  /** Threads that write tiles. */
  threads?: number;
}

/** Serves what lies below /tiles; gives false, and does nothing, for other addresses. */
export type TileHandler = (
  request: IncomingMessage,
  response: ServerResponse,
  visibility?: string,
) => boolean;

/** Part of every ETag: raise it when tiles of the same data come out otherwise. */
const FORMAT = "1";
const CACHE_BYTES = 128 * 1024 * 1024;
const REVALIDATE = "private, no-cache";

type TileAsked = Extract<TileAddress, { kind: "tile" }>;

/**
 * A handler for plain node:http, to be asked before Express. `visibility` names what the person may see: tiles and ETags are kept
 * apart by it. Answers 200, 204 (nothing lies in the tile), 304, or problem+json with 400, 404, 405.
 */
export function tileHandler(options: TileOptions): TileHandler {
  const cache = new TileCache(options.cacheBytes ?? CACHE_BYTES);
  const pool = new TilePool(options.threads);
  const zones = new WeakMap<Snapshot, Promise<ZoneColumns | null>>();
  const etags = new Map<string, string>();

  const zonesOf = (code: string, { snapshot }: TileRegion): Promise<ZoneColumns | null> => {
    let loading = zones.get(snapshot);
    if (!loading) {
      loading = options.zonesOf?.(code) ?? Promise.resolve(null);
      zones.set(snapshot, loading);
      loading.catch(() => zones.delete(snapshot));
    }
    return loading;
  };

  const sendTile = (
    request: IncomingMessage,
    response: ServerResponse,
    asked: TileAsked,
    visibility: string,
  ): Promise<void> | void => {
    const { question, layers, z, x, y } = asked;
    const region = requireRegion(options, question.region);
    const rule = requireRule(region, question);
    const judged = rule ? ruleKey(rule, question) : "";
    const state = `${visibility}|${question.region}|${region.version}|${judged}`;
    const zipped = acceptsGzip(request);
    const etag = etagOf(etags, state, zipped);
    if (isKnown(request, etag)) {
      response
        .writeHead(304, { ETag: etag, "Cache-Control": REVALIDATE, Vary: "Accept-Encoding" })
        .end();
      return;
    }
    const key = `${state}|${layers.join()}|${z}/${x}/${y}`;
    const ready = cache.get(key);
    if (ready !== undefined) {
      sendBody(request, response, ready, zipped, etag);
      return;
    }
    const make = async (): Promise<PackedTile | null> => {
      const status = rule ? await statusOf(region, rule) : null;
      const zones = await zonesOf(question.region, region);
      const { snapshot } = region;
      return pool.write({
        region: question.region,
        snapshot,
        zones,
        status,
        statusKey: judged,
        layers,
        z,
        x,
        y,
      });
    };
    return cache.load(key, make).then((body) => sendBody(request, response, body, zipped, etag));
  };

  const serve = (
    request: IncomingMessage,
    response: ServerResponse,
    url: string,
    visibility: string,
  ): Promise<void> | void => {
    if (request.method !== "GET" && request.method !== "HEAD")
      throw problem(405, "methodNotAllowed", "Tiles are read with GET or HEAD.");
    const asked = parseTileAddress(url);
    if (asked.kind === "tile") return sendTile(request, response, asked, visibility);
    if (asked.kind === "metadata") return sendJson(request, response, { layers: describeLayers() });
    requireRule(requireRegion(options, asked.question.region), asked.question);
    const { snapshot } = requireRegion(options, asked.question.region);
    sendJson(request, response, tileJson(request, asked.layers, url, snapshot));
  };

  return (request, response, visibility = "all") => {
    const url = request.url ?? "";
    if (!isTileAddress(url)) return false;
    try {
      const serving = serve(request, response, url, visibility);
      if (serving)
        serving.catch((error: unknown) => sendProblem(request, response, error, options.log));
    } catch (error) {
      sendProblem(request, response, error, options.log);
    }
    return true;
  };
}

function requireRegion(options: TileOptions, code: string): TileRegion {
  const region = options.regionOf(code);
  if (!region) throw problem(404, "unknownRegion", "There is no such region.", "region");
  return region;
}

/** The rule asked for, with the thresholds asked for; null when none is asked for. */
function requireRule(region: TileRegion, question: TileQuestion): IndicatorRule | null {
  if (question.rule === null) return null;
  const own = region.rule(question.rule);
  if (!own) throw problem(404, "unknownRule", "There is no such rule.", "rule");
  if (question.reachM === undefined && question.minHouseholds === undefined) return own;
  const override = overrideRule(own, question);
  if (!override.ok)
    throw problem(400, override.code, "This rule has no distance to change.", override.field);
  return override.rule;
}

function ruleKey(rule: IndicatorRule, { reachM, minHouseholds }: TileQuestion): string {
  return `${rule.id}@${rule.version}:${reachM ?? ""}:${minHouseholds ?? ""}`;
}

const statuses = new WeakMap<Verdicts, TileStatus>();

async function statusOf(region: TileRegion, rule: IndicatorRule): Promise<TileStatus> {
  const { verdicts } = await region.judge(rule);
  let status = statuses.get(verdicts);
  if (!status)
    statuses.set(
      verdicts,
      (status = { unit: verdicts.unit, units: verdicts.units, status: verdicts.status }),
    );
  return status;
}

/** One ETag serves all tiles of a state: an ETag belongs to its address. Gzip and plain bodies differ, so their ETags do. */
function etagOf(etags: Map<string, string>, state: string, zipped: boolean): string {
  let hash = etags.get(state);
  if (hash === undefined) {
    if (etags.size > 1000) etags.clear();
    hash = createHash("sha256").update(`${FORMAT}|${state}`).digest("base64url").slice(0, 22);
    etags.set(state, hash);
  }
  return zipped ? `"${hash}"` : `"${hash}-plain"`;
}

function isKnown(request: IncomingMessage, etag: string): boolean {
  const known = request.headers["if-none-match"];
  if (known === undefined) return false;
  return (
    known.trim() === "*" ||
    known.split(",").some((each) => each.trim().replace(/^W\//, "") === etag)
  );
}

function acceptsGzip(request: IncomingMessage): boolean {
  const accepted = request.headers["accept-encoding"];
  return (
    typeof accepted === "string" &&
    /(^|[\s,])(gzip|\*)\s*(;\s*q=(?!0(\.0*)?\s*(,|$))|,|$)/i.test(accepted)
  );
}

function sendBody(
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

function sendJson(
  request: IncomingMessage,
  response: ServerResponse,
  answer: unknown,
  status = 200,
  type = "application/json",
): void {
  const body = Buffer.from(JSON.stringify(answer));
  const headers = {
    "Content-Type": `${type}; charset=utf-8`,
    "Content-Length": body.length,
    "Cache-Control": status === 200 ? "no-cache" : "no-store",
  };
  response.writeHead(status, status === 405 ? { ...headers, Allow: "GET, HEAD" } : headers);
  response.end(request.method === "HEAD" ? undefined : body);
}

function sendProblem(
  request: IncomingMessage,
  response: ServerResponse,
  error: unknown,
  log?: (text: string) => void,
): void {
  let answer = error;
  if (!(answer instanceof HttpProblem)) {
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
  const { status } = answer as HttpProblem;
  sendJson(request, response, (answer as HttpProblem).toJson(), status, "application/problem+json");
}
