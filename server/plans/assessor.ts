import type { Works } from "../../core/contract/plan.ts";
import type { PlanCheck, SiteFacts, WorksFacts } from "../../core/contract/plan-check.ts";
import type { CheckLine, ChecksAnswer } from "../../core/contract/plan-service.ts";
import {
  assessPlan,
  editPlan,
  learnFacts,
  listChecks,
  type AssessedPlan,
} from "../../core/relocation/assess.ts";
import { targetOf } from "../../core/relocation/check-area.ts";
import { planContext, siteKey, worksKey, type PlanFacts } from "../../core/relocation/context.ts";
import { changeBetween } from "../../core/relocation/difference.ts";
import type { Plan } from "../../core/relocation/plan.ts";
import { moneyTable, totalsByYear } from "../../core/relocation/totals.ts";
import type { RegionState } from "../coverage/state.ts";
import type { Db } from "../database/open.ts";
import { listParameters } from "../indicators/queries.ts";
import type { PlanRow } from "./queries.ts";
import { siteFacts, type Site } from "./site-facts.ts";
import { Turns } from "./turns.ts";
import { worksEffects } from "./works-effects.ts";

/** Assessed plans kept; one of 30,000 moves weighs some 30 MB beside the plan. */
const MOST_KEPT = 8;
/** Facts kept for each state of the data. */
const MOST_FACTS = 20_000;

interface Kept {
  readonly state: RegionState;
  readonly parameters: string;
  readonly plan: Plan;
  readonly assessed: AssessedPlan;
}

interface KnownFacts {
  readonly sites: Map<string, SiteFacts>;
  readonly works: Map<string, WorksFacts>;
}

/**
 * Adds up and checks plans on the data shown. The last assessment of each plan is kept: another version of it is said again only where
 * it differs, and facts about sites and works are asked for once for each state of the data.
 */
export class PlanAssessor {
  readonly #kept = new Map<string, Kept>();
  readonly #facts = new WeakMap<RegionState, KnownFacts>();
  readonly #turns = new Turns();

  /** The plan with what it adds up to and what is to be said about it. `offered` are places that it may get: facts about them come along. */
  assess(
    db: Db,
    state: RegionState,
    row: PlanRow,
    plan: Plan,
    offered: readonly Site[] = [],
  ): Promise<AssessedPlan> {
    return this.#turns.take(row.id, async () => {
      const kept = this.#kept.get(row.id);
      const parameters = await listParameters(db);
      const stamp = JSON.stringify(parameters);
      const facts = await this.#factsOf(db, state, plan, offered);
      const isSame = kept?.state === state && kept.parameters === stamp;
      const known = isSame ? kept.assessed : null;
      const edited =
        known && kept!.plan !== plan ? editPlan(known, changeBetween(known.plan, plan)) : null;
      if (edited && !edited.ok) throw new Error(JSON.stringify(edited.problems.slice(0, 5)));
      const assessed = known
        ? learnFacts(edited?.assessed ?? known, facts)
        : assessPlan({
            plan,
            context: planContext(state.snapshot, plan.frame, parameters, facts),
          });
      this.#kept.delete(row.id);
      this.#kept.set(row.id, { state, parameters: stamp, plan, assessed });
      for (const oldest of this.#kept.keys()) {
        if (this.#kept.size <= MOST_KEPT) break;
        this.#kept.delete(oldest);
      }
      return assessed;
    });
  }

  async #factsOf(
    db: Db,
    state: RegionState,
    plan: Plan,
    offered: readonly Site[],
  ): Promise<PlanFacts> {
    const known = this.#knownOf(state);
    const sites = [...plan.settlements.values(), ...offered];
    await ask(sites, known.sites, siteKey, (some: Site[]) => siteFacts(db, state, some));
    const works = [...plan.works.values()];
    await ask(works, known.works, worksKey, (some: Works[]) => worksEffects(state, some));
    return {
      sites: new Map(sites.map((site) => [siteKey(site), known.sites.get(siteKey(site))!])),
      works: new Map(works.map((one) => [worksKey(one), known.works.get(worksKey(one))!])),
    };
  }

  #knownOf(state: RegionState): KnownFacts {
    let known = this.#facts.get(state);
    if (!known || known.sites.size + known.works.size > MOST_FACTS) {
      known = { sites: new Map(), works: new Map() };
      this.#facts.set(state, known);
    }
    return known;
  }
}

/** Asks for the facts that are not known yet, each once. */
async function ask<Entry, Facts>(
  entries: readonly Entry[],
  known: Map<string, Facts>,
  keyOf: (entry: Entry) => string,
  factsOf: (entries: Entry[]) => Promise<Facts[]>,
): Promise<void> {
  const unknown = new Map<string, Entry>();
  for (const entry of entries) if (!known.has(keyOf(entry))) unknown.set(keyOf(entry), entry);
  if (unknown.size === 0) return;
  const facts = await factsOf([...unknown.values()]);
  [...unknown.keys()].forEach((key, i) => known.set(key, facts[i]!));
}

/** What a plan adds up to and what is to be said about it, at the version of its row and on the data shown. */
export function checksAnswer(
  { id, version }: Pick<PlanRow, "id" | "version">,
  state: RegionState,
  on: AssessedPlan,
): ChecksAnswer {
  const { area } = on.context.frame;
  return {
    plan: id,
    version,
    dataVersion: state.snapshot.dataVersion,
    years: totalsByYear(on).map((year) => ({
      ...year,
      target: targetOf(area, year.year, on)?.target ?? null,
    })),
    money: moneyTable(on),
    checks: listChecks(on.checks).map(checkLine),
  };
}

function checkLine(check: PlanCheck): CheckLine {
  const { code, severity, subject, position, actual, limit, unit, params, mend } = check;
  return {
    code,
    severity,
    place: { subject, position },
    amount: unit === null ? null : { actual, limit, unit },
    action: mend,
    params,
  };
}
