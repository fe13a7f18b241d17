import { RADIANS } from "../geodesy/ellipsoid.ts";
import { gaussKrueger } from "../geodesy/transverse-mercator.ts";
import type { Outline, Place } from "./sheet-input.ts";
import { ringArea, windRings } from "./sheet.ts";

/** A rectangle on the page, mm. */
export interface Box {
  x: number;
  y: number;
  widthMm: number;
  heightMm: number;
}

/** The window through which a map is seen: degrees to millimetres on the page at a true scale. */
export interface Frame {
  box: Box;
  /** The map is so many times smaller than the land. */
  denominator: number;
  toPage(place: Place): [xMm: number, yMm: number];
  /** Polygons on the page, each shell turned clockwise, its holes the other way; rings too small to be seen are left out. */
  polygons(outline: Outline): number[][][];
}

/** Readable denominators in a decade. */
const STEPS = [1, 1.2, 1.5, 1.6, 1.8, 2, 2.5, 3, 3.5, 4, 4.5, 5, 6, 7, 8];
/** Rings smaller than this are dust on paper, square millimetres. */
const LEAST_AREA_MM2 = 0.02;

/** The next readable denominator that is no smaller: 1:243,100 becomes 1:250,000. */
export function readableDenominator(least: number): number {
  const decade = 10 ** Math.floor(Math.log10(least));
  for (const step of [...STEPS, 10])
    if (step * decade >= least * (1 - 1e-9)) return Math.round(step * decade);
  return Math.round(10 * decade);
}

/**
 * A frame that shows an outline whole, as large as a readable scale allows, with `marginMm` around it. The projection is Gauss-Krueger about
 * the middle of the outline, so the scale holds to 0.2 % over Guangxi. Throws RangeError for an outline without a point.
 */
export function fitFrame(outline: Outline, box: Box, marginMm: number): Frame {
  const [west, east] = extremes(outline, 0);
  if (west > east) throw new RangeError("an outline without points has no scale");
  const project = gaussKrueger((west + east) / 2);
  let [left, bottom, right, top] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const polygon of outline)
    for (const ring of polygon)
      for (let i = 0; i + 1 < ring.length; i += 2) {
        const [x, y] = project(ring[i]!, ring[i + 1]!);
        left = Math.min(left, x);
        right = Math.max(right, x);
        bottom = Math.min(bottom, y);
        top = Math.max(top, y);
      }
  const needed = Math.max(
    (right - left) / (box.widthMm - 2 * marginMm),
    (top - bottom) / (box.heightMm - 2 * marginMm),
    1,
  );
  const denominator = readableDenominator(needed * 1000);
  const perMetre = 1000 / denominator;
  const [centreX, centreY] = [(left + right) / 2, (bottom + top) / 2];
  const toPage = ([lng, lat]: Place): [number, number] => {
    const [x, y] = project(lng, lat);
    return [
      box.x + box.widthMm / 2 + (x - centreX) * perMetre,
      box.y + box.heightMm / 2 - (y - centreY) * perMetre,
    ];
  };
  return {
    box,
    denominator,
    toPage,
    polygons: (shown) =>
      shown.flatMap((polygon) => {
        const rings = polygon
          .map((ring) => {
            const points: number[] = [];
            const isRepeated =
              ring[0] === ring[ring.length - 2] && ring[1] === ring[ring.length - 1];
            for (let i = 0; i + 1 < ring.length - (isRepeated ? 2 : 0); i += 2)
              points.push(...toPage([ring[i]!, ring[i + 1]!]));
            return points;
          })
          .filter((ring, i) => i === 0 || Math.abs(ringArea(ring)) / 2 > LEAST_AREA_MM2);
        const isSeen = rings.length > 0 && Math.abs(ringArea(rings[0]!)) / 2 > LEAST_AREA_MM2;
        return isSeen ? [windRings(rings)] : [];
      }),
  };
}

/** How much wider than high an outline is on the ground. */
export function aspectOf(outline: Outline): number {
  const [west, east] = extremes(outline, 0);
  const [south, north] = extremes(outline, 1);
  const middle = ((south + north) / 2) * RADIANS;
  return ((east - west) * Math.cos(middle)) / Math.max(north - south, 1e-9) || 1;
}

function extremes(outline: Outline, axis: 0 | 1): [number, number] {
  let [least, most] = [Infinity, -Infinity];
  for (const polygon of outline)
    for (const ring of polygon)
      for (let i = axis; i < ring.length; i += 2) {
        least = Math.min(least, ring[i]!);
        most = Math.max(most, ring[i]!);
      }
  return [least, most];
}
