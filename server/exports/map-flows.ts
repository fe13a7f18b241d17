import type { SheetFlow, SheetSettlement } from "../../core/composition/sheet-input.ts";
import type { ThematicView } from "../../core/contract/thematic.ts";
import type { MapColumns } from "../../core/thematic/columns.ts";
import type { PlanContext } from "../plans/context.ts";
import { flowsOfPlan } from "./map-columns.ts";

/** More flows than these hide each other; the largest are drawn. */
const MOST_FLOWS = 400;

/** The flows of a plan out of the areas of a map, in its year or in all years together, and the settlements that they reach. */
export async function drawnFlows(
  context: PlanContext,
  plan: string,
  view: ThematicView,
  { today }: MapColumns,
): Promise<{ flows: SheetFlow[]; settlements: SheetSettlement[]; leftOut: number }> {
  const answer = await flowsOfPlan(context, plan, view.by);
  const at = view.year === null ? -1 : answer.years.indexOf(view.year);
  const personsOf = (persons: readonly number[]): number =>
    view.year === null ? persons.reduce((sum, each) => sum + each, 0) : (persons[at] ?? 0);
  const from = new Map(today.areas.map(({ code, position }) => [code, position]));
  const to = new Map(answer.settlements.map((settlement) => [settlement.id, settlement]));
  const all = answer.flows
    .flatMap((flow) => {
      const origin = from.get(flow.from);
      const site = to.get(flow.settlement);
      const persons = personsOf(flow.persons);
      return origin && site && persons > 0 ? [{ origin, site, persons }] : [];
    })
    .sort((a, b) => b.persons - a.persons);
  const drawn = all.slice(0, MOST_FLOWS);
  const reached = new Map<string, number>();
  for (const { site, persons } of drawn)
    reached.set(site.id, (reached.get(site.id) ?? 0) + persons);
  return {
    flows: drawn.map(({ origin, site, persons }) => ({ from: origin, to: site.position, persons })),
    settlements: [...reached].map(([id, persons]) => ({
      position: to.get(id)!.position,
      name: to.get(id)!.name,
      persons,
    })),
    leftOut: all.length - drawn.length,
  };
}
