// A thread that composes and writes prints, so that the one that answers requests is never held up by them.
import { parentPort } from "node:worker_threads";
import { runPrint, type PrintJob, type Printed } from "./print-job.ts";

/** What the thread answers: what was printed, or why not; `isOurs` is false where the page has nothing to show. */
export type PrintReply = { printed: Printed } | { error: string; isEmpty: boolean };

const port = parentPort!;

port.on("message", (job: PrintJob) => {
  runPrint(job).then(
    (printed) => {
      // The bytes of a small Buffer are a part of a common one, which must not be handed over.
      const bytes = new Uint8Array(printed.bytes);
      port.postMessage({ printed: { ...printed, bytes } } satisfies PrintReply, [bytes.buffer]);
    },
    (error: unknown) => {
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
      port.postMessage({ error: text, isEmpty: error instanceof RangeError } satisfies PrintReply);
    },
  );
});
