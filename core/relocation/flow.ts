import { LEVELS, type Level } from "../contract/area.ts";
import { villageOf, villagePosition, type PlanContext } from "./context.ts";
import { countParts } from "./persons.ts";
import type { Plan } from "./plan.ts";

/** People of one area who go to one settlement. */
export interface Flow {
  /** Code of the area, or key of the village. */
  readonly from: string;
  readonly name: string;
  readonly settlement: string;
  /** Middle of the villages that people leave, weighted by persons; null when no place is known. */
  readonly start: readonly [number, number] | null;
  readonly end: readonly [number, number];
  /** Villages of which anybody goes. */
  readonly villages: number;
  /** By year of the plan, first to last. */
  readonly persons: readonly number[];
}

/** What the beginnings of flows are gathered by. */
type FlowLevel = "village" | Level;

/**
 * The flows of a plan, gathered by the areas of a level or village by village; the largest first. A village outside any area of the level
 * goes with the area that holds it.
 */
export function flowsOf(
  { plan, context }: { plan: Pick<Plan, "moves" | "settlements">; context: PlanContext },
  by: FlowLevel,
): Flow[] {
  const { areas, villages } = context.data;
  const { from } = context.frame.years;
  const level = LEVELS.indexOf(by === "village" ? "region" : by);
  const originOf = (village: number, key: string): { from: string; name: string } => {
    if (by === "village") return { from: key, name: villages.name[village]! };
    let at = villages.area[village]!;
    while (areas.level[at]! > level && areas.parent[at]! >= 0) at = areas.parent[at]!;
    return { from: areas.code[at]!, name: areas.name[at]! };
  };
  const flows = new Map<string, Gathered>();
  for (const [key, move] of plan.moves) {
    const village = villageOf(context, key);
    if (village < 0) continue;
    const origin = originOf(village, key);
    const place = villagePosition(context, village);
    const goesTo = new Set<string>();
    for (const part of countParts(
      move,
      villages.households[village]!,
      villages.persons[village]!,
    )) {
      const { settlement, year, persons } = part;
      const name = `${origin.from} ${settlement}`;
      let flow = flows.get(name);
      if (flow === undefined) {
        const persons = context.money.map(() => 0);
        flow = { origin, settlement, villages: 0, persons, x: 0, y: 0, weight: 0 };
        flows.set(name, flow);
      }
      if (!goesTo.has(settlement)) flow.villages++;
      goesTo.add(settlement);
      flow.persons[year - from]! += persons;
      // A village whose persons are not recorded still has a place.
      if (place !== null) gather(flow, place, Math.max(persons, 1e-6));
    }
  }
  return [...flows.values()]
    .map(({ origin, settlement, villages, persons, x, y, weight }): Flow => ({
      ...origin,
      settlement,
      villages,
      start: weight > 0 ? [x / weight, y / weight] : null,
      end: plan.settlements.get(settlement)!.position,
      persons,
    }))
    .sort((a, b) => sum(b.persons) - sum(a.persons) || order(a, b));
}

interface Gathered {
  readonly origin: { readonly from: string; readonly name: string };
  readonly settlement: string;
  villages: number;
  readonly persons: number[];
  x: number;
  y: number;
  weight: number;
}

function gather(flow: Gathered, [lng, lat]: readonly [number, number], weight: number): void {
  flow.x += lng * weight;
  flow.y += lat * weight;
  flow.weight += weight;
}

const sum = (values: readonly number[]): number => values.reduce((all, one) => all + one, 0);

function order(a: Flow, b: Flow): number {
  const [one, other] = [`${a.from} ${a.settlement}`, `${b.from} ${b.settlement}`];
  return one < other ? -1 : 1;
}
