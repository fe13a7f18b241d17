import { setImmediate } from "node:timers/promises";
import type { Works } from "../../core/contract/plan.ts";
import type { WorksFacts } from "../../core/contract/plan-check.ts";
import type { IndicatorRule } from "../../core/contract/rule.ts";
import type { Snapshot } from "../../core/coverage/snapshot.ts";
import { turnedBy, type Turned } from "../../core/coverage/what-if-figures.ts";
import { villageKey } from "../../core/relocation/context.ts";
import { worksLengthM } from "../../core/relocation/money.ts";
import type { RegionState } from "../coverage/state.ts";
import { addWorks, localWhatIf } from "./local-what-if.ts";

/**
 * What each of some works brings, as if it were the only one: its length, and by every rule of its sector on natural villages those that
 * are served only through it or lose the service by it.
 */
export async function worksEffects(
  state: RegionState,
  works: readonly Works[],
): Promise<WorksFacts[]> {
  const facts: WorksFacts[] = [];
  for (const one of works) {
    // Other requests are answered between two of them.
    await setImmediate();
    facts.push(effectOf(state, one));
  }
  return facts;
}

function effectOf({ snapshot, rules }: RegionState, works: Works): WorksFacts {
  const judged = rules.filter(
    (rule) => rule.sector === works.sector && rule.unit === "naturalVillage",
  );
  return {
    lengthM: Math.round(worksLengthM(works) * 10) / 10,
    serves: judged.map((rule) => servedBy(snapshot, rule, works)),
  };
}

function servedBy(
  snapshot: Snapshot,
  rule: IndicatorRule,
  works: Works,
): WorksFacts["serves"][number] {
  const local = localWhatIf(snapshot, rule, [works]);
  addWorks(local, "works", works);
  // Positions are those of the local villages; their households and persons stand in the whole ones.
  const changes = local.whatIf.changes().map((change) => {
    const index = local.units[change.index]!;
    return { ...change, index, position: index };
  });
  const { gained, lost } = turnedBy(snapshot, rule.unit, changes);
  const keys = ({ units }: Turned): string[] =>
    units.map(({ index }) => villageKey(snapshot, index));
  return {
    rule: rule.id,
    villages: keys(gained),
    households: gained.households,
    persons: gained.persons,
    lost: keys(lost),
  };
}
