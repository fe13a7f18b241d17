import { Duplex } from "node:stream";
import { WINDOW_BYTES } from "./thread-messages.ts";

/** How a connection reaches its backend. */
export interface Wire {
  /** Resolves when the backend is there. */
  open(): Promise<void>;
  send(bytes: Uint8Array<ArrayBuffer>): void;
  /** Says that the client has taken so many bytes. */
  delivered(bytes: number): void;
  end(): void;
}

/** One connection to the embedded database in the shape of the socket that node-postgres expects. */
export class ConnectionStream extends Duplex {
  readonly #wire: Wire;
  #untakenBytes = 0;
  #writeOn: (() => void) | null = null;
  /** What the client has not yet taken; null is the end. */
  readonly #arrived: (Uint8Array | null)[] = [];
  #wantsBytes = false;
  #hasEnded = false;

  constructor(wire: Wire) {
    super();
    this.#wire = wire;
  }

  connect(): this {
    this.#wire.open().then(
      () => this.emit("connect"),
      (error: Error) => this.destroy(error),
    );
    return this;
  }

  /** The backend sent bytes. */
  arrive(bytes: Uint8Array): void {
    if (this.destroyed) return this.#wire.delivered(bytes.length);
    this.#arrived.push(bytes);
    if (this.#wantsBytes) this._read();
  }

  /** The backend has read so many bytes of what was written. */
  taken(bytes: number): void {
    this.#untakenBytes -= bytes;
    if (this.#untakenBytes > WINDOW_BYTES) return;
    const writeOn = this.#writeOn;
    this.#writeOn = null;
    writeOn?.();
  }

  /** The backend has ended the connection. */
  hangUp(error: Error | null): void {
    this.#hasEnded = true;
    if (error) this.destroy(error);
    else {
      this.#arrived.push(null);
      if (this.#wantsBytes) this._read();
    }
  }

  override _read(): void {
    this.#wantsBytes = true;
    for (let bytes = this.#arrived.shift(); bytes !== undefined; bytes = this.#arrived.shift()) {
      if (bytes !== null) this.#wire.delivered(bytes.length);
      if (this.push(bytes)) continue;
      this.#wantsBytes = false;
      return;
    }
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    // A copy of its own: the chunk may be a window into a larger pool, and the memory moves to the other thread.
    this.#wire.send(new Uint8Array(chunk));
    this.#untakenBytes += chunk.length;
    if (this.#untakenBytes > WINDOW_BYTES) this.#writeOn = done;
    else done();
  }

  override _writev(chunks: { chunk: Buffer }[], done: () => void): void {
    this._write(Buffer.concat(chunks.map(({ chunk }) => chunk)), "binary", done);
  }

  override _final(done: () => void): void {
    this.#wire.end();
    done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    if (!this.#hasEnded) this.#wire.end();
    for (const bytes of this.#arrived.splice(0)) this.#wire.delivered(bytes?.length ?? 0);
    this.#writeOn = null;
    done(error);
  }

  setNoDelay(): this {
    return this;
  }

  setKeepAlive(): this {
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }
}
