import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { geodesicBetween, geodesicDestination } from "../../../core/geodesy/geodesic.ts";
import { oracleBetweenM, oracleDestination } from "../support/oracle.ts";

const lng = fc.double({ min: -179, max: 179, noNaN: true });
const lat = fc.double({ min: -85, max: 85, noNaN: true });
const near = fc.double({ min: -5, max: 5, noNaN: true });

describe("geodesics on WGS 84", () => {
  test("lengths equal geographiclib's to 0.1 mm up to 1,000 km", () => {
    fc.assert(
      fc.property(lng, lat, near, near, (x, y, dx, dy) => {
        const [x2, y2] = [x + dx, Math.max(-89, Math.min(89, y + dy))];
        const { distanceM } = geodesicBetween(x, y, x2, y2);
        expect(Math.abs(distanceM - oracleBetweenM(x, y, x2, y2))).toBeLessThan(1e-4);
      }),
      { numRuns: 500 },
    );
  });

  test("lengths equal geographiclib's to 1 mm from Nanning to Beijing and to Cape Town", () => {
    for (const [x, y] of [
      [116.4, 39.9],
      [18.42, -33.92],
    ] as const) {
      const { distanceM } = geodesicBetween(108.33, 22.84, x, y);
      expect(Math.abs(distanceM - oracleBetweenM(108.33, 22.84, x, y))).toBeLessThan(1e-3);
    }
  });

  test("destinations equal geographiclib's to 0.1 mm up to 1,000 km", () => {
    const azimuth = fc.double({ min: -180, max: 180, noNaN: true });
    const metres = fc.double({ min: 0, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(
        lng,
        fc.double({ min: -75, max: 75, noNaN: true }),
        azimuth,
        metres,
        (x, y, a, d) => {
          const place = geodesicDestination(x, y, a, d);
          const [ox, oy] = oracleDestination(x, y, a, d);
          expect(oracleBetweenM(place.lng, place.lat, ox, oy)).toBeLessThan(1e-4);
        },
      ),
      { numRuns: 500 },
    );
  });

  test("going back along a geodesic returns to its start", () => {
    const line = geodesicBetween(107, 23, 109.5, 25.2);
    const back = geodesicDestination(109.5, 25.2, line.endAzimuth + 180, line.distanceM);
    expect(back.lng).toBeCloseTo(107, 8);
    expect(back.lat).toBeCloseTo(23, 8);
  });

  test("two equal places are 0 m apart", () => {
    expect(geodesicBetween(108, 23, 108, 23).distanceM).toBe(0);
  });

  test("a line over the antimeridian is short, not once around the Earth", () => {
    const { distanceM } = geodesicBetween(179.9, 10, -179.9, 10);
    expect(Math.abs(distanceM - oracleBetweenM(179.9, 10, -179.9, 10))).toBeLessThan(1e-3);
  });

  test("antipodal places end with a length within a per cent", () => {
    const { distanceM } = geodesicBetween(0, 0, 180, 0);
    expect(Math.abs(distanceM / oracleBetweenM(0, 0, 180, 0) - 1)).toBeLessThan(0.01);
  });
});
