import { once } from "node:events";
import { createReadStream, createWriteStream } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { finished } from "node:stream/promises";
import type { DatasetRecord } from "../../core/contract/record.ts";
import { makeTemporary } from "../temporary.ts";

const CHUNK_CHARACTERS = 256 * 1024;

/** Checked records kept in a file between the check of the whole input and the transaction that takes them in. */
export class Staging {
  readonly #folder: string;
  readonly #stream;
  #text = "";

  private constructor(folder: string) {
    this.#folder = folder;
    this.#stream = createWriteStream(join(folder, "records"));
    this.#stream.on("error", () => {
      // Told by the write or the end that follows.
    });
  }

  static async open(): Promise<Staging> {
    return new Staging(await makeTemporary("staging"));
  }

  async write(record: DatasetRecord): Promise<void> {
    this.#text += `${JSON.stringify(record)}\n`;
    if (this.#text.length < CHUNK_CHARACTERS) return;
    if (this.#stream.errored) throw this.#stream.errored;
    const flowing = this.#stream.write(this.#text);
    this.#text = "";
    if (!flowing) await once(this.#stream, "drain");
  }

  async end(): Promise<void> {
    this.#stream.end(this.#text);
    this.#text = "";
    await finished(this.#stream);
  }

  async *read(): AsyncGenerator<DatasetRecord, void, void> {
    let rest = "";
    for await (const chunk of createReadStream(join(this.#folder, "records"), {
      encoding: "utf8",
      highWaterMark: CHUNK_CHARACTERS,
    })) {
      const lines = (rest + String(chunk)).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) yield JSON.parse(line) as DatasetRecord;
    }
  }

  async close(): Promise<void> {
    this.#stream.destroy();
    await rm(this.#folder, { recursive: true, force: true });
  }
}
