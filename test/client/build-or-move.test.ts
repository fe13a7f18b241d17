import type { TFunction } from "i18next";
import { describe, expect, test } from "vitest";
import { linesNeeded, adviceTints } from "../../client/plan/build-or-move/on-map.ts";
import { formatBreakEven, formatYuan } from "../../client/plan/build-or-move/money-text.ts";
import {
  arrangeCompared,
  compareRows,
  countByAdvice,
  type CompareRow,
} from "../../client/plan/build-or-move/rows.ts";
import {
  axisOf,
  evenLine,
  placeOn,
  plotted,
  spotAt,
  spotsOf,
  ticksOf,
} from "../../client/plan/build-or-move/scatter-scale.ts";
import { ADVICE_COLOURS } from "../../client/map/palette.ts";
import { compareBuildAndMove } from "../../core/relocation/build-or-move.ts";
import { planContext } from "../../core/relocation/context.ts";
import { HAZARD } from "../../core/relocation/service-lines.ts";
import { buildSnapshot } from "../core/support/build-snapshot.ts";
import { geometryOf, PLAIN, prices } from "../core/relocation/support/build-geometry.ts";

/** Four villages: one in danger, one too far to build for, one near, one that lacks nothing. */
const snapshot = buildSnapshot({
  villages: ["上屯", "远屯", "近屯", "通屯"].map((name, i) => ({
    at: [108 + i / 100, 24],
    name,
    households: 10,
    persons: 40,
  })),
});
const context = planContext(snapshot, { area: "R", years: { from: 2014, to: 2020 } }, []);
const geometry = geometryOf(
  [{ flags: HAZARD }, {}, {}, {}],
  [
    {
      elements: [
        [0, -1, 2000],
        [2, 0, 1000],
        [1, -1, 30_000],
      ],
    },
  ],
);
geometry.services[0]!.ends.set([108, 24, 108.01, 24, 108.01, 24, 108.02, 24, 108, 25, 108.01, 25]);
geometry.services[0]!.directEnds.set([108, 24, 108.01, 24]);
const on = compareBuildAndMove(geometry, prices(PLAIN));
const rowOfId = new Map([...snapshot.villages.id].map((id, row) => [id, row]));
const rows = compareRows(on, context, rowOfId);
const names = (list: readonly CompareRow[]): string[] => list.map(({ name }) => name);
const ALL = { q: "", advices: new Set<CompareRow["advice"]>() };

describe("the list of build or move", () => {
  test("stands by rank: who moves first, by what it saves, then who is built for, then the rest", () => {
    expect(names(rows)).toEqual(["远屯", "上屯", "近屯", "通屯"]);
    expect(rows.map(({ rank }) => rank)).toEqual([1, 2, 3, 4]);
    expect(rows[0]).toMatchObject({ build: 300_000, move: 100_000, difference: 200_000 });
  });

  test("leaves out villages that the page does not hold, as of a county around a township", () => {
    const fewer = new Map([...rowOfId].filter(([, row]) => row !== 1));
    expect(names(compareRows(on, context, fewer))).toEqual(["上屯", "近屯", "通屯"]);
  });

  test("is filtered by name, by the beginning of a code and by what is proposed", () => {
    const byRank = { column: "rank", descending: false } as const;
    expect(names(arrangeCompared(rows, { ...ALL, q: "近" }, byRank))).toEqual(["近屯"]);
    expect(names(arrangeCompared(rows, { ...ALL, q: "#2" }, byRank))).toEqual(["远屯"]);
    const moving = { ...ALL, advices: new Set(["move"] as const) };
    expect(names(arrangeCompared(rows, moving, byRank))).toEqual(["远屯", "上屯"]);
  });

  test("is sorted either way, what cannot be told last in both", () => {
    const unknown = { ...rows[3]!, build: NaN };
    const list = [unknown, ...rows.slice(0, 3)];
    const by = (descending: boolean) =>
      names(arrangeCompared(list, ALL, { column: "build", descending }));
    expect(by(true)).toEqual(["远屯", "近屯", "上屯", "通屯"]);
    expect(by(false)).toEqual(["上屯", "近屯", "远屯", "通屯"]);
  });

  test("does not change the rows it was given", () => {
    const before = [...rows];
    arrangeCompared(rows, ALL, { column: "households", descending: true });
    expect(rows).toEqual(before);
  });

  test("counts villages and households by what is proposed", () => {
    const counts = countByAdvice(rows);
    expect([counts.move, counts.build, counts.stay, counts.wait]).toEqual([
      { villages: 2, households: 20 },
      { villages: 1, households: 10 },
      { villages: 1, households: 10 },
      { villages: 0, households: 0 },
    ]);
  });
});

describe("the plot of build or move", () => {
  const frame = { left: 50, top: 10, width: 400, height: 200 };

  test("holds villages that lack something and whose costs are known", () => {
    expect(names(plotted(rows))).toEqual(["远屯", "上屯", "近屯"]);
    expect(plotted([{ ...rows[0]!, build: Infinity }])).toEqual([]);
  });

  test("shows all values, from 300 yuan on, and a decade where there is nothing", () => {
    const axis = axisOf([1, 5000, 90_000]);
    expect([placeOn(axis, 1), placeOn(axis, 90_000) < 1]).toEqual([0, true]);
    expect(axis.least).toBeGreaterThan(200);
    expect(axisOf([])).toEqual({ least: 1000, most: 10_000 });
  });

  test("marks three to eight round numbers, whatever the range", () => {
    for (const most of [1.2, 2, 10, 100, 10_000, 1e6]) {
      const axis = { least: 22_000, most: 22_000 * most };
      const ticks = ticksOf(axis);
      expect(ticks.length).toBeGreaterThanOrEqual(3);
      expect(ticks.length).toBeLessThanOrEqual(8);
    }
    expect(ticksOf({ least: 900, most: 120_000 })).toEqual([
      1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000,
    ]);
  });

  test("a dearer village stands higher, and the line of equal costs is where both are the same", () => {
    const x = { least: 10_000, most: 1_000_000 };
    const [dear, , cheap] = spotsOf(plotted(rows), x, x, frame);
    const [[fromX, fromY], [toX, toY]] = evenLine(x, x, frame)!;
    expect([fromX, fromY, toX, toY].map(Math.round)).toEqual([50, 210, 450, 10]);
    const spots = spotsOf(plotted(rows), x, x, frame);
    const of = (name: string) => spots.find(({ row }) => row.name === name)!;
    expect(of("远屯").y).toBeLessThan(of("近屯").y);
    expect(dear!.radius).toBe(cheap!.radius);
    expect(evenLine({ least: 1, most: 2 }, { least: 3, most: 4 }, frame)).toBeNull();
  });

  test("what is pointed at is the dot under the pointer, the smaller one of two", () => {
    const [large] = spotsOf(
      [{ ...rows[0]!, households: 200 }],
      { least: 1, most: 1e6 },
      { least: 1, most: 1e6 },
      frame,
    );
    const small = { ...large!, radius: 2 };
    expect(spotAt([large!, small], large!.x, large!.y)).toBe(small);
    expect(spotAt([small, large!], large!.x + large!.radius, large!.y)).toBe(large);
    expect(spotAt([large!], large!.x + 30, large!.y)).toBeNull();
  });
});

describe("build or move on the map", () => {
  test("colours each village by what is proposed", () => {
    const tints = adviceTints(on);
    expect([1, 2, 3, 4].map((id) => tints.get(id))).toEqual([
      ADVICE_COLOURS.move,
      ADVICE_COLOURS.move,
      ADVICE_COLOURS.build,
      ADVICE_COLOURS.stay,
    ]);
  });

  test("draws the lines that chosen villages need, a shared one once", () => {
    const rowOfKey = new Map(rows.map((row) => [row.key, row]));
    const lines = linesNeeded({ on, rowOfKey }, new Set(["#1", "#3", "#4", "nobody"]));
    expect(lines.toSorted((a, b) => a.from[0] - b.from[0])).toEqual([
      { from: [108, 24], to: [108.01, 24], sector: "road" },
      { from: [108.01, 24], to: [108.02, 24], sector: "road" },
    ]);
  });
});

test("yuan are told whole below ten thousand, then in the larger unit of the language", () => {
  const t = ((_: string, { n }: { n: string }) => `${n}*`) as unknown as TFunction;
  expect(formatYuan(9999.4, "zh-CN", t)).toBe("9,999");
  expect(formatYuan(12_345, "zh-CN", t)).toBe("1.23*");
  expect(formatYuan(258_000, "zh-CN", t)).toBe("25.8*");
  expect(formatYuan(258_000, "en", t)).toBe("258*");
  expect(formatYuan(-1_234_567, "zh-CN", t)).toBe("-123*");
  expect([formatYuan(Infinity, "en", t), formatYuan(null, "en", t)]).toEqual(["—", "—"]);
  expect([formatBreakEven(3.456, "en"), formatBreakEven(NaN, "en")]).toEqual(["3.5", "—"]);
  expect(formatBreakEven(Infinity, "en")).toBe("∞");
});
