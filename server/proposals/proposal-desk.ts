import { randomUUID } from "node:crypto";
import type { ProposalRequest } from "../../core/contract/proposal.ts";
import type { Proposal } from "../../core/planner/proposal/propose.ts";
import type { Plan } from "../../core/relocation/plan.ts";
import { busy, problem } from "../http/problem.ts";
import { keyReused } from "../plans/refusals.ts";
import type { Once } from "../plans/service.ts";
import { Cancelled, Job } from "./job.ts";

/** Jobs that run at a time: each takes a core. */
const AT_ONCE = 2;
/** Jobs of one plan, and of all, that run or wait. */
const MOST_OF_A_PLAN = 4;
const MOST_WAITING = 20;
/** Jobs that are over and remembered, the candidates that all of them may have together, and for how long. */
const MOST_KEPT = 24;
const MOST_KEPT_VILLAGES = 150_000;
const KEPT_MS = 6 * 3_600_000;
/** News of a job are told at most so often. */
const NEWS_EVERY_MS = 250;

/** Finds what a job asks for: gives the proposal and the plan that it was made on. */
export type RunJob = (job: Job) => Promise<{ proposal: Proposal; plan: Plan }>;

interface Entry {
  readonly job: Job;
  readonly once: Once;
  overAt: number | null;
  /** Heard of its news last, and the timer that tells the next ones. */
  toldAt: number;
  timer: NodeJS.Timeout | null;
}

/**
 * The proposals of this process: a queue, two at work, and what was found lately. All of it lives in memory; nothing is in the database
 * before somebody accepts it, so a process that ends leaves nothing behind.
 */
export class ProposalDesk {
  readonly #run: RunJob;
  readonly #tell: (job: Job) => void;
  readonly #log: (text: string) => void;
  readonly #jobs = new Map<string, Entry>();
  readonly #running = new Set<Job>();
  #isClosed = false;

  constructor(options: { run: RunJob; tell: (job: Job) => void; log: (text: string) => void }) {
    this.#run = options.run;
    this.#tell = options.tell;
    this.#log = options.log;
  }

  /** Takes a job into the queue; who asks again with the same key gets the same job. Throws a problem where there is no room. */
  start(plan: string, version: number, request: ProposalRequest, once: Once): Job {
    if (this.#isClosed) throw problem(503, "stopping", "The server is about to stop.");
    this.#forget();
    const open = [...this.#jobs.values()].filter(({ job }) => !job.isOver);
    if (open.length >= MOST_WAITING) throw busy("Many proposals wait; try again in a moment.", 10);
    if (open.filter(({ job }) => job.plan === plan).length >= MOST_OF_A_PLAN)
      throw problem(429, "tooManyProposals", "This plan has enough proposals under way.", "id", {
        most: MOST_OF_A_PLAN,
      });
    const job = new Job({ id: randomUUID(), plan, version, request }, () => this.#news(entry));
    const entry: Entry = { job, once, overAt: null, toldAt: 0, timer: null };
    this.#jobs.set(job.id, entry);
    this.#work();
    return job;
  }

  /** The job that a key began; throws a problem 422 where the key was used for something else. */
  asked(plan: string, once: Once): Job | null {
    for (const entry of this.#jobs.values()) {
      if (entry.job.plan !== plan || entry.once.key !== once.key) continue;
      if (entry.once.hash !== once.hash) throw keyReused();
      return entry.job;
    }
    return null;
  }

  /** A job of a plan. Throws a problem 404 where there is none. */
  find(plan: string, id: string): Job {
    this.#forget();
    const job = this.#jobs.get(id)?.job;
    if (job?.plan !== plan)
      throw problem(404, "unknownProposal", "There is no such proposal, or no longer.", "job", {
        job: id.slice(0, 64),
      });
    return job;
  }

  /** Jobs of a plan, newest first. */
  list(plan: string): Job[] {
    this.#forget();
    return [...this.#jobs.values()]
      .map(({ job }) => job)
      .filter((job) => job.plan === plan)
      .reverse();
  }

  /** Cancels a job that is not over; forgets one that is. */
  async cancel(plan: string, id: string): Promise<void> {
    const job = this.find(plan, id);
    if (job.isOver) this.#drop(id);
    else {
      await job.cancel();
      this.#over(job);
    }
  }

  /** Cancels everything, for good. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const jobs = [...this.#jobs.values()].map(({ job }) => job);
    await Promise.all(jobs.map((job) => job.cancel()));
    for (const id of this.#jobs.keys()) this.#drop(id);
  }

  #work(): void {
    while (this.#running.size < AT_ONCE) {
      const next = [...this.#jobs.values()].find(({ job }) => job.state === "queued")?.job;
      if (next === undefined) return;
      this.#running.add(next);
      next.begin();
      void this.#do(next);
    }
  }

  async #do(job: Job): Promise<void> {
    try {
      const outcome = await this.#run(job);
      if (!job.isOver) {
        job.outcome = outcome;
        job.turn("done");
      }
    } catch (error) {
      if (!job.isOver && !(error instanceof Cancelled)) {
        job.failure = "failed";
        this.#log(
          `proposal ${job.id}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
        );
        job.turn("failed");
      }
    } finally {
      await job.thread.close();
      this.#running.delete(job);
      this.#over(job);
      this.#work();
    }
  }

  #over(job: Job): void {
    const entry = this.#jobs.get(job.id);
    if (entry !== undefined) entry.overAt ??= performance.now();
    this.#forget();
  }

  /** Lets go of jobs that are over: the oldest beyond what may be kept, and all after some hours. */
  #forget(): void {
    const over = [...this.#jobs.values()].filter(({ overAt }) => overAt !== null).reverse();
    let villages = 0;
    over.forEach(({ job, overAt }, i) => {
      villages += job.outcome?.proposal.found?.choice.candidates.length ?? 0;
      const isOld = performance.now() - overAt! > KEPT_MS;
      if (isOld || i >= MOST_KEPT || (i > 0 && villages > MOST_KEPT_VILLAGES)) this.#drop(job.id);
    });
  }

  #drop(id: string): void {
    const timer = this.#jobs.get(id)?.timer;
    if (timer) clearTimeout(timer);
    this.#jobs.delete(id);
  }

  /** Tells news at once where the last are old enough, else when they are; the end is always told. */
  #news(entry: Entry): void {
    const wait = entry.toldAt + NEWS_EVERY_MS - performance.now();
    const tell = (): void => {
      if (entry.timer) clearTimeout(entry.timer);
      entry.timer = null;
      entry.toldAt = performance.now();
      this.#tell(entry.job);
    };
    if (wait <= 0 || entry.job.isOver) tell();
    else entry.timer ??= setTimeout(tell, wait).unref();
  }
}
