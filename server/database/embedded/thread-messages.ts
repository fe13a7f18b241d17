/** What the worker thread is given. The two counters of `signals` are shared memory, because the thread never returns to its event loop. */
export interface ThreadData {
  clusterDir: string;
  bundlePath: string;
  signals: Int32Array<SharedArrayBuffer>;
}

/** Index of the counter that the main thread raises with every message it posts. */
export const POSTED = 0;
/** Index of the counter of bytes that the main thread has handed to its clients (wraps around). */
export const DELIVERED = 1;

/** From the main thread: bytes of a connection, its end, or the order to close the database. */
export type ToThread =
  | { connection: number; bytes: Uint8Array<ArrayBuffer> }
  | { connection: number; ended: true }
  | { close: true };

/** From the worker thread. `taken` says how many bytes of a connection it has read, so that its client may write on. */
export type FromThread =
  | { connection: number; bytes: Uint8Array<ArrayBuffer> }
  | { connection: number; taken: number }
  | { connection: number; ended: true }
  | { ready: true }
  | { closed: true }
  | { failed: string }
  | { warning: string };

/** Bytes that may lie unread in either direction before the writer waits. */
export const WINDOW_BYTES = 1024 * 1024;
