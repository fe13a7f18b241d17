import { MAX_RECORD_VALUES } from "./limits.ts";

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const COMMA = 0x2c;
const COLON = 0x3a;
const MINUS = 0x2d;

/** What a piece of JSON would become, found without parsing it. */
export interface JsonLook {
  /** A name that stands twice in one object (JSON.parse would keep the last without a word), however it is written. */
  duplicateKey: string | null;
  /** Lists that begin with a number: positions. */
  positions: number;
  /** Everything else that would take memory: values, lists and objects, but for the numbers of positions (four each at most). */
  otherValues: number;
}

/** Commas, brackets and numbers of a position in a list of positions, with height and measure. */
const MARKS_PER_POSITION = 5;

/** Looks a piece of JSON through by its bytes alone. Text that is no JSON gives some answer; whoever parses it then tells. */
export function lookAtJson(json: Buffer): JsonLook {
  const open: (Set<string> | null)[] = [];
  let duplicateKey: string | null = null;
  let positions = 0;
  let marks = 0;
  let names = 0;
  for (let i = 0; i < json.length; i++) {
    switch (json[i]!) {
      case OPEN_BRACE:
        marks++;
        open.push(new Set());
        break;
      case OPEN_BRACKET:
        marks++;
        if (isNumberStart(json[skipBlanks(json, i + 1)])) positions++;
        open.push(null);
        break;
      case CLOSE_BRACE:
      case CLOSE_BRACKET:
        open.pop();
        break;
      case COMMA:
        marks++;
        break;
      case QUOTE: {
        const start = ++i;
        while (i < json.length && json[i] !== QUOTE) i += json[i] === BACKSLASH ? 2 : 1;
        const keys = open.at(-1);
        if (!keys || json[skipBlanks(json, i + 1)] !== COLON) break;
        if (++names > MAX_RECORD_VALUES) return { duplicateKey, positions, otherValues: names };
        const key = nameOf(json.subarray(start, i));
        if (keys.has(key)) duplicateKey ??= key;
        keys.add(key);
      }
    }
  }
  return {
    duplicateKey,
    positions,
    otherValues: Math.max(0, marks - MARKS_PER_POSITION * positions),
  };
}

function skipBlanks(json: Buffer, from: number): number {
  let at = from;
  while (json[at] === 0x20 || json[at] === 0x0a || json[at] === 0x0d || json[at] === 0x09) at++;
  return at;
}

function isNumberStart(byte: number | undefined): boolean {
  return byte === MINUS || (byte !== undefined && byte >= 0x30 && byte <= 0x39);
}

/** The name that a key means: "n\u0061me" is "name". */
function nameOf(written: Buffer): string {
  const text = written.toString("utf8");
  if (!text.includes("\\")) return text;
  try {
    return JSON.parse(`"${text}"`) as string;
  } catch {
    return text;
  }
}
