import { TextDecoder } from "node:util";
import { refuse } from "../problems.ts";

/** Names under which tools write encodings, as labels of TextDecoder. The GB family is read as its superset. */
const ALIASES: Readonly<Record<string, string>> = {
  "936": "gb18030",
  cp936: "gb18030",
  ms936: "gb18030",
  gbk: "gb18030",
  gb2312: "gb18030",
  gb18030: "gb18030",
  euccn: "gb18030",
  "54936": "gb18030",
  utf8: "utf-8",
  "65001": "utf-8",
  cp65001: "utf-8",
  utf16: "utf-16le",
  utf16le: "utf-16le",
  utf16be: "utf-16be",
  "950": "big5",
  cp950: "big5",
  big5: "big5",
  "1252": "windows-1252",
  cp1252: "windows-1252",
  ansi1252: "windows-1252",
  iso88591: "windows-1252",
  "88591": "windows-1252",
  latin1: "windows-1252",
  ascii: "utf-8",
  usascii: "utf-8",
};

/** The TextDecoder label behind a name as written in a .cpg or on the command line; null when it is not known. */
export function encodingOfName(name: string): string | null {
  const key = name
    .replace(/^\uFEFF/, "")
    .trim()
    .toLowerCase()
    .replace(/[\s_-]/g, "");
  return Object.hasOwn(ALIASES, key) ? ALIASES[key]! : null;
}

/** The same, but refuses a name that is not known. */
export function requireEncoding(name: string): string {
  const encoding = encodingOfName(name);
  if (encoding !== null) return encoding;
  throw refuse("unknown-encoding", {
    message: `The encoding ${JSON.stringify(name.slice(0, 40))} is not known.`,
    mend: "Use UTF-8, GBK, GB18030, UTF-16, Big5 or Windows-1252.",
  });
}

/** A decoder that throws on bytes that are not of the encoding, instead of writing replacement characters. */
export function strictDecoder(encoding: string): TextDecoder {
  return new TextDecoder(encoding, { fatal: true });
}

/**
 * Collects evidence about the encoding of many short texts (column names and cells of a .dbf, which cuts texts at a
 * byte and so may cut a character). Judge once all were seen.
 */
export class EncodingWitness {
  readonly #utf8 = strictDecoder("utf-8");
  readonly #gb18030 = strictDecoder("gb18030");
  /** Bytes outside ASCII. */
  foreignBytes = 0;
  mayBeUtf8 = true;
  mayBeGb18030 = true;

  /** `full` when the text fills its field, so that its last character may be cut. */
  see(bytes: Uint8Array, full: boolean): void {
    let foreign = 0;
    for (let i = 0; i < bytes.length; i++) if (bytes[i]! > 127) foreign++;
    if (foreign === 0) return;
    this.foreignBytes += foreign;
    if (this.mayBeUtf8) this.mayBeUtf8 = decodeCut(this.#utf8, bytes, full) !== null;
    if (this.mayBeGb18030) this.mayBeGb18030 = decodeCut(this.#gb18030, bytes, full) !== null;
  }
}

/** Decodes; when the text fills its field, up to three bytes of a cut last character are left out. Null when it is not text. */
export function decodeCut(decoder: TextDecoder, bytes: Uint8Array, full: boolean): string | null {
  for (let cut = 0; cut <= (full ? 3 : 0) && cut < Math.max(1, bytes.length); cut++) {
    try {
      return decoder.decode(cut === 0 ? bytes : bytes.subarray(0, bytes.length - cut));
    } catch {
      // Not text with this many bytes; try without the last.
    }
  }
  return null;
}
