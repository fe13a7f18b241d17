import { expect, test } from "vitest";
import { checkPlannerPlan } from "../../../core/planner/check.ts";
import type { PlannerChoice, PlannerProblem } from "../../../core/planner/problem.ts";
import { openedFor, problemOf, siteOf, villageOf } from "./problem-of.ts";

const move = (year: number, arc = 0): PlannerChoice => ({ kind: "move", arc, year });
const kinds = (problem: PlannerProblem, ...choices: PlannerChoice[]): string[] =>
  checkPlannerPlan(problem, openedFor(problem, choices)).violations.map(
    ({ kind, amount }) => `${kind} ${amount}`,
  );

test("a plan that keeps every row has nothing against it", () => {
  const problem = problemOf();
  const totals = checkPlannerPlan(problem, openedFor(problem, [move(1)]));
  expect(totals).toMatchObject({ objective: 1000, moved: 1, personsByYear: [0, 10] });
  expect(totals.violations).toEqual([]);
});

test("a site takes exactly as many as it has places", () => {
  const sites = [siteOf({ capacityPersons: 20 })];
  const two = [villageOf(), villageOf()];
  expect(kinds(problemOf({ sites, villages: two }), move(0), move(1))).toEqual([]);
  const more = [villageOf(), villageOf({ persons: 11 })];
  expect(kinds(problemOf({ sites, villages: more }), move(0), move(1))).toEqual(["capacity 1"]);
});

test("bands of county and region are told by year, with how many are missing or too many", () => {
  const [county] = problemOf().counties;
  const banded = { ...county!, band: { low: [11, 0], high: [Infinity, 9] } };
  const problem = problemOf({ counties: [banded] });
  expect(kinds(problem, move(0))).toEqual(["countyLow 1"]);
  expect(kinds(problem, move(1))).toEqual(["countyLow 11", "countyHigh 1"]);
  const region = problemOf({ band: { low: [0, 12], high: [8, Infinity] } });
  expect(kinds(region, move(0))).toEqual(["regionHigh 2", "regionLow 12"]);
});

test("opening is paid before people come, out of that year's budget", () => {
  const sites = [siteOf({ isOpen: false, openYuan: 500, earliest: 1, leadYears: 1 })];
  const [county] = problemOf().counties;
  const paid = (budgetYuan: number[]): string[] =>
    kinds(problemOf({ sites, counties: [{ ...county!, budgetYuan }] }), move(1));
  expect(paid([500, 1000])).toEqual([]);
  expect(paid([499, 1000])).toEqual(["budget 1"]);
  expect(paid([1500, 999])).toEqual(["budget 1"]);
});

test("nobody comes before a site may receive, nor to one that does not open", () => {
  const problem = problemOf({ sites: [siteOf({ isOpen: false, earliest: 1 })] });
  expect(kinds(problem, move(0))).toEqual(["tooEarly 1"]);
  expect(
    checkPlannerPlan(problem, { choices: [move(1)], openYear: [-1] }).violations,
  ).toMatchObject([{ kind: "closedSite", site: 0, village: 0 }]);
});

test("sites that open share the county's land", () => {
  const sites = [0, 1].map(() => siteOf({ isOpen: false, landMu: 6 }));
  const arcs = [0, 1].map((site) => ({ site, moneyYuan: 0, softYuan: 0 }));
  const villages = [villageOf({ arcs }), villageOf({ arcs })];
  const [county] = problemOf().counties;
  const problem = problemOf({ sites, villages, counties: [{ ...county!, landMu: 11 }] });
  expect(kinds(problem, move(0, 0), move(0, 0))).toEqual([]);
  expect(kinds(problem, move(0, 0), move(0, 1))).toEqual(["land 1"]);
});

test("locks, frozen years, missing choices and villages that may not be left are found", () => {
  expect(kinds(problemOf({ villages: [villageOf({ locked: move(0) })] }), move(1))).toEqual([
    "lock 1",
  ]);
  expect(kinds(problemOf({ villages: [villageOf({ mayIn: [true, false] })] }), move(1))).toEqual([
    "frozenYear 10",
  ]);
  expect(
    kinds(problemOf({ villages: [villageOf({ leaveYuan: Infinity })] }), { kind: "leave" }),
  ).toEqual(["mustAct 10"]);
  expect(kinds(problemOf(), { kind: "build", year: 0 })).toEqual(["notAllowed 1"]);
  expect(kinds(problemOf())).toEqual(["missing 1"]);
});
