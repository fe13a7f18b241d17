import { parentPort } from "node:worker_threads";
import type { IndicatorRule } from "../../core/contract/rule.ts";
import { measureCoverage } from "../../core/coverage/measure.ts";
import type { Snapshot, Verdicts } from "../../core/coverage/snapshot.ts";
import type { BuildGeometry } from "../../core/relocation/service-lines.ts";
import { layLines, type LinesQuestion } from "./lay-lines.ts";

/** What the thread is told: snapshots are sent once and named by a number. */
export type MeasureMessage =
  | { kind: "snapshot"; snapshotId: number; snapshot: Snapshot }
  | { kind: "forget"; snapshotId: number }
  | ({ requestId: number; snapshotId: number } & MeasureTask);

/** What the thread works out. */
export type MeasureTask =
  { kind: "measure"; rule: IndicatorRule } | { kind: "lines"; question: LinesQuestion };

export type MeasureReply =
  { requestId: number; result: Verdicts | BuildGeometry } | { requestId: number; error: string };

if (!parentPort) throw new Error("measure-worker runs as a worker thread only");
const port = parentPort;
const snapshots = new Map<number, Snapshot>();

port.on("message", (message: MeasureMessage) => {
  if (message.kind === "snapshot") snapshots.set(message.snapshotId, message.snapshot);
  else if (message.kind === "forget") snapshots.delete(message.snapshotId);
  else port.postMessage(replyTo(message));
});

function replyTo(message: { requestId: number; snapshotId: number } & MeasureTask): MeasureReply {
  const { requestId, snapshotId } = message;
  const snapshot = snapshots.get(snapshotId)!;
  try {
    const result =
      message.kind === "measure"
        ? measureCoverage(snapshot, message.rule)
        : layLines(snapshot, message.question);
    return { requestId, result };
  } catch (error) {
    return { requestId, error: error instanceof Error ? error.stack! : String(error) };
  }
}
