import { randomUUID } from "node:crypto";
import type { PlanChange } from "../../../core/contract/plan.ts";
import { PlanAnswer, PlanEvent, StaleAnswer } from "../../../core/contract/plan-service.ts";
import { applyChange } from "../../../core/relocation/apply.ts";
import { conflictsBetween } from "../../../core/relocation/combine.ts";
import { emptyPlan, type Plan } from "../../../core/relocation/plan.ts";
import { Listener, type Heard } from "./listener.ts";

export interface Edit {
  key: string;
  change: PlanChange;
}

const soon = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 50));

/**
 * What a page does with a plan, without a page: it follows the live events, sends its own edits, sends them again when the connection
 * breaks, and on a stale version makes them again on what others did, or drops them where they contradict it.
 */
export class PlannerPage {
  plan: Plan;
  version = 0;
  /** Edits that the server has accepted, and those given up. */
  readonly accepted: Edit[] = [];
  readonly dropped: Edit[] = [];
  readonly #address: () => string;
  readonly #id: string;
  readonly #name: string;
  readonly #breaks: () => number | null;
  #listener: Listener | null = null;

  /** `breaks` says after how many milliseconds the connection of the next request breaks, null for never. */
  constructor(
    address: () => string,
    id: string,
    name: string,
    breaks: () => number | null = () => null,
  ) {
    this.#address = address;
    this.#id = id;
    this.#name = name;
    this.#breaks = breaks;
    this.plan = emptyPlan({ area: "", years: { from: 0, to: 0 } });
  }

  /** Loads the plan and follows it. */
  async open(): Promise<void> {
    await this.#load();
    await this.listen();
  }

  /** Opens the stream of events (again) from what was heard last. */
  async listen(): Promise<void> {
    this.#listener?.stop();
    const address = `${this.#address()}/api/events?plan=${this.#id}&client=${this.#name}&since=${this.version}`;
    this.#listener = await Listener.open(address, {}, (heard) => this.#hear(heard));
  }

  stop(): void {
    this.#listener?.stop();
  }

  /** Makes an edit; resolves when the server has accepted it or it was given up. */
  async edit(change: PlanChange): Promise<void> {
    const edit = { key: randomUUID(), change };
    // After a broken connection only the server knows whether the edit was made: it is asked until it says.
    let isOpen = false;
    while (isOpen || applyChange(this.plan, change).ok) {
      const answer = await this.#send(edit, this.version);
      isOpen = answer === null;
      if (answer === null) continue;
      const { status, body } = answer;
      if (status === 200) {
        this.accepted.push(edit);
        this.#take(PlanEvent.parse(body));
        return;
      }
      if (status !== 412) break;
      const stale = StaleAnswer.parse(body);
      if (stale.changes === undefined) await this.#load();
      else {
        const conflict = stale.changes.some(
          (other) => conflictsBetween(change, other.change).length > 0,
        );
        for (const event of stale.changes) this.#take(event);
        if (conflict) break;
      }
    }
    this.dropped.push(edit);
  }

  async #load(): Promise<void> {
    const { plan, document } = PlanAnswer.parse(await this.#read());
    const { area, years, version } = plan;
    if (version < this.version) return;
    const applied = applyChange(emptyPlan({ area, years }), document);
    if (!applied.ok) throw new Error(JSON.stringify(applied.problems));
    this.plan = applied.plan;
    this.version = version;
  }

  /** The plan as the service says it, asked for until it does. */
  async #read(): Promise<unknown> {
    for (let tries = 1; ; tries++) {
      const response = await fetch(`${this.#address()}/api/plans/${this.#id}`).catch(() => null);
      if (response?.ok) return response.json();
      if (tries === 1200) throw new Error(`the plan cannot be read: ${response?.status}`);
      await soon();
    }
  }

  /** The answer, null when the connection broke: nobody knows then what the server did. */
  async #send(edit: Edit, version: number): Promise<{ status: number; body: unknown } | null> {
    const breaksAfter = this.#breaks();
    try {
      const response = await fetch(`${this.#address()}/api/plans/${this.#id}/changes`, {
        method: "POST",
        body: JSON.stringify({ change: edit.change, author: this.#name, client: this.#name }),
        headers: {
          "Content-Type": "application/json",
          "Idempotency-Key": edit.key,
          "If-Match": `"${version}"`,
        },
        ...(breaksAfter !== null && { signal: AbortSignal.timeout(breaksAfter) }),
      });
      if (response.status !== 503) return { status: response.status, body: await response.json() };
    } catch {
      // Cut off: the same as when the database is away.
    }
    await soon();
    return null;
  }

  #hear({ event, data }: Heard): void {
    if (event === "change") this.#take(PlanEvent.parse(data));
    else if (event === "reload") void this.#load();
  }

  #take(event: PlanEvent): void {
    if (event.version !== this.version + 1) return;
    const applied = applyChange(this.plan, event.change);
    if (!applied.ok)
      throw new Error(`${this.#name}, ${event.version}: ${JSON.stringify(applied.problems)}`);
    this.plan = applied.plan;
    this.version = event.version;
  }
}
