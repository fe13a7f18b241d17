import { describe, expect, test } from "vitest";
import { questionOf, reachOf, reachSteps, rulesBySector } from "../../client/coverage/rules.ts";
import { parseView } from "../../client/view-state.ts";
import { IndicatorRule } from "../../core/contract/rule.ts";

const road = IndicatorRule.parse({
  id: "village-road",
  sector: "road",
  unit: "naturalVillage",
  eligible: { minHouseholds: 20 },
  test: { kind: "distance", reachM: 500 },
  target: 0.95,
  source: "Art. 18",
});
const view = (query: string) => parseView(query, "zh-CN");

describe("the question that a view asks", () => {
  test("leaves thresholds out that are the rule's own, so that the stored run answers", () => {
    expect(questionOf(road, "45", view("?reach=500&min=20"))).toEqual({
      rule: "village-road",
      area: "45",
      reachM: undefined,
      minHouseholds: undefined,
    });
  });
  test("carries thresholds that were changed", () => {
    expect(questionOf(road, "45", view("?reach=300&min=0"))).toMatchObject({
      reachM: 300,
      minHouseholds: 0,
    });
  });
  test("carries no reach for a rule that measures no distance", () => {
    const inside = IndicatorRule.parse({ ...road, test: { kind: "inside" } });
    expect(questionOf(inside, "45", view("?reach=300")).reachM).toBeUndefined();
  });
  test("carries no households for rules that count administrative villages", () => {
    const seats = IndicatorRule.parse({ ...road, unit: "administrativeVillage" });
    expect(questionOf(seats, "45", view("?min=5")).minHouseholds).toBeUndefined();
  });
});

test("the reach of alternatives is theirs when they agree, else none can be changed", () => {
  const any = (...reaches: number[]) =>
    IndicatorRule.parse({
      ...road,
      test: {
        kind: "any",
        of: [{ kind: "inside" }, ...reaches.map((reachM) => ({ kind: "distance", reachM }))],
      },
    });
  expect(reachOf(any(800))).toBe(800);
  expect(reachOf(any(800, 800))).toBe(800);
  expect(reachOf(any(800, 100))).toBeNull();
  expect(reachOf(any())).toBeNull();
});

test("the slider stops at the rule's own reach", () => {
  expect(reachSteps(750)).toContain(750);
  expect(reachSteps(500).filter((step) => step === 500)).toHaveLength(1);
  expect(reachSteps(750)).toEqual(reachSteps(750).toSorted((a, b) => a - b));
});

test("rules stand under their sector, sectors without rules are left out", () => {
  const water = IndicatorRule.parse({ ...road, id: "water", sector: "water" });
  expect(rulesBySector([water, road]).map(({ sector, rules }) => [sector, rules.length])).toEqual([
    ["road", 1],
    ["water", 1],
  ]);
});
