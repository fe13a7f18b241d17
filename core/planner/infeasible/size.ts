import type { Relaxation } from "./cause.ts";
import type { ExtendedProblem } from "./extended.ts";
import { LEVER, sizesOf } from "./lever-weight.ts";

/** How large changes are together, each against the size of what it changes: 1 = as much as the whole row. */
export function sizeOf(extended: ExtendedProblem, changes: readonly Relaxation[]): number {
  const { problem, original } = extended;
  const sizes = sizesOf(extended);
  const size = (change: Relaxation): number => {
    switch (change.kind) {
      case "budget":
        return change.byYuan / sizes.budgetYuan(change.county, change.year);
      case "land":
        return change.byMu / sizes.landMu(change.county);
      case "capacity":
        return change.byPersons / sizes.capacity(change.site);
      case "countyLow":
      case "countyHigh":
        return change.byPersons / sizes.band(change.county, change.year);
      case "regionLow":
      case "regionHigh":
        return change.byPersons / sizes.regionBand(change.year);
      case "unlock":
        return (
          LEVER.unlock +
          (LEVER.unlockShare * problem.villages[change.village]!.persons) / sizes.demand
        );
      case "unfreeze":
        return LEVER.unfreeze;
      case "earlier":
        return LEVER.earlierYear * change.byYears;
      case "needNotOpen":
        return LEVER.needNotOpen;
      case "mayLeave":
        return LEVER.mayLeave + problem.villages[change.village]!.persons / sizes.demand;
      case "include":
        return LEVER.include + original.excluded![change.excluded]!.persons / sizes.demand;
      case "newSite":
        return (LEVER.newSite * change.persons) / sizes.demand;
    }
  };
  return changes.reduce((sum, change) => sum + size(change), 0);
}
