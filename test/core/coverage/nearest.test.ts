import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { TURF_SPHERE, WGS84 } from "../../../core/geodesy/ellipsoid.ts";
import { frameDistanceM } from "../../../core/geodesy/segment-distance.ts";
import { exactNearestToPoint } from "../../../core/coverage/exact-nearest.ts";
import { nearestToPoints, noneNear, searchNearest } from "../../../core/coverage/nearest-point.ts";
import { sortByPlace } from "../../../core/coverage/place-order.ts";
import { buildSegmentGrid } from "../../../core/coverage/segment-grid.ts";
import { segmentsOf, type Segments } from "../../../core/coverage/segments.ts";
import { featureColumns } from "../support/build-snapshot.ts";
import { oracleBetweenM, oracleSegmentM } from "../support/oracle.ts";

function segments(ends: readonly (readonly [number, number, number, number])[]): Segments {
  return {
    count: ends.length,
    ends: Float64Array.from(ends.flat()),
    feature: Int32Array.from(ends, (_, i) => i),
  };
}

function places(at: readonly (readonly [number, number])[]) {
  const lng = Float64Array.from(at, ([x]) => x);
  const lat = Float64Array.from(at, ([, y]) => y);
  return { lng, lat, order: sortByPlace(lng, lat) };
}

/** The least distance over all segments, without a grid. */
function leastM(all: Segments, lng: number, lat: number): number {
  let least = Infinity;
  for (let k = 0; k < all.count; k++) {
    const [ax, ay, bx, by] = all.ends.subarray(4 * k, 4 * k + 4);
    least = Math.min(least, frameDistanceM(lng, lat, ax!, ay!, bx!, by!, WGS84));
  }
  return least;
}

const coordinate = (low: number, high: number) => fc.double({ min: low, max: high, noNaN: true });

/** Segments and places of which some lie far outside the others, at any latitude. */
const scene = fc
  .record({
    lat: coordinate(-60, 60),
    spread: fc.constantFrom(0.01, 0.3, 3),
    ends: fc.array(
      fc.tuple(coordinate(0, 1), coordinate(0, 1), coordinate(-0.1, 0.1), coordinate(-0.1, 0.1)),
      {
        minLength: 1,
        maxLength: 60,
      },
    ),
    at: fc.array(fc.tuple(coordinate(-1, 2), coordinate(-1, 2)), { minLength: 1, maxLength: 20 }),
    stray: fc.boolean(),
  })
  .map(({ lat, spread, ends, at, stray }) => {
    const pieces = ends.map(([x, y, dx, dy]): [number, number, number, number] => [
      108 + x * spread,
      lat + y * spread,
      108 + x * spread + dx * Math.min(0.5, spread),
      lat + y * spread + dy * Math.min(0.5, spread),
    ]);
    if (stray) pieces.push([0, 0, 0.01, 0.01]);
    return {
      all: segments(pieces),
      at: at.map(([x, y]): [number, number] => [108 + x * spread, lat + y * spread]),
    };
  });

describe("the nearest feature by the grid", () => {
  test("is as near as the nearest of all segments taken one by one", () => {
    fc.assert(
      fc.property(scene, ({ all, at }) => {
        const found = nearestToPoints(buildSegmentGrid(all), places(at), WGS84, false);
        at.forEach(([lng, lat], n) => {
          const least = leastM(all, lng, lat);
          expect(Math.abs(found.distanceM[n]! - least)).toBeLessThan(1e-6 + least * 1e-9);
        });
      }),
      { numRuns: 600 },
    );
  });

  test("does not depend on the order of segments", () => {
    fc.assert(
      fc.property(scene, ({ all, at }) => {
        const back = segments(
          Array.from({ length: all.count }, (_, k) => {
            const from = 4 * (all.count - 1 - k);
            return [...all.ends.subarray(from, from + 4)] as [number, number, number, number];
          }),
        );
        const there = nearestToPoints(buildSegmentGrid(all), places(at), WGS84, false);
        const other = nearestToPoints(buildSegmentGrid(back), places(at), WGS84, false);
        at.forEach((_, n) => expect(other.distanceM[n]).toBeCloseTo(there.distanceM[n]!, 6));
      }),
    );
  });

  test("of equally near features the first is named, whatever else is in the grid", () => {
    fc.assert(
      fc.property(scene, fc.integer({ min: 0, max: 5 }), ({ all, at }, more) => {
        const ends = pieces(all).map((piece) => [...piece] as [number, number, number, number]);
        const twice = [...ends, ...ends.toReversed(), ...ends];
        const far = Array.from({ length: more }, (_, i): (typeof ends)[number] => [i, 80, i, 81]);
        const one = nearestToPoints(buildSegmentGrid(all), places(at), WGS84, true);
        const other = nearestToPoints(
          buildSegmentGrid(segments([...twice, ...far])),
          places(at),
          WGS84,
          true,
        );
        expect([...other.feature]).toEqual([...one.feature]);
        expect([...other.distanceM]).toEqual([...one.distanceM]);
      }),
    );
  });

  test("searched again without some features gives what a grid without them gives", () => {
    fc.assert(
      fc.property(scene, fc.array(fc.boolean(), { minLength: 60, maxLength: 61 }), (one, gone) => {
        const { all, at } = one;
        const out = Uint8Array.from({ length: all.count }, (_, k) => (gone[k] ? 1 : 0));
        const kept = [...out.keys()].filter((k) => out[k] === 0);
        const less: Segments = {
          count: kept.length,
          ends: Float64Array.from(kept.flatMap((k) => [...all.ends.subarray(4 * k, 4 * k + 4)])),
          feature: Int32Array.from(kept),
        };
        const found = noneNear(at.length);
        searchNearest(found, buildSegmentGrid(all), places(at), WGS84, true, out);
        expect(found).toEqual(nearestToPoints(buildSegmentGrid(less), places(at), WGS84, true));
      }),
    );
  });

  test("one stray feature far away does not slow or change the others", () => {
    const road = segments(
      Array.from(
        { length: 2000 },
        (_, i) => [108 + i * 1e-3, 23, 108 + (i + 1) * 1e-3, 23] as const,
      ).map((ends): [number, number, number, number] => [...ends]),
    );
    const grid = buildSegmentGrid(segments([...pieces(road), [-70, -50, -70.001, -50]]));
    expect(grid.columns * grid.rows).toBeGreaterThan(500);
    const found = nearestToPoints(grid, places([[108.5, 23.001]]), WGS84, false);
    expect(found.distanceM[0]).toBeCloseTo(leastM(road, 108.5, 23.001), 6);
  });

  test("beyond 20 km the distance is that of the geodesic", () => {
    const far = segments([[110, 25, 110.02, 25.05]]);
    const found = nearestToPoints(buildSegmentGrid(far), places([[108, 23]]), WGS84, true);
    expect(
      Math.abs(found.distanceM[0]! - oracleSegmentM(108, 23, 110, 25, 110.02, 25.05)),
    ).toBeLessThan(0.001);
    const plain = nearestToPoints(buildSegmentGrid(far), places([[108, 23]]), TURF_SPHERE, false);
    expect(Math.abs(plain.distanceM[0]! - found.distanceM[0]!)).toBeGreaterThan(100);
  });

  test("without features, and for a place that is not a number, there is none", () => {
    const none = nearestToPoints(buildSegmentGrid(segments([])), places([[108, 23]]), WGS84, true);
    expect([none.distanceM[0], none.feature[0]]).toEqual([NaN, -1]);
    const one = buildSegmentGrid(segments([[108, 23, 108, 23]]));
    const found = nearestToPoints(
      one,
      places([
        [NaN, 23],
        [108, Infinity],
        [108, 23],
      ]),
      WGS84,
      true,
    );
    expect([...found.feature]).toEqual([-1, -1, 0]);
    expect([...found.distanceM]).toEqual([NaN, NaN, 0]);
  });

  test("the exact search finds the nearest among near equals", () => {
    const all = segments([
      [108, 23.0045, 108.01, 23.0045],
      [108, 22.9955, 108.01, 22.9955],
    ]);
    const grid = buildSegmentGrid(all);
    const exact = exactNearestToPoint(grid, 108.005, 23, 498.4, 1);
    const truth = pieces(all).map((ends) => oracleSegmentM(108.005, 23, ...ends));
    expect(Math.abs(exact.distanceM - Math.min(...truth))).toBeLessThan(0.001);
    expect(exact.feature).toBe(truth[0]! < truth[1]! ? 0 : 1);
  });
});

function pieces(all: Segments): [number, number, number, number][] {
  return Array.from({ length: all.count }, (_, k) => [...all.ends.subarray(4 * k, 4 * k + 4)]) as [
    number,
    number,
    number,
    number,
  ][];
}

describe("the pieces of features", () => {
  test("a line of 35 km becomes pieces of at most 10 km that lie on its geodesic", () => {
    const columns = featureColumns("road", [
      {
        geometry: {
          type: "LineString",
          coordinates: [
            [108, 23],
            [108.34, 23.05],
          ],
        },
      },
    ]);
    const all = segmentsOf(columns, [0]);
    expect(all.count).toBe(4);
    for (const [ax, ay, bx, by] of pieces(all)) {
      expect(oracleBetweenM(ax, ay, bx, by)).toBeLessThanOrEqual(10_000);
      expect(oracleSegmentM(ax, ay, 108, 23, 108.34, 23.05)).toBeLessThan(0.001);
    }
  });

  test("a point is a piece of no length, and what is not a number has none", () => {
    const columns = featureColumns("road", [
      { geometry: { type: "Point", coordinates: [108, 23] } },
      {
        geometry: {
          type: "LineString",
          coordinates: [
            [108, 23],
            [NaN, 23],
            [108.001, 23],
            [108.002, 23],
          ],
        },
      },
      { geometry: { type: "LineString", coordinates: [] } },
      {
        geometry: {
          type: "MultiLineString",
          coordinates: [
            [[109, 23]],
            [
              [109, 24],
              [109.001, 24],
            ],
          ],
        },
      },
    ]);
    expect(pieces(segmentsOf(columns, [0]))).toEqual([[108, 23, 108, 23]]);
    expect(pieces(segmentsOf(columns, [1]))).toEqual([[108.001, 23, 108.002, 23]]);
    expect(segmentsOf(columns, [2]).count).toBe(0);
    expect(pieces(segmentsOf(columns, [3]))).toEqual([
      [109, 23, 109, 23],
      [109, 24, 109.001, 24],
    ]);
  });

  test("a line once around the Earth or over the antimeridian does no harm", () => {
    const columns = featureColumns("road", [
      {
        geometry: {
          type: "LineString",
          coordinates: [
            [179.9, 10],
            [-179.9, 10],
          ],
        },
      },
      {
        geometry: {
          type: "LineString",
          coordinates: [
            [-180, 0],
            [180, 0],
          ],
        },
      },
    ]);
    const all = segmentsOf(columns, [0, 1]);
    const found = nearestToPoints(buildSegmentGrid(all), places([[179.95, 10]]), WGS84, true);
    expect(found.feature[0]).toBe(0);
  });
});
