import type { Geometry, MultiPolygon, Polygon, Position } from "geojson";

const SRID = 4326;
const SRID_FLAG = 0x20000000;
const TYPE_NUMBERS = {
  Point: 1,
  LineString: 2,
  Polygon: 3,
  MultiPoint: 4,
  MultiLineString: 5,
  MultiPolygon: 6,
  GeometryCollection: 7,
} as const;

/**
 * A GeoJSON geometry as hexadecimal EWKB with SRID 4326, the text PostGIS reads in COPY.
 * Only longitude and latitude are written; a third coordinate is left out. Coordinates must be finite numbers
 * (checked where files are read; throws here, because PostGIS would store NaN without a word).
 */
export function encodeGeometry(geometry: Geometry): string {
  const writer = { buffer: Buffer.allocUnsafe(byteLength(geometry) + 4), at: 0 };
  write(writer, geometry, true);
  return writer.buffer.toString("hex");
}

/** A point as hexadecimal EWKB with SRID 4326. */
export function encodePoint(position: readonly [lng: number, lat: number]): string {
  return encodeGeometry({ type: "Point", coordinates: [position[0], position[1]] });
}

/** A polygon of one or several parts as a MultiPolygon in hexadecimal EWKB with SRID 4326; null stays null. */
export function encodeMultiPolygon(geometry: Polygon | MultiPolygon | null): string | null {
  if (geometry === null) return null;
  if (geometry.type === "MultiPolygon") return encodeGeometry(geometry);
  return encodeGeometry({ type: "MultiPolygon", coordinates: [geometry.coordinates] });
}

interface Writer {
  buffer: Buffer;
  at: number;
}

function byteLength(geometry: Geometry): number {
  switch (geometry.type) {
    case "Point":
      return 5 + 16;
    case "LineString":
      return 9 + geometry.coordinates.length * 16;
    case "MultiPoint":
      return 9 + geometry.coordinates.length * 21;
    case "Polygon":
      return polygonLength(geometry.coordinates);
    case "MultiLineString":
      return geometry.coordinates.reduce((sum, line) => sum + 9 + line.length * 16, 9);
    case "MultiPolygon":
      return geometry.coordinates.reduce((sum, polygon) => sum + polygonLength(polygon), 9);
    case "GeometryCollection":
      return geometry.geometries.reduce((sum, part) => sum + byteLength(part), 9);
  }
}

function polygonLength(rings: Position[][]): number {
  return rings.reduce((sum, ring) => sum + 4 + ring.length * 16, 9);
}

function write(writer: Writer, geometry: Geometry, withSrid: boolean): void {
  header(writer, TYPE_NUMBERS[geometry.type], withSrid);
  switch (geometry.type) {
    case "Point":
      position(writer, geometry.coordinates);
      return;
    case "LineString":
      line(writer, geometry.coordinates);
      return;
    case "Polygon":
      rings(writer, geometry.coordinates);
      return;
    case "MultiPoint":
      uint32(writer, geometry.coordinates.length);
      for (const part of geometry.coordinates) {
        header(writer, TYPE_NUMBERS.Point, false);
        position(writer, part);
      }
      return;
    case "MultiLineString":
      uint32(writer, geometry.coordinates.length);
      for (const part of geometry.coordinates) {
        header(writer, TYPE_NUMBERS.LineString, false);
        line(writer, part);
      }
      return;
    case "MultiPolygon":
      uint32(writer, geometry.coordinates.length);
      for (const part of geometry.coordinates) {
        header(writer, TYPE_NUMBERS.Polygon, false);
        rings(writer, part);
      }
      return;
    case "GeometryCollection":
      uint32(writer, geometry.geometries.length);
      for (const part of geometry.geometries) write(writer, part, false);
  }
}

function header(writer: Writer, type: number, withSrid: boolean): void {
  writer.at = writer.buffer.writeUInt8(1, writer.at);
  uint32(writer, withSrid ? type + SRID_FLAG : type);
  if (withSrid) uint32(writer, SRID);
}

function uint32(writer: Writer, value: number): void {
  writer.at = writer.buffer.writeUInt32LE(value, writer.at);
}

function line(writer: Writer, positions: Position[]): void {
  uint32(writer, positions.length);
  for (const each of positions) position(writer, each);
}

function rings(writer: Writer, coordinates: Position[][]): void {
  uint32(writer, coordinates.length);
  for (const ring of coordinates) line(writer, ring);
}

function position(writer: Writer, [lng, lat]: Position): void {
  if (!Number.isFinite(lng) || !Number.isFinite(lat))
    throw new RangeError(`Not a position: [${lng}, ${lat}]`);
  writer.at = writer.buffer.writeDoubleLE(lng!, writer.at);
  writer.at = writer.buffer.writeDoubleLE(lat!, writer.at);
}
