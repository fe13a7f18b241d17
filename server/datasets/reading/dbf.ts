import { open, type FileHandle } from "node:fs/promises";
import type { TextDecoder } from "node:util";
import { refuse } from "../problems.ts";
import { decodeCut, EncodingWitness, strictDecoder } from "./encoding.ts";
import { MAX_COLUMNS } from "./limits.ts";
import type { Cell } from "./reader.ts";

const HEADER_BYTES = 32;
const BLOCK_BYTES = 1024 * 1024;
const SPACE = 0x20;
const DELETED = 0x2a;

interface Field {
  rawName: Uint8Array;
  type: string;
  offset: number;
  length: number;
}

/** The attribute table of a shapefile. Texts are decoded only once the encoding is chosen. */
export interface DbfTable {
  /** Records that the header promises and the file holds. */
  rows: number;
  languageByte: number;
  witness(): Promise<EncodingWitness>;
  /** Names of the columns; null where the bytes are not text of the encoding. */
  columns(encoding: string): (string | null)[];
  /** Reads records in order. `cut` tells of texts cut inside a character, `bad` of texts not in the encoding. */
  records(encoding: string): AsyncGenerator<DbfRecord, void, void>;
}

interface DbfRecord {
  deleted: boolean;
  /** Text, number, boolean, "YYYYMMDD" for dates, null for empty; a number that did not fit its column is text of asterisks. */
  values: Cell[];
  /** Index of a column whose text is not of the encoding, else -1. */
  bad: number;
}

/** Opens a .dbf. Throws DatasetRefused when its header makes no sense or records are missing. */
export async function openDbf(path: string): Promise<DbfTable> {
  const file = await open(path);
  try {
    const size = (await file.stat()).size;
    const head = Buffer.alloc(HEADER_BYTES);
    if ((await file.read(head, 0, HEADER_BYTES, 0)).bytesRead < HEADER_BYTES)
      throw damaged("it is shorter than its header");
    const rows = head.readUInt32LE(4);
    const headerBytes = head.readUInt16LE(8);
    const recordBytes = head.readUInt16LE(10);
    if (headerBytes < HEADER_BYTES + 1 || recordBytes < 1 || headerBytes > size)
      throw damaged("its header gives impossible lengths");
    const fields = await readFields(file, headerBytes, recordBytes);
    if (headerBytes + rows * recordBytes > size + 1)
      throw refuse("parts-disagree", {
        message: `The .dbf promises ${rows} records but is too short for them: the file is cut off.`,
        mend: "Copy or export all parts of the shapefile again.",
      });
    const shape = { path, rows, headerBytes, recordBytes, fields };
    return {
      rows,
      languageByte: head[29]!,
      witness: () => witness(shape),
      columns: (encoding) =>
        fields.map((field) => decodeName(strictDecoder(encoding), field.rawName)),
      records: (encoding) => records(shape, encoding),
    };
  } finally {
    await file.close();
  }
}

interface Shape {
  path: string;
  rows: number;
  headerBytes: number;
  recordBytes: number;
  fields: readonly Field[];
}

async function readFields(
  file: FileHandle,
  headerBytes: number,
  recordBytes: number,
): Promise<Field[]> {
  const bytes = Buffer.alloc(headerBytes - HEADER_BYTES);
  await file.read(bytes, 0, bytes.length, HEADER_BYTES);
  const fields: Field[] = [];
  let offset = 1;
  for (let at = 0; at + HEADER_BYTES <= bytes.length && bytes[at] !== 0x0d; at += HEADER_BYTES) {
    const name = bytes.subarray(at, at + 11);
    const end = name.indexOf(0);
    const length = bytes[at + 16]!;
    fields.push({
      rawName: Uint8Array.from(end === -1 ? name : name.subarray(0, end)),
      type: String.fromCharCode(bytes[at + 11]!),
      offset,
      length,
    });
    offset += length;
  }
  if (fields.length > MAX_COLUMNS) throw damaged(`it has ${fields.length} columns`);
  if (offset > recordBytes) throw damaged("its columns are longer than its records");
  return fields;
}

async function* blocks(shape: Shape): AsyncGenerator<Buffer, void, void> {
  const file = await open(shape.path);
  try {
    const perBlock = Math.max(1, Math.floor(BLOCK_BYTES / shape.recordBytes));
    for (let row = 0; row < shape.rows; row += perBlock) {
      const count = Math.min(perBlock, shape.rows - row);
      const block = Buffer.alloc(count * shape.recordBytes, SPACE);
      await file.read(block, 0, block.length, shape.headerBytes + row * shape.recordBytes);
      for (let i = 0; i < count; i++)
        yield block.subarray(i * shape.recordBytes, (i + 1) * shape.recordBytes);
    }
  } finally {
    await file.close();
  }
}

async function witness(shape: Shape): Promise<EncodingWitness> {
  const seen = new EncodingWitness();
  for (const field of shape.fields) seen.see(field.rawName, field.rawName.length >= 10);
  const texts = shape.fields.filter((field) => field.type === "C");
  for await (const record of blocks(shape)) {
    if (isAscii(record)) continue;
    for (const field of texts) {
      const bytes = trimmed(record, field);
      seen.see(bytes, bytes.length >= field.length);
    }
  }
  return seen;
}

async function* records(shape: Shape, encoding: string): AsyncGenerator<DbfRecord, void, void> {
  const decoder = strictDecoder(encoding);
  for await (const record of blocks(shape)) {
    const ascii = isAscii(record);
    const values: Cell[] = [];
    let bad = -1;
    for (const [i, field] of shape.fields.entries()) {
      const bytes = trimmed(record, field);
      const text = ascii
        ? Buffer.prototype.latin1Slice.call(bytes)
        : decodeCut(decoder, bytes, bytes.length >= field.length);
      if (text === null) bad = i;
      values.push(valueOf(text ?? "", field.type));
    }
    yield { deleted: record[0] === DELETED, values, bad };
  }
}

function valueOf(text: string, type: string): Cell {
  const plain = text.trim();
  if (plain === "") return null;
  switch (type) {
    case "N":
    case "F":
    case "I":
    case "B":
    case "O": {
      const number = Number(plain);
      return Number.isFinite(number) && Math.abs(number) <= Number.MAX_SAFE_INTEGER
        ? number
        : plain;
    }
    case "L":
      if (/^[tTyY]$/.test(plain)) return true;
      if (/^[fFnN]$/.test(plain)) return false;
      return null;
    case "D":
      return plain === "00000000" ? null : plain;
    default:
      return text;
  }
}

/** The bytes of a cell without the padding (spaces or zero bytes) at its end. */
function trimmed(record: Buffer, field: Field): Buffer {
  let end = field.offset + field.length;
  while (end > field.offset && (record[end - 1] === SPACE || record[end - 1] === 0)) end--;
  return record.subarray(field.offset, end);
}

function isAscii(bytes: Buffer): boolean {
  for (let i = 0; i < bytes.length; i++) if (bytes[i]! > 127) return false;
  return true;
}

function decodeName(decoder: TextDecoder, bytes: Uint8Array): string | null {
  const name = decodeCut(decoder, bytes, bytes.length >= 10);
  return name === null ? null : name.trim();
}

function damaged(why: string): Error {
  return refuse("damaged-file", {
    message: `The .dbf cannot be read: ${why}.`,
    mend: "Export the shapefile again.",
  });
}
