import { TextDecoder } from "node:util";
import type { Geometry } from "geojson";
import { Pace } from "../../pace.ts";
import { refuse, type ProblemLog } from "../problems.ts";
import { crsOfName, type Crs } from "./crs.ts";
import { lookAtJson } from "./json-look.ts";
import { duplicateKey, scanJson } from "./json-scan.ts";
import {
  MAX_CELL_CHARACTERS,
  MAX_COLUMNS,
  MAX_RECORD_VALUES,
  MAX_RECORD_VERTICES,
  MAX_ROWS,
} from "./limits.ts";
import type { Cell, FormatReader, RawRow } from "./reader.ts";
import { cellTooLarge, tooManyColumns, tooManyValues, tooManyVertices } from "./too-large.ts";

const GEOMETRY_TYPES = new Set([
  "Point",
  "LineString",
  "Polygon",
  "MultiPoint",
  "MultiLineString",
  "MultiPolygon",
  "GeometryCollection",
]);

/** GeoJSON: a FeatureCollection (read a feature at a time) or a single Feature. */
export const geojsonReader: FormatReader = {
  name: "GeoJSON",
  endings: [".geojson", ".json"],
  async open(main, files, options) {
    if (options.encoding !== undefined && !/^utf-?8$/i.test(options.encoding))
      throw refuse("wrong-encoding", {
        message: "GeoJSON is always UTF-8.",
        mend: "Leave --encoding out, or convert the file to UTF-8.",
      });
    const path = files.pathOf(main);
    const { columns, crs } = await lookThrough(path);
    const index = new Map(columns.map((name, i) => [name, i]));
    return {
      format: "GeoJSON",
      encoding: "utf-8",
      encodingFrom: "contents",
      crs,
      columns,
      hasShapes: true,
      rows: (log) => readRows(path, index, log),
    };
  },
};

interface RawFeature {
  type?: unknown;
  id?: unknown;
  properties?: unknown;
  geometry?: unknown;
}

/** Members of the outer object that are read; of the others only the names are kept. */
const READ_MEMBERS = new Set(["type", "features", "crs", "id", "properties", "geometry"]);

/** Reads everything once: that it is sound JSON, which properties there are, and what it says of its reference system. */
async function lookThrough(path: string): Promise<{ columns: string[]; crs: Crs | null }> {
  const columns = new Set<string>();
  const members = new Map<string, unknown>();
  const pace = new Pace();
  let rows = 0;
  for await (const piece of scanJson(path)) {
    if (piece.type === "member") {
      if (members.has(piece.key)) throw duplicateKey(piece.key, null);
      if (members.size === MAX_COLUMNS) throw tooManyColumns(members.size + 1);
      const value = parseChecked(piece.json, null);
      members.set(piece.key, READ_MEMBERS.has(piece.key) ? value : null);
      continue;
    }
    rows++;
    if (rows > MAX_ROWS)
      throw refuse("too-many-rows", {
        message: `The file has more than ${MAX_ROWS} features.`,
        mend: "Split it by county.",
      });
    seeFeature(parseChecked(piece.json, rows), rows, columns);
    if (pace.isDue) await pace.rest();
  }
  if (members.get("type") === "Feature") {
    rows = 1;
    seeFeature(Object.fromEntries(members), 1, columns);
  } else if (members.get("type") !== "FeatureCollection")
    throw refuse("not-geojson", {
      message: `The object is ${JSON.stringify(members.get("type") ?? "without a type").slice(0, 60)}, not a FeatureCollection.`,
      mend: 'Give a GeoJSON object with "type": "FeatureCollection" (names are case-sensitive).',
    });
  else if (rows === 0 && members.has("features") && !Array.isArray(members.get("features")))
    throw refuse("not-geojson", {
      message: "Its features are not a list.",
      mend: "Export the data again as a FeatureCollection.",
    });
  return { columns: [...columns], crs: crsOfMember(members.get("crs")) };
}

/** Parses a piece after a look at how much it would become. */
function parseChecked(json: Buffer, row: number | null): unknown {
  const { duplicateKey: twice, positions, otherValues } = lookAtJson(json);
  if (positions > MAX_RECORD_VERTICES) throw tooManyVertices(row ?? 1, positions);
  if (otherValues > MAX_RECORD_VALUES) throw tooManyValues(row);
  const value = parse(json, row);
  if (twice !== null) throw duplicateKey(twice, row);
  return value;
}

function seeFeature(feature: unknown, row: number, columns: Set<string>): void {
  if (!isObject(feature) || feature["type"] !== "Feature")
    throw refuse("not-geojson", {
      rows: [row],
      message: `Element ${row} of the features is not a Feature.`,
      mend: 'Every element needs "type": "Feature" (names are case-sensitive).',
    });
  checkGeometry((feature as RawFeature).geometry, row);
  const { properties } = feature as RawFeature;
  if (!isObject(properties)) return;
  for (const [key, value] of Object.entries(properties)) {
    columns.add(key);
    if (columns.size > MAX_COLUMNS) throw tooManyColumns(columns.size);
    if (typeof value === "string" && value.length > MAX_CELL_CHARACTERS)
      throw cellTooLarge(row, key);
  }
}

/** Types and the shape of the lists only; numbers are judged where rows are checked. */
function checkGeometry(geometry: unknown, row: number): void {
  if (geometry === null || geometry === undefined) return;
  const type = isObject(geometry) ? geometry["type"] : undefined;
  if (!isObject(geometry) || typeof type !== "string" || !GEOMETRY_TYPES.has(type))
    throw badGeometry(row, `its type is ${JSON.stringify(type)?.slice(0, 60)}`);
  if (type === "GeometryCollection") {
    const parts = geometry["geometries"];
    if (!Array.isArray(parts)) throw badGeometry(row, "it has no geometries");
    for (const part of parts) checkGeometry(part, row);
    return;
  }
  const depth = {
    Point: 0,
    LineString: 1,
    MultiPoint: 1,
    Polygon: 2,
    MultiLineString: 2,
    MultiPolygon: 3,
  }[type]!;
  if (!isNested(geometry["coordinates"], depth))
    throw badGeometry(row, `its coordinates are not those of a ${type}`);
}

function isNested(value: unknown, depth: number): boolean {
  if (!Array.isArray(value)) return false;
  if (depth > 0) return value.every((each) => isNested(each, depth - 1));
  return value.length === 0 || (typeof value[0] === "number" && typeof value[1] === "number");
}

async function* readRows(
  path: string,
  index: ReadonlyMap<string, number>,
  log: ProblemLog,
): AsyncGenerator<RawRow, void, void> {
  const members = new Map<string, unknown>();
  let row = 0;
  for await (const piece of scanJson(path)) {
    if (piece.type === "member") members.set(piece.key, parse(piece.json, null));
    else yield rowOf(parse(piece.json, row + 1) as RawFeature, ++row, index, log);
  }
  if (members.get("type") === "Feature") yield rowOf(Object.fromEntries(members), 1, index, log);
}

function rowOf(
  feature: RawFeature,
  row: number,
  index: ReadonlyMap<string, number>,
  log: ProblemLog,
): RawRow {
  const values = Array.from<Cell>({ length: index.size }).fill(null);
  if (isObject(feature.properties))
    for (const [key, value] of Object.entries(feature.properties)) {
      if (value !== null && typeof value === "object") {
        log.add("nested-property", "warning", row, {
          field: key,
          message: `The property ${key} holds a list or an object, which is not read.`,
          mend: "Write it as a text or a number if it is needed.",
        });
        continue;
      }
      values[index.get(key)!] = value as Cell;
    }
  const geometry = (feature.geometry ?? null) as Geometry | null;
  return { row, values, geometry };
}

function crsOfMember(crs: unknown): Crs | null {
  if (!isObject(crs) || !isObject(crs["properties"])) return null;
  const name = crs["properties"]["name"];
  return typeof name === "string" ? crsOfName(name) : null;
}

function parse(json: Buffer, row: number | null): unknown {
  const where = row === null ? "" : ` at feature ${row}`;
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(json);
  } catch {
    throw refuse("wrong-encoding", {
      rows: row === null ? [] : [row],
      message: `The file is not UTF-8${where}, as GeoJSON must be.`,
      mend: "Convert the file to UTF-8 (it is probably GBK).",
    });
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw refuse("not-json", {
      rows: row === null ? [] : [row],
      message: `The JSON is broken${where}: ${error instanceof Error ? error.message.slice(0, 120) : String(error)}.`,
      mend: "Export the data again.",
    });
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function badGeometry(row: number, why: string): Error {
  return refuse("bad-geometry", {
    rows: [row],
    message: `The geometry of feature ${row} cannot be read: ${why}.`,
    mend: "Export the data again (names of types are case-sensitive).",
  });
}
