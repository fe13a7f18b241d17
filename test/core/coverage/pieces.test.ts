import { describe, expect, test } from "vitest";
import { filterKey, matchFeatures } from "../../../core/coverage/feature-filter.ts";
import { sortByPlace } from "../../../core/coverage/place-order.ts";
import {
  boxOf,
  polygonOfFeature,
  PolygonIndex,
  polygonOfRow,
} from "../../../core/coverage/polygons.ts";
import { Recent } from "../../../core/coverage/recent.ts";
import { NO, NOT_RECORDED, YES } from "../../../core/coverage/snapshot.ts";
import { attributeOf, sumByArea, unitsOf } from "../../../core/coverage/units.ts";
import {
  areaColumns,
  buildSnapshot,
  featureColumns,
  polygonColumns,
} from "../support/build-snapshot.ts";

const square = (west: number, south: number, size: number) => [
  [west, south],
  [west + size, south],
  [west + size, south + size],
  [west, south + size],
  [west, south],
];

describe("what is remembered", () => {
  test("the values asked for last stay, the oldest goes", () => {
    const recent = new Recent<string, number>(2);
    let made = 0;
    const ask = (key: string): number => recent.get(key, () => ++made);
    expect([ask("a"), ask("b"), ask("a"), ask("c"), ask("a"), ask("b")]).toEqual([
      1, 2, 1, 3, 1, 4,
    ]);
  });
});

describe("places in the order of place", () => {
  test("every place comes once, and neighbours follow each other", () => {
    const lng = Float64Array.from({ length: 1000 }, (_, i) => 105 + ((i * 617) % 1000) / 200);
    const lat = Float64Array.from({ length: 1000 }, (_, i) => 22 + ((i * 331) % 1000) / 250);
    const order = sortByPlace(lng, lat);
    expect(new Set(order).size).toBe(1000);
    const step = (a: number, b: number): number => Math.hypot(lng[a]! - lng[b]!, lat[a]! - lat[b]!);
    let sorted = 0;
    let plain = 0;
    for (let n = 1; n < 1000; n++) {
      sorted += step(order[n]!, order[n - 1]!);
      plain += step(n, n - 1);
    }
    expect(sorted).toBeLessThan(plain / 4);
  });

  test("places that are not numbers are kept, and no places have no order", () => {
    const order = sortByPlace(Float64Array.of(NaN, 108, Infinity), Float64Array.of(23, 23, 23));
    expect([...order].sort((a, b) => a - b)).toEqual([0, 1, 2]);
    expect(sortByPlace(new Float64Array(0), new Float64Array(0))).toHaveLength(0);
  });
});

describe("polygons from columns", () => {
  const holed = { type: "Polygon" as const, coordinates: [square(0, 0, 10), square(4, 4, 2)] };
  const two = {
    type: "MultiPolygon" as const,
    coordinates: [[square(20, 0, 1)], [square(30, 0, 5), square(31, 1, 1)]],
  };

  test("come back as they went in", () => {
    const columns = polygonColumns([holed, undefined, two]);
    expect(polygonOfRow(columns, 0)).toEqual({
      type: "MultiPolygon",
      coordinates: [holed.coordinates],
    });
    expect(polygonOfRow(columns, 1)).toBeNull();
    expect(polygonOfRow(columns, 2)).toEqual(two);
    const features = featureColumns("water", [
      { geometry: two },
      { geometry: { type: "Point", coordinates: [0, 0] } },
    ]);
    expect(polygonOfFeature(features, 0)).toEqual(two);
    expect(polygonOfFeature(features, 1)).toBeNull();
  });

  test("have a box, unless a vertex is not a number", () => {
    expect(boxOf(two)).toEqual([20, 0, 35, 5]);
    expect(
      boxOf({
        type: "Polygon",
        coordinates: [
          [
            [0, 0],
            [NaN, 1],
            [1, 1],
            [0, 0],
          ],
        ],
      }),
    ).toBeNull();
    expect(boxOf({ type: "Polygon", coordinates: [] })).toBeNull();
  });

  test("the first that holds a place is found; holes hold nothing", () => {
    const features = featureColumns("water", [
      { geometry: holed },
      { geometry: { type: "Polygon", coordinates: [square(3, 3, 4)] } },
      { geometry: two },
    ]);
    const index = new PolygonIndex(features, [0, 1, 2]);
    expect(index.firstHolding(3.5, 3.5)).toBe(0);
    expect(index.firstHolding(5, 5)).toBe(1);
    expect(index.firstHolding(33, 4)).toBe(2);
    expect(index.firstHolding(31.5, 1.5)).toBe(-1);
    expect(new PolygonIndex(features, []).firstHolding(5, 5)).toBe(-1);
  });
});

describe("filters", () => {
  test("have one key however they are written", () => {
    const a = { classes: ["b", "a"], where: { x: { min: 1 }, y: { max: 2 } } };
    const b = { where: { y: { max: 2 }, x: { min: 1 } }, classes: ["a", "b"] };
    expect(filterKey(a)).toBe(filterKey(b));
    expect(filterKey(a)).not.toBe(filterKey({ ...a, allSeason: true }));
    expect(filterKey({ surfaces: ["a"] })).not.toBe(filterKey({ classes: ["a"] }));
  });

  test("an empty filter takes every feature, a figure that no feature records takes none for sure", () => {
    const features = featureColumns("road", [
      { geometry: { type: "Point", coordinates: [0, 0] } },
      { geometry: { type: "Point", coordinates: [0, 0] }, class: "village" },
    ]);
    expect([...matchFeatures(features, {})]).toEqual([YES, YES]);
    expect([...matchFeatures(features, { where: { mbps: { min: 1 } } })]).toEqual([
      NOT_RECORDED,
      NOT_RECORDED,
    ]);
    expect([...matchFeatures(features, { where: { toString: { min: 1 } } })]).toEqual([
      NOT_RECORDED,
      NOT_RECORDED,
    ]);
    expect([...matchFeatures(features, { classes: ["county"] })]).toEqual([NOT_RECORDED, NO]);
  });
});

describe("units", () => {
  const areas = [
    { code: "R", level: "region" as const },
    { code: "C", level: "county" as const, parent: "R", attributes: { qualified: true } },
    { code: "T", level: "township" as const, parent: "C" },
    { code: "U", level: "township" as const, parent: "C" },
  ];
  const snapshot = buildSnapshot({
    areas,
    villages: [
      { at: [108, 23], area: "T", households: 10 },
      { at: [108, 23], area: "T" },
      { at: [108, 23], area: "C", households: 5 },
    ],
  });

  test("sums go up the tree; one village without a count makes them a lower bound", () => {
    const { sum, whole } = sumByArea(
      areaColumns(areas),
      snapshot.villages,
      snapshot.villages.households,
    );
    expect([...sum]).toEqual([15, 15, 10, -1]);
    expect([...whole]).toEqual([0, 0, 0, 0]);
  });

  test("are made once per snapshot", () => {
    expect(unitsOf(snapshot, "township")).toBe(unitsOf(snapshot, "township"));
    expect([...unitsOf(snapshot, "township").index]).toEqual([2, 3]);
  });

  test("an attribute that nobody records is not recorded, even one that every object has", () => {
    const units = unitsOf(snapshot, "naturalVillage");
    expect(attributeOf(units, "rural", 0)).toBe(NOT_RECORDED);
    expect(attributeOf(units, "constructor", 0)).toBe(NOT_RECORDED);
  });
});
