import { SERVED, UNSERVED, YES } from "../../core/coverage/snapshot.ts";
import type { ColumnsOfArea } from "../../core/coverage/area-columns.ts";
import { villageKey, type PlanData } from "../../core/relocation/context.ts";
import type { Plan } from "../../core/relocation/plan.ts";

/** What is asked of villages; all conditions that are set must hold. */
export interface Filter {
  rule: string | null;
  most: number | null;
  least: number | null;
  hazard: boolean;
  karst: boolean;
  willing: boolean;
  moving: "any" | "no" | "yes";
  /** Rectangle and lasso choose only what matches. */
  binds: boolean;
}
/** No condition but that a village is not assigned yet. */
export const OPEN: Filter = {
  rule: null,
  most: null,
  least: null,
  hazard: false,
  karst: false,
  willing: false,
  moving: "no",
  binds: true,
};

/** True when a condition is set that rectangle and lasso heed: all but the one about moves. */
export const isNarrow = ({ rule, most, least, hazard, karst, willing }: Filter): boolean =>
  rule !== null || most !== null || least !== null || hazard || karst || willing;

/** Villages that match, with their households and persons. */
export function findVillages(
  { snapshot, status }: ColumnsOfArea,
  data: PlanData,
  moves: Plan["moves"],
  filter: Filter,
) {
  const { villages } = snapshot;
  const statuses = filter.rule === null ? null : status[filter.rule];
  const has = (name: string, i: number) => villages.attributes[name]?.[i] === YES;
  const keys: string[] = [];
  let [households, persons] = [0, 0];
  for (let i = 0; i < villages.count; i++) {
    const count = villages.households[i]!;
    if (statuses && (statuses[i]! >= SERVED || statuses[i]! < UNSERVED)) continue;
    if (filter.least !== null && count < filter.least) continue;
    if (filter.most !== null && (count < 0 || count >= filter.most)) continue;
    if (filter.hazard && !has("hazard", i)) continue;
    if (filter.karst && !has("karst", i)) continue;
    if (filter.willing && villages.willingHouseholds[i]! <= 0) continue;
    const key = villageKey(data, i);
    if (filter.moving !== "any" && moves.has(key) !== (filter.moving === "yes")) continue;
    keys.push(key);
    households += Math.max(0, count);
    persons += Math.max(0, villages.persons[i]!);
  }
  return { keys, households, persons };
}
