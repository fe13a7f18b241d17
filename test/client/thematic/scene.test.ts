import fc from "fast-check";
import { expect, test } from "vitest";
import {
  sceneOf,
  symbolRadiusPx,
  whyNull,
  type SceneParts,
} from "../../../client/thematic/scene.ts";
import type { FlowsAnswer, ThematicView } from "../../../core/contract/thematic.ts";
import { NO_VALUE_COLOUR } from "../../../core/thematic/palettes.ts";
import { columnsOf, sideOf } from "./small-map.ts";

const columns = columnsOf([[10, 0], [8, 2], [0, 0], [0, 0, 5], null]);

function scene(change: Partial<ThematicView> = {}, more: Partial<SceneParts> = {}) {
  const { painted, view } = sideOf(columns, change);
  return sceneOf({
    level: "county",
    within: "45",
    above: null,
    areas: columns.today.areas,
    painted,
    style: view.style,
    hidden: view.hidden,
    nameOf: ({ name }) => name,
    textOf: (value) => String(value),
    flows: null,
    spread: null,
    ...more,
  });
}

test("areas are coloured by their class; nothing eligible is hatched, what is not known is grey", () => {
  const { areas } = scene();
  expect(areas.map(({ colour, hatched }) => [colour, hatched])).toEqual([
    ["#5aa2cf", false],
    ["#fdb863", false],
    [null, true],
    [NO_VALUE_COLOUR, false],
    [NO_VALUE_COLOUR, false],
  ]);
  expect(areas.map(({ value }) => value)).toEqual(["1", "0.8", "", "", ""]);
});

test("a class that the legend hides is plain land without a value", () => {
  const met = sideOf(columns).painted.areas[0]!.classIndex;
  const { areas } = scene({ hidden: [met] });
  expect(areas[0]).toMatchObject({ colour: null, hatched: false, value: "" });
  expect(areas[1]!.colour).toBe("#fdb863");
});

test("larger areas keep their names first", () => {
  const { areas } = scene();
  const bySize = areas.toSorted((a, b) => a.order - b.order).map(({ code }) => code);
  expect(bySize).toEqual(["c4", "c3", "c2", "c1", "c0"]);
});

test("the area of a symbol is in proportion to its value", () => {
  fc.assert(
    fc.property(fc.double({ min: 0.01, max: 1, noNaN: true }), (share) => {
      const [part, whole] = [symbolRadiusPx(share * 1000, 1000)!, symbolRadiusPx(1000, 1000)!];
      expect((part / whole) ** 2).toBeCloseTo(share, 9);
    }),
  );
  expect(symbolRadiusPx(0, 1000)).toBeNull();
  expect(symbolRadiusPx(null, 1000)).toBeNull();
  expect(symbolRadiusPx(1, 1e9)).toBeGreaterThan(0);
});

test("symbols stand on plain land, the ones of hidden classes and of no value do not", () => {
  const made = scene({ indicator: "unserved:village-road:villages", style: "symbols" });
  expect(made.areas.every(({ colour, hatched }) => colour === null && !hatched)).toBe(true);
  expect(made.features.symbols.map(({ properties }) => properties!["code"])).toEqual(["c1"]);
});

const flows: FlowsAnswer = {
  plan: "11111111-2222-4333-8444-555555555555",
  version: 1,
  years: [2014, 2015],
  settlements: [
    {
      id: "s",
      name: "新村",
      position: [3, 3],
      capacityPersons: 100,
      persons: [30, 10],
      actualPersons: [null, 5],
    },
  ],
  flows: [
    { from: "c0", settlement: "s", villages: 2, persons: [30, 0] },
    { from: "c1", settlement: "s", villages: 1, persons: [0, 10] },
    { from: "elsewhere", settlement: "s", villages: 1, persons: [7, 7] },
  ],
} as FlowsAnswer;
const flowsIn = (year: number | null, upTo = false) => {
  const { features } = scene({ style: "flows" }, { flows: { answer: flows, year, upTo } });
  return {
    from: [...new Set(features.flows.map(({ properties }) => properties!["flow"]))],
    persons: features.settlements.map(({ properties }) => properties!["persons"]),
  };
};

test("flows of a year are those of people who go in it; without a year of all years together", () => {
  expect(flowsIn(2014)).toEqual({ from: ["c0:s"], persons: [30] });
  expect(flowsIn(2015)).toEqual({ from: ["c1:s"], persons: [10] });
  expect(flowsIn(null)).toEqual({ from: ["c0:s", "c1:s"], persons: [40] });
  expect(flowsIn(2019)).toEqual({ from: [], persons: [] });
});

test("flows up to a year are those of it and all before", () => {
  expect(flowsIn(2014, true)).toEqual({ from: ["c0:s"], persons: [30] });
  expect(flowsIn(2015, true)).toEqual({ from: ["c0:s", "c1:s"], persons: [40] });
});

test("nothing is told from 0 of 0, unknown from statuses that are not known", () => {
  const parts = (served: number | null, unknown: number | null) => [
    { code: "served", value: served },
    { code: "unknown", value: unknown },
  ];
  expect(whyNull(parts(0, 0))).toBe("nothing");
  expect(whyNull(parts(0, 3))).toBe("unknown");
  expect(whyNull(parts(null, null))).toBe("unknown");
  expect(whyNull([])).toBe("unknown");
});
