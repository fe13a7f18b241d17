import { Worker } from "node:worker_threads";
import { workerFile } from "../../worker-file.ts";
import { ConnectionStream } from "./connection-stream.ts";
import {
  DELIVERED,
  type FromThread,
  POSTED,
  type ThreadData,
  type ToThread,
} from "./thread-messages.ts";

/** The worker thread of the embedded database and the connections into it, seen from the main thread. */
export class BackendThread {
  readonly #worker: Worker;
  readonly #signals: Int32Array<SharedArrayBuffer>;
  readonly #streams = new Map<number, ConnectionStream>();
  #connections = 0;
  /** Why the thread is no longer there; null while it runs. */
  #stopped: Error | null = null;
  /** Resolves when the thread has started, throws when it could not. */
  readonly ready: Promise<void>;
  /** Resolves when the thread has ended, for whatever reason. */
  readonly ended: Promise<void>;

  constructor(clusterDir: string, bundlePath: string) {
    this.#signals = new Int32Array(new SharedArrayBuffer(8));
    const workerData: ThreadData = { clusterDir, bundlePath, signals: this.#signals };
    this.#worker = new Worker(workerFile("./worker.ts", import.meta.url), { workerData });
    this.ended = new Promise((resolve) => this.#worker.once("exit", () => resolve()));
    this.ready = new Promise((resolve, reject) => {
      this.#worker.on("message", (message: FromThread) => {
        if ("ready" in message) resolve();
        else if ("failed" in message) this.#stop(message.failed);
        else if ("warning" in message) process.emitWarning(message.warning);
        else if ("connection" in message) this.#dispatch(message);
      });
      this.#worker.on("error", (cause) =>
        this.#stop(cause instanceof Error ? cause.message : String(cause), cause),
      );
      this.#worker.once("exit", () => {
        this.#stop("its thread ended");
        reject(this.#stopped ?? new Error("stopped"));
      });
    });
    this.ready.catch(() => undefined); // Whoever waits for it is told; nobody need wait.
  }

  get hasStopped(): boolean {
    return this.#stopped !== null;
  }

  /** A new connection; its stream can be given to node-postgres. */
  openStream(): ConnectionStream {
    const connection = ++this.#connections;
    const stream = new ConnectionStream({
      open: () => this.ready,
      send: (bytes) => this.#post({ connection, bytes }, [bytes.buffer]),
      delivered: (bytes) => {
        Atomics.add(this.#signals, DELIVERED, bytes);
        Atomics.notify(this.#signals, DELIVERED);
      },
      end: () => this.#post({ connection, ended: true }, []),
    });
    this.#streams.set(connection, stream);
    return stream;
  }

  /** Lets the database write everything out and ends the thread. */
  async close(): Promise<void> {
    if (!this.hasStopped) this.#post({ close: true }, []);
    await this.ended;
  }

  /** Ends the thread at once, in the middle of whatever it does: the only way to cancel a statement. Nothing committed is lost. */
  async terminate(): Promise<void> {
    await this.#worker.terminate();
    await this.ended;
  }

  #post(message: ToThread, transfer: ArrayBuffer[]): void {
    if (this.hasStopped) return;
    this.#worker.postMessage(message, transfer);
    Atomics.add(this.#signals, POSTED, 1);
    Atomics.notify(this.#signals, POSTED);
  }

  #dispatch(message: Extract<FromThread, { connection: number }>): void {
    const stream = this.#streams.get(message.connection);
    if ("bytes" in message) stream?.arrive(message.bytes);
    else if ("taken" in message) stream?.taken(message.taken);
    else {
      this.#streams.delete(message.connection);
      stream?.hangUp(null);
    }
  }

  #stop(reason: string, cause?: unknown): void {
    if (this.#stopped) return;
    this.#stopped = new Error(`The embedded database stopped: ${reason}`, { cause });
    for (const stream of this.#streams.values()) stream.hangUp(this.#stopped);
    this.#streams.clear();
  }
}
