import type { Polygon } from "geojson";
import { describe, expect, test } from "vitest";
import { AreaLocator, findArea, type LocatableArea } from "../../../core/coverage/locate.ts";
import { areaColumns } from "../support/build-snapshot.ts";

function box(west: number, south: number, east: number, north: number): Polygon {
  return {
    type: "Polygon",
    coordinates: [
      [
        [west, south],
        [east, south],
        [east, north],
        [west, north],
        [west, south],
      ],
    ],
  };
}

const REGION = 0;
const COUNTY = 2;
const TOWNSHIP = 3;
/** Two counties with a sliver of about 100 m between them; the western one has two townships with a sliver of their own. */
const AREAS: LocatableArea[] = [
  { level: REGION, parent: -1, outline: null },
  { level: COUNTY, parent: 0, outline: box(108, 23, 108.5, 24) },
  { level: COUNTY, parent: 0, outline: box(108.501, 23, 109, 24) },
  { level: TOWNSHIP, parent: 1, outline: box(108, 23, 108.5, 23.5) },
  { level: TOWNSHIP, parent: 1, outline: box(108, 23.501, 108.5, 24) },
];
const locator = new AreaLocator(AREAS);

describe("the area of a place", () => {
  test("is the deepest that holds it", () => {
    expect(locator.locate(108.2, 23.2)).toEqual({ area: 3, how: "inside", distanceM: 0 });
    expect(locator.locate(108.7, 23.2)).toEqual({ area: 2, how: "inside", distanceM: 0 });
  });

  test("in a sliver between counties is the nearest, and is told to be so", () => {
    const found = locator.locate(108.5004, 23.2);
    expect(found).toMatchObject({ area: 3, how: "nearest" });
    expect(found!.distanceM).toBeGreaterThan(40);
    expect(found!.distanceM).toBeLessThan(42);
    expect(locator.locate(108.5008, 23.2)).toMatchObject({ area: 3, how: "nearest" });
  });

  test("in a sliver between townships of a county is the nearest township", () => {
    expect(locator.locate(108.2, 23.5007)).toMatchObject({ area: 4, how: "nearest" });
  });

  test("ends at 200 m", () => {
    expect(locator.locate(108.2, 22.9985)).toMatchObject({ area: 3, how: "nearest" });
    expect(locator.locate(108.2, 22.9981)).toBeNull();
  });

  test("is none for a place that is not a number or lies elsewhere", () => {
    expect(locator.locate(NaN, 23)).toBeNull();
    expect(locator.locate(0, 0)).toBeNull();
    expect(new AreaLocator([]).locate(108, 23)).toBeNull();
  });

  test("a township wins though its county's border was drawn elsewhere", () => {
    const crooked = new AreaLocator([
      { level: COUNTY, parent: -1, outline: box(108, 23, 108.4, 24) },
      { level: COUNTY, parent: -1, outline: box(108.4, 23, 109, 24) },
      { level: TOWNSHIP, parent: 0, outline: box(108, 23, 108.45, 24) },
    ]);
    expect(crooked.locate(108.42, 23.5)).toMatchObject({ area: 2, how: "inside" });
  });

  test("a place in a hole, or in none of several polygons, lies outside", () => {
    const holed: Polygon = {
      type: "Polygon",
      coordinates: [
        ...box(108, 23, 109, 24).coordinates,
        ...box(108.4, 23.4, 108.6, 23.6).coordinates,
      ],
    };
    const two = new AreaLocator([{ level: COUNTY, parent: -1, outline: holed }]);
    expect(two.locate(108.5, 23.5)).toBeNull();
    expect(two.locate(108.2, 23.2)).toMatchObject({ area: 0, how: "inside" });
  });

  test("latitude and longitude swapped find nothing rather than something", () => {
    expect(locator.locate(23.2, 108.2)).toBeNull();
  });

  test("is found in the columns of a snapshot too", () => {
    const columns = areaColumns([
      { code: "R", level: "region" },
      { code: "C", level: "county", parent: "R", outline: box(108, 23, 109, 24) },
      {
        code: "T",
        level: "township",
        parent: "C",
        outline: {
          type: "MultiPolygon",
          coordinates: [
            box(108, 23, 108.1, 23.1).coordinates,
            box(108.5, 23.5, 108.6, 23.6).coordinates,
          ],
        },
      },
    ]);
    expect(findArea(columns, 108.55, 23.55)).toMatchObject({ area: 2, how: "inside" });
    expect(findArea(columns, 108.3, 23.3)).toMatchObject({ area: 1, how: "inside" });
  });
});
