import { expect, test } from "vitest";
import type { ColumnsOfArea } from "../../../core/coverage/area-columns.ts";
import { NOT_ELIGIBLE, SERVED, UNKNOWN, UNSERVED } from "../../../core/coverage/snapshot.ts";
import { findIndicator } from "../../../core/thematic/indicators.ts";
import { hexClasses, spreadDots, spreadHexes, weightsOf } from "../../../core/thematic/spread.ts";

/** Five villages, two places apart from three others. */
const columns = {
  version: "1",
  snapshot: {
    villages: {
      count: 5,
      lng: Float64Array.of(107, 107.0001, 108, 108.0001, 108.0002),
      lat: Float64Array.of(24, 24, 24, 24, 24),
      area: Int32Array.of(1, 1, 2, 2, 2),
      households: Int32Array.of(10, 20, 30, -1, 5),
      persons: Int32Array.of(40, 80, 120, -1, 20),
      poorPersons: Int32Array.of(10, 20, 0, -1, 20),
      poorHouseholds: Int32Array.of(2, 5, 0, -1, 5),
    },
  },
  status: { road: Uint8Array.of(SERVED, UNSERVED, UNSERVED, UNKNOWN, NOT_ELIGIBLE) },
} as unknown as ColumnsOfArea;
const weights = (id: string) => weightsOf(findIndicator(id)!, columns);
const sum = (values: Float64Array) => values.reduce((all, value) => all + value, 0);

test("a rate weighs those served against all that count; unknown and not eligible villages count for nothing", () => {
  const rate = weights("rate:road:villages")!;
  expect([sum(rate.over), sum(rate.under!)]).toEqual([1, 3]);
  const persons = weights("rate:road:persons")!;
  expect([sum(persons.over), sum(persons.under!)]).toEqual([40, 240]);
  expect([...weights("unserved:road:households")!.over]).toEqual([0, 20, 30, 0, 0]);
});

test("people that are not recorded count as none", () => {
  expect(sum(weights("persons")!.over)).toBe(260);
  const share = weights("poverty-share")!;
  expect([sum(share.over), sum(share.under!)]).toEqual([50, 260]);
});

test("what villages do not say has no weights", () => {
  expect(weights("moved-persons")).toBeNull();
  expect(weights("rate:unknown-rule:villages")).toBeNull();
});

test("hexagons hold the sums of their villages, and no value where nothing counts", () => {
  const hexes = spreadHexes(columns, weights("rate:road:villages")!, 8, 24);
  expect(hexes.map(({ places, value }) => [places, value])).toEqual([
    [2, 0.5],
    [3, 0],
  ]);
  const all = spreadHexes(columns, weights("persons")!, 8, 24);
  expect(all.reduce((total, { value }) => total + value!, 0)).toBe(260);
});

test("hexagons have classes of their own, or those of policy that the areas have", () => {
  const view = {
    classing: "quantile" as const,
    classes: 2,
    breaks: [],
    palette: "orange-blue" as const,
  };
  const own = hexClasses([1, 2, 3, 40, null], view, null);
  expect(own.map(({ count }) => count)).toEqual([2, 2]);
  expect(own[0]!.colour).not.toBe(own[1]!.colour);
  const policy = {
    target: 0.95,
    classes: [
      { from: null, to: 0.95, colour: "#aa0000", count: 7 },
      { from: 0.95, to: null, colour: "#0000aa", count: 9 },
    ],
  };
  const held = hexClasses([0.5, 0.96, 1], { ...view, classing: "policy" }, policy);
  expect(held.map(({ colour, count }) => [colour, count])).toEqual([
    ["#aa0000", 1],
    ["#0000aa", 2],
  ]);
});

test("dots stand for what they say: as many as the sum gives", () => {
  const { positions, perDot } = spreadDots(columns, weights("persons")!);
  expect(perDot).toBe(1);
  expect(positions).toHaveLength(2 * 260);
  // Beside a map of many more, a dot says as much as there.
  const many = { over: weights("persons")!.over.map((value) => value * 1000), under: null };
  expect(spreadDots(columns, weights("persons")!, [many]).perDot).toBe(50);
});
