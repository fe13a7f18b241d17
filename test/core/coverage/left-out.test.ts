import { describe, expect, test } from "vitest";
import { edgesOf, leftOutFeatures, segmentsOf } from "../../../core/coverage/segments.ts";
import { featureColumns, polygonColumns } from "../support/build-snapshot.ts";

const zigzag = Array.from({ length: 4_000 }, (_, i) => [i % 2 === 0 ? -85 : 85, -80 + i / 25]);
const straight = (km: number): number[][] => [
  [108, 0],
  [108, km / 110.574],
];
const line = (coordinates: number[][]) => ({
  geometry: { type: "LineString" as const, coordinates },
});

describe("features of thousands of kilometres of straight line", () => {
  const columns = featureColumns("road", [
    line(zigzag),
    line(straight(990)),
    line(straight(3_000)),
    line(Array.from({ length: 5_000 }, (_, i) => [108 + (i % 2) * 0.4, 20 + i / 5_000])),
  ]);

  test("are left out, and told; long ones that could be meant are not", () => {
    expect(leftOutFeatures(columns)).toEqual([0, 2]);
    const pieces = segmentsOf(columns, [0, 1, 2, 3]);
    expect(new Set(pieces.feature)).toEqual(new Set([1, 3]));
  });

  test("cost no memory: 7,000,000 pieces are never made", () => {
    expect(segmentsOf(columns, [0]).count).toBe(0);
  });

  test("are left out whatever else is chosen, so that rules agree", () => {
    expect(segmentsOf(columns, [0, 2]).count).toBe(0);
    expect(segmentsOf(columns, [1]).count).toBe(100);
  });
});

describe("outlines", () => {
  const ring = (coordinates: number[][]) => ({
    type: "Polygon" as const,
    coordinates: [[...coordinates, coordinates[0]!]],
  });

  test("with straight borders of 500 km keep them; one that goes to and fro across the globe has no edges", () => {
    const box = [
      [100, 20],
      [104.5, 20],
      [104.5, 24.5],
      [100, 24.5],
    ];
    const columns = polygonColumns([ring(box), ring(zigzag)]);
    expect(edgesOf(columns, 0).count).toBeGreaterThan(190);
    expect(edgesOf(columns, 1).count).toBe(0);
  });
});
