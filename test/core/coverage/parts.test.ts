import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { edgeDistanceSquared, exactEdgeDistanceM } from "../../../core/coverage/edge-distance.ts";
import { boxAround, visitBox } from "../../../core/coverage/exact-nearest.ts";
import { createAnswer, reasonCode, say, takeBetter } from "../../../core/coverage/outcome.ts";
import { RadiusIndex } from "../../../core/coverage/radius-index.ts";
import { buildSegmentGrid } from "../../../core/coverage/segment-grid.ts";
import { SERVED, UNKNOWN, UNSERVED } from "../../../core/coverage/snapshot.ts";
import { createFrame, localFrame, WGS84 } from "../../../core/geodesy/ellipsoid.ts";
import { isPlace } from "../../../core/geodesy/place.ts";
import { oracleBetweenM, oracleDestination, oracleSegmentM } from "../support/oracle.ts";

const unit = fc.double({ min: 0, max: 1, noNaN: true });

describe("the grid", () => {
  test("holds every segment in every cell that it crosses", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(unit, unit, unit, unit), { minLength: 1, maxLength: 40 }),
        (ends) => {
          const all = {
            count: ends.length,
            ends: Float64Array.from(ends.flat()),
            feature: Int32Array.from(ends.keys()),
          };
          const grid = buildSegmentGrid(all);
          const missing = ends.flatMap(([ax, ay, bx, by], k) =>
            Array.from({ length: 21 }, (_, n): [number, number] => [
              ax + ((bx - ax) * n) / 20,
              ay + ((by - ay) * n) / 20,
            ]).filter(([x, y]) => {
              const found = new Set<number>();
              visitBox(grid, [x - 1e-9, y - 1e-9, x + 1e-9, y + 1e-9], (segment) =>
                found.add(segment),
              );
              return !found.has(k);
            }),
          );
          expect(missing).toEqual([]);
        },
      ),
    );
  });

  test("does not repeat long segments over millions of cells", () => {
    const short = Array.from({ length: 5000 }, (_, i) => [108 + i * 1e-7, 23, 108 + i * 1e-7, 23]);
    const long = Array.from({ length: 5000 }, (_, i) => [107.95, 22.95 + i * 1e-6, 108.04, 23.04]);
    const ends = Float64Array.from([...short, ...long].flat());
    const grid = buildSegmentGrid({ count: 10_000, ends, feature: new Int32Array(10_000) });
    expect(grid.segment.length).toBeLessThan(200_000);
  });
});

describe("a box around a place", () => {
  test("holds everything within the distance, at any latitude", () => {
    const turn = fc.double({ min: 0, max: 360, noNaN: true });
    const lat = fc.double({ min: -80, max: 80, noNaN: true });
    const metres = fc.double({ min: 1, max: 100_000, noNaN: true });
    fc.assert(
      fc.property(lat, turn, metres, (y, azimuth, distanceM) => {
        const [west, south, east, north] = boxAround(100, y, distanceM);
        const [lng, at] = oracleDestination(100, y, azimuth, distanceM * 0.999);
        expect([west <= lng, lng <= east, south <= at, at <= north]).toEqual([
          true,
          true,
          true,
          true,
        ]);
      }),
    );
  });
});

describe("pieces between them", () => {
  const between = (edge: number[], piece: number[]): number => {
    const frame = createFrame();
    localFrame(23, WGS84, frame);
    const [a, b] = [Float64Array.from(edge), Float64Array.from(piece)];
    return Math.sqrt(edgeDistanceSquared(a, 0, b, 0, frame, 108, 23));
  };

  test("that cross are 0 m apart, and so are those that touch", () => {
    expect(between([107.99, 23, 108.01, 23], [108, 22.99, 108, 23.01])).toBe(0);
    expect(between([107.99, 23, 108, 23], [108, 23, 108.01, 23.01])).toBe(0);
  });

  test("beside each other are as far as the nearest end", () => {
    const found = between([107.99, 23, 108.01, 23], [108, 23.005, 108.02, 23.02]);
    expect(Math.abs(found - oracleSegmentM(108, 23.005, 107.99, 23, 108.01, 23))).toBeLessThan(
      0.001,
    );
    const [edge, piece] = [
      Float64Array.of(107.99, 23, 108.01, 23),
      Float64Array.of(108, 23.005, 108.02, 23.02),
    ];
    expect(Math.abs(exactEdgeDistanceM(edge, 0, piece, 0) - found)).toBeLessThan(0.001);
  });

  test("do not depend on which is which", () => {
    const [a, b] = [
      [107.99, 23, 108.01, 23.004],
      [108, 23.01, 108.03, 23.02],
    ];
    expect(between(a!, b!)).toBeCloseTo(between(b!, a!), 9);
  });
});

describe("features with a radius", () => {
  const at = [oracleDestination(108, 23, 90, 400), oracleDestination(108, 23, 0, 900)];
  const segments = {
    count: 2,
    ends: Float64Array.from(at.flatMap((place) => [...place, ...place])),
    feature: Int32Array.of(0, 1),
  };

  test("serve within it, the nearest first", () => {
    expect(new RadiusIndex(segments, [1000, 1000]).serving(108, 23, WGS84).feature).toBe(0);
    expect(new RadiusIndex(segments, [100, 1000]).serving(108, 23, WGS84).feature).toBe(1);
    expect(new RadiusIndex(segments, [399, 899]).serving(108, 23, WGS84).feature).toBe(-1);
  });

  test("of 0, less, or not a number serve nothing", () => {
    expect(new RadiusIndex(segments, [0, -5]).serving(...at[0]!, WGS84).feature).toBe(-1);
    expect(new RadiusIndex(segments, [NaN, NaN]).serving(...at[0]!, WGS84).feature).toBe(-1);
  });

  test("reach exactly as far as the geodesic says", () => {
    const [, north] = at;
    const exactM = oracleBetweenM(108, 23, ...north!);
    expect(new RadiusIndex(segments, [0, exactM + 0.001]).serving(108, 23, WGS84).feature).toBe(1);
    expect(new RadiusIndex(segments, [0, exactM - 0.001]).serving(108, 23, WGS84).feature).toBe(-1);
  });
});

describe("the better of two answers", () => {
  const answer = (status: number, distanceM: number, feature: number) => {
    const one = createAnswer();
    say(one, status, reasonCode("beyondReach"), distanceM, feature);
    return one;
  };

  test.each([
    [UNSERVED, 10, SERVED, 900, 2],
    [SERVED, 900, UNKNOWN, 10, 1],
    [UNSERVED, 900, UNSERVED, 10, 2],
    [UNSERVED, 10, UNSERVED, 10, 1],
    [UNSERVED, NaN, UNSERVED, 10, 2],
    [UNSERVED, 10, UNSERVED, NaN, 1],
  ])(
    "of %i at %f m and %i at %f m is the higher status, then the nearer, then the first",
    (a, am, b, bm, winner) => {
      const better = answer(a, am, 1);
      takeBetter(better, answer(b, bm, 2));
      expect(better.feature).toBe(winner);
      expect(better.status).toBe(Math.max(a, b));
    },
  );

  test("a new answer is unserved, without distance and feature", () => {
    expect(createAnswer()).toMatchObject({ status: UNSERVED, distanceM: NaN, feature: -1 });
  });
});

test.each([
  [108, 23, true],
  [-180, 90, true],
  [539, -90, true],
  [108, 90.1, false],
  [541, 0, false],
  [NaN, 0, false],
  [0, -Infinity, false],
])("%f, %f is a place: %s", (lng, lat, expected) => {
  expect(isPlace(lng, lat)).toBe(expected);
});
