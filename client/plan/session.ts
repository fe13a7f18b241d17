import type { PlanChange, PlanProblem } from "../../core/contract/plan.ts";
import {
  PlanEvent,
  Presence,
  type PlanEvent as Event,
  type PlanSummary,
} from "../../core/contract/plan-service.ts";
import { ProposalNews } from "../../core/contract/proposal.ts";
import { applyChange } from "../../core/relocation/apply.ts";
import { conflictsBetween, isEmptyChange } from "../../core/relocation/combine.ts";
import { emptyPlan, type Plan } from "../../core/relocation/plan.ts";
import { z } from "zod";
import { v4 as newId } from "uuid";
import { ApiError } from "../api.ts";
import type { PlanApi, Sender } from "./plan-api.ts";
import { UndoStack, type Kept } from "./undo-stack.ts";

/** A change of one's own that the server has not confirmed yet. */
interface Pending {
  key: string;
  change: PlanChange;
  reason: string | null;
  origin: "edit" | "undo" | "redo";
}

/** Why something could not be done: a fault of the change, somebody's later change, or the server's refusal. */
export type SessionProblem =
  | PlanProblem
  | {
      readonly code: "changedSince" | "refused";
      readonly path: string;
      readonly params: Readonly<Record<string, string | number>>;
    };

/** Somebody else changed what a change of one's own was about, before it arrived. */
interface Conflict {
  key: string;
  mine: PlanChange;
  theirs: readonly Event[];
  /** "settlements.s1.name" and the like; empty where mine has become impossible. */
  fields: readonly string[];
  reason: string | null;
}

/** What a page shows of a plan; a new object whenever anything of it changes. */
export interface PlanState {
  phase: "loading" | "ready" | "failed";
  failure: ApiError | null;
  summary: PlanSummary | null;
  /** With one's own unconfirmed changes and the preview of the one under way. */
  plan: Plan | null;
  /** The server's version that `plan` rests on. */
  version: number;
  saving: "saved" | "saving" | "offline";
  /** When the last change was confirmed. */
  savedAt: Date | null;
  canUndo: boolean;
  canRedo: boolean;
  conflicts: readonly Conflict[];
  others: readonly Presence[];
  /** The newest change of somebody else, to be told. */
  news: Event | null;
  /** The version of the data in force, once it is another than at the start. */
  dataVersion: string | null;
  /** What the last edit could not do; empty when it could. */
  problems: readonly SessionProblem[];
}

const EMPTY_STATE: PlanState = {
  phase: "loading",
  failure: null,
  summary: null,
  plan: null,
  version: 0,
  saving: "saved",
  savedAt: null,
  canUndo: false,
  canRedo: false,
  conflicts: [],
  others: [],
  news: null,
  dataVersion: null,
  problems: [],
};

const RETRY_MS = [500, 1000, 2000, 5000, 10_000];
const PRESENCE_MS = 10_000;
const PENDING = z.array(
  z.object({
    key: z.string(),
    change: z.custom<PlanChange>(),
    reason: z.string().nullable(),
    origin: z.enum(["edit", "undo", "redo"]),
  }),
);

/**
 * One page's hold on one plan. Edits show at once and are sent in order; others' changes arrive as they happen and one's own are put on
 * top again; where they contradict each other the person chooses. Undo and unsent changes outlive a reload in `store`.
 */
export class PlanSession {
  #state = EMPTY_STATE;
  readonly #listeners = new Set<() => void>();
  readonly #api: PlanApi;
  readonly #id: string;
  readonly #store: Kept;
  readonly #undo: UndoStack;
  #me: Sender;
  #base: Plan | null = null;
  #version = 0;
  #pending: Pending[] = [];
  #preview: PlanChange | null = null;
  #at: string | null = null;
  #sending = false;
  /** An operation that writes a change of one's own is under way; see `write`. */
  #operating = false;
  readonly #hearers = new Set<(news: ProposalNews) => void>();
  #stopped = new AbortController();

  constructor(api: PlanApi, id: string, client: string, store: Kept) {
    this.#api = api;
    this.#id = id;
    this.#me = { author: "", client };
    this.#store = store;
    this.#undo = new UndoStack(store, id);
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
  readonly read = (): PlanState => this.#state;

  /** Loads the plan, sends what an earlier page could not, and follows what others do until `stop`. */
  async start(): Promise<void> {
    if (this.#stopped.signal.aborted) this.#stopped = new AbortController();
    const { signal } = this.#stopped;
    try {
      await this.#load(signal);
    } catch (error) {
      if (signal.aborted) return;
      const failure =
        error instanceof ApiError ? error : new ApiError(0, "failed", { cause: error });
      this.#show({ phase: "failed", failure });
      return;
    }
    this.#pending = readPending(this.#store, this.#id);
    this.#rebuild({ phase: "ready", failure: null });
    void this.#follow(signal);
    void this.#tellPresence(signal);
    void this.#flush();
  }

  stop(): void {
    this.#stopped.abort();
  }

  /** Makes an edit; the problems say what stands against it, and then nothing has happened. */
  edit(change: PlanChange, options: { reason?: string } = {}): readonly SessionProblem[] {
    return this.#make(change, "edit", options.reason ?? null);
  }

  /** Shows a change without making it, while a hand is still moving; null takes it back. */
  preview(change: PlanChange | null): void {
    this.#preview = change;
    this.#rebuild({});
  }

  /** Takes back one's own last change, unless somebody has changed the same since. */
  undo(): Promise<readonly SessionProblem[]> {
    return this.#step("undo");
  }

  redo(): Promise<readonly SessionProblem[]> {
    return this.#step("redo");
  }

  /** Settles a conflict: one's own change once more on top of theirs, or not at all. */
  resolve(key: string, choice: "mine" | "theirs"): void {
    const conflict = this.#state.conflicts.find((each) => each.key === key);
    if (conflict === undefined) return;
    this.#show({ conflicts: this.#state.conflicts.filter((each) => each !== conflict) });
    if (choice === "mine") this.edit(conflict.mine, { reason: conflict.reason ?? "" });
  }

  /** What one is at, for the others. */
  lookAt(subject: string | null): void {
    if (subject === this.#at) return;
    this.#at = subject;
    void this.#present();
  }

  /** The name that one's changes carry from now on; it must be set before the first. */
  rename(author: string): void {
    this.#me = { ...this.#me, author };
    if (this.#state.phase === "ready") void this.#present();
  }

  /** Takes the plan from the server anew, after a change that did not go through `edit` (a merge, a return). */
  take(event: Event): void {
    this.#accept(event);
  }

  /** Hears what proposals of this plan have come to, until the function that is given back is called. */
  hear(hearer: (news: ProposalNews) => void): () => void {
    this.#hearers.add(hearer);
    return () => this.#hearers.delete(hearer);
  }

  /**
   * Lets the server write a change by an operation of its own (a proposal is accepted), which gives the version that it wrote. The change
   * is one's own: it can be taken back like an edit. Edits made meanwhile wait. Throws what the operation throws, and an ApiError with
   * code "saving" while earlier edits are not saved yet.
   */
  async write(operation: (version: number) => Promise<number>): Promise<void> {
    if (this.#sending || this.#pending.length > 0) throw new ApiError(0, "saving");
    this.#sending = true;
    this.#operating = true;
    const { signal } = this.#stopped;
    try {
      const written = await operation(this.#version);
      if (this.#version < written) {
        const { items } = await this.#api.changesAfter(this.#id, this.#version, signal);
        for (const event of items) this.#accept(event);
      }
    } finally {
      this.#operating = false;
      this.#sending = false;
      void this.#flush();
    }
  }

  /** Waits until all edits are saved, or the session is stopped. */
  settled(): Promise<void> {
    return new Promise((resolve) => {
      const look = (): void => {
        if (this.#state.saving !== "saved" && !this.#stopped.signal.aborted) return;
        this.#listeners.delete(look);
        resolve();
      };
      this.#listeners.add(look);
      look();
    });
  }

  get client(): string {
    return this.#me.client;
  }

  get author(): string {
    return this.#me.author;
  }

  #make(
    change: PlanChange,
    origin: Pending["origin"],
    reason: string | null,
  ): readonly SessionProblem[] {
    const { plan } = this.#state;
    if (plan === null || isEmptyChange(change)) return [];
    this.#preview = null;
    const applied = applyChange(this.#local(), change);
    if (!applied.ok) {
      this.#rebuild({ problems: applied.problems });
      return applied.problems;
    }
    const key = newId();
    this.#pending = [...this.#pending, { key, change, reason: reason || null, origin }];
    this.#undo.push(origin, { key, version: null, inverse: applied.inverse });
    this.#rebuild({ problems: [] });
    void this.#flush();
    return [];
  }

  async #step(origin: "undo" | "redo"): Promise<readonly SessionProblem[]> {
    const step = this.#undo.peek(origin);
    if (step === null) return [];
    let inverse = step.inverse;
    if (inverse === null) {
      const { items } = await this.#api.changesAfter(this.#id, step.version! - 1);
      inverse = items[0]?.inverse ?? {};
      const later = items.slice(1).filter((event) => !this.#undo.isOwn(event.version));
      if (later.some((event) => conflictsBetween(inverse!, event.change).length > 0)) {
        this.#undo.drop(origin);
        this.#rebuild({});
        return [{ code: "changedSince", path: "", params: { author: later[0]!.author } }];
      }
    }
    this.#undo.drop(origin);
    return this.#make(inverse, origin, null);
  }

  /** The server's plan with one's own pending changes on top. */
  #local(): Plan {
    return this.#pending.reduce((plan, { change }) => {
      const applied = applyChange(plan, change);
      return applied.ok ? applied.plan : plan;
    }, this.#base!);
  }

  #rebuild(also: Partial<PlanState>): void {
    if (this.#base === null) return;
    let plan = this.#local();
    if (this.#preview !== null) {
      const shown = applyChange(plan, this.#preview);
      if (shown.ok) plan = shown.plan;
    }
    this.#show({
      plan,
      version: this.#version,
      saving:
        this.#pending.length === 0
          ? "saved"
          : this.#state.saving === "offline"
            ? "offline"
            : "saving",
      canUndo: this.#undo.peek("undo") !== null,
      canRedo: this.#undo.peek("redo") !== null,
      ...also,
    });
    writePending(this.#store, this.#id, this.#pending);
  }

  #show(change: Partial<PlanState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }

  async #load(signal: AbortSignal): Promise<void> {
    const { plan, document } = await this.#api.read(this.#id, signal);
    const applied = applyChange(emptyPlan({ area: plan.area, years: plan.years }), document);
    if (!applied.ok) throw new ApiError(200, "contract");
    this.#base = applied.plan;
    this.#version = plan.version;
    this.#show({ summary: plan });
  }

  /** A change that the server has accepted, one's own or another's, in order. */
  #accept(event: Event): void {
    if (event.version !== this.#version + 1 || this.#base === null) return;
    const applied = applyChange(this.#base, event.change);
    if (!applied.ok) {
      void this.#reload();
      return;
    }
    this.#base = applied.plan;
    this.#version = event.version;
    if (this.#operating && event.client === this.#me.client) {
      const key = `v${event.version}`;
      this.#undo.push("edit", { key, version: event.version, inverse: event.inverse });
      this.#undo.confirm(key, event.version, event.inverse);
      this.#separate(event);
      this.#rebuild({ savedAt: new Date(event.at) });
      return;
    }
    const [first] = this.#pending;
    if (event.client === this.#me.client && first !== undefined) {
      this.#pending = this.#pending.slice(1);
      this.#undo.confirm(first.key, event.version, event.inverse);
      this.#rebuild({ savedAt: new Date(event.at) });
      return;
    }
    this.#undo.forgetWhatChanged(event.change);
    this.#separate(event);
    this.#rebuild({ news: event });
  }

  /** Takes out pending changes that contradict what somebody else has done, for the person to decide. */
  #separate(event: Event): void {
    const conflicts: Conflict[] = [];
    const kept: Pending[] = [];
    let plan = this.#base!;
    for (const pending of this.#pending) {
      const fields = conflictsBetween(pending.change, event.change);
      const applied = applyChange(plan, pending.change);
      if (fields.length === 0 && applied.ok) {
        kept.push(pending);
        plan = applied.plan;
        continue;
      }
      this.#undo.forget(pending.key);
      conflicts.push({
        key: pending.key,
        mine: pending.change,
        theirs: [event],
        fields,
        reason: pending.reason,
      });
    }
    this.#pending = kept;
    if (conflicts.length > 0) this.#show({ conflicts: [...this.#state.conflicts, ...conflicts] });
  }

  async #reload(): Promise<void> {
    const { signal } = this.#stopped;
    try {
      await this.#load(signal);
      this.#rebuild({});
    } catch {
      // The follower tries again with its next connection.
    }
  }

  /** Sends pending changes one after another; stays with the first until the server has taken or refused it. */
  async #flush(): Promise<void> {
    if (this.#sending) return;
    this.#sending = true;
    const { signal } = this.#stopped;
    try {
      for (let failures = 0; this.#pending.length > 0 && !signal.aborted;) {
        const [next] = this.#pending as [Pending];
        try {
          const event = await this.#api.send(this.#id, this.#version, next, this.#me);
          failures = 0;
          if (this.#state.saving === "offline") this.#show({ saving: "saving" });
          if (event.version > this.#version) this.#accept(event);
          else this.#confirmOld(next, event);
        } catch (error) {
          if (signal.aborted) return;
          if (!(error instanceof ApiError)) throw error;
          if (error.status === 412) await this.#catchUp(error, signal);
          else if (error.status >= 400 && error.status < 500 && error.status !== 429)
            this.#refuse(next, error);
          else {
            this.#show({ saving: "offline" });
            await wait(RETRY_MS[Math.min(failures++, RETRY_MS.length - 1)]!, signal);
          }
        }
      }
    } finally {
      this.#sending = false;
    }
  }

  /** The server had the change already: its answer was lost, or its live event came first. */
  #confirmOld(sent: Pending, event: Event): void {
    if (this.#pending[0]?.key !== sent.key) return;
    this.#pending = this.#pending.slice(1);
    this.#undo.confirm(sent.key, event.version, event.inverse);
    this.#rebuild({ savedAt: new Date(event.at) });
  }

  #refuse(sent: Pending, error: ApiError): void {
    this.#pending = this.#pending.filter(({ key }) => key !== sent.key);
    this.#undo.forget(sent.key);
    const listed = error.problem?.["errors"];
    const problems: SessionProblem[] = Array.isArray(listed) ? (listed as SessionProblem[]) : [];
    this.#rebuild({
      problems:
        problems.length > 0
          ? problems
          : [{ code: "refused", path: "", params: { why: error.code } }],
    });
  }

  /** Brings in what others did: as the refusal tells, or as the server lists. */
  async #catchUp(error: ApiError, signal: AbortSignal): Promise<void> {
    const told = z.array(PlanEvent).safeParse(error.problem?.["changes"]);
    if (told.success) for (const event of told.data) this.#accept(event);
    const before = this.#version;
    const { items } = await this.#api.changesAfter(this.#id, before, signal);
    for (const event of items) this.#accept(event);
  }

  /** Follows the live events; a connection that breaks is taken up again where it broke. */
  async #follow(signal: AbortSignal): Promise<void> {
    for (let failures = 0; !signal.aborted;) {
      try {
        const events = this.#api.events(this.#id, this.#version, this.#me.client, signal);
        for await (const { type, data } of events) {
          failures = 0;
          if (this.#state.saving === "offline") void this.#flush();
          if (type === "change") this.#accept(PlanEvent.parse(JSON.parse(data)));
          else if (type === "presence") this.#showOthers(data);
          else if (type === "reload") await this.#reload();
          else if (type === "proposal") this.#hearOf(data);
          else if (type === "data") this.#show({ dataVersion: versionOf(data) });
        }
      } catch (error) {
        if (signal.aborted) return;
        if (error instanceof ApiError && error.status === 404) {
          this.#show({ phase: "failed", failure: error });
          return;
        }
      }
      await wait(RETRY_MS[Math.min(failures++, RETRY_MS.length - 1)]!, signal);
    }
  }

  #hearOf(data: string): void {
    const news = ProposalNews.parse(JSON.parse(data));
    for (const hearer of this.#hearers) hearer(news);
  }

  #showOthers(data: string): void {
    const people = z.array(Presence).parse(JSON.parse(data));
    this.#show({ others: people.filter(({ client }) => client !== this.#me.client) });
  }

  async #tellPresence(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.#present();
      await wait(PRESENCE_MS, signal);
    }
  }

  async #present(): Promise<void> {
    try {
      await this.#api.present(this.#id, this.#me, this.#at);
    } catch {
      // Told again in ten seconds; whether the server can be reached is shown by the saving.
    }
  }
}

function versionOf(data: string): string | null {
  return z.object({ dataVersion: z.string().nullable() }).parse(JSON.parse(data)).dataVersion;
}

function readPending(store: Kept, id: string): Pending[] {
  const parsed = PENDING.safeParse(store.read(`pending.${id}`));
  return parsed.success ? parsed.data : [];
}

function writePending(store: Kept, id: string, pending: readonly Pending[]): void {
  store.write(`pending.${id}`, pending.length > 0 ? pending : null);
}

/** Waits, but not longer than the signal lets it. */
function wait(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener("abort", done);
  });
}
