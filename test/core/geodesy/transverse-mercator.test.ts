import proj4 from "proj4";
import { expect, test } from "vitest";
import { geodesicBetween } from "../../../core/geodesy/geodesic.ts";
import { gaussKrueger } from "../../../core/geodesy/transverse-mercator.ts";

test.each([
  [108, 105.1, 20.9],
  [108, 108, 24.7],
  [108, 111.9, 26.3],
  [75, 79, 39.5],
  [123, 134, 53],
])(
  "central meridian %d, place %d %d: within 1 mm of proj4's exact projection",
  (centre, lng, lat) => {
    const [east, north] = gaussKrueger(centre)(lng, lat);
    const [x, y] = proj4(`+proj=tmerc +lat_0=0 +lon_0=${centre} +k=1 +ellps=WGS84 +units=m`, [
      lng,
      lat,
    ]) as [number, number];
    expect(Math.abs(east - x)).toBeLessThan(0.001);
    expect(Math.abs(north - y)).toBeLessThan(0.001);
  },
);

test("the scale along the central meridian is true, and 0.2 % too long 400 km beside it", () => {
  const project = gaussKrueger(108);
  const degreeM = (lng: number): number => {
    const [x0, y0] = project(lng, 23);
    const [x1, y1] = project(lng, 24);
    return Math.hypot(x1 - x0, y1 - y0);
  };
  expect(degreeM(108)).toBeCloseTo(geodesicBetween(108, 23, 108, 24).distanceM, 3);
  expect(degreeM(111.9) / degreeM(108)).toBeCloseTo(1.00195, 4);
});

test("a central meridian beside the date line has no seam", () => {
  const [east] = gaussKrueger(179)(-179, 10);
  expect(east).toBeGreaterThan(218_000);
  expect(east).toBeLessThan(220_000);
});
