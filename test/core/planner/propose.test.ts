import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Move, PlanChange } from "../../../core/contract/plan.ts";
import { changeOfPart } from "../../../core/planner/proposal/to-change.ts";
import { gate } from "../../../core/planner/proposal/gate.ts";
import type { AssessedPlan } from "../../../core/relocation/assess.ts";
import { listChecks } from "../../../core/relocation/assess.ts";
import { settlement } from "../relocation/support/arbitrary-changes.ts";
import { COUNTY, HAMLETS, planOf, proposalFor, SITES, SOLVING } from "./small-county.ts";

const target = (year: number, persons: number): PlanChange["targets"] => ({
  [`${COUNTY}:${year}`]: persons,
});
const move = (to: string, year: number, households: number | null = null): Move => ({
  parts: [{ settlement: to, year, households }],
  reason: null,
});
const hard = (on: AssessedPlan): string[] =>
  listChecks(on.checks)
    .filter(({ severity }) => severity === "hard")
    .map(({ code }) => code);

/** What the whole of a proposal makes of its plan. */
function taken(on: AssessedPlan, found: Awaited<ReturnType<typeof proposalFor>>["found"]) {
  const change = changeOfPart(on.plan, found!.proposed, {});
  const gated = gate(on, change);
  if (!gated.ok) throw new Error(JSON.stringify(gated.problems));
  return { change, ...gated };
}
const personsIn = (result: Awaited<ReturnType<typeof proposalFor>>["result"], year: number) =>
  result.areas[0]!.years.find((each) => each.year === year)!.persons;

describe("a proposal", () => {
  it("moves as many as the target asks, to the settlement of their own township", async () => {
    const on = planOf({ targets: { ...target(2014, 160), ...target(2015, 120) } });
    const { found, result } = await proposalFor(on);
    expect([personsIn(result, 2014), personsIn(result, 2015)]).toEqual([160, 120]);
    const { change, breaks } = taken(on, found);
    expect(breaks).toEqual([]);
    for (const [key, to] of Object.entries(change.moves!)) {
      const isFirst = HAMLETS.findIndex((each) => each.key === key) < 6;
      expect(to!.parts[0]!.settlement).toBe(isFirst ? "near" : "far");
    }
  });

  it("keeps budgets by fund line though the cost per head doubles in 2016", async () => {
    const budget = {
      [`${COUNTY}:specialFund:2014`]: 165_000,
      [`${COUNTY}:specialFund:2016`]: 250_000,
    };
    const on = planOf({ targets: { ...target(2014, 160), ...target(2016, 120) }, budgets: budget });
    const { found, result } = await proposalFor(on);
    expect(personsIn(result, 2014)).toBe(160);
    expect(personsIn(result, 2016)).toBe(120);
    const spent = result.areas[0]!.years.map(({ spentYuan }) => spentYuan);
    expect([spent[0], spent[2]]).toEqual([160_000, 240_000]);
    expect(hard(taken(on, found).assessed)).toEqual([]);
    expect(result.notes.map(({ code }) => code)).toContain("costByYear");
  });

  it("sends those at risk away though nothing is asked, and leaves the others", async () => {
    const on = planOf({});
    const { found } = await proposalFor(
      on,
      { weights: { leave: 0 } },
      { isAtRisk: (v) => v === 3 },
    );
    const { change } = taken(on, found);
    expect(Object.keys(change.moves!)).toEqual(["h4"]);
    expect(change.moves!["h4"]).toMatchObject({ reason: "hazardAvoidance" });
    expect(change.moves!["h4"]!.parts[0]!.year).toBe(2014);
  });

  it("builds where that is cheaper than leaving, and writes nothing for it", async () => {
    const on = planOf({});
    const { found, result } = await proposalFor(
      on,
      {},
      { buildYuan: (v) => (v === 0 ? 5000 : null) },
    );
    expect(result.areas[0]).toMatchObject({ built: 1 });
    expect(taken(on, found).change.moves?.["h1"]).toBeUndefined();
  });

  it("leaves locked villages, locked years and moves in several parts as they are", async () => {
    const moves = {
      h1: move("far", 2016),
      h2: move("far", 2014),
      h3: { parts: [...move("far", 2015, 4).parts, ...move("near", 2016, 6).parts], reason: null },
    };
    const locks = { "village:h1": true, "year:2014": true, "village:h5": true } as const;
    const on = planOf({ moves, locks, targets: target(2015, 300) });
    const { found, result } = await proposalFor(on, { existing: "free" });
    const { change } = taken(on, found);
    for (const key of ["h1", "h2", "h3", "h5"]) expect(change.moves).not.toHaveProperty(key);
    for (const to of Object.values(change.moves!)) expect(to!.parts[0]!.year).not.toBe(2014);
    expect(result.candidates.leftOut).toMatchObject({ kept: 1, locked: 1 });
  });

  it("counts what stays: only the room, persons and money that it leaves are given out", async () => {
    const kept = { h1: move("near", 2014), h2: move("near", 2014) };
    const on = planOf({
      settlements: { near: { ...SITES["near"]!, capacityPersons: 120 } },
      moves: kept,
      targets: target(2014, 200),
      budgets: { [`${COUNTY}:specialFund:2014`]: 210_000 },
    });
    const { found, result } = await proposalFor(on, { existing: "keep" });
    expect(personsIn(result, 2014)).toBe(200);
    const { change, assessed } = taken(on, found);
    const near = Object.values(change.moves!).filter((to) => to!.parts[0]!.settlement === "near");
    expect(near.length).toBeLessThanOrEqual(1);
    expect(hard(assessed)).toEqual([]);
  });

  it("does not mend what was wrong before, and never makes it worse", async () => {
    const on = planOf({
      settlements: { near: { ...SITES["near"]!, capacityPersons: 50 } },
      moves: { h1: move("near", 2014), h2: move("near", 2014) },
      targets: target(2014, 160),
    });
    expect(hard(on)).toEqual(["overCapacity"]);
    const { found, result } = await proposalFor(on, { existing: "keep" });
    const { change, breaks } = taken(on, found);
    expect(breaks).toEqual([]);
    for (const to of Object.values(change.moves!)) expect(to!.parts[0]!.settlement).toBe("far");
    expect(result.notes).toContainEqual({
      code: "alreadyBroken",
      params: { kind: "capacity", settlement: "near" },
    });
  });

  it("opens a candidate site only where it is needed, in the year in which people come", async () => {
    const draft = settlement({ position: [108.02, 24.01], siteCostYuan: 900_000, readyYear: 2015 });
    const question = { destinations: { drafts: { d1: draft } } };
    const roomy = planOf({ targets: target(2016, 120) });
    const without = taken(roomy, (await proposalFor(roomy, question)).found);
    expect(without.change.settlements).toBeUndefined();
    const full = {
      near: { ...SITES["near"]!, capacityPersons: 0 },
      far: { ...SITES["far"]!, capacityPersons: 0 },
    };
    const on = planOf({ settlements: full, targets: target(2016, 120) });
    const { change } = taken(on, (await proposalFor(on, question)).found);
    expect(Object.keys(change.settlements!)).toEqual(["d1"]);
    expect(change.settlements!["d1"]!.readyYear).toBeLessThanOrEqual(2016);
    expect(change.settlements!["d1"]!.readyYear).toBeGreaterThanOrEqual(2015);
  });

  it("narrows the problem when checks of the plan find more than the solver knows", async () => {
    // Homes of 1,500 a head: in 2014 that is half as much again as usual, and the solver thinks of it as three quarters of the dearest year.
    const sites = {
      near: { ...SITES["near"]!, costPerHeadYuan: 1500, capacityPersons: 500 },
      far: { ...SITES["far"]!, capacityPersons: 0 },
    };
    const budgets = { [`${COUNTY}:specialFund:2014`]: 185_000 };
    const on = planOf({ settlements: sites, budgets });
    let rounds = 0;
    const counting = {
      ...SOLVING,
      solve: (...asked: Parameters<typeof SOLVING.solve>) => {
        rounds++;
        return SOLVING.solve(...asked);
      },
    };
    const { found, result } = await proposalFor(on, {}, { isAtRisk: () => true }, counting);
    expect(rounds).toBeGreaterThan(1);
    expect(hard(taken(on, found).assessed)).toEqual([]);
    // Three hamlets are paid for by 185,000, four are not.
    expect(personsIn(result, 2014)).toBe(120);
    expect(result.notes.map(({ code }) => code)).toContain("budgetNarrowed");
  });

  it("says which checks stand in the way where no narrowing helps", async () => {
    const sites = {
      near: { ...SITES["near"]!, costPerHeadYuan: 1500 },
      far: { ...SITES["far"]!, capacityPersons: 0 },
    };
    const budgets = { [`${COUNTY}:specialFund:2014`]: 185_000 };
    const on = planOf({ settlements: sites, budgets, targets: target(2014, 160) });
    const { found, result } = await proposalFor(on);
    expect(found).toBeNull();
    expect(result.status).toBe("no-plan-found");
    expect(result.refusedBy).toMatchObject([
      { code: "budgetOver", subject: `budget:${COUNTY}:specialFund:2014`, limit: 185_000 },
    ]);
  });
});

describe("whatever is asked", () => {
  it("nothing that newly fails a hard check is proposed, and sums are those of the plan", async () => {
    const persons = fc.integer({ min: 0, max: 300 });
    const asked = fc.record({
      targets: fc.tuple(persons, persons),
      capacity: fc.tuple(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 0, max: 400 })),
      budget: fc.option(fc.integer({ min: 50_000, max: 500_000 })),
      moved: fc.subarray(HAMLETS.map(({ key }) => key)),
      year: fc.integer({ min: 2014, max: 2017 }),
      existing: fc.constantFrom("keep", "stay", "free"),
    });
    await fc.assert(
      fc.asyncProperty(asked, async ({ targets, capacity, budget, moved, year, existing }) => {
        const on = planOf({
          settlements: {
            near: { ...SITES["near"]!, capacityPersons: capacity[0] },
            far: { ...SITES["far"]!, capacityPersons: capacity[1] },
          },
          moves: Object.fromEntries(moved.map((key) => [key, move("near", year)])),
          targets: { ...target(2014, targets[0]), ...target(2016, targets[1]) },
          ...(budget !== null && { budgets: { [`${COUNTY}:specialFund:2014`]: budget } }),
        });
        const { found, result } = await proposalFor(on, { existing });
        if (found === null) return;
        const { assessed, breaks } = taken(on, found);
        expect(breaks).toEqual([]);
        const sum = Object.values(result.parts!).reduce((a, b) => a + b, 0);
        expect(Math.abs(sum - result.objective!)).toBeLessThan(1);
        expect(result.bound!).toBeLessThanOrEqual(result.objective! + 1e-6);
        expect(assessed.plan.moves.size - on.plan.moves.size).toBe(
          result.difference!.added - result.difference!.removed,
        );
        const kept = found.proposed.treatments.filter(
          ({ candidate }) => existing === "keep" && moved.includes(candidate.key),
        );
        for (const { candidate, after } of kept)
          expect(after).toEqual(on.plan.moves.get(candidate.key));
      }),
      { numRuns: 25 },
    );
  });
});
