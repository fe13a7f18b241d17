import type { Rate, Rates } from "../contract/coverage.ts";
import type { PlanRatesAnswer } from "../contract/plan-service.ts";
import { rateOf } from "../coverage/roll-up.ts";
import { SERVED, UNKNOWN, UNSERVED } from "../coverage/snapshot.ts";
import type { PlanContext } from "./context.ts";
import type { Plan } from "./plan.ts";
import { countPlan, groupsOf, KINDS, type GroupCounts, type RuleStatuses } from "./rate-counts.ts";

type RuleRates = PlanRatesAnswer["rules"][number];

/**
 * The rates of an area today and, for the end of each year, after works, after moves and after both, by every rule given; with the number
 * of units that left the count by moving and of those that fell below the rule's least size by it.
 *
 * A village all of which has moved leaves numerator and denominator; one of which some households have moved keeps the others, and counts
 * no longer when fewer are left than the rule asks for. An administrative village or township leaves when all its natural villages have.
 * Those who arrive at settlements are not counted anywhere: settlements are not villages. Only villages of the plan's area move.
 */
export function planRates(
  plan: Plan,
  context: PlanContext,
  areaCode: string,
  rules: readonly RuleStatuses[],
): RuleRates[] {
  const area = context.areaIndex.get(areaCode);
  // An area that is not in the data is counted like one that holds nothing.
  const none = { count: 1, of: new Int32Array(context.data.areas.count).fill(-1) };
  const groups = area === undefined ? none : groupsOf(context.data.areas, [area]);
  return countPlan(plan, context, groups, rules).map(({ rule, today, years }) => ({
    rule: rule.id,
    target: rule.target,
    today: ratesOf(today),
    years: years.map((counts, y) => ({
      year: context.frame.years.from + y,
      afterWorks: ratesOf(counts.afterWorks),
      afterMoves: ratesOf(counts.afterMoves),
      afterBoth: ratesOf(counts.afterBoth),
      left: { moved: counts.moved[0]!, fellBelow: counts.fellBelow[0]! },
    })),
  }));
}

/** The rates of the only group. */
function ratesOf(counts: GroupCounts): Rates {
  const of = (kind: number): Rate =>
    rateOf(
      counts[SERVED * KINDS + kind]!,
      counts[UNSERVED * KINDS + kind]!,
      counts[UNKNOWN * KINDS + kind]!,
    );
  return { villages: of(0), households: of(1), persons: of(2) };
}
