/** A word of a text and its line, counted from 1. */
export interface Token {
  readonly text: string;
  readonly line: number;
}

/** Words of a text, held as two columns of positions: a file of millions of numbers must not become millions of objects. */
export interface Tokens {
  readonly length: number;
  readonly at: (index: number) => Token | undefined;
  /** True when the word is the first of its line, or lies behind the last word. */
  readonly starts: (index: number) => boolean;
}

const NEW_LINE = 10;
const SPACE = 32;
const BYTE_ORDER_MARK = 0xfeff;

/** Splits a text at white space, up to a number of words. */
export function splitNumbers(text: string, most: number): Tokens {
  let room = Math.min(most, 1024);
  let from = new Int32Array(room);
  let to = new Int32Array(room);
  let line = new Int32Array(room);
  let count = 0;
  let lines = 1;
  let at = text.charCodeAt(0) === BYTE_ORDER_MARK ? 1 : 0;
  while (at < text.length && count < most) {
    const code = text.charCodeAt(at);
    if (isGap(code)) {
      if (code === NEW_LINE) lines++;
      at++;
      continue;
    }
    if (count === room) {
      room = Math.min(most, room * 2);
      from = grown(from, room);
      to = grown(to, room);
      line = grown(line, room);
    }
    from[count] = at;
    line[count] = lines;
    while (at < text.length && !isGap(text.charCodeAt(at))) at++;
    to[count++] = at;
  }
  return {
    length: count,
    at: (index) =>
      index < count
        ? { text: text.slice(from[index]!, to[index]!), line: line[index]! }
        : undefined,
    starts: (index) => index === 0 || index >= count || line[index]! > line[index - 1]!,
  };
}

// The no-break space too: tables are pasted from pages.
const isGap = (code: number): boolean => code <= SPACE || code === 160;

function grown(column: Int32Array, room: number): Int32Array<ArrayBuffer> {
  const wider = new Int32Array(room);
  wider.set(column);
  return wider;
}
