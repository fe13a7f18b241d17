import { useEffect, useMemo, useRef, useState } from "react";
import type { SiteFacts, WorksFacts } from "../../core/contract/plan-check.ts";
import type { PolicyParameter } from "../../core/policy/parameter.ts";
import type { Snapshot } from "../../core/coverage/snapshot.ts";
import {
  assessNext,
  assessPlan,
  learnFacts,
  type AssessedPlan,
} from "../../core/relocation/assess.ts";
import { planContext, siteKey, worksKey, type PlanFacts } from "../../core/relocation/context.ts";
import type { Plan } from "../../core/relocation/plan.ts";
import { api } from "./queries.ts";

const REST_MS = 250;
const MOST_AT_ONCE = 150;

/**
 * The plan with what it adds up to and what is to be said about it, kept up with every edit; facts about sites and works are asked of the
 * server as they come up.
 */
export function useAssessed(
  plan: Plan | null,
  snapshot: Snapshot | null,
  parameters: readonly PolicyParameter[] | null,
): AssessedPlan | null {
  const context = useMemo(
    () =>
      plan === null || snapshot === null || parameters === null
        ? null
        : planContext(snapshot, plan.frame, parameters),
    // The frame of a plan never changes while it is open.
    [plan?.frame, snapshot, parameters],
  );
  const facts = useFacts(plan, snapshot);
  const last = useRef<AssessedPlan | null>(null);
  return useMemo(() => {
    if (plan === null || context === null) return null;
    const before = last.current;
    const isNew = before === null || before.context.data !== context.data;
    let next = isNew
      ? assessPlan({ plan, context: { ...context, facts } })
      : assessNext(before, plan);
    if (next.context.facts !== facts) next = learnFacts(next, facts);
    last.current = next;
    return next;
  }, [plan, context, facts]);
}

/** What is known of the plan's sites and works. */
function useFacts(plan: Plan | null, snapshot: Snapshot | null): PlanFacts {
  const [facts, setFacts] = useState<PlanFacts>({ sites: new Map(), works: new Map() });
  const asked = useRef(new Set<string>());
  const settlements = plan?.settlements;
  const works = plan?.works;
  const area = plan?.frame.area;
  useEffect(() => {
    asked.current = new Set();
    setFacts({ sites: new Map(), works: new Map() });
  }, [snapshot]);
  useEffect(() => {
    if (settlements === undefined || works === undefined || area === undefined) return;
    const timer = setTimeout(() => {
      const sites = [...settlements.values()].filter((site) => isNew(asked.current, siteKey(site)));
      const effects = [...works.values()].filter((one) => isNew(asked.current, worksKey(one)));
      for (let at = 0; at < sites.length; at += MOST_AT_ONCE)
        void learnSites(area, sites.slice(at, at + MOST_AT_ONCE));
      for (let at = 0; at < effects.length; at += MOST_AT_ONCE)
        void learnWorks(area, effects.slice(at, at + MOST_AT_ONCE));
    }, REST_MS);
    const learnSites = async (of: string, some: readonly Site[]) => {
      const keys = some.map(siteKey);
      const answer = await api
        .sites({
          area: of,
          sites: some.map(({ position, outline }) => ({ position, outline })),
        })
        .catch(() => null);
      if (answer === null) for (const key of keys) asked.current.delete(key);
      else setFacts((known) => ({ ...known, sites: added(known.sites, keys, answer.sites) }));
    };
    const learnWorks = async (of: string, some: readonly OneWorks[]) => {
      const keys = some.map(worksKey);
      const answer = await api.worksEffects({ area: of, works: [...some] }).catch(() => null);
      if (answer === null) for (const key of keys) asked.current.delete(key);
      else setFacts((known) => ({ ...known, works: added(known.works, keys, answer.works) }));
    };
    return () => clearTimeout(timer);
  }, [settlements, works, area]);
  return facts;
}

type Site = Parameters<typeof siteKey>[0] & { position: [number, number] };
type OneWorks = Parameters<typeof worksKey>[0];

function isNew(asked: Set<string>, key: string): boolean {
  if (asked.has(key)) return false;
  asked.add(key);
  return true;
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
