// The worker thread in which the embedded database lives. After its start it never returns to the event loop: it waits on
// shared memory, as a server process waits on its socket.
import {
  parentPort,
  receiveMessageOnPort,
  workerData,
  type MessagePort,
} from "node:worker_threads";
import { Backend, type Connection } from "./backend.ts";
import { startEngine } from "./engine.ts";
import { Maintenance } from "./maintenance.ts";
import { selfTest } from "./self-test.ts";
import {
  DELIVERED,
  type FromThread,
  POSTED,
  type ThreadData,
  type ToThread,
  WINDOW_BYTES,
} from "./thread-messages.ts";

const IDLE_MS = 5_000;

class Closed extends Error {}

/** Hands the connections of the main thread to the backend, one after another. */
class Switchboard {
  readonly #port: MessagePort;
  readonly #signals: Int32Array<SharedArrayBuffer>;
  readonly #waiting = new Map<number, ToThread[]>();
  readonly #tidyUp: () => boolean;
  #isTidy = false;
  #sentBytes = 0;

  /** `tidyUp` is called every few seconds of waiting, until it says that nothing is left to do or a message comes in. */
  constructor(port: MessagePort, signals: Int32Array<SharedArrayBuffer>, tidyUp: () => boolean) {
    this.#port = port;
    this.#signals = signals;
    this.#tidyUp = tidyUp;
  }

  /** Waits for a client and gives its number. */
  nextConnection(): number {
    for (;;) {
      const [first] = this.#waiting.keys();
      if (first !== undefined) return first;
      this.#sort();
    }
  }

  connection(id: number): Connection {
    let hasEnded = false;
    return {
      read: () => {
        while (!hasEnded) {
          const message = this.#waiting.get(id)?.shift();
          if (message === undefined) this.#sort();
          else if ("bytes" in message) {
            this.post({ connection: id, taken: message.bytes.length });
            return message.bytes;
          } else hasEnded = true;
        }
        return null;
      },
      write: (bytes) => this.#write(id, bytes as Uint8Array<ArrayBuffer>),
    };
  }

  finish(id: number): void {
    this.#waiting.delete(id);
    this.post({ connection: id, ended: true });
  }

  post(message: FromThread): void {
    this.#port.postMessage(message, "bytes" in message ? [message.bytes.buffer] : []);
  }

  #write(id: number, bytes: Uint8Array<ArrayBuffer>): void {
    this.#sentBytes = (this.#sentBytes + bytes.length) | 0;
    this.post({ connection: id, bytes });
    for (;;) {
      const delivered = Atomics.load(this.#signals, DELIVERED);
      if (((this.#sentBytes - delivered) | 0) <= WINDOW_BYTES) return;
      Atomics.wait(this.#signals, DELIVERED, delivered);
    }
  }

  /** Waits for one message and puts it to its connection. */
  #sort(): void {
    const posted = Atomics.load(this.#signals, POSTED);
    const received = receiveMessageOnPort(this.#port) as { message: ToThread } | undefined;
    if (received === undefined) {
      const isIdle =
        Atomics.wait(this.#signals, POSTED, posted, this.#isTidy ? Infinity : IDLE_MS) ===
        "timed-out";
      if (isIdle) this.#isTidy = !this.#tidyUp();
      return;
    }
    this.#isTidy = false;
    const { message } = received;
    if ("close" in message) throw new Closed();
    const queue = this.#waiting.get(message.connection);
    if (queue) queue.push(message);
    else if ("bytes" in message) this.#waiting.set(message.connection, [message]);
  }
}

async function main(
  port: MessagePort,
  { clusterDir, bundlePath, signals }: ThreadData,
): Promise<void> {
  const engine = await startEngine(clusterDir, bundlePath);
  const backend = new Backend(engine.postgres, engine.restoreStack);
  selfTest(backend);
  const maintenance = new Maintenance(backend, (warning) =>
    port.postMessage({ warning } satisfies FromThread),
  );
  const switchboard = new Switchboard(port, signals, () => maintenance.run());
  switchboard.post({ ready: true });
  try {
    for (;;) {
      const id = switchboard.nextConnection();
      backend.serve(switchboard.connection(id));
      switchboard.finish(id);
    }
  } catch (error) {
    if (!(error instanceof Closed)) throw error;
  }
  await engine.close();
  switchboard.post({ closed: true });
}

const port = parentPort;
if (port === null) throw new Error("worker.ts runs only as a worker thread");
main(port, workerData as ThreadData).then(
  () => process.exit(0),
  (error: unknown) => {
    port.postMessage({
      failed: error instanceof Error ? error.message : String(error),
    } satisfies FromThread);
    process.exit(1);
  },
);
