import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { crc32, deflateRawSync } from "node:zlib";

/** A temporary folder that is deleted by `clear`. */
export class Folder {
  readonly path = mkdtempSync(join(tmpdir(), "qiantu-files-"));

  write(name: string, content: string | Uint8Array): string {
    const path = join(this.path, name);
    writeFileSync(path, content);
    return path;
  }

  clear(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}

export interface ZipPart {
  name: string | Uint8Array;
  content: Uint8Array;
  /** Size to write into the headers instead of the true one. */
  claims?: number;
  isEncrypted?: boolean;
}

/** A zip archive, as honest or forged as the parts say. */
export function zipOf(parts: readonly ZipPart[]): Buffer {
  const locals: Buffer[] = [];
  const centrals: Buffer[] = [];
  let offset = 0;
  for (const part of parts) {
    const name = Buffer.from(part.name as string);
    const packed = deflateRawSync(part.content);
    const size = part.claims ?? part.content.length;
    const flags = part.isEncrypted === true ? 1 : 0;
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(flags, 2);
    common.writeUInt16LE(8, 4);
    common.writeUInt32LE(crc32OfPart(part.content), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(size, 18);
    common.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from("504b0304", "hex"), common, name, packed]);
    const made = Buffer.from([20, 0]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    centrals.push(Buffer.concat([Buffer.from("504b0102", "hex"), made, common, tail, name]));
    locals.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(centrals);
  const end = Buffer.alloc(22);
  end.writeUInt32BE(0x504b0506, 0);
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, directory, end]);
}

function crc32OfPart(content: Uint8Array): number {
  return crc32(content) >>> 0;
}

export interface Shape {
  /** Rings or lines or one point; null for an empty shape. */
  parts: readonly (readonly (readonly [number, number])[])[] | null;
  /** Cells in the order of the fields, already as bytes of the encoding to test. */
  cells: readonly Uint8Array[];
}

const SHAPE_TYPE = { point: 1, line: 3, polygon: 5 } as const;

/** The three binary parts of a shapefile with text columns. */
export function shapefileOf(
  kind: keyof typeof SHAPE_TYPE,
  fields: readonly { name: Uint8Array; length: number }[],
  shapes: readonly Shape[],
): { shp: Buffer; shx: Buffer; dbf: Buffer } {
  const records = shapes.map((shape) => shapeBytes(kind, shape));
  const header = (bytes: number): Buffer => {
    const head = Buffer.alloc(100);
    head.writeInt32BE(9994, 0);
    head.writeInt32BE(bytes / 2, 24);
    head.writeInt32LE(1000, 28);
    head.writeInt32LE(SHAPE_TYPE[kind], 32);
    return head;
  };
  let offset = 100;
  const shp: Buffer[] = [];
  const shx: Buffer[] = [];
  for (const [i, record] of records.entries()) {
    const head = Buffer.alloc(8);
    head.writeInt32BE(i + 1, 0);
    head.writeInt32BE(record.length / 2, 4);
    shp.push(head, record);
    const index = Buffer.alloc(8);
    index.writeInt32BE(offset / 2, 0);
    index.writeInt32BE(record.length / 2, 4);
    shx.push(index);
    offset += 8 + record.length;
  }
  return {
    shp: Buffer.concat([header(offset), ...shp]),
    shx: Buffer.concat([header(100 + shx.length * 8), ...shx]),
    dbf: dbfOf(fields, shapes),
  };
}

function shapeBytes(kind: keyof typeof SHAPE_TYPE, { parts }: Shape): Buffer {
  if (parts === null) return Buffer.alloc(4);
  if (kind === "point") {
    const bytes = Buffer.alloc(20);
    bytes.writeInt32LE(1, 0);
    bytes.writeDoubleLE(parts[0]![0]![0], 4);
    bytes.writeDoubleLE(parts[0]![0]![1], 12);
    return bytes;
  }
  const points = parts.flat();
  const bytes = Buffer.alloc(44 + parts.length * 4 + points.length * 16);
  bytes.writeInt32LE(SHAPE_TYPE[kind], 0);
  bytes.writeInt32LE(parts.length, 36);
  bytes.writeInt32LE(points.length, 40);
  let start = 0;
  for (const [i, part] of parts.entries()) {
    bytes.writeInt32LE(start, 44 + i * 4);
    start += part.length;
  }
  for (const [i, [x, y]] of points.entries()) {
    bytes.writeDoubleLE(x, 44 + parts.length * 4 + i * 16);
    bytes.writeDoubleLE(y, 52 + parts.length * 4 + i * 16);
  }
  return bytes;
}

function dbfOf(
  fields: readonly { name: Uint8Array; length: number }[],
  shapes: readonly Shape[],
): Buffer {
  const recordBytes = 1 + fields.reduce((sum, field) => sum + field.length, 0);
  const headerBytes = 33 + fields.length * 32;
  const head = Buffer.alloc(headerBytes);
  head[0] = 3;
  head.writeUInt32LE(shapes.length, 4);
  head.writeUInt16LE(headerBytes, 8);
  head.writeUInt16LE(recordBytes, 10);
  for (const [i, field] of fields.entries()) {
    Buffer.from(field.name).copy(head, 32 + i * 32, 0, 10);
    head[32 + i * 32 + 11] = 0x43;
    head[32 + i * 32 + 16] = field.length;
  }
  head[headerBytes - 1] = 0x0d;
  const rows = shapes.map(({ cells }) => {
    const row = Buffer.alloc(recordBytes, 0x20);
    let at = 1;
    for (const [i, field] of fields.entries()) {
      Buffer.from(cells[i] ?? []).copy(row, at, 0, field.length);
      at += field.length;
    }
    return row;
  });
  return Buffer.concat([head, ...rows, Buffer.from([0x1a])]);
}

export const ascii = (text: string): Buffer => Buffer.from(text, "latin1");

export const WGS84_PRJ =
  'GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]';

/** A GeoJSON FeatureCollection as text. */
export function featureCollection(
  features: readonly { properties?: object | null; geometry: object | null }[],
): string {
  return JSON.stringify({
    type: "FeatureCollection",
    features: features.map(({ properties = null, geometry }) => ({
      type: "Feature",
      properties,
      geometry,
    })),
  });
}

export const point = (lng: number, lat: number): object => ({
  type: "Point",
  coordinates: [lng, lat],
});

/** A square of `degrees` around a middle. */
export function square(lng: number, lat: number, degrees: number): object {
  const h = degrees / 2;
  const ring = [
    [lng - h, lat - h],
    [lng + h, lat - h],
    [lng + h, lat + h],
    [lng - h, lat + h],
    [lng - h, lat - h],
  ];
  return { type: "Polygon", coordinates: [ring] };
}
