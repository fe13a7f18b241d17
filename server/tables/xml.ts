import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import sax from "sax";
import { refuse } from "../datasets/problems.ts";
import { strictDecoder } from "../datasets/reading/encoding.ts";

/** What a reader wants to know of an XML file. Names come without their prefix. */
export interface XmlEvents {
  open(name: string, attributes: Readonly<Record<string, string>>): void;
  close(name: string): void;
  text(text: string): void;
}

const local = (name: string): string => name.slice(name.indexOf(":") + 1);

/**
 * Reads an XML file in pieces. Refuses what is damaged, and any DOCTYPE: files of offices have none, and with one a few lines can stand for
 * gigabytes or for other files. Ends early once `isDone`.
 */
export async function readXml(
  path: string,
  name: string,
  events: XmlEvents,
  isDone: () => boolean = () => false,
): Promise<void> {
  const parser = sax.parser(true, { position: false });
  parser.onopentag = (tag) => {
    const attributes: Record<string, string> = Object.create(null) as Record<string, string>;
    for (const [key, value] of Object.entries(tag.attributes))
      attributes[local(key)] = value as string;
    events.open(local(tag.name), attributes);
  };
  parser.onclosetag = (tag) => events.close(local(tag));
  parser.ontext = (text) => events.text(text);
  parser.oncdata = (text) => events.text(text);
  parser.ondoctype = () => {
    throw refuse("xml-doctype", {
      message: `The workbook's part ${name} declares a document type (DOCTYPE), which no table program writes.`,
      mend: "Do not use this file; save the table again as .xlsx or CSV.",
    });
  };
  parser.onerror = (error) => {
    throw damaged(name, error.message.split("\n")[0]!);
  };
  const decoder = strictDecoder(await encodingOf(path));
  const stream = createReadStream(path);
  try {
    for await (const block of stream) {
      parser.write(decoder.decode(block as Buffer, { stream: true }));
      if (isDone()) return;
    }
    parser.write(decoder.decode()).close();
  } catch (error) {
    if (error instanceof TypeError) throw damaged(name, "it is not text");
    throw error;
  } finally {
    stream.destroy();
  }
}

function damaged(name: string, why: string): Error {
  return refuse("xml-damaged", {
    message: `The workbook's part ${name} cannot be read: ${why}.`,
    mend: "Open the file in the table program and save it again as .xlsx.",
  });
}

async function encodingOf(path: string): Promise<string> {
  const file = await open(path);
  try {
    const head = Buffer.alloc(2);
    await file.read(head, 0, 2, 0);
    if (head[0] === 0xff && head[1] === 0xfe) return "utf-16le";
    return head[0] === 0xfe && head[1] === 0xff ? "utf-16be" : "utf-8";
  } finally {
    await file.close();
  }
}
