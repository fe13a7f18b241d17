import fc from "fast-check";
import loadHighs, { type Highs } from "highs";
import { beforeAll, expect, test } from "vitest";
import { checkPlannerPlan } from "../../../core/planner/check.ts";
import { explainInfeasible } from "../../../core/planner/infeasible/explain.ts";
import { relax } from "../../../core/planner/infeasible/relax.ts";
import type {
  PlannerChoice,
  PlannerProblem,
  PlannerVillage,
} from "../../../core/planner/problem.ts";
import { keepOnly } from "./keep-only.ts";
import { solveByEnumeratedModel } from "./plain-model.ts";
import { YEARS } from "./small-problem.ts";

let highs: Highs;
beforeAll(async () => {
  highs = await loadHighs();
});

const ANY = Number.POSITIVE_INFINITY;
const eachYear = <T>(each: fc.Arbitrary<T>): fc.Arbitrary<T[]> =>
  fc.array(each, { minLength: YEARS, maxLength: YEARS });
const rarely = <T>(often: T, seldom: fc.Arbitrary<T>, weight = 3): fc.Arbitrary<T> =>
  fc.oneof({ weight, arbitrary: fc.constant(often) }, { weight: 1, arbitrary: seldom });

/** Problems of two counties, four sites and up to ten villages, tight in everything, with locks, frozen years and people left out. */
const problems: fc.Arbitrary<PlannerProblem> = fc
  .record({
    counties: fc.array(
      fc.record({
        low: eachYear(rarely(0, fc.integer({ min: 1, max: 50 }), 5)),
        room: eachYear(rarely(ANY, fc.integer({ min: -2, max: 50 }), 6)),
        budgetYuan: eachYear(rarely(ANY, fc.integer({ min: 0, max: 3000 }), 4)),
        landMu: rarely(ANY, fc.integer({ min: 0, max: 30 })),
      }),
      { minLength: 1, maxLength: 2 },
    ),
    region: fc.record({
      low: eachYear(rarely(0, fc.integer({ min: 1, max: 90 }), 8)),
      room: eachYear(rarely(ANY, fc.integer({ min: 0, max: 60 }), 6)),
    }),
    sites: fc.array(
      fc.record({
        county: fc.nat(1),
        capacityPersons: fc.integer({ min: 10, max: 120 }),
        landMu: fc.constantFrom(0, 5.25, 12),
        openYuan: fc.constantFrom(0, 300, 900),
        earliest: fc.constantFrom(0, 0, 0, 1, 2, YEARS),
        leadYears: fc.nat(2),
        isOpen: rarely(false, fc.constant(true), 12),
      }),
      { minLength: 1, maxLength: 4 },
    ),
    villages: fc.array(
      fc.record({
        county: fc.nat(1),
        persons: fc.integer({ min: 3, max: 40 }),
        to: fc.uniqueArray(fc.nat(3), { maxLength: 3 }),
        yuanPerPerson: fc.integer({ min: 10, max: 60 }),
        buildYuan: fc.option(fc.integer({ min: 50, max: 2000 })),
        mustAct: rarely(false, fc.constant(true), 12),
        mayIn: eachYear(rarely(true, fc.constant(false), 6)),
        lock: rarely(
          null,
          fc.record({ kind: fc.nat(2), arc: fc.nat(2), year: fc.nat(YEARS - 1) }),
          6,
        ),
        isExcluded: rarely(false, fc.constant(true), 6),
      }),
      { minLength: 1, maxLength: 10 },
    ),
  })
  .map(({ counties, region, sites, villages }) => {
    const lastCounty = counties.length - 1;
    const all = villages.map((drawn, v) => {
      const arcs = drawn.to
        .filter((to) => to < sites.length)
        .map((to) => ({ site: to, moneyYuan: drawn.persons * drawn.yuanPerPerson, softYuan: 0 }));
      const { lock } = drawn;
      const locked: PlannerChoice | null =
        lock === null
          ? null
          : lock.kind === 0 && arcs[lock.arc] !== undefined
            ? { kind: "move", arc: lock.arc, year: lock.year }
            : lock.kind === 1 && drawn.buildYuan !== null
              ? { kind: "build", year: lock.year }
              : lock.kind === 2
                ? { kind: "leave" }
                : null;
      const village: PlannerVillage = {
        key: `village ${v}`,
        county: Math.min(drawn.county, lastCounty),
        group: v,
        persons: drawn.persons,
        arcs,
        buildYuan: drawn.buildYuan,
        waitYuan: 0,
        leaveYuan: drawn.mustAct ? ANY : 1000,
        mayIn: drawn.mayIn,
        locked,
        current: null,
        stayYuan: 0,
      };
      return { village, isExcluded: drawn.isExcluded };
    });
    return {
      years: { from: 2014, count: YEARS },
      band: { low: region.low, high: region.low.map((low, year) => low + region.room[year]!) },
      counties: counties.map(({ low, room, budgetYuan, landMu }, c) => ({
        key: `county ${c}`,
        band: { low, high: low.map((persons, year) => persons + room[year]!) },
        budgetYuan,
        landMu,
      })),
      sites: sites.map((site, s) => ({
        ...site,
        key: `site ${s}`,
        county: Math.min(site.county, lastCounty),
      })),
      villages: all.filter(({ isExcluded }) => !isExcluded).map(({ village }) => village),
      splitYuan: 0,
      excluded: all
        .filter(({ isExcluded }) => isExcluded)
        .map(({ village }, index) => ({
          key: village.key,
          county: village.county,
          persons: village.persons,
          reason: index % 2 === 0 ? ("notWilling" as const) : ("notCandidate" as const),
          village: { ...village, locked: null },
        })),
    };
  });

test("the verdict is that of the plain integer model, and every way out leads to a plan", () => {
  const seen = { feasible: 0, infeasible: 0, undecided: 0 };
  fc.assert(
    fc.property(problems, (problem) => {
      const plain = solveByEnumeratedModel(highs, problem);
      const answer = explainInfeasible(highs, problem);
      seen[answer.verdict]++;
      expect(answer.verdict).toBe(plain === null ? "infeasible" : "feasible");
      const broken = answer.plan && checkPlannerPlan(problem, answer.plan).violations;
      expect(broken).toEqual(plain && []);
      const isOut = plain === null;
      expect([answer.causes.length > 0, answer.relaxations.length > 0]).toEqual([isOut, isOut]);
      for (const { parts, isIrreducible } of answer.causes) {
        expect(isIrreducible).toBe(true);
        expect(solveByEnumeratedModel(highs, keepOnly(problem, parts))).toBeNull();
        for (const part of parts) {
          const rest = keepOnly(
            problem,
            parts.filter((each) => each !== part),
          );
          expect(solveByEnumeratedModel(highs, rest)).not.toBeNull();
        }
      }
      for (const [i, changes] of answer.relaxations.entries()) {
        const relaxed = relax(problem, changes);
        const plan = solveByEnumeratedModel(highs, relaxed);
        expect(plan).not.toBeNull();
        expect(checkPlannerPlan(relaxed, plan!).violations).toEqual([]);
        expect(checkPlannerPlan(relaxed, answer.plans[i]!).violations).toEqual([]);
      }
    }),
    { numRuns: 60, seed: 20141130 },
  );
  expect(Math.min(seen.feasible, seen.infeasible)).toBeGreaterThan(10);
});
