import type { Presence } from "../../core/contract/plan-service.ts";
import { villageOf, villagePosition } from "../../core/relocation/context.ts";
import type { CountedPlan } from "../../core/relocation/finding.ts";
import { middleOf } from "./geometry.ts";

/** Where on the map others are, as far as what they look at has a place. */
export function othersOnMap(
  others: readonly Presence[],
  { plan, context }: CountedPlan,
): { name: string; position: readonly [number, number] }[] {
  return others.flatMap(({ author, at }) => {
    const [kind, ...rest] = (at ?? "").split(":");
    const key = rest.join(":");
    const village = kind === "village" ? villageOf(context, key) : -1;
    const works = kind === "works" ? plan.works.get(key) : undefined;
    const position =
      kind === "settlement"
        ? plan.settlements.get(key)?.position
        : works !== undefined
          ? middleOf(works.geometry)
          : village >= 0
            ? villagePosition(context, village)
            : null;
    return position === null || position === undefined ? [] : [{ name: author, position }];
  });
}
