import fc from "fast-check";
import { checkPlannerPlan } from "../../../core/planner/check.ts";
import type {
  PlannerChoice,
  PlannerPlan,
  PlannerProblem,
  PlannerSite,
  PlannerVillage,
} from "../../../core/planner/problem.ts";

export const siteOf = (site: Partial<PlannerSite> = {}): PlannerSite => ({
  key: "S",
  county: 0,
  capacityPersons: 100,
  landMu: 0,
  openYuan: 0,
  earliest: 0,
  leadYears: 0,
  isOpen: true,
  ...site,
});

export const villageOf = (village: Partial<PlannerVillage> = {}, years = 2): PlannerVillage => ({
  key: "V",
  county: 0,
  group: 0,
  persons: 10,
  arcs: [{ site: 0, moneyYuan: 1000, softYuan: 0 }],
  buildYuan: null,
  waitYuan: 0,
  leaveYuan: 100_000,
  mayIn: Array.from({ length: years }, () => true),
  locked: null,
  current: null,
  stayYuan: 0,
  ...village,
});

/** A county of two years in which nothing is asked, changed as given. */
export const problemOf = (problem: Partial<PlannerProblem> = {}): PlannerProblem => {
  const count = problem.years?.count ?? 2;
  const all = (value: number): number[] => Array.from({ length: count }, () => value);
  return {
    years: { from: 2014, count },
    band: { low: all(0), high: all(Infinity) },
    counties: [
      {
        key: "C",
        band: { low: all(0), high: all(Infinity) },
        budgetYuan: all(Infinity),
        landMu: Infinity,
      },
    ],
    sites: [siteOf()],
    villages: [villageOf()],
    splitYuan: 0,
    ...problem,
  };
};

/** Every choice that a village may be given, allowed or not. */
function choicesOf(problem: PlannerProblem, village: PlannerVillage): PlannerChoice[] {
  const years = Array.from({ length: problem.years.count }, (_, year) => year);
  return [
    { kind: "leave" },
    ...years.map((year): PlannerChoice => ({ kind: "build", year })),
    ...village.arcs.flatMap((_, arc) =>
      years.map((year): PlannerChoice => ({ kind: "move", arc, year })),
    ),
  ];
}

/** The cheapest plan that breaks no row, by trying all of them; null where there is none. */
export function bestByTrial(problem: PlannerProblem): number | null {
  const options = problem.villages.map((village) => choicesOf(problem, village));
  const chosen = options.map(() => 0);
  let best: number | null = null;
  for (;;) {
    const choices = chosen.map((n, v) => options[v]![n]!);
    const { objective, violations } = checkPlannerPlan(problem, openedFor(problem, choices));
    if (violations.length === 0 && (best === null || objective < best)) best = objective;
    let v = 0;
    while (v < chosen.length && chosen[v] === options[v]!.length - 1) chosen[v++] = 0;
    if (v === chosen.length) return best;
    chosen[v]!++;
  }
}

/** Sites open when the first come; those that must open as soon as they may. */
export function openedFor(problem: PlannerProblem, choices: readonly PlannerChoice[]): PlannerPlan {
  const openYear = problem.sites.map(({ isOpen, earliest }) => (isOpen ? earliest : -1));
  choices.forEach((choice, v) => {
    if (choice.kind !== "move") return;
    const { site } = problem.villages[v]!.arcs[choice.arc]!;
    if (problem.sites[site]!.isOpen) return;
    if (openYear[site]! < 0 || choice.year < openYear[site]!) openYear[site] = choice.year;
  });
  return { choices, openYear };
}

const whole = (min: number, max: number): fc.Arbitrary<number> => fc.integer({ min, max });

/** Counties of a few villages with all kinds of rows; some of them can't be kept together. */
export const smallProblems: fc.Arbitrary<PlannerProblem> = fc
  .record({
    sites: fc.array(
      fc.record({
        capacityPersons: whole(20, 90),
        landMu: whole(0, 10),
        openYuan: whole(0, 50_000),
        earliest: whole(0, 1),
        leadYears: whole(0, 1),
        isOpen: fc.boolean(),
      }),
      { minLength: 1, maxLength: 2 },
    ),
    villages: fc.array(
      fc.record({
        group: whole(0, 1),
        persons: whole(1, 30),
        money: whole(0, 40_000),
        second: whole(0, 40_000),
        build: fc.option(whole(0, 90_000)),
        wait: whole(0, 3000),
        leave: whole(0, 120_000),
        frozen: fc.option(whole(0, 1), { freq: 4 }),
        mustAct: fc.integer({ min: 0, max: 3 }).map((n) => n === 0),
      }),
      { minLength: 1, maxLength: 4 },
    ),
    low: fc.tuple(whole(0, 6), whole(0, 6)),
    width: whole(25, 80),
    budget: fc.option(fc.tuple(whole(40_000, 250_000), whole(40_000, 250_000))),
    landMu: fc.option(whole(5, 20)),
    splitYuan: whole(0, 5000),
  })
  .map(({ sites, villages, low, width, budget, landMu, splitYuan }) =>
    problemOf({
      sites: sites.map((site) => siteOf(site)),
      counties: [
        {
          key: "C",
          band: { low, high: low.map((one) => one + width) },
          budgetYuan: budget ?? [Infinity, Infinity],
          landMu: landMu ?? Infinity,
        },
      ],
      villages: villages.map((one) =>
        villageOf({
          group: one.group,
          persons: one.persons,
          arcs: sites.map((_, site) => ({
            site,
            moneyYuan: site === 0 ? one.money : one.second,
            softYuan: 100 * site,
          })),
          buildYuan: one.build,
          waitYuan: one.wait,
          leaveYuan: one.mustAct ? Infinity : one.leave,
          mayIn: [one.frozen !== 0, one.frozen !== 1],
        }),
      ),
      splitYuan,
    }),
  );
