import type { SiteFacts } from "../../core/contract/plan-check.ts";
import { countWhole } from "../../core/relocation/assess.ts";
import { planContext, siteKey } from "../../core/relocation/context.ts";
import type { CountedPlan } from "../../core/relocation/finding.ts";
import type { Plan } from "../../core/relocation/plan.ts";
import type { RegionState } from "../coverage/state.ts";
import type { Db } from "../database/open.ts";
import { listParameters } from "../indicators/queries.ts";
import { areasOfSite } from "../plans/site-facts.ts";

const kept = new WeakMap<Plan, { state: RegionState; parameters: string; counted: CountedPlan }>();

/**
 * What a plan adds up to on the data: the sums that checks begin with, without the checks and without what works bring, which take seconds on a
 * plan of a region. Of sites only the areas are known. Reckoned once for each version of a plan.
 */
export async function countPlan(
  db: Db,
  { state, plan }: { readonly state: RegionState; readonly plan: Plan },
): Promise<CountedPlan> {
  const parameters = await listParameters(db);
  const stamp = JSON.stringify(parameters);
  const before = kept.get(plan);
  if (before?.state === state && before.parameters === stamp) return before.counted;
  const { areas } = state.snapshot;
  const sites = new Map<string, SiteFacts>();
  for (const site of plan.settlements.values())
    sites.set(siteKey(site), {
      ...areasOfSite(areas, site.position),
      counties: [],
      areaM2: null,
      crossed: false,
      zones: [],
      services: [],
    });
  const facts = { sites, works: new Map() };
  const counted = countWhole({
    plan,
    context: planContext(state.snapshot, plan.frame, parameters, facts),
  });
  kept.set(plan, { state, parameters: stamp, counted });
  return counted;
}
