import type {
  ProposalJob,
  ProposalNews,
  ProposalRequest,
  ProposalResult,
} from "../../core/contract/proposal.ts";
import type { PlannerProgress } from "../../core/planner/problem.ts";
import type { Proposal } from "../../core/planner/proposal/propose.ts";
import type { Plan } from "../../core/relocation/plan.ts";
import { SolverThread } from "./solver-thread.ts";

/** Points of the chart of bound and objective that are kept. */
const MOST_POINTS = 200;

/** Thrown inside of a job that was cancelled. */
export class Cancelled extends Error {
  constructor() {
    super("the proposal was cancelled");
    this.name = "Cancelled";
  }
}

/** A proposal on its way and, when it is done, what was found. */
export class Job {
  readonly id: string;
  readonly plan: string;
  readonly version: number;
  readonly request: ProposalRequest;
  readonly createdAt: string;
  readonly thread = new SolverThread();
  state: ProposalJob["state"] = "queued";
  failure: string | null = null;
  /** What was found, and the plan that it was made on. */
  outcome: { readonly proposal: Proposal; readonly plan: Plan } | null = null;
  #stage = "queued";
  #done = 0;
  #points: ProposalJob["progress"]["points"] = [];
  #began = 0;
  readonly #told: (job: Job) => void;

  constructor(
    about: { id: string; plan: string; version: number; request: ProposalRequest },
    told: (job: Job) => void,
  ) {
    this.id = about.id;
    this.plan = about.plan;
    this.version = about.version;
    this.request = about.request;
    this.createdAt = new Date().toISOString();
    this.#told = told;
  }

  get isOver(): boolean {
    return this.state === "done" || this.state === "cancelled" || this.state === "failed";
  }

  /** Seconds since it left the queue. */
  get seconds(): number {
    return this.#began === 0 ? 0 : (performance.now() - this.#began) / 1000;
  }

  begin(): void {
    this.#began = performance.now();
    this.turn("running");
  }

  turn(state: ProposalJob["state"]): void {
    this.state = state;
    if (state === "done") this.#done = 1;
    this.#told(this);
  }

  tell(stage: string): void {
    this.#stage = stage;
    this.#told(this);
  }

  /** Takes what the solver says of itself. */
  take({ stage, done, bound, objective }: PlannerProgress): void {
    this.#stage = stage;
    // Rounds after the first begin anew; what was done stays done.
    this.#done = Math.max(this.#done, Math.min(1, done));
    const last = this.#points.at(-1);
    const [low, high] = [finite(bound), finite(objective)];
    if (last === undefined || last.bound !== low || last.objective !== high) {
      const seconds = Math.round(this.seconds * 100) / 100;
      this.#points.push({ seconds, bound: low, objective: high });
      if (this.#points.length > MOST_POINTS)
        // The last one stays, and every other before it.
        this.#points = this.#points.filter((_, i) => (this.#points.length - 1 - i) % 2 === 0);
    }
    this.#told(this);
  }

  /** Ends it: nothing of it is kept but that it was. */
  async cancel(): Promise<void> {
    if (!this.isOver) this.turn("cancelled");
    await this.thread.close();
  }

  news(): ProposalNews {
    const { author, client } = this.request;
    return {
      id: this.id,
      plan: this.plan,
      version: this.version,
      author,
      client,
      state: this.state,
      createdAt: this.createdAt,
      progress: { stage: this.#stage, done: this.#done, points: [...this.#points] },
      failure: this.failure,
    };
  }

  answer(): ProposalJob {
    const { author: _, client: __, ...question } = this.request;
    return { ...this.news(), question, result: this.#result() };
  }

  #result(): ProposalResult | null {
    return this.outcome?.proposal.result ?? null;
  }
}

/** JSON knows no infinity. */
function finite(value: number | null): number | null {
  return value !== null && Number.isFinite(value) ? value : null;
}
