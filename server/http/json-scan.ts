const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

/** Brackets open at once: an outline in a change in a request needs 8. */
const MAX_DEPTH = 32;
/** Values in all; a plan of 250,000 moves has 2 million. */
const MAX_VALUES = 4_000_000;

export interface TextFault {
  code: "tooDeep" | "tooManyValues" | "duplicateKey" | "forbiddenKey" | "badText";
  title: string;
  byte: number;
}

/**
 * Looks through JSON text before it is parsed: depth, number of values, names that stand twice in one object (of which JSON.parse would
 * keep the last without a word), names of prototypes, and texts with NUL or half characters. Null when none is found; whether it is JSON
 * at all is for JSON.parse to say.
 */
export function scanText(bytes: Buffer): TextFault | null {
  /** Names of the open objects; null stands for a list. */
  const open: (Set<string> | null)[] = [];
  let values = 0;
  for (let i = 0; i < bytes.length; i++) {
    switch (bytes[i]!) {
      case OPEN_BRACE:
      case OPEN_BRACKET:
        if (open.length >= MAX_DEPTH)
          return { code: "tooDeep", title: `Brackets nest deeper than ${MAX_DEPTH}.`, byte: i };
        open.push(bytes[i] === OPEN_BRACE ? new Set() : null);
        values++;
        break;
      case CLOSE_BRACE:
      case CLOSE_BRACKET:
        open.pop();
        break;
      case COMMA:
        if (++values > MAX_VALUES)
          return {
            code: "tooManyValues",
            title: `The body holds more than ${MAX_VALUES} values.`,
            byte: i,
          };
        break;
      case QUOTE: {
        const start = i;
        let escaped = false;
        while (++i < bytes.length && bytes[i] !== QUOTE) {
          if (bytes[i] !== BACKSLASH) continue;
          escaped = true;
          i++;
        }
        const names = open.at(-1);
        const isName = names != null && bytes[nextSign(bytes, i + 1)] === COLON;
        if (!escaped && !isName) break;
        const text = textOf(bytes, start, i, escaped);
        if (text === null) break;
        const fault = faultOf(text, isName ? names : null, start);
        if (fault !== null) return fault;
      }
    }
  }
  return null;
}

function nextSign(bytes: Buffer, from: number): number {
  let i = from;
  while (bytes[i] === 0x20 || bytes[i] === 0x0a || bytes[i] === 0x0d || bytes[i] === 0x09) i++;
  return i;
}

/** The text between two quotes, null when it is none. */
function textOf(bytes: Buffer, start: number, end: number, escaped: boolean): string | null {
  if (!escaped) return bytes.toString("utf8", start + 1, end);
  try {
    return JSON.parse(bytes.toString("utf8", start, end + 1)) as string;
  } catch {
    return null;
  }
}

/** NUL, or half of a character that takes two units. */
const UNSTORABLE = /[\0\ud800-\udfff]/u;
const FORBIDDEN = new Set(["__proto__"]);

function faultOf(text: string, names: Set<string> | null, byte: number): TextFault | null {
  if (UNSTORABLE.test(text))
    return {
      code: "badText",
      title: "A text holds a NUL character or half of a character.",
      byte,
    };
  if (names === null) return null;
  if (FORBIDDEN.has(text))
    return { code: "forbiddenKey", title: `The name ${text} is not taken.`, byte };
  if (names.has(text))
    return {
      code: "duplicateKey",
      title: `The name ${JSON.stringify(text.slice(0, 80))} stands twice in one object.`,
      byte,
    };
  names.add(text);
  return null;
}
