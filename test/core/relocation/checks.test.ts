import { describe, expect, test } from "vitest";
import { CHECK_CODES, type PlanCheck } from "../../../core/contract/plan-check.ts";
import { PlanChange, type Settlement } from "../../../core/contract/plan.ts";
import { PLAN_CHECKS } from "../../../core/policy/plan-checks.ts";
import { learnFacts, listChecks, type AssessedPlan } from "../../../core/relocation/assess.ts";
import { NO_FACTS, siteKey, worksKey, type PlanFacts } from "../../../core/relocation/context.ts";
import { geodesicBetween, geodesicDestination } from "../../../core/geodesy/geodesic.ts";
import type { SiteFacts } from "../../../core/contract/plan-check.ts";
import { settlement, works } from "./support/arbitrary-changes.ts";
import {
  assessed,
  codesOf,
  context,
  edited,
  figure,
  parts,
  serves,
  site,
  VILLAGES,
  whole,
  type PlanVillage,
} from "./support/world.ts";

const find = (plan: AssessedPlan, code: string): PlanCheck | undefined =>
  listChecks(plan.checks).find((check) => check.code === code);
const has = (plan: AssessedPlan, code: string): boolean => find(plan, code) !== undefined;

/** 80 persons of 20 households, all willing, go to one settlement in 2016. */
const plan = (set: Partial<Settlement>, facts?: PlanFacts, village: Partial<PlanVillage> = {}) =>
  assessed(context({ villages: [{ ...VILLAGES[0]!, ...village }], ...(facts && { facts }) }), {
    settlements: { s1: settlement({ position: [108, 24], ...set }) },
    moves: { v1: whole("s1", 2016) },
  });
const known = (facts: Partial<SiteFacts>, set: Partial<Settlement> = {}): PlanFacts => ({
  sites: new Map([[siteKey({ position: [108, 24], outline: null, ...set }), site(facts)]]),
  works: new Map(),
});

test("every check is a row of data with names, source and severity, in the order of the contract", () => {
  expect(PLAN_CHECKS.map(({ code }) => code)).toEqual(CHECK_CODES);
  for (const { name, source } of PLAN_CHECKS)
    for (const text of [name, source]) {
      expect(text.zh).toMatch(/[\u4e00-\u9fff]/);
      expect(text.en).toMatch(/[a-z]/i);
    }
});

test("a plan with nothing wrong fails no check", () => {
  expect(codesOf(plan({ capacityPersons: 80 }, known({})))).toEqual([]);
});

describe("a settlement", () => {
  test.each([
    [80, false],
    [79, true],
  ])("that can take %i of 80 persons is over capacity: %s", (capacityPersons, over) => {
    expect(has(plan({ capacityPersons }), "overCapacity")).toBe(over);
  });
  test("over capacity says how many go and how many may, where, and what mends it", () => {
    expect(find(plan({ capacityPersons: 79, name: "甲" }), "overCapacity")).toEqual({
      code: "overCapacity",
      severity: "hard",
      subject: "settlement:s1",
      position: [108, 24],
      actual: 80,
      limit: 79,
      unit: "persons",
      params: { settlement: "甲" },
      mend: "moveOutLast",
    });
  });
  test.each([
    [9.6, false],
    [9.59, true],
    [null, false],
  ])(
    "with %s mu for 80 persons at 0.12 mu a head has too little land: %s",
    (landQuotaMu, short) => {
      expect(has(plan({ landQuotaMu }), "landShort")).toBe(short);
    },
  );
  test.each([
    [666.67 * 10, false],
    [666.67 * 10.01, true],
    [null, false],
  ])("of %s m2 is larger than its quota of 10 mu: %s", (areaM2, over) => {
    expect(has(plan({ landQuotaMu: 10 }, known({ areaM2 })), "landOverQuota")).toBe(over);
  });
  test.each([
    [500 * 25, false],
    [500 * 25 + 0.1, true],
    [null, false],
  ])("with homes of %s m2 for 500 persons has more than 25 m2 a head: %s", (floorAreaM2, over) => {
    expect(has(plan({ floorAreaM2, readyYear: 2016 }), "floorAreaOver")).toBe(over);
  });
  test("has no limit of floor area when its homes were finished before there was one", () => {
    expect(has(plan({ floorAreaM2: 1e6, readyYear: 2015 }), "floorAreaOver")).toBe(false);
  });
  test.each([
    [2016, false],
    [2017, true],
  ])("ready in %i, where people come in 2016, is moved into too early: %s", (readyYear, early) => {
    expect(has(plan({ readyYear }), "beforeReady")).toBe(early);
  });
  test("moved into too early says when, how many, and when it is ready", () => {
    expect(find(plan({ readyYear: 2018 }), "beforeReady")).toMatchObject({
      actual: 2016,
      limit: 2018,
      unit: "year",
      params: { persons: 80, villages: 1 },
    });
  });
});

describe("a site", () => {
  test("in a zone fails once for each kind of zone, with the ground that lies in it", () => {
    const zones = [
      { kind: "hazard", name: "滑坡", overlapM2: 3 },
      { kind: "hazard", name: null, overlapM2: 4 },
      { kind: "redLine", name: null, overlapM2: null },
    ];
    const checks = listChecks(plan({}, known({ zones })).checks).filter(
      ({ code }) => code === "siteInZone",
    );
    expect(checks.map(({ actual, params }) => [params["kind"], actual])).toEqual([
      ["hazard", 7],
      ["redLine", null],
    ]);
  });
  test.each([
    [{ county: "451201", counties: ["451201"] }, undefined],
    [{ county: null, counties: [] }, "nowhere"],
    [{ county: "451201", counties: ["451201", "451202"] }, "two"],
    [{ county: "522301", counties: ["522301"] }, "elsewhere"],
  ])("with %j lies outside: %s", (facts, where) => {
    expect(find(plan({}, known(facts)), "siteOutside")?.params["where"]).toBe(where);
  });
  test.each([
    [{ areaM2: 1 }, false],
    [{ areaM2: 0 }, true],
    [{ areaM2: 5, crossed: true }, true],
    [{ areaM2: null }, false],
  ])("with %j is not an area: %s", (facts, bad) => {
    expect(has(plan({}, known(facts)), "siteNotAnArea")).toBe(bad);
  });
  test("that a service does not reach fails for it; one that is not known does not", () => {
    const services = [
      { service: "road", status: "served", distanceM: 3 },
      { service: "water", status: "unknown", distanceM: null },
      { service: "school", status: "unserved", distanceM: 2345.6 },
    ] as const;
    const checks = listChecks(plan({}, known({ services: [...services] })).checks);
    expect(checks.filter(({ code }) => code === "siteUnserved")).toMatchObject([
      { params: { kind: "school" }, actual: 2.346, unit: "km" },
    ]);
  });
  test("about which nothing is known yet fails nothing", () => {
    expect(codesOf(plan({}))).toEqual([]);
  });
  test("fails as soon as it is known, and not once that is forgotten", () => {
    const bad = known({ areaM2: 0 });
    const told = learnFacts(plan({}), bad);
    expect(codesOf(told)).toEqual(["siteNotAnArea"]);
    expect(codesOf(learnFacts(told, NO_FACTS))).toEqual([]);
  });
  test("that was moved is not known any more", () => {
    const told = plan({}, known({ areaM2: 0 }));
    expect(codesOf(edited(told, { settlements: { s1: { position: [108, 24.001] } } }))).toEqual([]);
  });
});

describe("a target of 100 persons with a band of 5 %", () => {
  const moving = (persons: number) =>
    assessed(context({ villages: [{ key: "v1", area: "451201100201", households: 1, persons }] }), {
      settlements: { s1: settlement({ position: [108, 24] }) },
      moves: { v1: whole("s1", 2016) },
      targets: { "451201:2016": 100 },
    });
  test.each([
    [94, "targetShort"],
    [95, undefined],
    [105, undefined],
    [106, "targetOver"],
  ])("and %i who move: %s", (persons, code) => {
    const found = listChecks(moving(persons).checks).find(
      ({ subject }) => subject === "target:451201:2016",
    );
    expect(found?.code).toBe(code);
  });
  test("says how many are missing to the target and what would still do", () => {
    expect(find(moving(94), "targetShort")).toMatchObject({
      actual: 94,
      limit: 95,
      params: { area: "451201", name: "area 451201", year: 2016, target: 100, missing: 6 },
    });
  });
});

describe("the region's 100,000 persons a year", () => {
  const targets = (code: string, change: PlanChange = {}) =>
    listChecks(
      assessed(context({ frame: { area: code, years: { from: 2014, to: 2021 } } }), change).checks,
    )
      .filter(({ subject }) => subject.startsWith("target:"))
      .map(({ subject, limit }) => [subject, limit]);
  test("are asked of a plan of the whole region, in the years for which they hold", () => {
    expect(targets("45").map(([subject]) => subject)).toEqual(
      [2014, 2015, 2016, 2017, 2018, 2019, 2020].map((year) => `target:45:${year}`),
    );
    expect(targets("45")[0]).toEqual(["target:45:2014", 95_000]);
  });
  test("are asked of no county", () => {
    expect(targets("451201")).toEqual([]);
  });
  test("give way to what the plan itself sets", () => {
    expect(targets("45", { targets: { "45:2016": 0 } })).toHaveLength(6);
  });
});

describe("a budget", () => {
  const spending = (budget: number) =>
    edited(plan({ capacityPersons: 80 }), {
      budgets: { "451201:centralBudget:2016": budget, "nowhere:centralBudget:2016": 0 },
    });
  test.each([
    [640_000, false],
    [639_999, true],
  ])("of %i for 640,000 yuan of central subsidy is exceeded: %s", (budget, over) => {
    expect(has(spending(budget), "budgetOver")).toBe(over);
  });
  test("says area, line and year", () => {
    expect(find(spending(0), "budgetOver")).toMatchObject({
      subject: "budget:451201:centralBudget:2016",
      actual: 640_000,
      limit: 0,
      unit: "yuan",
      params: { area: "451201", fund: "centralBudget", year: 2016 },
    });
  });
});

describe("a village", () => {
  test.each([
    [20, false],
    [19, true],
    [undefined, false],
  ])(
    "of 20 households of which %s are willing moves against their will: %s",
    (willing, against) => {
      const { willing: _, ...rest } = VILLAGES[0]!;
      const on = context({ villages: [willing === undefined ? rest : { ...rest, willing }] });
      const change = { settlements: { s1: settlement() }, moves: { v1: whole("s1") } };
      expect(has(assessed(on, change), "unwilling")).toBe(against);
    },
  );
  test.each([
    [20, false],
    [21, true],
  ])("of 20 households of which %i are to move has too few: %s", (households, tooMany) => {
    const change = { moves: { v1: parts(["s1", 2016, households]) } };
    const now = edited(plan({}), change);
    expect(has(now, "tooManyHouseholds")).toBe(tooMany);
    expect(has(now, "unwilling")).toBe(false);
  });
  test("that is not in the data, or not in the plan's area, is unknown and nothing else", () => {
    const frame = { area: "451202", years: { from: 2014, to: 2020 } };
    const change = {
      settlements: { s1: settlement() },
      moves: { v1: whole("s1"), v9: whole("s1") },
    };
    const now = assessed(context({ frame }), change);
    const subjects = listChecks(now.checks).map(({ code, subject }) => `${code} ${subject}`);
    expect(subjects).toEqual(["villageUnknown village:v1", "villageUnknown village:v9"]);
  });
  test.each([
    [{ households: 3, persons: 9 }, undefined],
    [{ households: 3 }, "persons"],
    [{ persons: 9 }, "households"],
    [{}, "both"],
  ])("with %j recorded lacks: %s", (counts, missing) => {
    const on = context({ villages: [{ key: "v1", area: "451201100201", ...counts }] });
    const now = assessed(on, {
      settlements: { s1: settlement({ position: [108, 24] }) },
      moves: { v1: whole("s1") },
    });
    expect(find(now, "countsUnknown")?.params["missing"]).toBe(missing);
  });
  test.each([
    [30_000, false],
    [30_000.1, true],
  ])("that moves %i m on WGS 84, where 30 km are usual, moves far away: %s", (metres, far) => {
    const { lng, lat } = geodesicDestination(108, 24, 40, metres);
    expect(Math.abs(geodesicBetween(108, 24, lng, lat).distanceM - metres)).toBeLessThan(0.001);
    const slack = far ? 0 : -0.01;
    const usual = figure("usual-move-distance", 30 - slack / 1000);
    const on = context({ villages: [VILLAGES[0]!], parameters: [usual] });
    const now = assessed(on, {
      settlements: { s1: settlement({ position: [lng, lat] }) },
      moves: { v1: whole("s1") },
    });
    expect(has(now, "farAway")).toBe(far);
  });
  test("to another county crosses its border and not also a township's", () => {
    const other = known({ county: "451202", township: "451202100", counties: ["451202"] });
    expect(codesOf(plan({}, other))).toEqual(["crossesCounty"]);
  });
  test("to another township of its county crosses that border", () => {
    expect(codesOf(plan({}, known({ township: "451201101" })))).toEqual(["crossesTownship"]);
    expect(codesOf(plan({}, known({ township: null })))).toEqual([]);
  });
  test("with parts to two settlements is told of for each that is too far", () => {
    const sites = {
      s1: settlement({ position: [109, 24] }),
      s2: settlement({ position: [109.1, 24] }),
    };
    const now = assessed(context(), {
      settlements: sites,
      moves: { v1: parts(["s1", 2016, 1], ["s2", 2016, 1]) },
    });
    const far = listChecks(now.checks).filter(({ code }) => code === "farAway");
    expect(far.map(({ params }) => params["kind"])).toEqual(["s1", "s2"]);
  });
});

describe("works and moves", () => {
  const road = works();
  const facts = (...villages: string[]): PlanFacts => ({
    sites: new Map(),
    works: new Map([[worksKey(road), serves(...villages)]]),
  });
  const both = (on: PlanFacts, moves: NonNullable<PlanChange["moves"]>) =>
    assessed(context({ facts: on }), {
      settlements: { s1: settlement({ position: [108, 24] }) },
      works: { w1: road },
      moves,
    });
  test("spend twice for a village all of which moves and that the works would serve", () => {
    const now = both(facts("v1", "v3"), { v1: whole("s1", 2016) });
    expect(find(now, "doubleSpending")).toMatchObject({
      subject: "village:v1",
      params: { kind: "w1", works: "通屯路", year: 2016 },
      mend: "cancelMove",
    });
    expect(has(now, "worksForMovers")).toBe(false);
  });
  test("do not while some of the village stays", () => {
    expect(has(both(facts("v1"), { v1: parts(["s1", 2016, 19]) }), "doubleSpending")).toBe(false);
    expect(has(both(facts("v1"), { v1: parts(["s1", 2016, 20]) }), "doubleSpending")).toBe(true);
  });
  test("serve nobody when all whom the works would serve move", () => {
    const now = both(facts("v1", "v2"), { v1: whole("s1"), v2: whole("s1") });
    expect(find(now, "worksForMovers")).toMatchObject({
      subject: "works:w1",
      actual: 2,
      unit: "villages",
    });
    expect(has(edited(now, { moves: { v2: null } }), "worksForMovers")).toBe(false);
  });
  test("are not told of while nobody knows whom the works serve, nor where they serve nobody", () => {
    expect(codesOf(both(NO_FACTS, { v1: whole("s1") }))).toEqual([]);
    expect(has(both(facts(), { v1: whole("s1") }), "worksForMovers")).toBe(false);
  });
});

describe("an administrative village", () => {
  const sites = {
    settlements: {
      s1: settlement({ position: [108, 24] }),
      s2: settlement({ position: [108, 24.01] }),
    },
  };
  const to = (a: string, b: string) =>
    assessed(context(), sites, { moves: { v1: whole(a), v3: whole("s1"), v2: whole(b) } });
  test("whose villages go to one settlement is not split, and to two it is", () => {
    expect(has(to("s1", "s1"), "villageSplit")).toBe(false);
    expect(find(to("s1", "s2"), "villageSplit")).toMatchObject({
      subject: "area:451201100201",
      params: { settlements: 2, villages: 2, name: "area 451201100201" },
      mend: "gatherVillage",
    });
  });
});

describe("the settings of a plan", () => {
  const over = plan({ capacityPersons: 1 });
  const set = (severity: "hard" | "soft" | "off") =>
    edited(over, { settings: { "severity:overCapacity": severity } });
  test("make a check soft, or switch it off, and back", () => {
    expect(find(set("soft"), "overCapacity")?.severity).toBe("soft");
    expect(has(set("off"), "overCapacity")).toBe(false);
    const back = edited(set("off"), { settings: { "severity:overCapacity": null } });
    expect(find(back, "overCapacity")?.severity).toBe("hard");
  });
});
