import { booleanPointInPolygon } from "@turf/turf";
import type { MultiPolygon } from "geojson";
import { describe, expect, it, test } from "vitest";
import { polygonOfRow } from "../../../core/coverage/polygons.ts";
import type { AreaColumns } from "../../../core/coverage/snapshot.ts";
import { PolygonBuilder } from "../../../server/coverage/polygon-builder.ts";
import { encodeMultiPolygon } from "../../../server/database/wkb.ts";
import { labelPointOf } from "../../../server/thematic/label-points.ts";
import { makeBenchRegion } from "../../bench/tiles-data.ts";

const square = (west: number, south: number, side: number): [number, number][] => [
  [west, south],
  [west + side, south],
  [west + side, south + side],
  [west, south + side],
  [west, south],
];

/** One area with an outline and a seat in its corner. */
function areaOf(coordinates: MultiPolygon["coordinates"], seat = [108.001, 24.001]): AreaColumns {
  const builder = new PolygonBuilder();
  builder.add(
    coordinates.length === 0 ? null : encodeMultiPolygon({ type: "MultiPolygon", coordinates }),
  );
  return {
    count: 1,
    lng: Float64Array.of(seat[0]!),
    lat: Float64Array.of(seat[1]!),
    outline: builder.finish(),
  } as unknown as AreaColumns;
}

describe("a label", () => {
  it("stands in the middle of a square, not at the seat in its corner", () => {
    const [lng, lat] = labelPointOf(areaOf([[square(108, 24, 1)]]), 0)!;
    expect(lng).toBeCloseTo(108.5, 1);
    expect(lat).toBeCloseTo(24.5, 1);
  });
  it("stands in the largest part, and in no hole of it", () => {
    const coordinates = [[square(100, 24, 0.1)], [square(108, 24, 1), square(108.3, 24.3, 0.4)]];
    const [lng, lat] = labelPointOf(areaOf(coordinates), 0)!;
    expect(
      booleanPointInPolygon([lng, lat], { type: "Polygon", coordinates: coordinates[1]! }),
    ).toBe(true);
  });
  it("stands inside however small the area is", () => {
    const outline: MultiPolygon["coordinates"] = [[square(108, 24, 1e-5)]];
    const point = labelPointOf(areaOf(outline), 0)!;
    expect(booleanPointInPolygon(point, { type: "MultiPolygon", coordinates: outline })).toBe(true);
  });
  it("stands at the seat without an outline, or with one that is no area, and nowhere without either", () => {
    expect(labelPointOf(areaOf([]), 0)).toEqual([108.001, 24.001]);
    const line: [number, number][] = [
      [108, 24],
      [109, 24],
      [108, 24],
      [108, 24],
    ];
    expect(labelPointOf(areaOf([[line]]), 0)).toEqual([108.001, 24.001]);
    expect(labelPointOf(areaOf([], [NaN, NaN]), 0)).toBeNull();
  });
});

test("every area of a whole city has its label inside its outline", async () => {
  const { areas } = (await makeBenchRegion("hechi")).snapshot;
  let outlined = 0;
  for (let area = 0; area < areas.count; area++) {
    const outline = polygonOfRow(areas.outline, area);
    if (outline === null || areas.level[area]! > 3) continue;
    outlined++;
    expect([areas.name[area], booleanPointInPolygon(labelPointOf(areas, area)!, outline)]).toEqual([
      areas.name[area],
      true,
    ]);
  }
  expect(outlined).toBeGreaterThan(100);
});
