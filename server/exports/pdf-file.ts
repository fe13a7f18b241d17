import { createHash } from "node:crypto";
import { deflateSync } from "node:zlib";

/** A PDF 1.7 file being written: objects by number, put together at the end. Source: ISO 32000-1. */
export class PdfFile {
  readonly #objects: (Buffer | null)[] = [];

  /** A number for an object that is written later. */
  reserve(): number {
    this.#objects.push(null);
    return this.#objects.length;
  }

  /** Writes an object and gives its number. */
  add(body: string, number = this.reserve()): number {
    this.#objects[number - 1] = Buffer.from(body, "latin1");
    return number;
  }

  /** Writes a stream, packed, with further entries of its dictionary. */
  addStream(bytes: Uint8Array, entries = "", number = this.reserve()): number {
    const packed = deflateSync(bytes, { level: 9 });
    this.#objects[number - 1] = Buffer.concat([
      Buffer.from(
        `<< ${entries} /Filter /FlateDecode /Length ${packed.length} >>\nstream\n`,
        "latin1",
      ),
      packed,
      Buffer.from("\nendstream", "latin1"),
    ]);
    return number;
  }

  /** The whole file. Throws when an object that was reserved is missing. */
  bytes(catalog: number, information: number): Buffer {
    const pieces: Buffer[] = [Buffer.from("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "latin1")];
    let offset = pieces[0]!.length;
    const offsets: number[] = [];
    this.#objects.forEach((object, i) => {
      if (object === null) throw new Error(`object ${i + 1} of the PDF was never written`);
      offsets.push(offset);
      const whole = Buffer.concat([
        Buffer.from(`${i + 1} 0 obj\n`, "latin1"),
        object,
        Buffer.from("\nendobj\n", "latin1"),
      ]);
      pieces.push(whole);
      offset += whole.length;
    });
    const hash = createHash("sha256");
    for (const piece of pieces) hash.update(piece);
    const id = hash.digest("hex").slice(0, 32);
    const rows = offsets.map((at) => `${String(at).padStart(10, "0")} 00000 n \n`).join("");
    const size = offsets.length + 1;
    pieces.push(
      Buffer.from(
        `xref\n0 ${size}\n0000000000 65535 f \n${rows}trailer\n<< /Size ${size} /Root ${catalog} 0 R /Info ${information} 0 R /ID [<${id}> <${id}>] >>\nstartxref\n${offset}\n%%EOF\n`,
        "latin1",
      ),
    );
    return Buffer.concat(pieces);
  }
}

/** A text as a PDF string: UTF-16 with its mark, in hexadecimal, so that nothing in it can end it. */
export function pdfText(text: string): string {
  return `<FEFF${utf16(text)}>`;
}

/** UTF-16, big end first, in hexadecimal. */
export function utf16(text: string): string {
  let hex = "";
  for (let i = 0; i < text.length; i++) hex += text.charCodeAt(i).toString(16).padStart(4, "0");
  return hex.toUpperCase();
}

/** A number with at most three decimals and no exponent. */
export function pdfNumber(value: number): string {
  if (!Number.isFinite(value)) throw new Error(`${value} cannot be drawn`);
  const text = value.toFixed(3).replace(/\.?0+$/, "");
  return text === "-0" ? "0" : text;
}
