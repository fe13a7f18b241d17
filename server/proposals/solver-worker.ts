import { parentPort } from "node:worker_threads";
import highsModule from "highs";
import type { InfeasibleAnswer } from "../../core/planner/infeasible/cause.ts";
import { explainInfeasible } from "../../core/planner/infeasible/explain.ts";
import type {
  PlannerAnswer,
  PlannerPlan,
  PlannerProblem,
  PlannerProgress,
} from "../../core/planner/problem.ts";
import { solvePlanner } from "../../core/planner/solve.ts";

/** A problem to be solved, or one that has no answer to be explained. */
export interface SolveMessage {
  readonly kind: "solve";
  readonly problem: PlannerProblem;
  readonly seconds: number;
  readonly seed: number;
  readonly start: PlannerPlan | null;
}
export interface ExplainMessage {
  readonly kind: "explain";
  readonly problem: PlannerProblem;
  readonly seconds: number;
}
/** What the thread is asked: one thing after the other. */
export type SolverMessage = SolveMessage | ExplainMessage;

export type SolverReply =
  | { readonly kind: "progress"; readonly progress: PlannerProgress }
  | { readonly kind: "answer"; readonly answer: PlannerAnswer }
  | { readonly kind: "explanation"; readonly answer: InfeasibleAnswer }
  | { readonly kind: "failure"; readonly error: string };

if (!parentPort) throw new Error("solver-worker runs as a worker thread only");
const port = parentPort;
// What Node imports is the loader itself; the types are written for the other module system.
const loadHighs = highsModule as unknown as typeof highsModule.default;

port.on("message", (message: SolverMessage) => {
  answer(message)
    .catch((error: unknown): SolverReply => ({
      kind: "failure",
      error: error instanceof Error ? error.stack! : String(error),
    }))
    .then((reply) => port.postMessage(reply))
    .catch((error: unknown) => {
      throw error;
    });
});

async function answer(message: SolverMessage): Promise<SolverReply> {
  if (message.kind === "explain") {
    const { problem, seconds } = message;
    const highs = await loadHighs();
    return { kind: "explanation", answer: explainInfeasible(highs, problem, { seconds }) };
  }
  const { problem, seconds, seed, start } = message;
  const until = performance.now() + 1000 * seconds;
  const highs = await loadHighs();
  const found = solvePlanner(problem, {
    seed,
    highs,
    ...(start !== null && { start }),
    onProgress: (progress) => port.postMessage({ kind: "progress", progress }),
    // Whoever cancels ends the thread.
    shouldStop: () => performance.now() > until,
  });
  return { kind: "answer", answer: found };
}
