import type { SiteFacts, WorksFacts } from "../../core/contract/plan-check.ts";
import type { Settlement, Works } from "../../core/contract/plan.ts";
import { NO_FACTS, siteKey, worksKey, type PlanFacts } from "../../core/relocation/context.ts";
import type { Plan } from "../../core/relocation/plan.ts";
import { api } from "./queries.ts";

const REST_MS = 250;
const MOST_AT_ONCE = 150;

/** What is known of the sites and works of one area's plans; what is not known yet is asked of the server once a plan rests. */
export class FactStore {
  readonly #area: string;
  readonly #asked = new Set<string>();
  readonly #listeners = new Set<() => void>();
  #facts: PlanFacts = NO_FACTS;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(area: string) {
    this.#area = area;
  }

  readonly read = (): PlanFacts => this.#facts;
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Asks for what a plan needs to be checked and is not known. */
  want({ settlements, works }: Pick<Plan, "settlements" | "works">): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      const sites = [...settlements.values()].filter((site) => this.#isNew(siteKey(site)));
      const effects = [...works.values()].filter((one) => this.#isNew(worksKey(one)));
      for (let at = 0; at < sites.length; at += MOST_AT_ONCE)
        void this.#learnSites(sites.slice(at, at + MOST_AT_ONCE));
      for (let at = 0; at < effects.length; at += MOST_AT_ONCE)
        void this.#learnWorks(effects.slice(at, at + MOST_AT_ONCE));
    }, REST_MS);
  }

  #isNew(key: string): boolean {
    if (this.#asked.has(key)) return false;
    this.#asked.add(key);
    return true;
  }

  async #learnSites(some: readonly Settlement[]): Promise<void> {
    const keys = some.map(siteKey);
    const sites = some.map(({ position, outline }) => ({ position, outline }));
    const answer = await api.sites({ area: this.#area, sites }).catch(() => null);
    if (answer === null) for (const key of keys) this.#asked.delete(key);
    else this.#set({ ...this.#facts, sites: added(this.#facts.sites, keys, answer.sites) });
  }

  async #learnWorks(some: readonly Works[]): Promise<void> {
    const keys = some.map(worksKey);
    const answer = await api.worksEffects({ area: this.#area, works: [...some] }).catch(() => null);
    if (answer === null) for (const key of keys) this.#asked.delete(key);
    else this.#set({ ...this.#facts, works: added(this.#facts.works, keys, answer.works) });
  }

  #set(facts: PlanFacts): void {
    this.#facts = facts;
    for (const listener of this.#listeners) listener();
  }
}

function added<Fact extends SiteFacts | WorksFacts>(
  known: ReadonlyMap<string, Fact>,
  keys: readonly string[],
  facts: readonly Fact[],
): ReadonlyMap<string, Fact> {
  const next = new Map(known);
  keys.forEach((key, i) => {
    const fact = facts[i];
    if (fact !== undefined) next.set(key, fact);
  });
  return next;
}
