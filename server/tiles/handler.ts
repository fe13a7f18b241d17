import type { IncomingMessage, ServerResponse } from "node:http";
import type { IndicatorRule } from "../../core/contract/rule.ts";
import type { Snapshot, Verdicts } from "../../core/coverage/snapshot.ts";
import { overrideRule } from "../coverage/override-rule.ts";
import { problem } from "../http/problem.ts";
import { isTileAddress, parseTileAddress, type TileAddress, type TileQuestion } from "./address.ts";
import { TileCache } from "./tile-cache.ts";
import {
  acceptsGzip,
  etagOf,
  isKnown,
  sendBody,
  sendJson,
  sendProblem,
  sendUnchanged,
} from "./tile-answer.ts";
import type { PackedTile, TileStatus } from "./tile-encoder.ts";
import { TilePool } from "./tile-pool.ts";
import { describeLayers, tileJson } from "./tile-json.ts";
import type { ZoneColumns } from "./zone-layer.ts";

/** One region as tiles need it: a state of the coverage service. It never changes; new data are a new object. */
export interface TileRegion {
  readonly snapshot: Snapshot;
  /** Names that go with the snapshot. */
  readonly loaded?: { readonly villagePinyin: readonly (string | null)[] };
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

const CACHE_BYTES = 128 * 1024 * 1024;

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
      sendUnchanged(response, etag);
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
      const { snapshot, loaded } = region;
      return pool.write({
        region: question.region,
        snapshot,
        ...(loaded && { villagePinyin: loaded.villagePinyin }),
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
