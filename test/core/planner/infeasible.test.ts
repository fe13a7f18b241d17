import loadHighs, { type Highs } from "highs";
import { beforeAll, describe, expect, test } from "vitest";
import { checkPlannerPlan } from "../../../core/planner/check.ts";
import type { Cause, HardKind, InfeasibleAnswer } from "../../../core/planner/infeasible/cause.ts";
import { explainInfeasible } from "../../../core/planner/infeasible/explain.ts";
import { relax } from "../../../core/planner/infeasible/relax.ts";
import type { PlannerProblem } from "../../../core/planner/problem.ts";
import { solveByEnumeratedModel } from "./plain-model.ts";
import { county, problem, site, village, villages } from "./small-problem.ts";

let highs: Highs;
beforeAll(async () => {
  highs = await loadHighs();
});

const ANY = Number.POSITIVE_INFINITY;
const low = (...persons: number[]) => ({ low: persons, high: persons.map(() => ANY) });

/** Explains, and holds what every explanation has to hold: each way out, applied, gives a problem with a plan that the checker passes. */
function explain(input: PlannerProblem): InfeasibleAnswer {
  expect(solveByEnumeratedModel(highs, input)).toBeNull();
  const answer = explainInfeasible(highs, input);
  expect(answer.verdict).toBe("infeasible");
  expect(answer.plan).toBeNull();
  expect(answer.causes.length).toBeGreaterThan(0);
  expect(answer.relaxations.length).toBeGreaterThan(0);
  for (const [i, changes] of answer.relaxations.entries()) {
    const relaxed = relax(input, changes);
    const plan = solveByEnumeratedModel(highs, relaxed);
    expect(plan).not.toBeNull();
    expect(checkPlannerPlan(relaxed, plan!).violations).toEqual([]);
    expect(checkPlannerPlan(relaxed, answer.plans[i]!).violations).toEqual([]);
  }
  return answer;
}

const part = (cause: Cause | undefined, kind: HardKind) =>
  cause?.parts.find((each) => each.kind === kind);
const kinds = (cause: Cause | undefined): string[] =>
  cause === undefined ? [] : cause.parts.map(({ kind }) => kind).sort();

describe("names the cause and a way out that holds", () => {
  test("land: the sites that 1,000 persons need take more than the county has", () => {
    const { causes, relaxations } = explain(
      problem({
        counties: [county({ band: low(250, 250, 250, 250), landMu: 45 })],
        sites: [
          site({ capacityPersons: 500, landMu: 25, openYuan: 1e6 }),
          site({ capacityPersons: 500, landMu: 25, openYuan: 1e6 }),
        ],
        villages: villages(20, {
          arcs: [0, 1].map((to) => ({ site: to, moneyYuan: 1e6, softYuan: 0 })),
        }),
      }),
    );
    expect(causes).toHaveLength(1);
    expect(causes[0]).toMatchObject({
      code: "land",
      needed: 50,
      available: 45,
      short: 5,
      unit: "mu",
    });
    expect(kinds(causes[0])).toEqual(["capacity", "countyLow", "land"]);
    expect(part(causes[0], "land")!.county).toBe(0);
    expect(relaxations).toContainEqual([{ kind: "land", county: 0, byMu: 5 }]);
  });

  test("one year's budget: the second year has money for 80 of 200 persons", () => {
    const { causes, relaxations } = explain(
      problem({
        counties: [county({ band: low(100, 200, 100, 100), budgetYuan: [20e6, 4e6, 20e6, 20e6] })],
      }),
    );
    expect(causes).toHaveLength(1);
    expect(causes[0]).toMatchObject({
      code: "budget",
      needed: 10e6,
      available: 4e6,
      short: 6e6,
      unit: "yuan",
    });
    expect(kinds(causes[0])).toEqual(["budget", "countyLow"]);
    expect(part(causes[0], "budget")!.years).toEqual([1]);
    expect(part(causes[0], "countyLow")!.years).toEqual([1]);
    expect(relaxations).toContainEqual([{ kind: "budget", county: 0, year: 1, byYuan: 6e6 }]);
    expect(relaxations).toContainEqual([{ kind: "countyLow", county: 0, year: 1, byPersons: 150 }]);
  });

  test("capacity: 800 are asked for where 600 find a home", () => {
    const { causes, relaxations } = explain(
      problem({
        counties: [county({ band: low(200, 200, 200, 200) })],
        sites: [site({ capacityPersons: 600 })],
      }),
    );
    expect(causes).toHaveLength(1);
    expect(causes[0]).toMatchObject({ code: "capacity", needed: 800, available: 600, short: 200 });
    expect(part(causes[0], "capacity")!.sites).toEqual([0]);
    expect(part(causes[0], "countyLow")!.years).toEqual([0, 1, 2, 3]);
    expect(relaxations).toContainEqual([{ kind: "capacity", site: 0, byPersons: 200 }]);
  });

  test("band: a year asks for more than it allows", () => {
    const { causes, relaxations } = explain(
      problem({
        counties: [county({ band: { low: [0, 300, 0, 0], high: [ANY, 250, ANY, ANY] } })],
      }),
    );
    expect(causes).toHaveLength(1);
    expect(causes[0]).toMatchObject({ code: "band", needed: 300, available: 250, short: 50 });
    expect(part(causes[0], "countyHigh")!.years).toEqual([1]);
    expect(relaxations).toContainEqual([{ kind: "countyLow", county: 0, year: 1, byPersons: 50 }]);
    expect(relaxations).toContainEqual([{ kind: "countyHigh", county: 0, year: 1, byPersons: 50 }]);
  });

  test("band of the region: counties may not move what all together shall", () => {
    const { causes, relaxations } = explain(
      problem({
        band: low(0, 0, 500, 0),
        counties: [0, 1].map((c) =>
          county({ key: `county ${c}`, band: { low: [0, 0, 0, 0], high: [300, 300, 200, 300] } }),
        ),
        villages: [...villages(20), ...villages(20, { county: 1, key: "other" })],
        sites: [site({ capacityPersons: 3000 })],
      }),
    );
    expect(causes).toHaveLength(1);
    expect(causes[0]).toMatchObject({ code: "band", needed: 500, available: 400, short: 100 });
    expect(kinds(causes[0])).toEqual(["countyHigh", "countyHigh", "regionLow"]);
    expect(part(causes[0], "regionLow")!.years).toEqual([2]);
    expect(relaxations).toContainEqual([{ kind: "regionLow", year: 2, byPersons: 100 }]);
  });

  test("lock against capacity: 150 persons are settled on a site for 120", () => {
    const { causes, relaxations } = explain(
      problem({
        sites: [site({ capacityPersons: 120 }), site()],
        villages: villages(20, {
          arcs: [0, 1].map((to) => ({ site: to, moneyYuan: 1e6, softYuan: 0 })),
        }).map((each, i) =>
          i < 3 ? { ...each, locked: { kind: "move", arc: 0, year: i } as const } : each,
        ),
      }),
    );
    expect(causes).toHaveLength(1);
    expect(causes[0]).toMatchObject({ code: "lock", needed: 150, available: 120, short: 30 });
    expect(part(causes[0], "capacity")!.sites).toEqual([0]);
    expect(part(causes[0], "lock")!.villages).toEqual([0, 1, 2]);
    expect(relaxations).toContainEqual([{ kind: "capacity", site: 0, byPersons: 30 }]);
    expect(
      relaxations.some((changes) => changes.length === 1 && changes[0]!.kind === "unlock"),
    ).toBe(true);
  });

  test("frozen year: 100 persons are asked for in a year in which nothing may be done", () => {
    const { causes, relaxations } = explain(
      problem({
        counties: [county({ band: low(100, 100, 100, 100) })],
        villages: villages(20, { mayIn: [true, true, false, true] }),
      }),
    );
    expect(causes).toHaveLength(1);
    expect(causes[0]).toMatchObject({ code: "frozenYear", needed: 100, available: 0, short: 100 });
    expect(part(causes[0], "frozenYear")).toMatchObject({ county: 0, years: [2] });
    expect(part(causes[0], "countyLow")!.years).toEqual([2]);
    expect(relaxations).toContainEqual([{ kind: "unfreeze", county: 0, year: 2 }]);
  });

  test("no candidate site: 12 of 20 villages have nowhere to go", () => {
    const { causes, relaxations } = explain(
      problem({
        counties: [county({ band: low(200, 200, 200, 0) })],
        villages: villages(20).map((each, i) => (i < 12 ? { ...each, arcs: [] } : each)),
      }),
    );
    expect(causes).toHaveLength(1);
    expect(causes[0]).toMatchObject({ code: "noSite", needed: 600, available: 400, short: 200 });
    expect(part(causes[0], "noSite")).toMatchObject({ county: 0, needed: 200 });
    expect(relaxations).toContainEqual([
      { kind: "newSite", county: 0, persons: 200, yuanPerPerson: 50_000 },
    ]);
  });

  test("no site that ever opens: the only one is ready after the last year", () => {
    const { causes, relaxations } = explain(
      problem({
        counties: [county({ band: low(0, 0, 0, 100) })],
        sites: [site({ earliest: 5, openYuan: 1e6, landMu: 5 })],
      }),
    );
    expect(causes).toHaveLength(1);
    expect(causes[0]).toMatchObject({ code: "leadTime", needed: 100, available: 0 });
    expect(relaxations).toContainEqual([{ kind: "earlier", site: 0, byYears: 2 }]);
  });

  test("willingness: of the 600 asked for 350 agree", () => {
    const unwilling = villages(6, { key: "unwilling" });
    const { causes, relaxations } = explain(
      problem({
        counties: [county({ band: low(150, 150, 150, 150) })],
        villages: villages(7),
        excluded: unwilling.map((each) => ({
          key: each.key,
          county: 0,
          persons: each.persons,
          reason: "notWilling",
          village: each,
        })),
      }),
    );
    expect(causes).toHaveLength(1);
    expect(causes[0]).toMatchObject({ code: "willing", needed: 600, available: 350, short: 250 });
    expect(part(causes[0], "notWilling")).toMatchObject({ county: 0, limit: 300, needed: 550 });
    const agree = relaxations.find((changes) => changes.every(({ kind }) => kind === "include"));
    expect(agree).toHaveLength(5);
  });

  test("two at once: money of one year, and homes in all", () => {
    const { causes, relaxations } = explain(
      problem({
        counties: [county({ band: low(200, 200, 200, 200), budgetYuan: [4e6, 20e6, 20e6, 20e6] })],
        sites: [site({ capacityPersons: 600 })],
      }),
    );
    expect(causes.map(({ code }) => code).sort()).toEqual(["budget", "capacity"]);
    const money = causes.find(({ code }) => code === "budget");
    expect(money).toMatchObject({ needed: 10e6, available: 4e6, short: 6e6 });
    expect(part(money, "budget")!.years).toEqual([0]);
    expect(causes.find(({ code }) => code === "capacity")).toMatchObject({ short: 200 });
    expect(
      relaxations.some(
        (changes) =>
          changes.some(({ kind }) => kind === "budget") &&
          changes.some(({ kind }) => kind === "capacity"),
      ),
    ).toBe(true);
  });

  test("lead time: 100 are asked for in the first year, the first home is ready in the third", () => {
    const { causes, relaxations } = explain(
      problem({
        counties: [county({ band: low(100, 0, 100, 100) })],
        sites: [site({ earliest: 2, leadYears: 2, openYuan: 3e6, landMu: 20 })],
      }),
    );
    expect(causes).toHaveLength(1);
    expect(causes[0]).toMatchObject({ code: "leadTime", needed: 100, available: 0, short: 100 });
    expect(part(causes[0], "leadTime")).toMatchObject({ sites: [0] });
    expect(part(causes[0], "countyLow")!.years).toEqual([0]);
    expect(relaxations).toContainEqual([{ kind: "earlier", site: 0, byYears: 2 }]);
  });

  test("must act: a village that may not be left costs more than any year has", () => {
    const { causes, relaxations } = explain(
      problem({
        counties: [county({ budgetYuan: [1e6, 1e6, 1e6, 1e6] })],
        villages: [village({ leaveYuan: ANY, buildYuan: 3e6 })],
      }),
    );
    expect(causes).toHaveLength(1);
    expect(kinds(causes[0])).toEqual(["budget", "mustAct"]);
    expect(relaxations).toContainEqual([{ kind: "mayLeave", village: 0 }]);
    expect(
      relaxations.some(
        (changes) =>
          changes.length === 1 && changes[0]!.kind === "budget" && changes[0]!.byYuan === 1_500_000,
      ),
    ).toBe(true);
  });
});

test("a problem that has an answer is told so, with a plan", () => {
  const input = problem({ counties: [county({ band: low(100, 100, 100, 100) })] });
  const answer = explainInfeasible(highs, input);
  expect(answer.verdict).toBe("feasible");
  expect(checkPlannerPlan(input, answer.plan!).violations).toEqual([]);
});
