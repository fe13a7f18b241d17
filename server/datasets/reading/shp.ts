import { open, type FileHandle } from "node:fs/promises";
import type { Geometry, Position } from "geojson";
import { refuse } from "../problems.ts";
import { MAX_RECORD_BYTES, MAX_RECORD_PARTS, MAX_RECORD_VERTICES } from "./limits.ts";
import { groupRings } from "./rings.ts";
import { tooManyParts, tooManyVertices } from "./too-large.ts";

const FILE_CODE = 9994;
const HEADER_BYTES = 100;
const BLOCK_BYTES = 4 * 1024 * 1024;
/** Where the numbers of parts and points of a record end, from its beginning. */
const COUNTS_END = 44;

export interface ShpHeader {
  /** "Point", "Line", "Polygon", "MultiPoint" or "Null": what the header promises. */
  geometry: string;
}

type ShapeKind = "Null" | "Point" | "Line" | "Polygon" | "MultiPoint";

const NAMES: Readonly<Record<number, ShapeKind>> = {
  0: "Null",
  1: "Point",
  11: "Point",
  21: "Point",
  3: "Line",
  13: "Line",
  23: "Line",
  5: "Polygon",
  15: "Polygon",
  25: "Polygon",
  8: "MultiPoint",
  18: "MultiPoint",
  28: "MultiPoint",
};

/** Checks the header of a .shp and says what shapes it holds. */
export async function readShpHeader(path: string): Promise<ShpHeader> {
  const file = await open(path);
  try {
    const head = Buffer.alloc(HEADER_BYTES);
    const { bytesRead } = await file.read(head, 0, HEADER_BYTES, 0);
    if (bytesRead < HEADER_BYTES || head.readInt32BE(0) !== FILE_CODE)
      throw damaged(null, "it is not a shapefile");
    const geometry = NAMES[head.readInt32LE(32)];
    if (geometry === undefined)
      throw refuse("geometry-kind", {
        message: `The .shp holds shapes of type ${head.readInt32LE(32)} (such as 3D patches), which cannot be used.`,
        mend: "Export points, lines or polygons.",
      });
    return { geometry };
  } finally {
    await file.close();
  }
}

/** Number of records that the .shx lists. */
export async function countShx(path: string): Promise<number> {
  const file = await open(path);
  try {
    return Math.floor(((await file.stat()).size - HEADER_BYTES) / 8);
  } finally {
    await file.close();
  }
}

/** Reads the shapes in order, null for an empty one. Heights and measures are left out. */
export async function* readShapes(path: string): AsyncGenerator<Geometry | null, void, void> {
  const file = await open(path);
  try {
    const size = (await file.stat()).size;
    const window = new Window(file, size);
    let row = 0;
    for (let at = HEADER_BYTES; at + 8 <= size;) {
      row++;
      const head = await window.bytes(at, 8);
      const length = head.readInt32BE(4) * 2;
      if (length < 4 || length > MAX_RECORD_BYTES)
        throw damaged(row, `it claims a length of ${length} bytes`);
      if (at + 8 + length > size) throw damaged(row, "the file ends in the middle of it");
      checkSize(await window.bytes(at + 8, Math.min(length, COUNTS_END)), length, row);
      yield decodeShape(await window.bytes(at + 8, length), row);
      at += 8 + length;
    }
  } finally {
    await file.close();
  }
}

/** Reads ahead in large blocks. */
class Window {
  readonly #file: FileHandle;
  readonly #size: number;
  #block: Buffer = Buffer.alloc(0);
  #start = 0;

  constructor(file: FileHandle, size: number) {
    this.#file = file;
    this.#size = size;
  }

  async bytes(at: number, length: number): Promise<Buffer> {
    if (at < this.#start || at + length > this.#start + this.#block.length) {
      const wanted = Math.min(Math.max(BLOCK_BYTES, length), this.#size - at);
      const block = Buffer.alloc(wanted);
      await this.#file.read(block, 0, wanted, at);
      this.#block = block;
      this.#start = at;
    }
    return this.#block.subarray(at - this.#start, at - this.#start + length);
  }
}

/** Refuses a record of more parts or vertices than can be held, by what its beginning says, before the rest is read. */
function checkSize(head: Buffer, length: number, row: number): void {
  const kind = NAMES[head.readInt32LE(0)];
  const hasParts = kind === "Line" || kind === "Polygon";
  const parts = hasParts ? countAt(head, 36) : 0;
  const vertices = hasParts ? countAt(head, 40) : kind === "MultiPoint" ? countAt(head, 36) : 0;
  // Counts that do not fit into the record are no size but damage, which is told where they are read.
  if (parts * 4 + vertices * 16 > length) return;
  if (vertices > MAX_RECORD_VERTICES) throw tooManyVertices(row, vertices);
  if (parts > MAX_RECORD_PARTS) throw tooManyParts(row, parts);
}

function countAt(head: Buffer, at: number): number {
  return head.length < at + 4 ? 0 : head.readInt32LE(at);
}

function decodeShape(bytes: Buffer, row: number): Geometry | null {
  const kind = NAMES[bytes.readInt32LE(0)];
  if (kind === undefined) throw damaged(row, `its type ${bytes.readInt32LE(0)} is not known`);
  switch (kind) {
    case "Null":
      return null;
    case "Point":
      if (bytes.length < 20) throw damaged(row, "it is too short for a point");
      return { type: "Point", coordinates: [bytes.readDoubleLE(4), bytes.readDoubleLE(12)] };
    case "MultiPoint": {
      if (bytes.length < 40) throw damaged(row, "it is too short for points");
      const count = bytes.readInt32LE(36);
      if (count < 0 || 40 + count * 16 > bytes.length)
        throw damaged(row, `it claims ${count} points`);
      return { type: "MultiPoint", coordinates: readPositions(bytes, 40, count) };
    }
    case "Line": {
      const lines = readParts(bytes, row);
      return lines.length === 1
        ? { type: "LineString", coordinates: lines[0]! }
        : { type: "MultiLineString", coordinates: lines };
    }
    case "Polygon": {
      const rings = readParts(bytes, row);
      const polygons = groupRings(rings);
      if (polygons === null) throw tooManyParts(row, rings.length);
      return polygons.length === 1
        ? { type: "Polygon", coordinates: polygons[0]! }
        : { type: "MultiPolygon", coordinates: polygons };
    }
  }
}

function readParts(bytes: Buffer, row: number): Position[][] {
  if (bytes.length < 44) throw damaged(row, "it is too short for lines");
  const partCount = bytes.readInt32LE(36);
  const pointCount = bytes.readInt32LE(40);
  const first = 44 + partCount * 4;
  if (partCount < 0 || pointCount < 0 || first + pointCount * 16 > bytes.length)
    throw damaged(row, `it claims ${partCount} parts and ${pointCount} points`);
  const parts: Position[][] = [];
  for (let i = 0; i < partCount; i++) {
    const start = bytes.readInt32LE(44 + i * 4);
    const end = i + 1 < partCount ? bytes.readInt32LE(48 + i * 4) : pointCount;
    if (start < 0 || end < start || end > pointCount) throw damaged(row, "its parts overlap");
    parts.push(readPositions(bytes, first + start * 16, end - start));
  }
  return parts;
}

function readPositions(bytes: Buffer, at: number, count: number): Position[] {
  const positions: Position[] = [];
  for (let i = 0; i < count; i++)
    positions.push([bytes.readDoubleLE(at + i * 16), bytes.readDoubleLE(at + i * 16 + 8)]);
  return positions;
}

function damaged(row: number | null, why: string): Error {
  return refuse("damaged-file", {
    rows: row === null ? [] : [row],
    message: `The .shp cannot be read${row === null ? "" : ` at record ${row}`}: ${why}.`,
    mend: "Export the shapefile again.",
  });
}
