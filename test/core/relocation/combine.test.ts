import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { PlanChange } from "../../../core/contract/plan.ts";
import { applyChange } from "../../../core/relocation/apply.ts";
import {
  conflictsBetween,
  isEmptyChange,
  squash,
  touchedBy,
} from "../../../core/relocation/combine.ts";
import { emptyPlan, equalPlans, type Plan } from "../../../core/relocation/plan.ts";
import { summarize } from "../../../core/relocation/summary.ts";
import { anyChange, FRAME, settlement, SITES_FIRST } from "./support/arbitrary-changes.ts";

const EMPTY = emptyPlan(FRAME);

/** The plan after those changes that can be applied, and these changes. */
function run(plan: Plan, changes: readonly PlanChange[]): { plan: Plan; applied: PlanChange[] } {
  const applied: PlanChange[] = [];
  let now = plan;
  for (const change of changes) {
    const result = applyChange(now, change);
    if (!result.ok) continue;
    applied.push(change);
    now = result.plan;
  }
  return { plan: now, applied };
}
const sequence = fc
  .tuple(fc.boolean(), fc.array(anyChange, { maxLength: 10 }))
  .map(([sites, changes]) => (sites ? [SITES_FIRST, ...changes] : changes));

describe("the squash of a sequence", () => {
  test("does what the sequence does, in one change that is undone in one", () => {
    fc.assert(
      fc.property(sequence, sequence, (before, changes) => {
        const start = run(EMPTY, before).plan;
        const { plan, applied } = run(start, changes);
        const once = applyChange(start, squash(applied));
        if (!once.ok) throw new Error(JSON.stringify(once.problems));
        expect(equalPlans(once.plan, plan)).toBe(true);
        const back = applyChange(once.plan, once.inverse);
        expect(back.ok && equalPlans(back.plan, start)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test("of a drag is the last place of it", () => {
    const drag = [1, 2, 3].map((lng): PlanChange => ({
      settlements: { s1: { position: [lng, 24] } },
    }));
    expect(squash(drag)).toEqual({ settlements: { s1: { position: [3, 24] } } });
  });

  test("of nothing is nothing", () => {
    expect(isEmptyChange(squash([]))).toBe(true);
    expect(isEmptyChange(squash([{ moves: {} }]))).toBe(true);
    expect(isEmptyChange({ moves: { v1: null } })).toBe(false);
  });
});

describe("two people's changes", () => {
  test("that do not conflict lead to the same plan in either order", () => {
    let tried = 0;
    fc.assert(
      fc.property(sequence, anyChange, anyChange, (before, mine, theirs) => {
        const start = run(EMPTY, before).plan;
        if (conflictsBetween(mine, theirs).length > 0) return;
        const one = run(start, [mine, theirs]);
        const other = run(start, [theirs, mine]);
        if (one.applied.length < 2 || other.applied.length < 2) return;
        tried++;
        expect(equalPlans(one.plan, other.plan)).toBe(true);
      }),
      { numRuns: 1000 },
    );
    expect(tried).toBeGreaterThan(50);
  });

  test("conflict where both set the same field otherwise, not where they set different fields or the same value", () => {
    const name: PlanChange = { settlements: { s1: { name: "甲" } } };
    expect(conflictsBetween(name, { settlements: { s1: { name: "乙" } } })).toEqual([
      "settlements.s1.name",
    ]);
    expect(conflictsBetween(name, { settlements: { s1: { capacityPersons: 1 } } })).toEqual([]);
    expect(conflictsBetween(name, name)).toEqual([]);
    expect(conflictsBetween(name, { settlements: { s1: null } })).toEqual(["settlements.s1"]);
  });

  test("conflict as a whole over a village's move", () => {
    const to = (settlementId: string): PlanChange => ({
      moves: {
        v1: { parts: [{ settlement: settlementId, year: 2016, households: null }], reason: null },
      },
    });
    expect(conflictsBetween(to("s1"), to("s2"))).toEqual(["moves.v1"]);
    expect(conflictsBetween(to("s1"), { moves: { v2: null } })).toEqual([]);
  });
});

test("what a change touches is named to the field", () => {
  expect(
    touchedBy({ settlements: { s1: { name: "甲" }, s2: null }, targets: { "45:2014": 1 } }),
  ).toEqual(["settlements.s1.name", "settlements.s2", "targets.45:2014"]);
});

test("the summary of a change counts what came, changed and went", () => {
  const start = run(EMPTY, [{ settlements: { s1: settlement(), s2: settlement() } }]).plan;
  const change: PlanChange = {
    settlements: { s1: null, s2: { name: "甲" }, s3: settlement() },
    targets: { "45:2014": 5, "45:2016": null },
  };
  const applied = applyChange(start, change);
  expect(applied.ok && summarize(change, applied.inverse)).toEqual([
    { collection: "settlements", added: 1, changed: 1, removed: 1 },
    { collection: "targets", added: 1, changed: 0, removed: 0 },
  ]);
});
