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
  /** Brackets open, as the bytes that will close them: one inside the object, two inside a member's value. */
  readonly #open: number[] = [];
  #inString = false;
  #escaped = false;
  #started = false;
  #finished = false;
  #key: string | null = null;
  #inFeatures = false;
  #hadFeatures = false;
  /** What stood before: nothing, a comma, or the whole list of features. */
  #after: "nothing" | "comma" | "features" = "nothing";
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
          this.#open.push(byte === OPEN_BRACE ? CLOSE_BRACE : CLOSE_BRACKET);
          if (this.#open.length > MAX_JSON_DEPTH) throw tooDeep(this.#at + i);
          if (!this.#started) {
            this.#started = true;
            start = i + 1;
          } else if (
            this.#open.length === 2 &&
            this.#key === "features" &&
            byte === OPEN_BRACKET &&
            this.#blank(block, start, i)
          ) {
            this.#inFeatures = true;
            this.#after = "nothing";
            start = i + 1;
          }
          break;
        case CLOSE_BRACE:
        case CLOSE_BRACKET:
          if (this.#open.pop() !== byte) throw notJson(this.#at + i);
          if (this.#open.length === 0) {
            yield* this.#piece(block, start, i);
            this.#finished = true;
            start = i + 1;
          } else if (this.#open.length === 1 && this.#inFeatures) {
            yield* this.#piece(block, start, i);
            this.#inFeatures = false;
            this.#key = null;
            this.#after = "features";
            start = i + 1;
          }
          break;
        case COMMA:
          if (this.#open.length === 1 || (this.#open.length === 2 && this.#inFeatures)) {
            yield* this.#piece(block, start, i);
            this.#after = "comma";
            start = i + 1;
          }
          break;
        case COLON:
          if (this.#open.length === 1 && this.#key === null) {
            this.#keep(block, start, i);
            this.#takeKey(parseKey(this.#taken(), this.#at + i));
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
      const isEmptyList = this.#after === "nothing" && block[end] !== COMMA;
      const isBesideMember = this.#inFeatures || this.#key === null;
      if (isBesideMember && (isEmptyList || this.#after === "features")) return;
      throw notJson(this.#at + end);
    }
    if (this.#inFeatures) yield { type: "feature", json };
    else if (this.#key === null) throw notJson(this.#at + end);
    else {
      yield { type: "member", key: this.#key, json };
      this.#key = null;
    }
  }

  #takeKey(key: string): void {
    if (this.#after === "features") throw notJson(this.#at);
    if (key === "features") {
      if (this.#hadFeatures) throw duplicateKey(key, null);
      this.#hadFeatures = true;
    }
    this.#key = key;
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

function parseKey(json: Buffer, at: number): string {
  try {
    const key: unknown = JSON.parse(json.toString("utf8"));
    if (typeof key === "string") return key;
  } catch {
    // Told below.
  }
  throw notJson(at);
}

/** Refuses a name that stands twice in one object. */
export function duplicateKey(key: string, row: number | null): Error {
  return refuse("duplicate-key", {
    rows: row === null ? [] : [row],
    field: key.slice(0, 100),
    message: `The name ${JSON.stringify(key.slice(0, 100))} stands twice in one object${row === null ? "" : ` of feature ${row}`}; which value is meant is unclear.`,
    mend: "Keep one of the two.",
  });
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
