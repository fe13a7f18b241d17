import { StringDecoder } from "node:string_decoder";
import { finished, pipeline } from "node:stream/promises";
import type { Knex } from "knex";
import type { Client } from "pg";
import { from, to } from "pg-copy-streams";
import type { Db } from "./open.ts";

/** A geometry goes in as hexadecimal EWKB, JSON and arrays as their PostgreSQL text. */
export type CopyValue = string | number | boolean | null;

type Rows = Iterable<readonly CopyValue[]> | AsyncIterable<readonly CopyValue[]>;

const CHUNK_CHARACTERS = 64 * 1024;

/**
 * Writes rows by COPY, the fast way in, on the connection of `db` (inside its transaction when it is one). Rows are
 * pulled only as fast as the database takes them. Gives the number of rows written.
 * All or nothing: when a row is refused or `rows` throws, nothing of this call stays and the error is thrown; inside a
 * transaction that transaction is then aborted.
 */
export function copyRows(
  db: Db,
  table: string,
  columns: readonly string[],
  rows: Rows,
): Promise<number> {
  const sql = `copy ${quoteName(table)} (${columns.map(quoteName).join(", ")}) from stdin`;
  return withConnection(db, async (connection) => {
    const stream = connection.query(from(sql));
    await pipeline(encode(rows), stream);
    return stream.rowCount;
  });
}

/**
 * Reads the rows of a query by COPY, the fast way out: every value as its PostgreSQL text, null as null. `query` is a
 * select without bindings, or a knex query whose bindings are then written into it.
 * The connection is taken until the loop ends, so on the embedded database use no other query inside the loop.
 */
export async function* readCopy(
  db: Db,
  query: string | Knex.Raw | Knex.QueryBuilder,
): AsyncGenerator<(string | null)[], void, void> {
  const text = typeof query === "string" ? query : query.toQuery();
  const sql = /^\s*copy\b/i.test(text) ? text : `copy (${text}) to stdout`;
  const connection = await acquire(db);
  try {
    const stream = connection.query(to(sql));
    try {
      yield* decode(stream.iterator({ destroyOnReturn: false }));
    } finally {
      // A reader that stopped early leaves rows on the wire; they must be taken off before the connection is used again.
      if (!stream.readableEnded && !stream.errored) {
        stream.resume();
        await finished(stream);
      }
    }
  } finally {
    release(db, connection);
  }
}

async function* encode(rows: Rows): AsyncGenerator<Buffer, void, void> {
  let text = "";
  for await (const row of rows) {
    for (let i = 0; i < row.length; i++)
      text += (i === 0 ? "" : "\t") + encodeValue(row[i] ?? null);
    text += "\n";
    if (text.length >= CHUNK_CHARACTERS) {
      yield Buffer.from(text);
      text = "";
    }
  }
  if (text !== "") yield Buffer.from(text);
}

const NEEDS_ESCAPE = /[\\\t\n\r]/;
const ESCAPES: Readonly<Record<string, string>> = {
  "\\": "\\\\",
  "\t": "\\t",
  "\n": "\\n",
  "\r": "\\r",
};

function encodeValue(value: CopyValue): string {
  if (value === null) return "\\N";
  if (typeof value !== "string")
    return typeof value === "boolean" ? (value ? "t" : "f") : String(value);
  return NEEDS_ESCAPE.test(value)
    ? value.replace(/[\\\t\n\r]/g, (character) => ESCAPES[character] ?? character)
    : value;
}

async function* decode(
  chunks: AsyncIterable<Buffer>,
): AsyncGenerator<(string | null)[], void, void> {
  const decoder = new StringDecoder("utf8");
  let rest = "";
  for await (const chunk of chunks) {
    const lines = (rest + decoder.write(chunk)).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) yield line.split("\t").map(decodeValue);
  }
}

const UNESCAPES: Readonly<Record<string, string>> = {
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
};

function decodeValue(text: string): string | null {
  if (!text.includes("\\")) return text;
  if (text === "\\N") return null;
  return text.replace(/\\(.)/gs, (_, character: string) => UNESCAPES[character] ?? character);
}

function quoteName(name: string): string {
  return name
    .split(".")
    .map((part) => `"${part.replaceAll('"', '""')}"`)
    .join(".");
}

async function withConnection<T>(db: Db, work: (connection: Client) => Promise<T>): Promise<T> {
  const connection = await acquire(db);
  try {
    return await work(connection);
  } finally {
    release(db, connection);
  }
}

/** knex leaves its client untyped; on a transaction it gives the one connection of that transaction. */
interface ConnectionSource {
  acquireConnection(): Promise<Client>;
  releaseConnection(connection: Client): Promise<void>;
}

function acquire(db: Db): Promise<Client> {
  return (db.client as ConnectionSource).acquireConnection();
}

function release(db: Db, connection: Client): void {
  void (db.client as ConnectionSource).releaseConnection(connection);
}
