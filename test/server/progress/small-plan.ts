import type { PlanChange } from "../../../core/contract/plan.ts";
import { settlement } from "../../core/relocation/support/arbitrary-changes.ts";

/** A plan of 东县: v3 (45 households, 180 persons) and v4 (25, 100) move to s1, v5 (19, 76) to s2. */
export const SMALL_PLAN: PlanChange = {
  settlements: {
    s1: settlement({
      name: "东新村",
      position: [108.02, 24.001],
      capacityPersons: 300,
      readyYear: 2015,
    }),
    s2: settlement({
      name: "城南新村",
      position: [108.06, 24.001],
      capacityPersons: 50,
      readyYear: 2016,
    }),
  },
  moves: {
    v3: { parts: [{ settlement: "s1", year: 2015, households: null }], reason: null },
    v4: { parts: [{ settlement: "s1", year: 2016, households: null }], reason: null },
    v5: { parts: [{ settlement: "s2", year: 2016, households: null }], reason: null },
  },
};
