import { expect, test } from "vitest";
import { behindLinks } from "../../../client/thematic/behind.ts";
import { rankAreas } from "../../../client/thematic/rank.ts";
import { columnsOf, sideOf } from "./small-map.ts";

const ranks = (rows: ReturnType<typeof rankAreas>) =>
  rows.map(({ area, rank }) => `${area.code}:${rank ?? "-"}`);

test("the highest rate comes first, equal rates share the better rank, areas without one come last", () => {
  const columns = columnsOf([[8, 2], [10, 0], null, [9, 1], [4, 1], [0, 0]]);
  const side = sideOf(columns);
  expect(ranks(rankAreas(columns.today.areas, side))).toEqual([
    "c1:1",
    "c3:2",
    "c0:3",
    "c4:3",
    "c2:-",
    "c5:-",
  ]);
});

test("where low is good, the lowest comes first", () => {
  const columns = columnsOf([
    [8, 2],
    [10, 0],
    [9, 1],
  ]);
  const side = sideOf(columns, { indicator: "unserved:village-road:villages" });
  expect(ranks(rankAreas(columns.today.areas, side))).toEqual(["c1:1", "c2:2", "c0:3"]);
});

test("a rate of villages leads to the list of those not served, with their number", () => {
  const columns = columnsOf([[8, 2]]);
  const side = sideOf(columns);
  const [row] = rankAreas(columns.today.areas, side);
  expect(behindLinks(row!, side, "zh-CN")).toEqual([
    {
      kind: "villages",
      to: "/coverage?area=c0&rule=village-road&tab=gaps&lang=zh-CN",
      count: 2,
    },
  ]);
});

test("a rate of persons, or of a year to come, leads to the coverage without a number that the list would not have", () => {
  const columns = columnsOf([[8, 2]]);
  for (const change of [
    { indicator: "rate:village-road:persons" },
    { basis: "afterBoth" as const },
  ]) {
    const side = sideOf(columns, change);
    const [row] = rankAreas(columns.today.areas, side);
    expect(behindLinks(row!, side, "en")).toMatchObject([{ kind: "coverage", count: null }]);
  }
});

test("a figure of a plan leads to the plan in that year; figures of people lead nowhere", () => {
  const columns = columnsOf([[8, 2]]);
  const plan = { id: "11111111-2222-4333-8444-555555555555", area: "451200" } as never;
  const side = { ...sideOf(columns, { indicator: "moved-persons", year: 2016 }), plan };
  const [row] = rankAreas(columns.today.areas, side);
  expect(behindLinks(row!, side, "en")).toEqual([
    {
      kind: "plan",
      to: "/plan?area=451200&plan=11111111-2222-4333-8444-555555555555&year=2016&lang=en",
      count: null,
    },
  ]);
  const people = sideOf(columns, { indicator: "persons" });
  expect(behindLinks(rankAreas(columns.today.areas, people)[0]!, people, "en")).toEqual([]);
});
