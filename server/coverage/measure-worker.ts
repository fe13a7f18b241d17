import { parentPort } from "node:worker_threads";
import type { IndicatorRule } from "../../core/contract/rule.ts";
import { measureCoverage } from "../../core/coverage/measure.ts";
import type { Snapshot, Verdicts } from "../../core/coverage/snapshot.ts";

/** What the thread is told: snapshots are sent once and named by a number. */
export type MeasureMessage =
  | { kind: "snapshot"; snapshotId: number; snapshot: Snapshot }
  | { kind: "forget"; snapshotId: number }
  | { kind: "measure"; requestId: number; snapshotId: number; rule: IndicatorRule };

export type MeasureReply =
  { requestId: number; verdicts: Verdicts } | { requestId: number; error: string };

if (!parentPort) throw new Error("measure-worker runs as a worker thread only");
const port = parentPort;
const snapshots = new Map<number, Snapshot>();

port.on("message", (message: MeasureMessage) => {
  if (message.kind === "snapshot") snapshots.set(message.snapshotId, message.snapshot);
  else if (message.kind === "forget") snapshots.delete(message.snapshotId);
  else port.postMessage(replyTo(message));
});

function replyTo({
  requestId,
  snapshotId,
  rule,
}: Extract<MeasureMessage, { kind: "measure" }>): MeasureReply {
  try {
    return { requestId, verdicts: measureCoverage(snapshots.get(snapshotId)!, rule) };
  } catch (error) {
    return { requestId, error: error instanceof Error ? error.stack! : String(error) };
  }
}
