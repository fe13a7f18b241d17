import fc from "fast-check";
import type { Polygon, Position } from "geojson";
import { describe, expect, test } from "vitest";
import { Choice } from "../../../core/coverage/choice.ts";
import { exactNearestToOutline } from "../../../core/coverage/exact-nearest.ts";
import { firstAnchorInside, nearestToOutline } from "../../../core/coverage/nearest-outline.ts";
import { HOLDS, LIES_IN } from "../../../core/coverage/nearest-point.ts";
import { Recent } from "../../../core/coverage/recent.ts";
import type { FeatureColumns } from "../../../core/coverage/snapshot.ts";
import { featureColumns, polygonColumns, type TestFeature } from "../support/build-snapshot.ts";
import { oracleSegmentM } from "../support/oracle.ts";

const unit = fc.double({ min: 0, max: 1, noNaN: true });

/** A polygon without crossings of its own: places around a middle, each farther or nearer. */
function star(lng: number, lat: number, size: number, reaches: readonly number[]): Polygon {
  const ring = reaches.map((reach, n): Position => {
    const turn = (2 * Math.PI * n) / reaches.length;
    const radius = size * (0.3 + 0.7 * reach);
    return [lng + radius * Math.cos(turn), lat + radius * Math.sin(turn)];
  });
  return { type: "Polygon", coordinates: [[...ring, ring[0]!]] };
}

const scene = fc
  .record({
    lat: fc.double({ min: 18, max: 50, noNaN: true }),
    reaches: fc.array(unit, { minLength: 3, maxLength: 9 }),
    lines: fc.array(fc.array(fc.tuple(unit, unit), { minLength: 1, maxLength: 3 }), {
      minLength: 1,
      maxLength: 8,
    }),
  })
  .map(({ lat, reaches, lines }) => ({
    outline: star(108, lat, 0.02, reaches),
    features: featureColumns(
      "road",
      lines.map((places): TestFeature => {
        const at = places.map(([x, y]): Position => [107.93 + 0.14 * x, lat - 0.07 + 0.14 * y]);
        return {
          geometry:
            at.length === 1
              ? { type: "Point", coordinates: at[0]! }
              : { type: "LineString", coordinates: at },
        };
      }),
    ),
  }));

function choiceOf(features: FeatureColumns): Choice {
  return new Choice(
    features,
    Int32Array.from({ length: features.count }, (_, i) => i),
    new Recent(4),
  );
}

function ringPieces(outline: Polygon): [Position, Position][] {
  return outline.coordinates.flatMap((ring) =>
    ring.slice(1).map((to, n): [Position, Position] => [ring[n]!, to]),
  );
}

function featurePieces(features: FeatureColumns): [Position, Position][] {
  const at = (v: number): Position => [
    features.coordinates[2 * v]!,
    features.coordinates[2 * v + 1]!,
  ];
  const pieces: [Position, Position][] = [];
  for (let part = 0; part < features.role.length; part++) {
    const [first, end] = [features.vertexOf[part]!, features.vertexOf[part + 1]!];
    if (end - first === 1) pieces.push([at(first), at(first)]);
    for (let v = first; v + 1 < end; v++) pieces.push([at(v), at(v + 1)]);
  }
  return pieces;
}

/** The least of all distances from an end of one piece to another piece, by geographiclib. */
function oracleM(outline: Polygon, features: FeatureColumns): number {
  let least = Infinity;
  const each = ([a, b]: Position[], [c, d]: Position[]): void => {
    const four = [...c!, ...d!] as [number, number, number, number];
    const other = [...a!, ...b!] as [number, number, number, number];
    least = Math.min(
      least,
      oracleSegmentM(a![0]!, a![1]!, ...four),
      oracleSegmentM(b![0]!, b![1]!, ...four),
      oracleSegmentM(c![0]!, c![1]!, ...other),
      oracleSegmentM(d![0]!, d![1]!, ...other),
    );
  };
  for (const edge of ringPieces(outline))
    for (const piece of featurePieces(features)) each(edge, piece);
  return least;
}

describe("the distance from an outline", () => {
  test("is that of geographiclib between all edges and all pieces, or 0 where they meet", () => {
    let apart = 0;
    fc.assert(
      fc.property(scene, ({ outline, features }) => {
        const found = nearestToOutline(choiceOf(features), polygonColumns([outline]), 0);
        if (found.distanceM === 0) return;
        apart++;
        expect(Math.abs(found.distanceM - oracleM(outline, features))).toBeLessThan(0.02);
      }),
      { numRuns: 60, seed: 5 },
    );
    expect(apart).toBeGreaterThan(5);
  });

  test("by geodesics alone is within 2 mm of geographiclib", () => {
    fc.assert(
      fc.property(scene, ({ outline, features }) => {
        const choice = choiceOf(features);
        const columns = polygonColumns([outline]);
        const about = nearestToOutline(choice, columns, 0).distanceM;
        fc.pre(about > 0);
        const exact = exactNearestToOutline(choice.grid, columns, 0, about, 1);
        expect(Math.abs(exact.distanceM - oracleM(outline, features))).toBeLessThan(0.002);
      }),
      { numRuns: 30, seed: 6 },
    );
  });

  test("is 0 when it merely touches a feature", () => {
    const outline = star(108, 23, 0.02, [1, 1, 1, 1]);
    const corner = outline.coordinates[0]![1]!;
    const away = featureColumns("road", [
      { geometry: { type: "LineString", coordinates: [corner, [corner[0]!, corner[1]! + 0.1]] } },
    ]);
    expect(nearestToOutline(choiceOf(away), polygonColumns([outline]), 0).distanceM).toBe(0);
  });

  test("is unknown without features, without outline, and for an outline that is not a number", () => {
    const outline = star(108, 23, 0.02, [1, 1, 1]);
    const broken: Polygon = {
      type: "Polygon",
      coordinates: [
        [
          [NaN, 1],
          [2, NaN],
          [NaN, NaN],
          [NaN, 1],
        ],
      ],
    };
    const road = featureColumns("road", [
      { geometry: { type: "Point", coordinates: [108.1, 23] } },
    ]);
    const columns = polygonColumns([outline, undefined, broken]);
    const nothing = { distanceM: NaN, feature: -1, rank: Infinity };
    expect(nearestToOutline(choiceOf(featureColumns("road", [])), columns, 0)).toEqual(nothing);
    expect(nearestToOutline(choiceOf(road), columns, 1)).toEqual(nothing);
    expect(nearestToOutline(choiceOf(road), columns, 2)).toEqual(nothing);
  });

  test("over 20 km is the geodesic's", () => {
    const outline = star(108, 23, 0.02, [1, 1, 1, 1]);
    const far = featureColumns("road", [
      {
        geometry: {
          type: "LineString",
          coordinates: [
            [109.5, 24.5],
            [109.52, 24.55],
          ],
        },
      },
    ]);
    const found = nearestToOutline(choiceOf(far), polygonColumns([outline]), 0).distanceM;
    expect(found).toBeGreaterThan(20_000);
    expect(Math.abs(found - oracleM(outline, far))).toBeLessThan(0.002);
  });

  test("the first feature inside is found, and only among those that count", () => {
    const outline = star(108, 23, 0.02, [1, 1, 1, 1]);
    const inside = { geometry: { type: "Point" as const, coordinates: [108, 23] } };
    const outside = { geometry: { type: "Point" as const, coordinates: [108.019, 23.019] } };
    const choice = choiceOf(featureColumns("road", [outside, inside, inside]));
    const columns = polygonColumns([outline]);
    expect(firstAnchorInside(choice, columns, 0)).toBe(1);
    expect(firstAnchorInside(choice, columns, 0, (i) => i !== 1)).toBe(2);
    expect(firstAnchorInside(choice, columns, 0, (i) => i === 0)).toBe(-1);
  });

  test("of two features equally near the first is named, on whichever side of the outline it lies", () => {
    const outline = star(108, 23, 0.02, [1, 1, 1, 1]);
    const corners = outline.coordinates[0]!.slice(0, 4);
    const beyond = corners.map(([x, y]): TestFeature => {
      const [dx, dy] = [x! - 108, y! - 23];
      return { geometry: { type: "Point", coordinates: [108 + 1.5 * dx, 23 + 1.5 * dy] } };
    });
    // East and west mirror each other; north and south are a little nearer.
    const [east, , west] = beyond;
    const columns = polygonColumns([outline]);
    for (const pair of [
      [east!, west!],
      [west!, east!],
    ]) {
      expect(nearestToOutline(choiceOf(featureColumns("road", pair)), columns, 0).feature).toBe(0);
    }
  });

  test("a feature that is left out is neither in the outline nor near it nor around it", () => {
    const outline = star(108, 23, 0.02, [1, 1, 1, 1]);
    const ring = star(108, 23, 0.1, [1, 1, 1, 1, 1]);
    const features = featureColumns("road", [
      { geometry: { type: "Point", coordinates: [108, 23] } },
      { geometry: ring },
      { geometry: { type: "Point", coordinates: [108.021, 23] } },
      { geometry: { type: "Point", coordinates: [108.5, 23] } },
    ]);
    const columns = polygonColumns([outline]);
    const { grid, anchors, polygons } = choiceOf(features);
    const without = (...left: number[]) => {
      const out = Uint8Array.from({ length: 4 }, (_, i) => (left.includes(i) ? 1 : 0));
      return nearestToOutline({ features, grid, anchors, polygons, out }, columns, 0);
    };
    expect([
      without(),
      without(0),
      without(0, 1),
      without(0, 1, 2),
      without(0, 1, 2, 3),
    ]).toMatchObject([
      { feature: 0, rank: LIES_IN },
      { feature: 1, rank: HOLDS },
      { feature: 2 },
      { feature: 3 },
      { feature: -1, distanceM: NaN },
    ]);
    const out = Uint8Array.of(1, 1, 1, 0);
    expect(exactNearestToOutline(grid, columns, 0, 100, 200).feature).toBe(2);
    expect(exactNearestToOutline(grid, columns, 0, 100, 200, out).feature).toBe(-1);
  });
});
