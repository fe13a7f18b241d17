import { Worker } from "node:worker_threads";
import type { IndicatorRule } from "../../core/contract/rule.ts";
import type { Snapshot, Verdicts } from "../../core/coverage/snapshot.ts";
import { workerFile } from "../worker-file.ts";
import type { BuildGeometry } from "../../core/relocation/service-lines.ts";
import type { LinesQuestion } from "./lay-lines.ts";
import type { MeasureMessage, MeasureReply, MeasureTask } from "./measure-worker.ts";

/** Gives the verdicts of a rule over a snapshot: core's measureCoverage, here or in another thread. */
export type Measure = (snapshot: Snapshot, rule: IndicatorRule) => Verdicts | Promise<Verdicts>;

/** Snapshots that the thread keeps, with the search structures built on them. */
const KEPT_SNAPSHOTS = 3;

interface Waiting {
  resolve: (result: Verdicts | BuildGeometry) => void;
  reject: (error: Error) => void;
}

/**
 * Measures in a thread of its own, one question after the other, so that requests are answered meanwhile. The thread starts with the
 * first question, keeps the last few snapshots, and does not keep the process alive. When it dies, what waits fails and the next
 * question starts another.
 */
export class MeasureThread {
  private worker: Worker | null = null;
  private readonly waiting = new Map<number, Waiting>();
  /** Numbers of the snapshots that the thread holds, the one used last at the end. */
  private readonly held = new Map<Snapshot, number>();
  private next = 1;

  readonly measure = (snapshot: Snapshot, rule: IndicatorRule): Promise<Verdicts> =>
    this.ask(snapshot, { kind: "measure", rule }) as Promise<Verdicts>;

  /** What building would take; see lay-lines.ts. */
  readonly layLines = (snapshot: Snapshot, question: LinesQuestion): Promise<BuildGeometry> =>
    this.ask(snapshot, { kind: "lines", question }) as Promise<BuildGeometry>;

  /** Ends the thread; what waits fails. */
  async close(): Promise<void> {
    await this.worker?.terminate();
  }

  private ask(snapshot: Snapshot, task: MeasureTask): Promise<Verdicts | BuildGeometry> {
    return new Promise((resolve, reject) => {
      const worker = this.start();
      const snapshotId = this.hold(worker, snapshot);
      const requestId = this.next++;
      this.waiting.set(requestId, { resolve, reject });
      worker.ref();
      this.tell(worker, { ...task, requestId, snapshotId });
    });
  }

  private start(): Worker {
    if (this.worker) return this.worker;
    const worker = new Worker(workerFile("./measure-worker.ts", import.meta.url));
    this.worker = worker;
    worker.on("message", (reply: MeasureReply) => {
      const waiting = this.waiting.get(reply.requestId);
      this.waiting.delete(reply.requestId);
      if (this.waiting.size === 0) worker.unref();
      if ("result" in reply) waiting?.resolve(reply.result);
      else waiting?.reject(new Error(`coverage could not be measured: ${reply.error}`));
    });
    worker.on("error", (error) => this.lose(worker, error));
    worker.on("exit", () => this.lose(worker, new Error("the measuring thread ended")));
    return worker;
  }

  private lose(worker: Worker, error: unknown): void {
    if (this.worker !== worker) return;
    this.worker = null;
    this.held.clear();
    const cause = error instanceof Error ? error : new Error(String(error));
    for (const { reject } of this.waiting.values()) reject(cause);
    this.waiting.clear();
  }

  private hold(worker: Worker, snapshot: Snapshot): number {
    const known = this.held.get(snapshot);
    const snapshotId = known ?? this.next++;
    this.held.delete(snapshot);
    this.held.set(snapshot, snapshotId);
    if (known === undefined) this.tell(worker, { kind: "snapshot", snapshotId, snapshot });
    for (const [oldest, id] of this.held) {
      if (this.held.size <= KEPT_SNAPSHOTS) break;
      this.held.delete(oldest);
      this.tell(worker, { kind: "forget", snapshotId: id });
    }
    return snapshotId;
  }

  private tell(worker: Worker, message: MeasureMessage): void {
    worker.postMessage(message);
  }
}
