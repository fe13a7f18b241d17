import { expect, test } from "vitest";
import { compile } from "../../../core/planner/compile.ts";
import { openable } from "../../../core/planner/other-openings.ts";
import { wholeScope } from "../../../core/planner/scopes.ts";
import { SearchState } from "../../../core/planner/state.ts";
import { problemOf, siteOf, villageOf } from "./problem-of.ts";

const counties = ["A", "B"].map((key) => ({
  key,
  band: { low: [0, 0], high: [Infinity, Infinity] },
  budgetYuan: [Infinity, Infinity],
  landMu: 100,
}));

test("further sites open as long as their own county has the land for them", () => {
  const site = (county: number, landMu: number) => siteOf({ county, landMu, isOpen: false });
  const c = compile(
    problemOf({ counties, sites: [site(0, 60), site(0, 50), site(0, 40), site(1, 90)] }),
  );
  const planned = openable(c, wholeScope(c), Int32Array.of(0, -1, -1, -1));
  // 60 mu are taken: 50 more are too many, 40 just fit; the other county has land of its own.
  expect([...planned]).toEqual([0, -1, 0, 0]);
  expect([...openable(c, wholeScope(c), Int32Array.of(-1, 1, -1, 1))]).toEqual([-1, 1, 0, 1]);
});

test("what is broken in a county is mended there, what is broken in the region anywhere", () => {
  const arcs = (site: number) => [{ site, moneyYuan: 1000, softYuan: 0 }];
  const problem = (low: number) =>
    problemOf({
      counties,
      band: { low: [low, 0], high: [Infinity, Infinity] },
      sites: [siteOf({ capacityPersons: 15 }), siteOf({ county: 1, capacityPersons: 15 })],
      villages: [
        villageOf({ arcs: arcs(0) }),
        villageOf({ arcs: arcs(0) }),
        villageOf({ county: 1, arcs: arcs(1) }),
      ],
    });
  const stateOf = (low: number): SearchState => {
    const c = compile(problem(low));
    const state = new SearchState(c, Int32Array.of(0, 0), {
      capacity: 1,
      band: 1,
      region: 1,
      budget: 1,
      land: 1,
    });
    // Both villages of the first county go where only one has room.
    for (const v of [0, 1]) state.choose(v, c.villageArcs[c.villageStart[v]!]!, 0);
    return state;
  };
  const kept = stateOf(20);
  expect(kept.broken()).toMatchObject({ capacity: 5, region: 0 });
  expect([...kept.amongBroken()]).toEqual([0, 1]);
  const short = stateOf(30);
  expect(short.broken()).toMatchObject({ capacity: 5, region: 10 });
  expect([...short.amongBroken()]).toEqual([0, 1, 2]);
});
