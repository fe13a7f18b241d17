import { problem } from "../http/problem.ts";
import { MAX_ZOOM } from "./grid.ts";
import { TILE_LAYERS, type TileLayer } from "./tile-encoder.ts";

/** What an address below /tiles asks for. */
export type TileAddress =
  | { readonly kind: "metadata" }
  | {
      readonly kind: "tileJson";
      readonly layers: readonly TileLayer[];
      readonly question: TileQuestion;
    }
  | {
      readonly kind: "tile";
      readonly layers: readonly TileLayer[];
      readonly z: number;
      readonly x: number;
      readonly y: number;
      readonly question: TileQuestion;
    };

/** The query of a tile address. */
export interface TileQuestion {
  readonly region: string;
  readonly rule: string | null;
  readonly reachM: number | undefined;
  readonly minHouseholds: number | undefined;
}

const TILE = /^([A-Za-z,]+)\/(\d+)\/(\d+)\/(\d+)(?:\.(?:mvt|pbf))?$/;
const TILE_JSON = /^([A-Za-z,]+)\.json$/;

/** `v` makes a new address for new data; it says nothing to the server. */
const PARAMETERS = ["region", "rule", "reachM", "minHouseholds", "v"];

/** True where an address is for tiles. */
export function isTileAddress(url: string): boolean {
  return url.startsWith("/tiles/") || url === "/tiles" || url.startsWith("/tiles?");
}

/** Reads an address strictly; throws HttpProblem for whatever is not exactly a tile, a TileJSON or the list of layers. */
export function parseTileAddress(url: string): TileAddress {
  const mark = url.indexOf("?");
  const path = (mark < 0 ? url : url.slice(0, mark)).slice("/tiles/".length).replace(/%2c/gi, ",");
  const query = mark < 0 ? "" : url.slice(mark + 1);
  if (path === "metadata" || path === "metadata.json") {
    parseQuery(query);
    return { kind: "metadata" };
  }
  const tile = TILE.exec(path);
  if (tile) {
    const [, names = "", z = "", x = "", y = ""] = tile;
    return {
      kind: "tile",
      layers: parseLayers(names),
      ...parsePlace(z, x, y),
      question: parseQuestion(query),
    };
  }
  const json = TILE_JSON.exec(path);
  if (json)
    return { kind: "tileJson", layers: parseLayers(json[1] ?? ""), question: parseQuestion(query) };
  throw problem(
    400,
    "badTileAddress",
    "A tile's address is /tiles/{layers}/{z}/{x}/{y}, with whole numbers.",
    null,
  );
}

function parseLayers(text: string): TileLayer[] {
  const names = text.split(",");
  for (const [k, name] of names.entries()) {
    if (!(TILE_LAYERS as readonly string[]).includes(name))
      throw problem(404, "unknownLayer", "There is no such layer.", "layers", {
        layer: name.slice(0, 64),
        layers: TILE_LAYERS,
      });
    if (names.indexOf(name) !== k)
      throw problem(400, "badParameter", "A layer is named twice.", "layers", { layer: name });
  }
  return TILE_LAYERS.filter((layer) => names.includes(layer));
}

function parsePlace(
  zText: string,
  xText: string,
  yText: string,
): { z: number; x: number; y: number } {
  const place = { z: Number(zText), x: Number(xText), y: Number(yText) };
  if (place.z > MAX_ZOOM)
    throw problem(404, "outsidePyramid", "There are no tiles at this zoom.", "z", {
      maxZoom: MAX_ZOOM,
    });
  const side = 2 ** place.z;
  for (const axis of ["x", "y"] as const)
    if (place[axis] >= side)
      throw problem(404, "outsidePyramid", "There is no such tile at this zoom.", axis, {
        tiles: side,
      });
  return place;
}

function parseQuestion(query: string): TileQuestion {
  const values = parseQuery(query);
  const region = values.get("region");
  if (!region) throw problem(400, "missingParameter", "Name the region: ?region=45", "region");
  const rule = values.get("rule") ?? null;
  const reachM = parseNumber(values, "reachM", /^\d{1,7}(\.\d{1,3})?$/, 0.001, 1_000_000);
  const minHouseholds = parseNumber(values, "minHouseholds", /^\d{1,7}$/, 0, 1_000_000);
  if (rule === null && (reachM !== undefined || minHouseholds !== undefined))
    throw problem(400, "missingParameter", "A threshold needs a rule.", "rule");
  return { region, rule, reachM, minHouseholds };
}

function parseNumber(
  values: ReadonlyMap<string, string>,
  name: string,
  form: RegExp,
  min: number,
  max: number,
): number | undefined {
  const text = values.get(name);
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!form.test(text) || value < min || value > max)
    throw problem(400, "badParameter", `${name} must be a number from ${min} to ${max}.`, name, {
      min,
      max,
    });
  return value;
}

function parseQuery(query: string): Map<string, string> {
  const values = new Map<string, string>();
  if (query === "") return values;
  for (const pair of query.split("&")) {
    const [name = "", value, more] = pair.split("=");
    if (!PARAMETERS.includes(name))
      throw problem(
        400,
        "unknownParameter",
        "This parameter is not known here.",
        name.slice(0, 64),
      );
    if (values.has(name)) throw problem(400, "badParameter", "A parameter is given twice.", name);
    if (value === undefined || value === "" || more !== undefined || value.length > 200)
      throw problem(400, "badParameter", "The value of a parameter is missing or too long.", name);
    values.set(name, decode(name, value));
  }
  return values;
}

function decode(name: string, value: string): string {
  if (!value.includes("%")) return value;
  try {
    return decodeURIComponent(value);
  } catch {
    throw problem(400, "badEncoding", "The address holds a broken percent sequence.", name);
  }
}
