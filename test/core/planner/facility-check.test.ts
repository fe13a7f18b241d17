import { describe, expect, test } from "vitest";
import { checkFacilityPlan } from "../../../core/planner/facility/check.ts";
import type { FacilityPlan } from "../../../core/planner/facility/problem.ts";
import { facility } from "./support/facility-problems.ts";

const problem = facility(
  [
    [10, 100],
    [5, 50],
  ],
  [4, 6],
  [
    [1, 2],
    [3, 4],
  ],
);
const share = (customer: number, site: number, part = 1) => ({ customer, site, share: part });
const right: FacilityPlan = {
  open: [0, 1],
  shares: [share(0, 0), share(1, 0, 0.5), share(1, 1, 0.5)],
};

describe("the checker of plans", () => {
  test("adds up fixed costs and the parts that are served", () => {
    expect(checkFacilityPlan(problem, right, false)).toEqual({
      objective: 100 + 50 + 1 + 0.5 * 2 + 0.5 * 4,
      violations: [],
    });
  });

  test("forgives a site filled to its last place, and not one more", () => {
    const full = { open: [0], shares: [share(0, 0), share(1, 0)] };
    expect(checkFacilityPlan(problem, full, true).violations).toEqual([]);
    const tight = facility([[9.999, 1]], [4, 6], [[1, 2]]);
    expect(checkFacilityPlan(tight, full, true).violations).toMatchObject([
      { kind: "capacity", site: 0 },
    ]);
  });

  test.each<[what: string, plan: FacilityPlan, singleSource: boolean, kinds: string[]]>([
    ["customers divided that should be whole", right, true, ["split"]],
    ["a closed site", { ...right, open: [0] }, false, ["closedSite"]],
    ["a customer left out", { open: [0], shares: [share(0, 0)] }, false, ["notServed"]],
    [
      "a customer served in part",
      { open: [0], shares: [share(0, 0), share(1, 0, 0.9)] },
      false,
      ["notServed"],
    ],
    [
      "a customer served twice",
      { open: [0], shares: [share(0, 0), share(0, 0, 0.5), share(1, 0, 0.9)] },
      false,
      ["overServed", "notServed", "capacity"],
    ],
    ["too much at a site", { open: [1], shares: [share(0, 1), share(1, 1)] }, true, ["capacity"]],
    ["a site opened twice", { ...right, open: [0, 1, 1] }, false, ["notAllowed"]],
    ["a site that is none", { ...right, open: [0, 1, 2] }, false, ["notAllowed"]],
    [
      "a customer that is none",
      { ...right, shares: [...right.shares, share(2, 0)] },
      false,
      ["notAllowed"],
    ],
    ["no share", { ...right, shares: [...right.shares, share(0, 0, 0)] }, false, ["notAllowed"]],
    [
      "a share that is no number",
      { ...right, shares: [share(0, 0, Number.NaN), share(1, 0)] },
      false,
      ["notAllowed", "notServed"],
    ],
  ])("names %s", (_, plan, singleSource, kinds) => {
    const found = checkFacilityPlan(problem, plan, singleSource).violations;
    expect(found.map(({ kind }) => kind)).toEqual(kinds);
  });
});
