import { beforeAll, describe, expect, test } from "vitest";
import { PlanChange } from "../../core/contract/plan.ts";
import type { Snapshot } from "../../core/coverage/snapshot.ts";
import { listChecks, openPlan, type AssessedPlan } from "../../core/relocation/assess.ts";
import { planContext } from "../../core/relocation/context.ts";
import { totalsByYear } from "../../core/relocation/totals.ts";
import { demonstrationPlan, type DemonstrationPlan } from "../../geodata/demonstration/plan.ts";
import { SHIPPED_PARAMETERS } from "../../geodata/standards/policy-parameters.ts";
import { makeBenchRegion } from "../bench/tiles-data.ts";

let snapshot: Snapshot;
let made: DemonstrationPlan;
let plan: AssessedPlan;
beforeAll(async () => {
  snapshot = (await makeBenchRegion("hechi")).snapshot;
  made = demonstrationPlan(snapshot);
  const opened = openPlan(made.document, planContext(snapshot, made.frame, SHIPPED_PARAMETERS));
  if (!opened.ok) throw new Error(JSON.stringify(opened.problems.slice(0, 5)));
  plan = opened.assessed;
});

describe("the demonstration plan", () => {
  test("says in both languages that it is one, in its name and in a note", () => {
    expect(made.name.zh).toMatch(/^河池市.*演示/);
    expect(made.name.en).toMatch(/Hechi.*demonstration/);
    expect(made.document.notes!["about"]!.text).toMatch(/演示规划.*demonstration plan/);
  });
  test("is the same each time, and fits the contract", () => {
    expect(demonstrationPlan(snapshot)).toEqual(made);
    expect(PlanChange.parse(made.document)).toEqual(made.document);
  });
  test("moves several thousand persons in every year, and not the same number", () => {
    const persons = totalsByYear(plan).map((year) => year.persons);
    expect(Math.min(...persons)).toBeGreaterThan(3000);
    expect(Math.max(...persons)).toBeLessThan(10_000);
    expect(Math.max(...persons) / Math.min(...persons)).toBeGreaterThan(2);
  });
  test("moves hamlets under 20 households, but for one village that gets a road as well", () => {
    const { households } = snapshot.villages;
    const large = [...plan.plan.moves.keys()].filter(
      (key) => households[plan.context.villageIndex.get(key)!]! >= 20,
    );
    expect(large).toHaveLength(1);
    expect(plan.plan.moves.size).toBeGreaterThan(1000);
  });
  test("uses the settlements of the city that exist, and brings four new ones that are drawn", () => {
    const sites = [...plan.plan.settlements.values()];
    const existing = sites.filter(({ facilityId }) => facilityId !== null);
    expect(existing.length).toBeGreaterThan(90);
    const drawn = sites.filter(({ outline }) => outline !== null);
    expect(drawn).toHaveLength(4);
    expect(existing.every(({ capacityPersons }) => capacityPersons >= 60)).toBe(true);
  });
  test("builds a dozen village roads and has targets for every county and year", () => {
    expect(plan.plan.works.size).toBe(12);
    expect(plan.plan.targets.size).toBe(7 * 12);
  });
  test("fails a handful of checks of different kinds, so that the screens show something", () => {
    const counts = new Map<string, number>();
    for (const { code } of listChecks(plan.checks)) counts.set(code, (counts.get(code) ?? 0) + 1);
    expect(counts.get("overCapacity")).toBe(1);
    expect(counts.get("landShort")).toBe(1);
    expect(counts.get("floorAreaOver")).toBe(1);
    expect(counts.get("beforeReady")).toBe(1);
    expect(counts.get("budgetOver")).toBe(1);
    const some = ["targetShort", "targetOver", "unwilling", "villageSplit"];
    expect(some.filter((code) => !counts.has(code))).toEqual([]);
    expect(some.filter((code) => counts.get(code)! >= 30)).toEqual([]);
    expect(listChecks(plan.checks).filter(({ severity }) => severity === "hard")).toHaveLength(5);
  });
  test("is not made for an area that the data do not hold", () => {
    expect(() => demonstrationPlan(snapshot, "9999")).toThrow("9999");
  });
});
