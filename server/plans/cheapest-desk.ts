import { Worker } from "node:worker_threads";
import type { Knex } from "knex";
import type { CheapestAnswer, CheapestRequest } from "../../core/contract/cheapest.ts";
import { clipFor } from "../../core/coverage/cheapest/gap.ts";
import { findRule } from "../coverage/questions.ts";
import type { RegionState } from "../coverage/state.ts";
import { busy, problem } from "../http/problem.ts";
import { listParameters } from "../indicators/queries.ts";
import { workerFile } from "../worker-file.ts";
import type { CheapestReply, CheapestTask } from "./cheapest-worker.ts";

/** Seconds by the clock that the solver may take for each look at an answer: a busy machine has few of its own. */
const BOUND_SECONDS = 60;
/** A county takes some seconds, a region minutes: who asks while so many wait is sent away. */
const MOST_WAITING = 8;
const KEPT_ANSWERS = 12;

/**
 * Answers what the cheapest way to a target is, one question after the other, each in a thread that ends with it, so that other requests
 * are answered meanwhile. The last answers are kept, and who asks what is being answered gets that answer.
 */
export class CheapestDesk {
  readonly #answers = new Map<string, Promise<CheapestAnswer>>();
  #last: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  /**
   * Throws a problem: 404 unknown area or rule, 422 a rule without a target where none is named, or one that no line serves, 503 when
   * many others wait.
   */
  async answer(
    db: Knex,
    state: RegionState,
    asked: CheapestRequest,
    onProgress?: (done: number) => void,
  ): Promise<CheapestAnswer> {
    const task = await taskOf(db, state, asked);
    const { snapshot: _, ...rest } = task;
    const key = JSON.stringify([state.version, asked.area, rest]);
    const known = this.#answers.get(key);
    if (known) return known;
    if (this.#waiting >= MOST_WAITING)
      throw busy("Many other questions of this kind wait; try again in a while.", 20);
    this.#waiting++;
    const run = this.#last.then(() => runTask(task, onProgress));
    const answer = run.then((found) => {
      if (found === null) throw noLine(task);
      return found;
    });
    this.#last = run.catch(() => undefined).finally(() => this.#waiting--);
    this.#answers.set(key, answer);
    answer.catch(() => this.#answers.delete(key));
    for (const oldest of this.#answers.keys()) {
      if (this.#answers.size <= KEPT_ANSWERS) break;
      this.#answers.delete(oldest);
    }
    return answer;
  }
}

function noLine({ rule, year }: CheapestTask) {
  return problem(
    422,
    "noLineServes",
    "No line can serve by this rule, or no cost of one by the kilometre is in force in the year.",
    "rule",
    { rule: rule.id, year },
  );
}

/** The question with what is needed to answer it. */
async function taskOf(db: Knex, state: RegionState, asked: CheapestRequest): Promise<CheapestTask> {
  const area = state.areaIndex(asked.area);
  if (area === undefined)
    throw problem(404, "unknownArea", "There is no area with this code.", "area", {
      area: asked.area,
    });
  const rule = findRule(state, asked.rule, asked);
  const target = asked.target ?? rule.target;
  if (target === null)
    throw problem(422, "missingParameter", "The rule has no target; name one.", "target", {
      rule: rule.id,
    });
  const { snapshot } = clipFor(state.snapshot, rule, area);
  return {
    snapshot,
    rule,
    area: snapshot.areas.code.indexOf(asked.area),
    target,
    counted: asked.counts ?? rule.headline,
    budgetYuan: asked.budgetYuan ?? null,
    year: asked.year,
    parameters: await listParameters(db),
    boundSeconds: asked.bound ? BOUND_SECONDS : 0,
  };
}

function runTask(
  task: CheapestTask,
  onProgress: ((done: number) => void) | undefined,
): Promise<CheapestAnswer | null> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(workerFile("./cheapest-worker.ts", import.meta.url), {
      workerData: task,
    });
    worker.on("message", (reply: CheapestReply) => {
      if ("answer" in reply) resolve(reply.answer);
      else onProgress?.(reply.done);
    });
    worker.on("error", (cause) =>
      reject(new Error("the cheapest way could not be found", { cause })),
    );
    worker.on("exit", () => reject(new Error("the thread ended without an answer")));
  });
}
