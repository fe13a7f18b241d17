import { describe, expect, test } from "vitest";
import { REASONS, STATUSES } from "../../../core/contract/coverage.ts";
import { IndicatorRule } from "../../../core/contract/rule.ts";
import { NOT_ELIGIBLE, SERVED, UNKNOWN, UNSERVED } from "../../../core/coverage/snapshot.ts";
import { reasonCode } from "../../../core/coverage/outcome.ts";

/** A rule file as a planner writes it. */
const FILE = {
  id: "roads-100",
  sector: "road",
  unit: "naturalVillage",
  eligible: { minPersons: 100 },
  test: { kind: "distance", reachM: 500 },
  target: 0.95,
  source: "a planner",
};
const accepts = (more: Record<string, unknown>): boolean =>
  IndicatorRule.safeParse({ ...FILE, ...more }).success;

describe("a rule file", () => {
  test("needs no more than the fields of the example, and gets the usual defaults", () => {
    expect(IndicatorRule.parse(FILE)).toMatchObject({
      version: 1,
      attested: true,
      headline: "villages",
    });
    expect(IndicatorRule.parse({ ...FILE, eligible: undefined }).eligible).toEqual({});
  });

  test.each([
    ["a reach of 0", { test: { kind: "distance", reachM: 0 } }],
    ["a negative reach", { test: { kind: "distance", reachM: -5 } }],
    ["a reach beyond 1,000 km", { test: { kind: "distance", reachM: 1_000_001 } }],
    ["a reach that is not a number", { test: { kind: "distance", reachM: NaN } }],
    ["no reach", { test: { kind: "distance" } }],
    ["a target over 1, as if per cent", { target: 95 }],
    ["an unknown sector", { sector: "gas" }],
    ["an unknown unit", { unit: "county" }],
    ["an unknown test", { test: { kind: "near" } }],
    ["any of nothing", { test: { kind: "any", of: [] } }],
    ["any within any", { test: { kind: "any", of: [{ kind: "any", of: [{ kind: "inside" }] }] } }],
    ["a range without bounds", { test: { kind: "inside", where: { mbps: {} } } }],
    ["an empty list of classes", { test: { kind: "inside", classes: [] } }],
    ["half a household", { eligible: { minHouseholds: 0.5 } }],
    ["an id with spaces", { id: "my rule" }],
    ["a slip of the pen at the top", { targets: 0.9 }],
    ["a slip of the pen in who is eligible", { eligible: { minHousehold: 20 } }],
    ["a slip of the pen in the test", { test: { kind: "distance", reachM: 500, reach: 5 } }],
    [
      "a slip of the pen in one of several tests",
      { test: { kind: "any", of: [{ kind: "inside", class: "x" }] } },
    ],
    [
      "a slip of the pen in a range",
      { test: { kind: "inside", where: { mbps: { min: 1, most: 2 } } } },
    ],
    ["a field of another kind of test", { test: { kind: "radius", reachM: 500 } }],
    ["a slip of the pen in a neighbour", { throughNeighbour: { withinM: 1, m: 1 } }],
    ["the name of a prototype", JSON.parse('{"__proto__":{"target":1}}')],
    ["the name of a member of objects", { constructor: {} }],
  ])("with %s is refused", (_, more) => {
    expect(accepts(more)).toBe(false);
  });

  test.each([
    ["a target of null", { target: null }],
    ["a test inside", { test: { kind: "inside", classes: ["supplyArea"] } }],
    ["a test by radius", { test: { kind: "radius" } }],
    ["a neighbour", { throughNeighbour: { withinM: 1000 } }],
    ["acceptance", { test: { kind: "distance", reachM: 1, accepted: true } }],
  ])("with %s is taken", (_, more) => {
    expect(accepts(more)).toBe(true);
  });
});

describe("codes in columns", () => {
  test("statuses are ordered, and each code names its word", () => {
    expect([NOT_ELIGIBLE, UNSERVED, UNKNOWN, SERVED].map((code) => STATUSES[code])).toEqual([
      "notEligible",
      "unserved",
      "unknown",
      "served",
    ]);
  });

  test("every reason has its own code", () => {
    expect(new Set(REASONS.map(reasonCode)).size).toBe(REASONS.length);
    expect(REASONS[reasonCode("throughNeighbour")]).toBe("throughNeighbour");
  });
});
