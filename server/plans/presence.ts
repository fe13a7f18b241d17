import type { Presence } from "../../core/contract/plan-service.ts";

/** Who is silent for this long has left. */
const SILENT_MS = 30_000;
/** People on one plan that are told of; more are not. */
const MOST_PRESENT = 200;

/** Who has which plan open, as they say themselves; each server process knows those who speak to it. */
export class PresenceList {
  readonly #plans = new Map<string, Map<string, { said: Presence; until: number }>>();
  readonly #clock: () => number;

  constructor(clock: () => number = () => performance.now()) {
    this.#clock = clock;
  }

  /** Somebody is there. True when that is news: they came, or are at something else. */
  say(planId: string, said: Presence): boolean {
    const present = this.#plans.get(planId) ?? new Map<string, { said: Presence; until: number }>();
    const before = present.get(said.client)?.said;
    if (!before && present.size >= MOST_PRESENT) return false;
    this.#plans.set(planId, present);
    present.set(said.client, { said, until: this.#clock() + SILENT_MS });
    return before?.author !== said.author || before.at !== said.at;
  }

  /** Somebody has left. True when they were there. */
  leave(planId: string, client: string): boolean {
    return this.#plans.get(planId)?.delete(client) ?? false;
  }

  /** Forgets the silent; gives the plans that somebody left by it. */
  sweep(): string[] {
    const now = this.#clock();
    const left: string[] = [];
    for (const [planId, present] of this.#plans) {
      const before = present.size;
      for (const [client, { until }] of present) if (until < now) present.delete(client);
      if (present.size < before) left.push(planId);
      if (present.size === 0) this.#plans.delete(planId);
    }
    return left;
  }

  /** Who is there, by client. */
  of(planId: string): Presence[] {
    return [...(this.#plans.get(planId)?.values() ?? [])]
      .map(({ said }) => said)
      .sort((a, b) => (a.client < b.client ? -1 : 1));
  }
}
