import { lineString, pointToLineDistance } from "@turf/turf";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { TURF_SPHERE, WGS84 } from "../../../core/geodesy/ellipsoid.ts";
import {
  exactSegmentDistanceM,
  frameDistanceM,
  LONGEST_SEGMENT_M,
  planeDistanceSquared,
  recheckBandM,
} from "../../../core/geodesy/segment-distance.ts";
import { oracleBetweenM, oracleDestination, oracleSegmentM } from "../support/oracle.ts";

type Four = [number, number, number, number];

/** A village in or near China and a segment of some length whose one end lies about some metres away. */
function sight(distanceM: number, lengthM: number) {
  return fc
    .record({
      lng: fc.double({ min: 85, max: 125, noNaN: true }),
      lat: fc.double({ min: 18, max: 53, noNaN: true }),
      towards: fc.double({ min: 0, max: 360, noNaN: true }),
      along: fc.double({ min: 0, max: 360, noNaN: true }),
      near: fc.double({ min: 0, max: 1, noNaN: true }),
      long: fc.double({ min: 0, max: 1, noNaN: true }),
    })
    .map(({ lng, lat, towards, along, near, long }) => {
      const a = oracleDestination(lng, lat, towards, near * distanceM);
      const b = oracleDestination(...a, along, long * lengthM);
      return { lng, lat, ends: [...a, ...b] as Four };
    });
}

const runs = { numRuns: 400 };

describe("the local frame", () => {
  test.each([
    [500, 1000, 0.0001],
    [2000, 2000, 0.0003],
    [2000, LONGEST_SEGMENT_M, 0.001],
    [10_000, LONGEST_SEGMENT_M, 0.02],
  ])(
    "up to %i m from segments up to %i m differs from geographiclib by less than %f m",
    (distanceM, lengthM, boundM) => {
      fc.assert(
        fc.property(sight(distanceM, lengthM), ({ lng, lat, ends }) => {
          const found = frameDistanceM(lng, lat, ...ends, WGS84);
          expect(Math.abs(found - oracleSegmentM(lng, lat, ...ends))).toBeLessThan(boundM);
        }),
        runs,
      );
    },
  );

  test("differs from the geodesic by less than the band in which verdicts are rechecked", () => {
    fc.assert(
      fc.property(sight(5000, LONGEST_SEGMENT_M), ({ lng, lat, ends }) => {
        const found = frameDistanceM(lng, lat, ...ends, WGS84);
        const truth = oracleSegmentM(lng, lat, ...ends);
        expect(Math.abs(found - truth)).toBeLessThan(recheckBandM(truth));
      }),
      runs,
    );
  });

  test("on Turf's sphere equals Turf to 1 mm", () => {
    fc.assert(
      fc.property(sight(1000, 500), ({ lng, lat, ends: [ax, ay, bx, by] }) => {
        // Turf loses digits on short segments, a millimetre's worth on some of a metre, all of them on nanometres; see the test of explanations.
        fc.pre(Math.abs(ax - bx) + Math.abs(ay - by) > 1e-4);
        const line = lineString([
          [ax, ay],
          [bx, by],
        ]);
        const turfM = pointToLineDistance([lng, lat], line, {
          units: "meters",
          method: "geodesic",
        });
        expect(
          Math.abs(frameDistanceM(lng, lat, ax, ay, bx, by, TURF_SPHERE) - turfM),
        ).toBeLessThan(0.001);
      }),
      runs,
    );
  });
});

describe("the exact distance to a segment", () => {
  test.each([
    [100, 100],
    [5000, LONGEST_SEGMENT_M],
    [50_000, 50_000],
    [500_000, LONGEST_SEGMENT_M],
  ])("up to %i m from segments up to %i m equals geographiclib's to 1 mm", (distanceM, lengthM) => {
    fc.assert(
      fc.property(sight(distanceM, lengthM), ({ lng, lat, ends }) => {
        const found = exactSegmentDistanceM(lng, lat, ...ends);
        expect(Math.abs(found - oracleSegmentM(lng, lat, ...ends))).toBeLessThan(0.001);
      }),
      { numRuns: 200 },
    );
  });

  test("to a segment of no length is the distance to its point", () => {
    const found = exactSegmentDistanceM(108, 23, 108.01, 23, 108.01, 23);
    expect(Math.abs(found - oracleBetweenM(108, 23, 108.01, 23))).toBeLessThan(1e-4);
    expect(exactSegmentDistanceM(108, 23, 108, 23, 108, 23)).toBe(0);
  });
});

describe("the plane", () => {
  test("the nearest place of a segment is its foot, or an end where the foot lies beyond", () => {
    expect(planeDistanceSquared(-1, 3, 1, 3)).toBe(9);
    expect(planeDistanceSquared(3, 4, 10, 4)).toBe(25);
    expect(planeDistanceSquared(-10, 4, -3, 4)).toBe(25);
    expect(planeDistanceSquared(3, 4, 3, 4)).toBe(25);
  });
});
