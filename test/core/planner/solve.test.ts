import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkPlannerPlan } from "../../../core/planner/check.ts";
import type { PlannerChoice, PlannerProblem } from "../../../core/planner/problem.ts";
import { solvePlanner } from "../../../core/planner/solve.ts";
import { loadHighs } from "../../bench/load-highs.ts";
import { countyScale, plannerInstance } from "../../bench/planner-data.ts";
import { county, problem, site, villages } from "./small-problem.ts";
import { bestByTrial, problemOf, siteOf, smallProblems, villageOf } from "./problem-of.ts";

const highs = await loadHighs();
const move = (year: number, arc = 0): PlannerChoice => ({ kind: "move", arc, year });

describe("small counties", () => {
  test("no plan goes below the bound, none breaks a row, and what is found is the cheapest there is", () => {
    let [found, plans] = [0, 0];
    fc.assert(
      fc.property(smallProblems, (problem) => {
        const best = bestByTrial(problem);
        const answer = solvePlanner(problem, { seed: 1, effort: 2000, highs });
        // No plan where there is none, none above what trial found, and never a bound above it.
        if (best === null) return answer.plan === null;
        plans++;
        const near = 1e-6 * Math.abs(best) + 1e-6;
        if (answer.status === "infeasible" || answer.bound! > best + near) return false;
        if (answer.plan === null) return true;
        const { objective, violations } = checkPlannerPlan(problem, answer.plan);
        if (objective <= best * 1.0001 + 1e-6) found++;
        return (
          violations.length === 0 &&
          objective >= best - 1e-6 &&
          Math.abs(objective - answer.objective!) < 1e-3
        );
      }),
      { numRuns: 150, seed: 20 },
    );
    expect(plans).toBeGreaterThan(30);
    expect(found / plans).toBeGreaterThan(0.9);
  });

  test("a lock is kept whatever it costs, and a frozen year left alone", () => {
    const arcs = [0, 1].map((site) => ({ site, moneyYuan: site * 50_000, softYuan: 0 }));
    const sites = [siteOf(), siteOf()];
    const locked = problemOf({ sites, villages: [villageOf({ arcs, locked: move(1, 1) })] });
    expect(solvePlanner(locked, { seed: 1 }).plan!.choices).toEqual([move(1, 1)]);
    const frozen = problemOf({ villages: [villageOf({ waitYuan: 900, mayIn: [false, true] })] });
    expect(solvePlanner(frozen, { seed: 1 }).plan!.choices).toEqual([move(1)]);
  });

  test("services are built where that is cheaper than moving, and a village waits where both are dear", () => {
    const choose = (village: object): string =>
      solvePlanner(problemOf({ villages: [villageOf(village)] }), { seed: 1 }).plan!.choices[0]!
        .kind;
    expect(choose({ buildYuan: 999 })).toBe("build");
    expect(choose({ buildYuan: 1001 })).toBe("move");
    expect(choose({ buildYuan: 1001, leaveYuan: 500 })).toBe("leave");
  });

  test("an empty problem has an empty plan, and one that can't be kept is shown to have none", () => {
    const empty = solvePlanner(problemOf({ villages: [], sites: [] }), { seed: 1 });
    expect(empty).toMatchObject({ status: "proven", objective: 0, plan: { choices: [] } });
    const [county] = problemOf().counties;
    const asked = { ...county!, band: { low: [11, 0], high: [20, 20] } };
    const answer = solvePlanner(problemOf({ counties: [asked] }), { seed: 1 });
    expect(answer).toMatchObject({ status: "infeasible", plan: null });
  });
});

test("a site that no year's money pays beside the least that must move stays closed", () => {
  // 4 years in which 100 persons must move, for 5 m yuan; a year has 7 m, the second site costs 3 m, and 600 persons want to go.
  const goingTo = [0, 1].map((site) => ({ site, moneyYuan: 500_000 - site * 50_000, softYuan: 0 }));
  const tempting = problem({
    counties: [
      county({
        band: { low: [100, 100, 100, 100], high: [1000, 1000, 1000, 1000] },
        budgetYuan: [7e6, 7e6, 7e6, 7e6],
      }),
    ],
    sites: [site({ capacityPersons: 410, isOpen: true }), site({ openYuan: 3e6, leadYears: 1 })],
    villages: villages(60, { persons: 10, arcs: goingTo, leaveYuan: 9e6 }),
  });
  const answer = solvePlanner(tempting, { seed: 1, highs });
  expect(answer.plan!.openYear).toEqual([0, -1]);
  expect(checkPlannerPlan(tempting, answer.plan!)).toMatchObject({ violations: [], moved: 41 });
});

describe("counties of a few hundred villages", () => {
  const problem = plannerInstance(7, countyScale(9));

  test("the plan is within one per cent of what no plan can go below, and breaks no row", () => {
    for (const seed of [11, 12, 13]) {
      const one = plannerInstance(seed, countyScale(seed));
      const answer = solvePlanner(one, { seed: 1, highs });
      expect(answer.status).toMatch(/feasible|proven/);
      expect(checkPlannerPlan(one, answer.plan!).violations).toEqual([]);
      expect(answer.gap!).toBeLessThan(0.01);
    }
  });

  test("the same seed gives the same plan, the order of villages counts for nothing in the bound", () => {
    const [one, other] = [1, 1].map((seed) => solvePlanner(problem, { seed, effort: 500 }));
    expect(other!.plan).toEqual(one!.plan);
    const turned = { ...problem, villages: [...problem.villages].reverse() };
    const answer = solvePlanner(turned, { seed: 1, effort: 500 });
    expect(answer.bound! / one!.bound!).toBeCloseTo(1, 3);
  });

  test("after one lock at most two per cent of the villages change", () => {
    const base = solvePlanner(problem, { seed: 1, highs }).plan!;
    const v = base.choices.findIndex(({ kind }) => kind === "move");
    const choice = base.choices[v] as PlannerChoice & { kind: "move" };
    const locked = { ...choice, year: choice.year === 0 ? 1 : choice.year - 1 };
    const again: PlannerProblem = {
      ...problem,
      villages: problem.villages.map((village, i) => ({
        ...village,
        current: base.choices[i]!,
        stayYuan: 500_000,
        locked: i === v ? locked : null,
      })),
    };
    const answer = solvePlanner(again, { seed: 1, start: base, highs });
    expect(checkPlannerPlan(again, answer.plan!).violations).toEqual([]);
    const changed = answer.plan!.choices.filter(
      (one, i) => JSON.stringify(one) !== JSON.stringify(base.choices[i]),
    );
    expect(changed.length).toBeLessThanOrEqual(Math.max(1, 0.02 * problem.villages.length));
  });

  test("when it is stopped it gives back what it has", () => {
    let asked = 0;
    const answer = solvePlanner(problem, { seed: 1, shouldStop: () => asked++ > 20 });
    expect(answer.status).toBe("no-plan-found");
    const progress: (number | null)[] = [];
    solvePlanner(problem, {
      seed: 1,
      effort: 200,
      onProgress: ({ objective }) => progress.push(objective),
    });
    const told = progress.filter((one) => one !== null);
    expect(told.length).toBeGreaterThan(1);
    expect(told.every((one, i) => i === 0 || one <= told[i - 1]!)).toBe(true);
  });
});

test("a region of several counties keeps its own bands and theirs", () => {
  const problem = plannerInstance(3, {
    villages: 700,
    sites: 24,
    counties: 4,
    persons: 23_800,
    yearly: 2800,
  });
  const answer = solvePlanner(problem, { seed: 1, effort: 3000 });
  expect(answer.status).toBe("feasible");
  expect(checkPlannerPlan(problem, answer.plan!).violations).toEqual([]);
  expect(answer.gap!).toBeLessThan(0.02);
});
