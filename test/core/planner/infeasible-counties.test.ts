import loadHighs, { type Highs } from "highs";
import { beforeAll, describe, expect, test } from "vitest";
import { checkPlannerPlan } from "../../../core/planner/check.ts";
import type { InfeasibleAnswer } from "../../../core/planner/infeasible/cause.ts";
import { explainInfeasible } from "../../../core/planner/infeasible/explain.ts";
import { relax } from "../../../core/planner/infeasible/relax.ts";
import type { PlannerCounty, PlannerProblem } from "../../../core/planner/problem.ts";
import { randomCounties } from "./random-county.ts";

let highs: Highs;
beforeAll(async () => {
  highs = await loadHighs();
});

const withCounty = (
  problem: PlannerProblem,
  index: number,
  change: (county: PlannerCounty) => Partial<PlannerCounty>,
): PlannerProblem => ({
  ...problem,
  counties: problem.counties.map((county, c) =>
    c === index ? { ...county, ...change(county) } : county,
  ),
});

/** Every way out, applied, has a plan: the one that comes with it, which the checker passes. */
function expectWaysOut(problem: PlannerProblem, { relaxations, plans }: InfeasibleAnswer): void {
  expect(relaxations.length).toBeGreaterThan(0);
  expect(plans).toHaveLength(relaxations.length);
  relaxations.forEach((changes, i) => {
    expect(checkPlannerPlan(problem, plans[i]!).violations).not.toEqual([]);
    expect(checkPlannerPlan(relax(problem, changes), plans[i]!).violations).toEqual([]);
  });
}

describe("a county of 150 villages", () => {
  const whole = randomCounties({ seed: 7, villages: [150] });

  test("is feasible as it is drawn", () => {
    const { verdict, plan } = explainInfeasible(highs, whole, { seconds: 120 });
    expect(verdict).toBe("feasible");
    expect(checkPlannerPlan(whole, plan!).violations).toEqual([]);
  });

  test("names the year whose budget is cut to less than half", () => {
    const problem = withCounty(whole, 0, ({ budgetYuan }) => ({
      budgetYuan: budgetYuan.map((yuan, year) => (year === 2 ? Math.round(0.4 * yuan) : yuan)),
    }));
    const answer = explainInfeasible(highs, problem, { seconds: 120 });
    expect(answer.verdict).toBe("infeasible");
    expect(answer.causes.map(({ code }) => code)).toEqual(["budget"]);
    expect(answer.causes[0]!.parts.map(({ kind, years }) => [kind, years])).toEqual([
      ["countyLow", [2]],
      ["budget", [2]],
    ]);
    const money = answer.relaxations.find(
      ([change, ...others]) => change!.kind === "budget" && others.length === 0,
    );
    expect(money).toMatchObject([{ kind: "budget", county: 0, year: 2 }]);
    expectWaysOut(problem, answer);
  });

  test("names the sites where all of them are too small", () => {
    const problem = {
      ...whole,
      sites: whole.sites.map((site) => ({
        ...site,
        capacityPersons: Math.round(0.6 * site.capacityPersons),
      })),
    };
    const answer = explainInfeasible(highs, problem, { seconds: 120 });
    const asked = problem.counties[0]!.band.low.reduce((sum, low) => sum + low, 0);
    const room = problem.sites.reduce((sum, site) => sum + site.capacityPersons, 0);
    expect(answer.causes[0]).toMatchObject({
      code: "capacity",
      needed: asked,
      available: room,
      short: asked - room,
    });
    expectWaysOut(problem, answer);
  });
});

describe("three counties, looked at one by one", () => {
  const options = { seconds: 120, villagesAtOnce: 50 };
  const whole = randomCounties({ seed: 5, villages: [40, 30, 35] });

  test("a county's own cause is told with its place among all", () => {
    const problem = withCounty(whole, 1, ({ budgetYuan }) => ({
      budgetYuan: budgetYuan.map((yuan, year) => (year === 3 ? Math.round(0.2 * yuan) : yuan)),
    }));
    const answer = explainInfeasible(highs, problem, options);
    expect(answer.verdict).toBe("infeasible");
    expect(answer.causes).toHaveLength(1);
    expect(answer.causes[0]).toMatchObject({ code: "budget", unit: "yuan" });
    expect(answer.causes[0]!.parts.find(({ kind }) => kind === "budget")).toMatchObject({
      county: 1,
      years: [3],
    });
    expectWaysOut(problem, answer);
  });

  test("a year asks all together for more than they may move one by one", () => {
    const most = whole.counties.reduce((sum, { band }) => sum + band.high[4]!, 0);
    const problem = {
      ...whole,
      band: {
        low: whole.band.low.map((low, year) => (year === 4 ? most + 120 : low)),
        high: whole.band.high.map((high, year) => (year === 4 ? most + 500 : high)),
      },
    };
    const answer = explainInfeasible(highs, problem, options);
    expect(answer.verdict).toBe("infeasible");
    expect(answer.causes).toHaveLength(1);
    expect(answer.causes[0]).toMatchObject({
      code: "band",
      needed: most + 120,
      available: most,
      short: 120,
    });
    expect(answer.relaxations[0]!.every(({ kind }) => kind.startsWith("region"))).toBe(true);
    expectWaysOut(problem, answer);
  });

  test("counties that can do what is asked of each and of all are not called impossible", () => {
    const { verdict, plan, causes } = explainInfeasible(highs, whole, options);
    expect(verdict).not.toBe("infeasible");
    expect(causes).toEqual([]);
    expect(plan === null || checkPlannerPlan(whole, plan).violations.length === 0).toBe(true);
  });
});
