import { Worker } from "node:worker_threads";
import { busy, problem } from "../http/problem.ts";
import { workerFile } from "../worker-file.ts";
import type { PrintJob, Printed } from "./print-job.ts";
import type { PrintReply } from "./print-worker.ts";

/** Prints that may be made or wait; a page takes about a second. */
export const MOST_WAITING = 12;

interface Waiting {
  job: PrintJob;
  resolve(printed: Printed): void;
  reject(error: Error): void;
}

/**
 * One thread that prints, job after job. It starts with the first job and does not keep the process alive. A job that nobody waits for any more
 * is dropped, and stopped if it runs.
 */
export class PrintPool {
  #worker: Worker | null = null;
  #running: Waiting | null = null;
  readonly #waiting: Waiting[] = [];

  /** Prints pages. Throws a problem: 503 when many prints wait, 422 where a map has nothing to show; AbortError when given up. */
  print(job: PrintJob, signal?: AbortSignal): Promise<Printed> {
    if (this.#waiting.length >= MOST_WAITING) return Promise.reject(manyPrints());
    return new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(gone());
        return;
      }
      const waiting: Waiting = { job, resolve, reject };
      signal?.addEventListener("abort", () => this.#giveUp(waiting), { once: true });
      this.#waiting.push(waiting);
      this.#next();
    });
  }

  /** Ends the thread; prints under way and waiting fail. */
  async close(): Promise<void> {
    for (const each of this.#waiting.splice(0)) each.reject(gone());
    await this.#worker?.terminate();
  }

  #next(): void {
    if (this.#running) return;
    const next = this.#waiting.shift();
    if (!next) return;
    this.#running = next;
    this.#worker ??= this.#start();
    this.#worker.postMessage(next.job);
  }

  #start(): Worker {
    const worker = new Worker(workerFile("./print-worker.ts", import.meta.url));
    worker.unref();
    worker.on("message", (reply: PrintReply) => {
      const done = this.#running;
      this.#running = null;
      if ("printed" in reply) done?.resolve(reply.printed);
      else if (reply.isEmpty)
        done?.reject(problem(422, "nothingToPrint", "The map has no outline to show.", "area"));
      else done?.reject(new Error(reply.error));
      this.#next();
    });
    const fail = (cause: unknown): void => {
      if (this.#worker !== worker) return;
      this.#worker = null;
      const lost = this.#running;
      this.#running = null;
      lost?.reject(new Error("the print thread ended", { cause }));
      this.#next();
    };
    worker.on("error", fail);
    worker.on("exit", fail);
    return worker;
  }

  #giveUp(waiting: Waiting): void {
    const at = this.#waiting.indexOf(waiting);
    if (at >= 0) this.#waiting.splice(at, 1);
    else if (this.#running === waiting) {
      const worker = this.#worker;
      this.#worker = null;
      this.#running = null;
      void worker?.terminate();
      this.#next();
    } else return;
    waiting.reject(gone());
  }
}

/** 503 for a print that finds no place. */
export function manyPrints(): Error {
  return busy("Many prints are waiting; try again in a moment.", 10);
}

function gone(): Error {
  const error = new Error("the print was given up");
  error.name = "AbortError";
  return error;
}
