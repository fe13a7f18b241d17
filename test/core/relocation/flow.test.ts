import { describe, expect, test } from "vitest";
import { flowsOf } from "../../../core/relocation/flow.ts";
import { settlement } from "./support/arbitrary-changes.ts";
import { assessed, context, parts, VILLAGES, whole } from "./support/world.ts";

const PLAN = assessed(
  context(),
  { settlements: { s1: settlement({ position: [108.3, 24.2] }), s2: settlement() } },
  {
    moves: {
      v1: whole("s1", 2016),
      v2: whole("s1", 2017),
      v3: parts(["s1", 2016, 10], ["s2", 2018, 20]),
      v4: whole("s1", 2014),
      v9: whole("s1", 2014),
    },
  },
);
const short = (by: Parameters<typeof flowsOf>[1]) =>
  flowsOf(PLAN, by).map(({ from, settlement: to, persons }) => [
    from,
    to,
    persons.reduce((sum, one) => sum + one, 0),
  ]);

describe("flows to settlements", () => {
  test("by county are gathered over its villages, the largest first", () => {
    expect(short("county")).toEqual([
      ["451201", "s1", 171],
      ["451201", "s2", 79],
    ]);
  });
  test("by township come from each of them", () => {
    expect(short("township")).toEqual([
      ["451201100", "s1", 131],
      ["451201101", "s2", 79],
      ["451201101", "s1", 40],
    ]);
  });
  test("by village come from each village that the data hold, even of unknown persons", () => {
    expect(short("village")).toEqual([
      ["v1", "s1", 80],
      ["v3", "s2", 79],
      ["v2", "s1", 51],
      ["v3", "s1", 40],
      ["v4", "s1", 0],
    ]);
  });
  test("tell persons by year", () => {
    expect(flowsOf(PLAN, "township")[0]!.persons).toEqual([0, 0, 80, 51, 0, 0, 0]);
  });
  test("begin in the middle of those who leave, and end at the settlement", () => {
    const [flow] = flowsOf(PLAN, "township");
    const at = (i: number): number => 108 + 0.001 * i;
    expect(flow!.start![0]).toBeCloseTo((80 * at(0) + 51 * at(1)) / 131, 9);
    expect(flow!.end).toEqual([108.3, 24.2]);
    expect(flow!.name).toBe("area 451201100");
  });
  test("of a village without a place have no beginning", () => {
    const villages = [{ ...VILLAGES[0]!, at: [NaN, NaN] as const }];
    const sites = { settlements: { s1: settlement() } };
    const plan = assessed(context({ villages }), sites, { moves: { v1: whole("s1") } });
    expect(flowsOf(plan, "county")).toMatchObject([{ start: null }]);
  });
});
