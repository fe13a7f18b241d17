import { ByteWriter } from "./byte-writer.ts";
import type { StringTable } from "./string-table.ts";

/** Geometry types of the vector tile specification. */
const MVT_POINT = 1;
export const MVT_LINE = 2;
export const MVT_POLYGON = 3;

/** Integers up to this get their value number from an array, larger ones from a map. */
const SMALL = 4096;

/** UTF-8 of layer names and keys, of which there are few. */
const KNOWN = new Map<string, Uint8Array>();
function utf8(text: string): Uint8Array {
  let bytes = KNOWN.get(text);
  if (!bytes) KNOWN.set(text, (bytes = new TextEncoder().encode(text)));
  return bytes;
}

/**
 * Writes the layers of one tile after another into one buffer (Vector Tile Specification 2.1).
 * A layer's keys are fixed when it begins; its values are collected as features name them.
 */
export class LayerWriter {
  readonly out = new ByteWriter();
  readonly #strings: StringTable;
  readonly #values = new ByteWriter();
  #valueCount = 0;
  /** The layer in which a number or text was last named, and its value number there. */
  #generation = 0;
  readonly #smallSeen = new Int32Array(SMALL);
  readonly #smallIndex = new Int32Array(SMALL);
  #textSeen = new Int32Array(0);
  #textIndex = new Int32Array(0);
  readonly #large = new Map<number, number>();
  #start = 0;
  #keys: readonly string[] = [];
  #features = 0;

  constructor(strings: StringTable) {
    this.#strings = strings;
  }

  /** Forgets everything written: a new tile. */
  reset(): void {
    this.out.length = 0;
  }

  begin(name: string, keys: readonly string[]): void {
    this.#generation++;
    this.#valueCount = 0;
    this.#values.length = 0;
    this.#large.clear();
    this.#features = 0;
    this.#keys = keys;
    if (this.#textSeen.length < this.#strings.count) {
      this.#textSeen = new Int32Array(this.#strings.count);
      this.#textIndex = new Int32Array(this.#strings.count);
    }
    const { out } = this;
    out.reserve(16);
    this.#start = out.open(0x1a);
    out.bytes[out.length++] = 0x78;
    out.varint(2);
    out.field(0x0a, utf8(name));
  }

  /** Ends the layer; a layer without features leaves no bytes. */
  end(): void {
    const { out } = this;
    if (this.#features === 0) {
      out.length = this.#start - 2;
      return;
    }
    for (const key of this.#keys) out.field(0x1a, utf8(key));
    out.reserve(this.#values.length + 8);
    out.bytes.set(this.#values.bytes.subarray(0, this.#values.length), out.length);
    out.length += this.#values.length;
    out.bytes[out.length++] = 0x28;
    out.varint(4096);
    out.close(this.#start);
  }

  /** Number of features written in this layer. */
  get features(): number {
    return this.#features;
  }

  /** Starts a feature. `id` -1 leaves the id out. Follow with `tag...`, then `geometry` or `point`, then `endFeature`. */
  beginFeature(id: number): number {
    const { out } = this;
    out.reserve(160);
    const start = out.open(0x12);
    if (id >= 0) {
      out.bytes[out.length++] = 0x08;
      out.varint(id);
    }
    // Tags are few: their length always fits the one byte set aside here.
    out.bytes[out.length] = 0x12;
    out.length += 2;
    this.#tags = out.length;
    return start;
  }
  #tags = 0;

  tagInteger(key: number, value: number): void {
    this.out.varint(key);
    this.out.varint(this.#integer(value));
  }

  tagText(key: number, textId: number): void {
    this.out.varint(key);
    this.out.varint(this.#text(textId));
  }

  /** Ends the tags and starts the geometry; give the answer to `endGeometry`. */
  geometry(type: number): number {
    const { out } = this;
    out.bytes[this.#tags - 1] = out.length - this.#tags;
    out.bytes[out.length++] = 0x18;
    out.bytes[out.length++] = type;
    return out.open(0x22);
  }

  endGeometry(start: number): void {
    this.out.close(start);
  }

  /** The whole geometry of a point feature. */
  point(x: number, y: number): void {
    const start = this.geometry(MVT_POINT);
    const { out } = this;
    out.bytes[out.length++] = 9;
    out.signed(x);
    out.signed(y);
    out.close(start);
  }

  endFeature(start: number): void {
    this.out.close(start);
    this.#features++;
  }

  /** Takes back a feature that turned out to have nothing to draw. */
  dropFeature(start: number): void {
    this.out.length = start - 2;
  }

  #integer(value: number): number {
    if (value < SMALL) {
      if (this.#smallSeen[value] !== this.#generation) {
        this.#smallSeen[value] = this.#generation;
        this.#smallIndex[value] = this.#addInteger(value);
      }
      return this.#smallIndex[value] ?? 0;
    }
    let index = this.#large.get(value);
    if (index === undefined) {
      index = this.#addInteger(value);
      this.#large.set(value, index);
    }
    return index;
  }

  #addInteger(value: number): number {
    const values = this.#values;
    values.reserve(10);
    const start = values.open(0x22);
    values.bytes[values.length++] = 0x28;
    values.varint(value);
    values.close(start);
    return this.#valueCount++;
  }

  #text(id: number): number {
    if (this.#textSeen[id] !== this.#generation) {
      this.#textSeen[id] = this.#generation;
      const values = this.#values;
      values.reserve(2);
      const start = values.open(0x22);
      values.field(0x0a, this.#strings.bytesOf(id));
      values.close(start);
      this.#textIndex[id] = this.#valueCount++;
    }
    return this.#textIndex[id] ?? 0;
  }
}
