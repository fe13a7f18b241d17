import { Worker } from "node:worker_threads";
import type { Knex } from "knex";
import type {
  CheapestAnswer,
  CheapestProgress,
  CheapestRequest,
} from "../../core/contract/cheapest.ts";
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

/** Who asks: how far it is goes to `onProgress`; whoever left gets no answer, and what nobody waits for any more is stopped. */
interface Asker {
  readonly onProgress?: (done: number) => void;
  readonly signal?: AbortSignal;
  /** A name of one's own, by which `progressOf` tells how far it is. */
  readonly ask?: string | undefined;
}

/** An answer on its way. */
interface Work {
  readonly answer: Promise<CheapestAnswer>;
  readonly stop: AbortController;
  readonly listeners: Set<(done: number) => void>;
  askers: number;
  /** Null while others come first. */
  done: number | null;
}

/**
 * Answers what the cheapest way to a target is, one question after the other, each in a thread that ends with it, so that other requests
 * are answered meanwhile. The last answers are kept, and who asks what is being answered gets that answer.
 */
export class CheapestDesk {
  readonly #works = new Map<string, Work>();
  readonly #asked = new Map<string, Work>();
  #last: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  /**
   * Throws a problem: 404 unknown area or rule, 422 a rule without a target where none is named, or one that no line serves, 499 to who left,
   * 503 when many others wait.
   */
  async answer(
    db: Knex,
    state: RegionState,
    asked: CheapestRequest,
    asker: Asker = {},
  ): Promise<CheapestAnswer> {
    const task = await taskOf(db, state, asked);
    const { snapshot: _, ...rest } = task;
    const key = JSON.stringify([state.version, asked.area, rest]);
    const work = this.#works.get(key) ?? this.#begin(key, task);
    return this.#waitFor(key, work, asker);
  }

  /** How far an answer is that somebody waits for under this name. */
  progressOf(ask: string): CheapestProgress {
    const work = this.#asked.get(ask);
    return { isAsked: work !== undefined, done: work?.done ?? null };
  }

  #begin(key: string, task: CheapestTask): Work {
    if (this.#waiting >= MOST_WAITING)
      throw busy("Many other questions of this kind wait; try again in a while.", 20);
    this.#waiting++;
    const stop = new AbortController();
    const listeners: Work["listeners"] = new Set();
    const tell = (done: number): void => {
      work.done = done;
      for (const listener of listeners) listener(done);
    };
    const run = this.#last.then(() => {
      if (stop.signal.aborted) throw left();
      tell(0);
      return runTask(task, tell, stop.signal);
    });
    const answer = run.then((found) => {
      if (found === null) throw noLine(task);
      return found;
    });
    const work: Work = { answer, stop, listeners, askers: 0, done: null };
    this.#last = run.catch(() => undefined).finally(() => this.#waiting--);
    this.#works.set(key, work);
    answer.catch(() => this.#works.delete(key));
    for (const oldest of this.#works.keys()) {
      if (this.#works.size <= KEPT_ANSWERS) break;
      this.#works.delete(oldest);
    }
    return work;
  }

  async #waitFor(
    key: string,
    work: Work,
    { onProgress, signal, ask }: Asker,
  ): Promise<CheapestAnswer> {
    work.askers++;
    if (onProgress) work.listeners.add(onProgress);
    if (ask !== undefined) this.#asked.set(ask, work);
    let leave = (): void => {};
    const leaves = new Promise<never>((_, reject) => {
      leave = () => reject(left());
    });
    leaves.catch(() => undefined);
    if (signal?.aborted) leave();
    signal?.addEventListener("abort", leave);
    try {
      return await Promise.race([work.answer, leaves]);
    } finally {
      signal?.removeEventListener("abort", leave);
      if (ask !== undefined) this.#asked.delete(ask);
      if (onProgress) work.listeners.delete(onProgress);
      if (--work.askers === 0 && signal?.aborted === true) {
        if (this.#works.get(key) === work) this.#works.delete(key);
        work.stop.abort();
      }
    }
  }
}

const left = (): Error => problem(499, "askerLeft", "Whoever asked did not wait for the answer.");

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
  onProgress: (done: number) => void,
  signal: AbortSignal,
): Promise<CheapestAnswer | null> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(workerFile("./cheapest-worker.ts", import.meta.url), {
      workerData: task,
    });
    const stop = (): void => void worker.terminate();
    signal.addEventListener("abort", stop);
    worker.on("message", (reply: CheapestReply) => {
      if ("answer" in reply) resolve(reply.answer);
      else onProgress(reply.done);
    });
    worker.on("error", (cause) =>
      reject(new Error("the cheapest way could not be found", { cause })),
    );
    worker.on("exit", () => {
      signal.removeEventListener("abort", stop);
      reject(signal.aborted ? left() : new Error("the thread ended without an answer"));
    });
  });
}
