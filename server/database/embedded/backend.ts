import type { PostgresModule } from "./postgres-module.ts";

/** Exit status by which this build says that an ERROR jumped to the main loop. */
const LONG_JUMP = 100;
const TERMINATE = "X".charCodeAt(0);
const COPY_FAIL = "f".charCodeAt(0);
/** Query, Sync and FunctionCall: the messages that are answered by ReadyForQuery. */
const END_OF_SERIES = new Set(Buffer.from("QSF"));
const READY_FOR_QUERY = "Z".charCodeAt(0);
const READY_FOR_QUERY_BYTES = 6;
const DATA_ROW = "D".charCodeAt(0);
const ERROR_RESPONSE = "E".charCodeAt(0);
const OUTPUT_BYTES = 64 * 1024;

/** One client connection as the backend sees it. */
export interface Connection {
  /** The next bytes that came in, waiting for them; null when the client is gone. */
  read(): Uint8Array | null;
  write(bytes: Uint8Array): void;
}

/** The backend can no longer be used and must be started anew; what was committed is safe in its log. */
class BackendStopped extends Error {}

/**
 * Drives the single PostgreSQL backend, as its own main loop would: it reads a message, blocking until there is one,
 * runs it, and writes the answer. Blocking is what makes COPY FROM STDIN stream instead of piling up in memory.
 */
export class Backend {
  readonly #postgres: PostgresModule;
  readonly #restoreStack: () => void;
  #connection: Connection | null = null;
  #input: Uint8Array = new Uint8Array(0);
  #hasBegunReading = false;
  /** Bytes of the message being read that have not yet come in. */
  #frameLeft = 0;
  readonly #output = new Uint8Array(OUTPUT_BYTES);
  #outputLength = 0;

  constructor(postgres: PostgresModule, restoreStack: () => void) {
    this.#postgres = postgres;
    this.#restoreStack = restoreStack;
    const read = postgres.addFunction((pointer, length) => this.#give(pointer, length), "iii");
    const write = postgres.addFunction((pointer, length) => this.#take(pointer, length), "iii");
    postgres._pgl_set_rw_cbs(read, write);
  }

  get isInTransaction(): boolean {
    return this.#postgres._IsTransactionBlock() !== 0;
  }

  /** Serves one connection until its client ends it or goes away; then the session is as new. */
  serve(connection: Connection): void {
    this.#connection = connection;
    this.#input = new Uint8Array(0);
    try {
      if (this.#haveWholeFrame(0)) {
        this.#startSession();
        while (this.#haveWholeFrame(1) && this.#input[0] !== TERMINATE) this.#runMessage();
      }
    } finally {
      this.#connection = null;
    }
    this.#resetSession();
  }

  /** Runs statements of this program itself, between connections or while a connection is idle. Throws on an ERROR. */
  run(sql: string): void {
    this.#runAside(queryMessage(sql));
  }

  /** The first value of the first row of a query of this program itself; null when there is none. Throws on an ERROR. */
  ask(sql: string): string | null {
    const row = messagesOf(this.#runAside(queryMessage(sql))).find(
      (message) => message[0] === DATA_ROW,
    );
    if (!row) return null;
    const bytes = row.readInt32BE(7);
    return bytes < 0 ? null : row.toString("utf8", 11, 11 + bytes);
  }

  #startSession(): void {
    const postgres = this.#postgres;
    this.#frameLeft = int32(this.#input, 0);
    if (postgres._ProcessStartupPacket(postgres._pgl_getMyProcPort(), true, true) !== 0) {
      throw new BackendStopped("the backend refused a connection");
    }
    postgres._pgl_sendConnData();
    postgres._pgl_pq_flush();
    this.#restoreStack();
    this.#flush();
  }

  /** The client may have left in any state: after a failed message, in a transaction, with settings and temporary tables. */
  #resetSession(): void {
    this.#runAside(Uint8Array.of("S".charCodeAt(0), 0, 0, 0, 4));
    this.run("rollback");
    this.run("discard all");
  }

  /** Runs one message as if from a client of its own and gives the answer. Throws on an ERROR. */
  #runAside(message: Uint8Array): Buffer {
    const connection = this.#connection;
    const input = this.#input;
    const answer: Uint8Array[] = [];
    this.#connection = { read: () => null, write: (bytes) => answer.push(bytes) };
    this.#input = message;
    try {
      this.#runMessage();
    } finally {
      this.#connection = connection;
      this.#input = input;
    }
    const bytes = Buffer.concat(answer);
    const error = messagesOf(bytes).find((part) => part[0] === ERROR_RESPONSE);
    if (error) throw new Error(messageOfError(error));
    return bytes;
  }

  #runMessage(): void {
    const postgres = this.#postgres;
    this.#frameLeft = 1 + int32(this.#input, 1);
    this.#hasBegunReading = false;
    const isEndOfSeries = END_OF_SERIES.has(this.#input[0] ?? 0);
    try {
      postgres._PostgresMainLoopOnce();
    } catch (cause) {
      if (postgres._pgl_setPGliteExitStatus(-2) !== LONG_JUMP) {
        throw new BackendStopped(
          `the embedded database stopped: ${cause instanceof Error ? cause.message : String(cause)}`,
          { cause },
        );
      }
      postgres._PostgresMainLongJmp();
    }
    if (isEndOfSeries) postgres._PostgresSendReadyForQueryIfNecessary();
    postgres._pgl_pq_flush();
    this.#restoreStack();
    this.#flush();
  }

  /** Whether a whole message lies in `#input`, waiting for it; false when the client left before its end. */
  #haveWholeFrame(lengthAt: 0 | 1): boolean {
    while (
      this.#input.length < lengthAt + 4 ||
      this.#input.length < lengthAt + int32(this.#input, lengthAt)
    ) {
      if (!this.#receive()) return false;
    }
    return true;
  }

  #receive(): boolean {
    this.#flush();
    const more = this.#connection?.read() ?? null;
    if (more === null) return false;
    this.#input = this.#input.length === 0 ? more : Buffer.concat([this.#input, more]);
    return true;
  }

  /** PostgreSQL asks for bytes. Past the end of the message at hand it does so only in COPY FROM STDIN. */
  #give(pointer: number, length: number): number {
    this.#hasBegunReading = true;
    while (this.#frameLeft === 0 && this.#input.length < 5) if (!this.#receive()) this.#failCopy();
    if (this.#frameLeft === 0) this.#frameLeft = 1 + int32(this.#input, 1);
    while (this.#input.length === 0) if (!this.#receive()) this.#failCopy();
    const given = this.#input.subarray(0, Math.min(length, this.#frameLeft));
    this.#postgres.HEAPU8.set(given, pointer);
    this.#input = this.#input.subarray(given.length);
    this.#frameLeft -= given.length;
    return given.length;
  }

  /** The client left in the middle of a COPY: its last message is filled up, and a CopyFail takes everything back. */
  #failCopy(): void {
    const reason = Buffer.from("the client left in the middle of COPY\0");
    const fail = Buffer.alloc(5 + reason.length);
    fail[0] = COPY_FAIL;
    fail.writeInt32BE(4 + reason.length, 1);
    reason.copy(fail, 5);
    const missing = this.#frameLeft === 0 ? 0 : this.#frameLeft - this.#input.length;
    this.#input = Buffer.concat([
      this.#frameLeft === 0 ? new Uint8Array(0) : this.#input,
      Buffer.alloc(missing),
      fail,
    ]);
  }

  #take(pointer: number, length: number): number {
    const sent = this.#postgres.HEAPU8.subarray(pointer, pointer + length);
    // After an ERROR the rest of a series of messages is skipped up to its Sync, and only that is answered by ReadyForQuery.
    // This build sends one more, when it comes to read the message after the ERROR; the client would take it for the end.
    const bytes = this.#hasBegunReading ? sent : withoutReadyForQuery(sent);
    if (this.#outputLength + bytes.length > OUTPUT_BYTES) this.#flush();
    if (bytes.length > OUTPUT_BYTES) this.#connection?.write(bytes.slice());
    else {
      this.#output.set(bytes, this.#outputLength);
      this.#outputLength += bytes.length;
    }
    return length;
  }

  #flush(): void {
    if (this.#outputLength > 0) this.#connection?.write(this.#output.slice(0, this.#outputLength));
    this.#outputLength = 0;
  }
}

function withoutReadyForQuery(bytes: Uint8Array): Uint8Array {
  const start = bytes.length - READY_FOR_QUERY_BYTES;
  return bytes[start] === READY_FOR_QUERY && int32(bytes, start + 1) === READY_FOR_QUERY_BYTES - 1
    ? bytes.subarray(0, start)
    : bytes;
}

function int32(bytes: Uint8Array, at: number): number {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getInt32(at);
}

function queryMessage(sql: string): Uint8Array {
  const text = Buffer.from(`${sql}\0`);
  const message = Buffer.alloc(5 + text.length);
  message[0] = "Q".charCodeAt(0);
  message.writeInt32BE(4 + text.length, 1);
  text.copy(message, 5);
  return message;
}

function messagesOf(answer: Buffer): Buffer[] {
  const messages: Buffer[] = [];
  for (let at = 0; at + 5 <= answer.length;) {
    const end = at + 1 + answer.readInt32BE(at + 1);
    messages.push(answer.subarray(at, end));
    at = end;
  }
  return messages;
}

/** An ErrorResponse is a list of fields, each a letter and a text; M is the message. */
function messageOfError(error: Buffer): string {
  const fields = error.toString("utf8", 5).split("\0");
  return fields.find((field) => field.startsWith("M"))?.slice(1) ?? "unknown error";
}
