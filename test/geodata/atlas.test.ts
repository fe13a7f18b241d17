import { describe, expect, test } from "vitest";
import { LEVELS, type Level } from "../../core/contract/area.ts";
import { findIndicator } from "../../core/thematic/indicators.ts";
import { readView } from "../../core/thematic/view.ts";
import { demonstrationAtlas } from "../../geodata/demonstration/atlas.ts";

const AREAS: readonly (readonly [code: string, level: Level, parent: number])[] = [
  ["45", "region", -1],
  ["451300", "city", 0],
  ["451200", "city", 0],
  ["450100", "city", 0],
  ["451202", "county", 2],
  ["451302", "county", 1],
];
/** The region with villages in the areas given. */
const dataOf = (...villageAreas: number[]) =>
  ({
    areas: {
      code: AREAS.map(([code]) => code),
      name: AREAS.map(([code]) => `地${code}`),
      level: Uint8Array.from(AREAS, ([, level]) => LEVELS.indexOf(level)),
      parent: Int32Array.from(AREAS, ([, , parent]) => parent),
    },
    villages: { count: villageAreas.length, area: Int32Array.from(villageAreas) },
  }) as unknown as Parameters<typeof demonstrationAtlas>[0];
const PLAN = { id: "0b2f0f5e-6d2c-4a53-9d4e-3f1a2b3c4d5e", area: "451200", to: 2020 };

describe("the demonstration atlas", () => {
  test("has the region, each city that holds villages in order of code, and the plan", () => {
    const pages = demonstrationAtlas(dataOf(5, 4, 5, 4), PLAN);
    const views = pages.map(({ query }) => readView(query, "").view);
    expect(views.map(({ area, by }) => `${area} ${by}`)).toEqual([
      "45 county",
      "45 county",
      "45 county",
      "451200 township",
      "451300 township",
      "451200 township",
      "451200 township",
      "451200 county",
    ]);
    expect(pages[0]!.name).toBe("地45 · 各县通屯道路覆盖率");
  });
  test("of one city leaves out the region, which would show the same", () => {
    const pages = demonstrationAtlas(dataOf(4), null);
    expect(pages.map(({ query }) => readView(query, "").view.area)).toEqual([
      "451200",
      "451200",
      "451200",
      "451200",
    ]);
  });
  test("names indicators that there are, and pages each once", () => {
    const pages = demonstrationAtlas(dataOf(4, 5), PLAN);
    for (const { query } of pages) {
      const { view, leftOut } = readView(query, "");
      expect(leftOut).toEqual([]);
      for (const { indicator } of [view, ...(view.other ? [view.other] : [])])
        expect(findIndicator(indicator)).not.toBeNull();
    }
    expect(new Set(pages.map(({ query }) => query)).size).toBe(pages.length);
    expect(new Set(pages.map(({ name }) => name)).size).toBe(pages.length);
  });
});
