import { createReadStream } from "node:fs";
import { refuse } from "../problems.ts";
import { MAX_JSON_DEPTH, MAX_RECORD_BYTES } from "./limits.ts";

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const COMMA = 0x2c;
const COLON = 0x3a;

/** A piece of a JSON object: a member other than `features`, or one element of `features`. */
export type JsonPiece =
  { type: "member"; key: string; json: Buffer } | { type: "feature"; json: Buffer };

/**
 * Cuts a JSON object from a file into its members, and the member `features` into its elements, reading a block at a
 * time. Brackets are counted before anything is parsed, so that no depth of nesting reaches JSON.parse.
 * Throws DatasetRefused for text that is cut off, is not an object, is nested too deep or has a piece too large.
 */
export async function* scanJson(path: string): AsyncGenerator<JsonPiece, void, void> {
  const scanner = new Scanner();
  for await (const block of createReadStream(path, { highWaterMark: 1024 * 1024 }))
    yield* scanner.take(block as Buffer);
  scanner.end();
}

class Scanner {
  /** Brackets open: 1 inside the object, 2 inside a member's value. */
  #depth = 0;
  #inString = false;
  #escaped = false;
  #started = false;
  #finished = false;
  #key: string | null = null;
  #inFeatures = false;
  #pieces: Buffer[] = [];
  #pieceBytes = 0;
  #at = 0;

  *take(block: Buffer): Generator<JsonPiece, void, void> {
    let start = 0;
    let i = 0;
    if (!this.#started && block[0] === 0xef && block[1] === 0xbb && block[2] === 0xbf)
      start = i = 3;
    for (; i < block.length; i++) {
      const byte = block[i]!;
      if (this.#inString) {
        if (this.#escaped) this.#escaped = false;
        else if (byte === BACKSLASH) this.#escaped = true;
        else if (byte === QUOTE) this.#inString = false;
        continue;
      }
      if (
        byte > COLON &&
        byte !== OPEN_BRACE &&
        byte !== CLOSE_BRACE &&
        byte !== OPEN_BRACKET &&
        byte !== CLOSE_BRACKET
      ) {
        if (!this.#started || this.#finished) throw notJson(this.#at + i);
        continue;
      }
      switch (byte) {
        case QUOTE:
          if (!this.#started || this.#finished) throw notJson(this.#at + i);
          this.#inString = true;
          break;
        case OPEN_BRACE:
        case OPEN_BRACKET:
          if (this.#finished || (!this.#started && byte !== OPEN_BRACE))
            throw notJson(this.#at + i);
          this.#depth++;
          if (this.#depth > MAX_JSON_DEPTH) throw tooDeep(this.#at + i);
          if (!this.#started) {
            this.#started = true;
            start = i + 1;
          } else if (
            this.#depth === 2 &&
            this.#key === "features" &&
            byte === OPEN_BRACKET &&
            this.#blank(block, start, i)
          ) {
            this.#inFeatures = true;
            start = i + 1;
          }
          break;
        case CLOSE_BRACE:
        case CLOSE_BRACKET:
          this.#depth--;
          if (this.#depth < 0) throw notJson(this.#at + i);
          if (this.#depth === 0) {
            yield* this.#piece(block, start, i);
            this.#finished = true;
            start = i + 1;
          } else if (this.#depth === 1 && this.#inFeatures) {
            yield* this.#piece(block, start, i);
            this.#inFeatures = false;
            this.#key = null;
            start = i + 1;
          }
          break;
        case COMMA:
          if (this.#depth === 1 || (this.#depth === 2 && this.#inFeatures)) {
            yield* this.#piece(block, start, i);
            start = i + 1;
          }
          break;
        case COLON:
          if (this.#depth === 1 && this.#key === null) {
            this.#keep(block, start, i);
            this.#key = parseKey(this.#taken());
            start = i + 1;
          }
      }
    }
    this.#keep(block, start, block.length);
    this.#at += block.length;
  }

  end(): void {
    if (this.#finished) return;
    if (!this.#started) throw notJson(this.#at);
    throw refuse("json-cut-off", {
      message: `The file ends in the middle (after ${this.#at} bytes): it is cut off.`,
      mend: "Export or send the file again.",
    });
  }

  *#piece(block: Buffer, start: number, end: number): Generator<JsonPiece, void, void> {
    this.#keep(block, start, end);
    const json = this.#taken();
    if (isBlank(json)) {
      if (this.#inFeatures || this.#key === null) return;
      throw notJson(this.#at + end);
    }
    if (this.#inFeatures) yield { type: "feature", json };
    else if (this.#key === null) throw notJson(this.#at + end);
    else {
      yield { type: "member", key: this.#key, json };
      this.#key = null;
    }
  }

  #keep(block: Buffer, start: number, end: number): void {
    if (end <= start || this.#finished) return;
    this.#pieceBytes += end - start;
    if (this.#pieceBytes > MAX_RECORD_BYTES)
      throw refuse("record-too-large", {
        message: `One feature or member is larger than ${MAX_RECORD_BYTES} bytes.`,
        mend: "Split or simplify it.",
      });
    this.#pieces.push(block.subarray(start, end));
  }

  #taken(): Buffer {
    const all = this.#pieces.length === 1 ? this.#pieces[0]! : Buffer.concat(this.#pieces);
    this.#pieces = [];
    this.#pieceBytes = 0;
    return all;
  }

  #blank(block: Buffer, start: number, end: number): boolean {
    return (
      this.#pieces.every(isBlank) && isBlank(block.subarray(start, end)) && (this.#taken(), true)
    );
  }
}

function isBlank(bytes: Buffer): boolean {
  for (const byte of bytes)
    if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return false;
  return true;
}

function parseKey(json: Buffer): string {
  try {
    const key: unknown = JSON.parse(json.toString("utf8"));
    if (typeof key === "string") return key;
  } catch {
    // Told below.
  }
  throw notJson(0);
}

/** Names that stand twice in one object of the text (JSON.parse would keep the last without a word). */
export function findDuplicateKey(json: Buffer): string | null {
  const open: (Set<string> | null)[] = [];
  let stringStart = 0;
  for (let i = 0; i < json.length; i++) {
    switch (json[i]!) {
      case OPEN_BRACE:
        open.push(new Set());
        break;
      case OPEN_BRACKET:
        open.push(null);
        break;
      case CLOSE_BRACE:
      case CLOSE_BRACKET:
        open.pop();
        break;
      case QUOTE: {
        stringStart = ++i;
        while (i < json.length && json[i] !== QUOTE) i += json[i] === BACKSLASH ? 2 : 1;
        const keys = open.at(-1);
        if (!keys) break;
        let next = i + 1;
        while (
          json[next] === 0x20 ||
          json[next] === 0x0a ||
          json[next] === 0x0d ||
          json[next] === 0x09
        )
          next++;
        if (json[next] !== COLON) break;
        const key = json.toString("utf8", stringStart, i);
        if (keys.has(key)) return key;
        keys.add(key);
      }
    }
  }
  return null;
}

function notJson(at: number): Error {
  return refuse("not-json", {
    message: `The file is not a GeoJSON object (at byte ${at}).`,
    mend: "Give a GeoJSON FeatureCollection in UTF-8.",
  });
}

function tooDeep(at: number): Error {
  return refuse("json-too-deep", {
    message: `The file nests brackets deeper than ${MAX_JSON_DEPTH} (at byte ${at}); no GeoJSON needs that.`,
    mend: "Export the data again as a plain FeatureCollection.",
  });
}
