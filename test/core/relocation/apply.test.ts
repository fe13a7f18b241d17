import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { PlanChange } from "../../../core/contract/plan.ts";
import { applyChange } from "../../../core/relocation/apply.ts";
import { documentOf, emptyPlan, equalPlans, type Plan } from "../../../core/relocation/plan.ts";
import { anyChange, FRAME, settlement, SITES_FIRST, works } from "./support/arbitrary-changes.ts";

const EMPTY = emptyPlan(FRAME);

function apply(plan: Plan, ...changes: PlanChange[]): Plan {
  return changes.reduce((now, change) => {
    const applied = applyChange(now, change);
    if (!applied.ok) throw new Error(JSON.stringify(applied.problems));
    return applied.plan;
  }, plan);
}

function problemsOf(plan: Plan, change: PlanChange): unknown[] {
  const applied = applyChange(plan, change);
  return applied.ok ? [] : applied.problems.map(({ code, path }) => [code, path]);
}

const whole = (site: string, year = 2016) => ({
  parts: [{ settlement: site, year, households: null }],
  reason: null,
});
const SITE = apply(EMPTY, { settlements: { s1: settlement() } });
const MOVED = apply(SITE, { moves: { v1: whole("s1") } });

describe("a change", () => {
  test("brings a settlement, changes a field of it, and takes it away", () => {
    const renamed = apply(SITE, { settlements: { s1: { name: "巴马新村" } } });
    expect(renamed.settlements.get("s1")).toEqual(settlement({ name: "巴马新村" }));
    expect(apply(renamed, { settlements: { s1: null } }).settlements.size).toBe(0);
  });

  test("leaves the plan that it is applied to as it was", () => {
    const before = documentOf(MOVED);
    applyChange(MOVED, { moves: { v1: null }, settlements: { s1: null } });
    expect(documentOf(MOVED)).toEqual(before);
  });

  test("that takes away what is not there does nothing, and its inverse is empty", () => {
    expect(applyChange(EMPTY, { moves: { v9: null } })).toMatchObject({ ok: true, inverse: {} });
  });

  test("of a part of something that is not there is refused", () => {
    expect(problemsOf(EMPTY, { settlements: { s1: { name: "甲" } } })).toEqual([
      ["notThere", "settlements.s1"],
    ]);
  });

  test("moves nobody to a settlement that is not in the plan", () => {
    expect(problemsOf(EMPTY, { moves: { v1: whole("s1") } })).toEqual([
      ["unknownSettlement", "moves.v1"],
    ]);
  });

  test("may bring a settlement and who goes there at once", () => {
    const change = { settlements: { s1: settlement() }, moves: { v1: whole("s1") } };
    expect(apply(EMPTY, change).uses.get("s1")).toBe(1);
  });

  test("takes no settlement away while people go there, but both at once", () => {
    expect(problemsOf(MOVED, { settlements: { s1: null } })).toEqual([
      ["settlementInUse", "settlements.s1"],
    ]);
    const gone = apply(MOVED, { settlements: { s1: null }, moves: { v1: null } });
    expect(gone.uses.size).toBe(0);
  });

  test.each([
    [2013, false],
    [2014, true],
    [2020, true],
    [2021, false],
  ])("may move people in %i: %s", (year, may) => {
    expect(applyChange(SITE, { moves: { v1: whole("s1", year) } }).ok).toBe(may);
  });

  test("of targets and budgets outside the plan's years is refused", () => {
    expect(
      problemsOf(EMPTY, { targets: { "45:2013": 1 }, budgets: { "45:selfRaised:2021": 1 } }),
    ).toEqual([
      ["yearOutside", "targets.45:2013"],
      ["yearOutside", "budgets.45:selfRaised:2021"],
    ]);
  });

  test("builds nothing without a geometry and closes nothing without a feature", () => {
    expect(problemsOf(EMPTY, { works: { w1: works({ geometry: null }) } })).toEqual([
      ["worksIncomplete", "works.w1"],
    ]);
    expect(problemsOf(EMPTY, { works: { w1: works({ action: "close" }) } })).toEqual([
      ["worksIncomplete", "works.w1"],
    ]);
    const closed = works({ action: "close", geometry: null, featureId: 7 });
    expect(problemsOf(EMPTY, { works: { w1: closed } })).toEqual([]);
  });

  test("tells all its faults at once", () => {
    const change = { moves: { v1: whole("s9", 2030) }, settlements: { s7: { name: "甲" } } };
    expect(problemsOf(EMPTY, change)).toHaveLength(3);
  });
});

describe("a lock", () => {
  const locked = apply(MOVED, { locks: { "village:v1": true } });
  test("keeps a village's move until it is taken off", () => {
    expect(problemsOf(locked, { moves: { v1: null } })).toEqual([["locked", "moves.v1"]]);
    expect(
      apply(locked, { locks: { "village:v1": null } }, { moves: { v1: null } }).moves.size,
    ).toBe(0);
  });
  test("of a settlement keeps its fields and not who goes there", () => {
    const site = apply(MOVED, { locks: { "settlement:s1": true } });
    expect(problemsOf(site, { settlements: { s1: { name: "甲" } } })).toHaveLength(1);
    expect(problemsOf(site, { moves: { v1: null } })).toEqual([]);
  });
  test("of a year keeps moves out of it and in it, and works likewise", () => {
    const year = apply(MOVED, { locks: { "year:2016": true } });
    expect(problemsOf(year, { moves: { v1: whole("s1", 2017) } })).toHaveLength(1);
    expect(problemsOf(year, { moves: { v2: whole("s1", 2016) } })).toHaveLength(1);
    expect(problemsOf(year, { moves: { v2: whole("s1", 2017) } })).toEqual([]);
    expect(problemsOf(year, { works: { w1: works({ year: 2016 }) } })).toHaveLength(1);
  });
});

describe("for any sequence of changes", () => {
  const sequence = fc
    .array(anyChange, { maxLength: 12 })
    .map((changes) => [SITES_FIRST, ...changes]);

  test("every change fits the contract, and its inverse does", () => {
    fc.assert(
      fc.property(sequence, (changes) => {
        let plan = EMPTY;
        for (const change of changes) {
          expect(PlanChange.parse(change)).toEqual(change);
          const applied = applyChange(plan, change);
          if (!applied.ok) continue;
          expect(PlanChange.parse(applied.inverse)).toEqual(applied.inverse);
          plan = applied.plan;
        }
      }),
    );
  });

  test("a change and then its inverse give back an equal plan, step by step to the beginning", () => {
    fc.assert(
      fc.property(sequence, (changes) => {
        const undo: { before: Plan; inverse: PlanChange }[] = [];
        let plan = EMPTY;
        for (const change of changes) {
          const applied = applyChange(plan, change);
          if (!applied.ok) continue;
          undo.push({ before: plan, inverse: applied.inverse });
          plan = applied.plan;
        }
        for (const { before, inverse } of undo.reverse()) {
          plan = apply(plan, inverse);
          expect(equalPlans(plan, before)).toBe(true);
          expect(plan.uses.equals(before.uses)).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });

  test("the document of a plan makes an equal plan from nothing", () => {
    fc.assert(
      fc.property(sequence, (changes) => {
        const plan = changes.reduce((now, change) => {
          const applied = applyChange(now, change);
          return applied.ok ? applied.plan : now;
        }, EMPTY);
        const again = apply(EMPTY, PlanChange.parse(JSON.parse(JSON.stringify(documentOf(plan)))));
        expect(equalPlans(again, plan)).toBe(true);
      }),
    );
  });
});

test.each(["constructor", "toString", "hasOwnProperty"])(
  "settlements, works and villages named %s are entries like any other",
  (id) => {
    const nothing = emptyPlan(FRAME);
    const moves = {
      [id]: { parts: [{ settlement: id, year: 2016, households: null }], reason: null },
    };
    const there = applyChange(nothing, { settlements: { [id]: settlement() }, moves });
    if (!there.ok) throw new Error(JSON.stringify(there.problems));
    expect(there.plan.uses.get(id)).toBe(1);
    const back = applyChange(there.plan, there.inverse);
    expect(back.ok && equalPlans(back.plan, nothing)).toBe(true);
  },
);
