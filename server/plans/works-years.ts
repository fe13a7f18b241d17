import { setImmediate } from "node:timers/promises";
import type { Works } from "../../core/contract/plan.ts";
import type { IndicatorRule } from "../../core/contract/rule.ts";
import type { Snapshot } from "../../core/coverage/snapshot.ts";
import type { Plan } from "../../core/relocation/plan.ts";
import type { RuleStatuses } from "../../core/relocation/rate-counts.ts";
import type { RegionState } from "../coverage/state.ts";
import { addWorks, localWhatIf, statusesOf } from "./local-what-if.ts";

/** Works in the order in which they come into use. */
type WorksInOrder = readonly (readonly [id: string, works: Works])[];

/** The statuses of a rule today and, with the works that a plan has in use by then, at the end of each of its years. */
export async function ruleStatuses(
  state: RegionState,
  plan: Plan,
  rule: IndicatorRule,
): Promise<RuleStatuses> {
  const { verdicts } = await state.judge(rule);
  // Others have their turn between two rules.
  await setImmediate();
  const works = [...plan.works]
    .filter(([, { sector }]) => sector === rule.sector)
    .sort(([a, { year: y }], [b, { year: z }]) => (y === z ? (a < b ? -1 : 1) : y - z));
  return {
    rule,
    units: verdicts.units,
    today: verdicts.status,
    afterWorks: afterWorks(state.snapshot, rule, verdicts.status, works, plan.frame.years),
  };
}

/** Statuses at the end of each year; the same array again where a year brings nothing. */
export function afterWorks(
  snapshot: Snapshot,
  rule: IndicatorRule,
  today: Uint8Array,
  works: WorksInOrder,
  years: { readonly from: number; readonly to: number },
): Uint8Array[] {
  const count = years.to - years.from + 1;
  if (works.length === 0) return Array.from({ length: count }, () => today);
  const local = localWhatIf(
    snapshot,
    rule,
    works.map(([, one]) => one),
  );
  let now = today;
  let next = 0;
  return Array.from({ length: count }, (_, y) => {
    const before = next;
    for (; next < works.length && works[next]![1].year <= years.from + y; next++)
      addWorks(local, ...works[next]!);
    if (next === before) return now;
    now = now.slice();
    const statuses = statusesOf(local, rule);
    local.units.forEach((unit, n) => (now[unit] = statuses[n]!));
    return now;
  });
}
