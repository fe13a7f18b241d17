import { inflateSync } from "node:zlib";

/** What a PDF holds, read by its own structure: enough to hold a print to what should be on it. */
export interface ReadPdf {
  /** Objects by number, streams left out. */
  objects: Map<number, string>;
  /** Drawing commands of each page. */
  pages: string[];
  /** Text of each page, one line per text drawn, by the fonts' own ToUnicode maps. */
  texts: string[];
}

/** Reads a file through its cross-reference table; throws where that is wrong. */
export function readPdf(bytes: Buffer): ReadPdf {
  const whole = bytes.toString("latin1");
  const start = Number(/startxref\n(\d+)\n%%EOF\n$/.exec(whole)![1]);
  const [, size] = /^xref\n0 (\d+)\n/.exec(whole.slice(start))!;
  const rows = whole
    .slice(start)
    .split("\n")
    .slice(2, 2 + Number(size));
  const objects = new Map<number, string>();
  const streams = new Map<number, string>();
  rows.forEach((row, number) => {
    if (number === 0) return;
    const at = Number(row.slice(0, 10));
    const head = `${number} 0 obj\n`;
    if (!whole.startsWith(head, at)) throw new Error(`object ${number} is not where it should be`);
    const body = whole.slice(at + head.length, whole.indexOf("\nendobj", at));
    const [dictionary = ""] = body.split("\nstream\n", 1);
    objects.set(number, dictionary);
    if (!body.includes("\nstream\n") || !dictionary.includes("/FlateDecode")) return;
    const from = at + head.length + dictionary.length + "\nstream\n".length;
    const length = Number(/\/Length (\d+)/.exec(dictionary)![1]);
    streams.set(number, inflateSync(bytes.subarray(from, from + length)).toString("latin1"));
  });
  const numberIn = (object: string, name: string): number =>
    Number(new RegExp(`/${name} \\[?(\\d+) 0 R`).exec(object)![1]);
  const kids = objects.get(numberIn(objects.get(numberIn(rootOf(whole), "Root"))!, "Pages"))!;
  const pageObjects = [.../\/Kids \[([^\]]*)\]/.exec(kids)![1]!.matchAll(/(\d+) 0 R/g)].map(
    ([, number]) => objects.get(Number(number))!,
  );
  const pages = pageObjects.map((page) => streams.get(numberIn(page, "Contents"))!);
  const texts = pageObjects.map((page, i) => {
    const resources = objects.get(numberIn(page, "Resources"))!;
    const maps = new Map(
      [...resources.matchAll(/\/(F\d+) (\d+) 0 R/g)].map(([, name, number]) => [
        name!,
        readMap(streams.get(numberIn(objects.get(Number(number))!, "ToUnicode"))!),
      ]),
    );
    return linesOf(pages[i]!, maps).join("\n");
  });
  return { objects, pages, texts };
}

const rootOf = (whole: string): string => whole.slice(whole.lastIndexOf("trailer"));

/** Glyph numbers, four figures each, to text. */
function readMap(map: string): Map<string, string> {
  const read = new Map<string, string>();
  for (const [, first, list] of map.matchAll(/<(\w{4})> <\w{4}> \[([^\]]*)\]/g))
    [...list!.matchAll(/<([\w ]+)>/g)].forEach(([, text], i) => {
      const glyph = (parseInt(first!, 16) + i).toString(16).padStart(4, "0");
      read.set(glyph, utf16(Buffer.from(text!.replaceAll(" ", ""), "hex")));
    });
  return read;
}

function linesOf(page: string, maps: ReadonlyMap<string, ReadonlyMap<string, string>>): string[] {
  return [...page.matchAll(/BT\n(.*?)\nET/gs)].map(([, text]) => {
    const map = maps.get(/\/(F\d+) /.exec(text!)![1]!)!;
    const glyphs = [...text!.matchAll(/<(\w+)>/g)].flatMap(([, hex]) => hex!.match(/.{4}/g) ?? []);
    return glyphs.map((glyph) => map.get(glyph)!).join("");
  });
}

const utf16 = (bigEnd: Buffer): string => Buffer.from(bigEnd).swap16().toString("utf16le");
