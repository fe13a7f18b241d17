import fc from "fast-check";
import type { Highs } from "highs";
import { beforeAll, describe, expect, test } from "vitest";
import { checkFacilityPlan } from "../../../core/planner/facility/check.ts";
import type { FacilityProblem } from "../../../core/planner/facility/problem.ts";
import { solveFacility } from "../../../core/planner/facility/solve.ts";
import { makeFacility } from "../../bench/facility-data.ts";
import { loadHighs } from "../../bench/load-highs.ts";
import { leastCost } from "./support/facility-oracle.ts";
import { anyFacility, facility } from "./support/facility-problems.ts";

let highs: Highs;
beforeAll(async () => {
  highs = await loadHighs();
});

describe.each([
  { name: "customers divided", singleSource: false },
  { name: "customers whole", singleSource: true },
])("the cheapest openings, $name", ({ singleSource }) => {
  const solved = (problem: FacilityProblem) => solveFacility(highs, problem, { singleSource });

  test("cost what the best of all sets of sites costs, or there is none", () => {
    fc.assert(
      fc.property(anyFacility, (problem) => {
        const least = leastCost(problem, singleSource);
        const answer = solved(problem);
        const plan = answer.plan ?? { open: [], shares: [] };
        const { objective, violations } = checkFacilityPlan(problem, plan, singleSource);
        const outcome = {
          status: answer.status,
          hasCause: answer.cause !== null,
          cost: answer.plan === null ? Infinity : Math.round(objective * 1e5) / 1e5,
          isTold: answer.plan === null || Math.abs(objective - answer.objective!) < 1e-6,
          isBound: answer.plan === null || answer.bound! <= least + 1e-6,
          violations: answer.plan === null ? [] : violations,
        };
        expect(outcome).toEqual({
          status: least === Infinity ? "infeasible" : "proven",
          hasCause: least === Infinity,
          cost: least === Infinity ? Infinity : Math.round(least * 1e5) / 1e5,
          isTold: true,
          isBound: true,
          violations: [],
        });
      }),
      { numRuns: 200 },
    );
  });

  test("grow with costs: ten thousand times and a ten-thousandth of them", () => {
    const problem = makeFacility({ seed: 11, sites: 8, customers: 20, ratio: 3 });
    const { objective } = solved(problem);
    for (const factor of [1e4, 1e-4]) {
      const answer = solved({
        ...problem,
        fixedCost: problem.fixedCost.map((cost) => cost * factor),
        cost: problem.cost.map((cost) => cost * factor),
      });
      expect(answer.status).toBe("proven");
      expect(answer.objective! / factor / objective!).toBeCloseTo(1, 6);
    }
  });

  test("say too little capacity before anything is searched", () => {
    const answer = solved(
      facility(
        [
          [5, 1],
          [4, 1],
        ],
        [6, 4],
        [
          [1, 1],
          [1, 1],
        ],
      ),
    );
    expect(answer).toMatchObject({
      status: "infeasible",
      plan: null,
      bound: null,
      cause: { code: "demandOverCapacity", demand: 10, capacity: 9 },
    });
  });

  test("open nothing for nobody, and serve nobody from nowhere", () => {
    expect(solved(facility([[5, 7]], [], [[]]))).toMatchObject({
      status: "proven",
      objective: 0,
      gap: 0,
      plan: { open: [], shares: [] },
    });
    expect(solved(facility([], [], [])).objective).toBe(0);
    expect(solved(facility([], [1], [])).status).toBe("infeasible");
  });

  test("serve a customer without demand, and let it pay", () => {
    const answer = solved(
      facility(
        [
          [0, 3],
          [0, 1],
        ],
        [0],
        [[2], [9]],
      ),
    );
    expect(answer).toMatchObject({ status: "proven", objective: 5, plan: { open: [0] } });
  });

  test("stop when told, with an honest gap", () => {
    const problem = makeFacility({ seed: 2, sites: 30, customers: 100, ratio: 2 });
    let asked = 0;
    const stopped = solveFacility(highs, problem, {
      singleSource,
      shouldStop: () => ++asked > 300,
    });
    expect(stopped.status).toBe("feasible");
    expect(checkFacilityPlan(problem, stopped.plan!, singleSource).violations).toEqual([]);
    expect(stopped.bound!).toBeLessThan(stopped.objective!);
    expect(stopped.gap!).toBeGreaterThan(0);
    const atOnce = solveFacility(highs, problem, { singleSource, shouldStop: () => true });
    expect(atOnce.status).toBe("no-plan-found");
    expect(atOnce.bound!).toBeGreaterThan(0);
  });

  test("tell of bounds that only rise and plans that only get cheaper", () => {
    const problem = makeFacility({ seed: 5, sites: 12, customers: 40, ratio: 3 });
    const told: { bound: number; objective: number }[] = [];
    const answer = solveFacility(highs, problem, {
      singleSource,
      onProgress: ({ bound, objective }) => told.push({ bound, objective }),
    });
    expect(told.length).toBeGreaterThan(2);
    const objectives = told.map(({ objective }) => objective);
    expect(objectives).toEqual(objectives.toSorted((a, b) => b - a));
    expect(Math.max(...told.map(({ bound }) => bound))).toBeLessThanOrEqual(
      answer.objective! + 1e-6,
    );
    expect(objectives.at(-1)!).toBeGreaterThanOrEqual(answer.objective! - 1e-6);
  });

  test("leave nothing behind in the solver's memory", () => {
    const problem = makeFacility({ seed: 7, sites: 8, customers: 20, ratio: 3 });
    solved(problem);
    const before = highs.memoryBytes;
    for (let k = 0; k < 10; k++) solved(problem);
    expect(highs.memoryBytes).toBe(before);
  });
});

test("a customer too large for any site cannot be served whole, and can be divided", () => {
  const problem = facility(
    [
      [6, 1],
      [6, 1],
    ],
    [3, 8],
    [
      [1, 1],
      [1, 1],
    ],
  );
  expect(solveFacility(highs, problem, { singleSource: true }).cause).toEqual({
    code: "customerOverCapacity",
    customer: 1,
    demand: 8,
    capacity: 6,
  });
  expect(solveFacility(highs, problem).status).toBe("proven");
});

test("three customers of 4 do not fit whole into two sites of 6, and that is told", () => {
  const problem = facility(
    [
      [6, 1],
      [6, 1],
    ],
    [4, 4, 4],
    [
      [1, 1, 1],
      [1, 1, 1],
    ],
  );
  expect(solveFacility(highs, problem, { singleSource: true })).toMatchObject({
    status: "infeasible",
    cause: { code: "noPacking", demand: 12, capacity: 12 },
  });
  expect(solveFacility(highs, problem)).toMatchObject({ status: "proven", objective: 5 });
});

test("the same problem gives the same plan", () => {
  const problem = makeFacility({ seed: 3, sites: 10, customers: 30, ratio: 4 });
  const plan = solveFacility(highs, problem, { singleSource: true }).plan;
  expect(solveFacility(highs, problem, { singleSource: true }).plan).toEqual(plan);
});
