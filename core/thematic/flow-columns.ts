import type { FlowsAnswer, MapLevel } from "../contract/thematic.ts";
import type { CountedPlan } from "../relocation/finding.ts";
import { flowsOf } from "../relocation/flow.ts";
import { PERSONS, tallied } from "../relocation/ledger.ts";
import type { ReturnedYears } from "./returned.ts";

/**
 * Who goes from the areas of a level to the settlements of a plan, by year; the largest flows first, settlements in the order of the plan.
 * People outside any area of the level go with the area that holds them.
 */
export function flowColumns(
  on: CountedPlan,
  by: MapLevel,
  returned: ReturnedYears,
): Pick<FlowsAnswer, "years" | "settlements" | "flows"> {
  const { plan, ledger, context } = on;
  const years = context.money.map((_, y) => context.frame.years.from + y);
  return {
    years,
    settlements: [...plan.settlements].map(([id, { name, position, capacityPersons }]) => ({
      id,
      name,
      position,
      capacityPersons,
      persons: years.map((_, y) => tallied(ledger.settlements.get(id), PERSONS, y)),
      actualPersons: years.map((year) => returned.settlements.get(id)?.get(year)?.persons ?? null),
    })),
    flows: flowsOf(on, by).map(({ from, settlement, villages, persons }) => ({
      from,
      settlement,
      villages,
      persons: [...persons],
    })),
  };
}
