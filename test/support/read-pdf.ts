import { inflateSync } from "node:zlib";

/** What a PDF holds, read by its own structure: enough to hold the writer to what it should write. */
export interface ReadPdf {
  /** Objects by number, streams left out. */
  objects: Map<number, string>;
  /** Unpacked streams by number of their object. */
  streams: Map<number, Buffer>;
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
  const streams = new Map<number, Buffer>();
  rows.forEach((row, number) => {
    if (number === 0) return;
    const at = Number(row.slice(0, 10));
    const head = `${number} 0 obj\n`;
    if (!whole.startsWith(head, at)) throw new Error(`object ${number} is not where it should be`);
    const body = whole.slice(at + head.length, whole.indexOf("\nendobj", at));
    const [dictionary = ""] = body.split("\nstream\n", 1);
    objects.set(number, dictionary);
    const length = /\/Length (\d+)/.exec(dictionary);
    if (body.includes("\nstream\n") && length) {
      const from = at + head.length + dictionary.length + "\nstream\n".length;
      streams.set(number, inflateSync(bytes.subarray(from, from + Number(length[1]))));
    }
  });
  const pageObjects = [...objects.values()].filter((object) => /\/Type \/Page /.test(object));
  const pages = pageObjects.map((page) => {
    const content = Number(/\/Contents (\d+)/.exec(page)![1]);
    return streams.get(content)!.toString("latin1");
  });
  const resources = objects.get(Number(/\/Resources (\d+)/.exec(pageObjects[0]!)![1]))!;
  const maps = new Map<string, Map<string, string>>();
  for (const [, name, number] of resources.matchAll(/\/(regular|bold) (\d+) 0 R/g)) {
    const font = objects.get(Number(number))!;
    const map = streams.get(Number(/\/ToUnicode (\d+)/.exec(font)![1]))!.toString("latin1");
    maps.set(
      name!,
      new Map(
        [...map.matchAll(/<([0-9a-f]{4})> <([0-9A-F]+)>/g)].map(([, glyph, text]) => [
          glyph!,
          Buffer.from(text!, "hex").swap16().toString("utf16le"),
        ]),
      ),
    );
  }
  const texts = pages.map((page) =>
    [...page.matchAll(/BT \/(regular|bold) .*? <([0-9a-f]*)> Tj ET/g)]
      .map(([, font, glyphs]) =>
        (glyphs!.match(/.{4}/g) ?? []).map((glyph) => maps.get(font!)!.get(glyph)!).join(""),
      )
      .join("\n"),
  );
  return { objects, streams, pages, texts };
}
