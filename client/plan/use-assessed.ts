import { useEffect, useMemo, useState, useSyncExternalStore } from "react";
import type { PlanFrame } from "../../core/contract/plan.ts";
import type { Snapshot } from "../../core/coverage/snapshot.ts";
import type { PolicyParameter } from "../../core/policy/parameter.ts";
import type { AssessedPlan } from "../../core/relocation/assess.ts";
import { planContext } from "../../core/relocation/context.ts";
import type { Plan } from "../../core/relocation/plan.ts";
import { Assessor } from "./assessor.ts";
import { FactStore } from "./fact-store.ts";

/** The plan with what it adds up to and what is to be said about it, kept up with every edit; null until all it needs is there. */
export function useAssessed(
  frame: PlanFrame,
  plan: Plan | null,
  snapshot: Snapshot | null,
  parameters: readonly PolicyParameter[] | null,
): AssessedPlan | null {
  const { area, years } = frame;
  const { from, to } = years;
  const [assessor] = useState(() => new Assessor());
  // Facts are those of one version of the data: with another snapshot they are asked for anew.
  const store = useMemo(() => ({ of: snapshot, facts: new FactStore(area) }), [area, snapshot]);
  const facts = useSyncExternalStore(store.facts.subscribe, store.facts.read);
  const context = useMemo(
    () =>
      snapshot === null || parameters === null
        ? null
        : planContext(snapshot, { area, years: { from, to } }, parameters),
    [area, from, to, snapshot, parameters],
  );
  useEffect(() => {
    if (plan !== null) store.facts.want(plan);
  }, [plan, store]);
  return useMemo(
    () => (plan === null || context === null ? null : assessor.assess(plan, context, facts)),
    [assessor, plan, context, facts],
  );
}
