import { Worker } from "node:worker_threads";
import type { InfeasibleAnswer } from "../../core/planner/infeasible/cause.ts";
import type { PlannerAnswer, PlannerProgress } from "../../core/planner/problem.ts";
import { workerFile } from "../worker-file.ts";
import type { ExplainMessage, SolveMessage, SolverMessage, SolverReply } from "./solver-worker.ts";

/** Heap of a thread, beside what the solver itself takes: a region of 25,000 villages needs some hundreds. */
const MOST_HEAP_MB = 2048;

interface Waiting {
  readonly resolve: (reply: SolverReply) => void;
  readonly reject: (error: Error) => void;
  readonly onProgress: (progress: PlannerProgress) => void;
}

/**
 * A thread that solves for one job and ends with it: whatever the solver took is given back then, and to cancel is to end it. It starts
 * with the first question; one is asked at a time. What waits is rejected when the thread is closed.
 */
export class SolverThread {
  #worker: Worker | null = null;
  #waiting: Waiting | null = null;
  #isClosed = false;

  /** Solves a problem. */
  async solve(
    question: Omit<SolveMessage, "kind">,
    onProgress: (progress: PlannerProgress) => void,
  ): Promise<PlannerAnswer> {
    const reply = await this.#ask({ kind: "solve", ...question }, onProgress);
    if (reply.kind !== "answer") throw new Error(`the solver answered with ${reply.kind}`);
    return reply.answer;
  }

  /** Says why a problem has no answer. */
  async explain(question: Omit<ExplainMessage, "kind">): Promise<InfeasibleAnswer> {
    const reply = await this.#ask({ kind: "explain", ...question }, () => {});
    if (reply.kind !== "explanation") throw new Error(`the solver answered with ${reply.kind}`);
    return reply.answer;
  }

  #ask(
    message: SolverMessage,
    onProgress: (progress: PlannerProgress) => void,
  ): Promise<SolverReply> {
    return new Promise((resolve, reject) => {
      if (this.#isClosed) {
        reject(new Error("the solver was closed"));
        return;
      }
      this.#waiting = { resolve, reject, onProgress };
      const worker = this.#start();
      // A command has nothing else that keeps its process alive meanwhile.
      worker.ref();
      worker.postMessage(message);
    });
  }

  /** Ends the thread, at once, whatever it is at. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#lose(new Error("the solver was closed"));
    await this.#worker?.terminate();
    this.#worker = null;
  }

  #start(): Worker {
    if (this.#worker !== null) return this.#worker;
    const worker = new Worker(workerFile("./solver-worker.ts", import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: MOST_HEAP_MB },
    });
    worker.on("message", (reply: SolverReply) => this.#take(reply));
    worker.on("error", (error) =>
      this.#lose(error instanceof Error ? error : new Error(String(error))),
    );
    worker.on("exit", (code) => this.#lose(new Error(`the solver ended with ${code}`)));
    this.#worker = worker;
    return worker;
  }

  #take(reply: SolverReply): void {
    if (reply.kind === "progress") this.#waiting?.onProgress(reply.progress);
    else if (reply.kind === "failure") this.#lose(new Error(reply.error));
    else {
      const waiting = this.#waiting;
      this.#waiting = null;
      this.#worker?.unref();
      waiting?.resolve(reply);
    }
  }

  #lose(error: Error): void {
    const waiting = this.#waiting;
    this.#waiting = null;
    waiting?.reject(error);
  }
}
