import fc from "fast-check";
import { expect, test } from "vitest";
import type { PlanChange } from "../../../core/contract/plan.ts";
import { applyChange } from "../../../core/relocation/apply.ts";
import { isEmptyChange } from "../../../core/relocation/combine.ts";
import { changeBetween } from "../../../core/relocation/difference.ts";
import { emptyPlan, equalPlans, type Plan } from "../../../core/relocation/plan.ts";
import { anyChange, FRAME, settlement, SITES_FIRST } from "./support/arbitrary-changes.ts";

/** The plans that a sequence goes through, those changes left out that cannot be applied. */
function plansOf(changes: readonly PlanChange[]): Plan[] {
  const plans = [emptyPlan(FRAME)];
  for (const change of changes) {
    const applied = applyChange(plans.at(-1)!, change);
    if (applied.ok) plans.push(applied.plan);
  }
  return plans;
}

test("between two plans of one history can be applied, locks or not, and leads from one to the other", () => {
  fc.assert(
    fc.property(fc.array(anyChange, { maxLength: 14 }), fc.nat(), fc.nat(), (changes, a, b) => {
      const plans = plansOf([SITES_FIRST, ...changes]);
      const [from, to] = [plans[a % plans.length]!, plans[b % plans.length]!];
      const change = changeBetween(from, to);
      expect(isEmptyChange(change)).toBe(equalPlans(from, to));
      const applied = applyChange(from, change);
      if (!applied.ok) throw new Error(JSON.stringify(applied.problems));
      expect(equalPlans(applied.plan, to)).toBe(true);
    }),
    { numRuns: 1000 },
  );
});

test("names only the fields that differ", () => {
  const [, from, to] = plansOf([
    { settlements: { s1: settlement(), s2: settlement() } },
    { settlements: { s1: { capacityPersons: 900 } } },
  ]);
  expect(changeBetween(from!, to!)).toEqual({ settlements: { s1: { capacityPersons: 900 } } });
});

test("sets again a lock that both plans hold on what was altered between them", () => {
  const plans = plansOf([
    { settlements: { s1: settlement() }, locks: { "settlement:s1": true, "year:2016": true } },
    { settlements: { s1: { name: "旧州" } }, locks: { "settlement:s1": true } },
  ]);
  expect(plans).toHaveLength(3);
  expect(changeBetween(plans[2]!, plans[1]!)).toEqual({
    settlements: { s1: { name: "新村" } },
    locks: { "settlement:s1": true },
  });
});
