import { parentPort, workerData } from "node:worker_threads";
import highsModule from "highs";
import type { CheapestAnswer, Counted } from "../../core/contract/cheapest.ts";
import type { IndicatorRule } from "../../core/contract/rule.ts";
import { prove } from "../../core/coverage/cheapest/bound.ts";
import { cheapestWay } from "../../core/coverage/cheapest/cheapest-way.ts";
import type { Snapshot } from "../../core/coverage/snapshot.ts";
import type { PolicyParameter } from "../../core/policy/parameter.ts";
import { resolvePolicy } from "../../core/policy/plan-policy.ts";

/** A question with the part of the data that decides about it. */
export interface CheapestTask {
  readonly snapshot: Snapshot;
  readonly rule: IndicatorRule;
  /** Index of the area in that part. */
  readonly area: number;
  readonly target: number;
  readonly counted: Counted;
  readonly budgetYuan: number | null;
  readonly year: number;
  readonly parameters: readonly PolicyParameter[];
  /** Seconds that the solver may take for a bound; 0 for none. */
  readonly boundSeconds: number;
}

/** Answer null: no line can serve by the rule. */
export type CheapestReply = { readonly done: number } | { readonly answer: CheapestAnswer | null };

/** The types describe the CommonJS build, whose default export is a property; the module that runs here is the function itself. */
const loadHighs = highsModule as unknown as typeof highsModule.default;

if (!parentPort) throw new Error("cheapest-worker runs as a worker thread only");
const port = parentPort;
const tell = (reply: CheapestReply): void => port.postMessage(reply);

const { parameters, boundSeconds, ...question } = workerData as CheapestTask;
const policy = resolvePolicy(parameters, question.snapshot.regionCode);
const highs = boundSeconds > 0 ? await loadHighs() : null;
const answer = cheapestWay(
  question.snapshot,
  { ...question, policy },
  {
    onProgress: (done) => tell({ done }),
    ...(highs && {
      prove: (best, others, needed) => prove(highs, best, others, needed, boundSeconds),
    }),
  },
);
tell({ answer });
