import { area, booleanPointInPolygon, pointOnFeature } from "@turf/turf";
import type { LineString, Point, Polygon, Position } from "geojson";
import { geodesicBetween } from "../../core/geodesy/geodesic.ts";

export type Drawn = Point | LineString | Polygon;

/** Decimals of a degree that drawings keep: 1e-7 is a centimetre. */
export const DECIMALS = 7;

export function roundPosition([lng, lat]: Position): Position {
  return [Number(lng!.toFixed(DECIMALS)), Number(lat!.toFixed(DECIMALS))];
}

export function roundGeometry<Geometry extends Drawn>(geometry: Geometry): Geometry {
  const coordinates =
    geometry.type === "Point"
      ? roundPosition(geometry.coordinates)
      : geometry.type === "LineString"
        ? geometry.coordinates.map(roundPosition)
        : geometry.coordinates.map((ring) => ring.map(roundPosition));
  return { type: geometry.type, coordinates } as Geometry;
}

/** True when both hold the same places in the same order. */
export function sameGeometry(a: Drawn, b: Drawn): boolean {
  return a.type === b.type && JSON.stringify(a.coordinates) === JSON.stringify(b.coordinates);
}

/** Vertices as a person counts them: the first one of a ring is not repeated; holes are left out. */
export function verticesOf(geometry: Drawn): Position[] {
  if (geometry.type === "Point") return [geometry.coordinates];
  if (geometry.type === "LineString") return geometry.coordinates;
  return geometry.coordinates[0]!.slice(0, -1);
}

/**
 * Where the sign of a settlement stands after its site was reshaped: it goes along with a site that was moved as a whole, stays where it
 * is while that is inside, and else goes to a place inside.
 */
export function siteSign(
  site: Polygon,
  before: Polygon,
  sign: readonly [number, number],
): Position {
  const [was, now] = [verticesOf(before), verticesOf(site)];
  const shift = [now[0]![0]! - was[0]![0]!, now[0]![1]! - was[0]![1]!] as const;
  // Dragging keeps shapes on the map's projection, hence the tolerance: a part of what the site was moved by.
  const slack = 0.02 * Math.hypot(...shift) + 2 * 10 ** -DECIMALS;
  const isMoved =
    Math.hypot(...shift) > 0 &&
    now.length === was.length &&
    now.every(([lng, lat], i) => {
      const [fromLng, fromLat] = was[i]!;
      return Math.hypot(lng! - fromLng! - shift[0], lat! - fromLat! - shift[1]) <= slack;
    });
  const kept = isMoved ? [sign[0] + shift[0], sign[1] + shift[1]] : [...sign];
  return booleanPointInPolygon(kept, site) ? roundPosition(kept) : placeInside(site);
}

/** A place inside a site: its middle where that is inside. */
export function placeInside(site: Polygon): Position {
  return roundPosition(pointOnFeature(site).geometry.coordinates);
}

/** Square metres of a mu (亩): a fifteenth of a hectare. Source: Chinese statutory unit of land. */
const M2_PER_MU = 10_000 / 15;

/** What a drawing measures: the length of a line, the area of a shape; null for a point and before there is anything to measure. */
export function measureDrawing(
  geometry: Drawn,
): { lengthM: number } | { areaM2: number; areaMu: number } | null {
  if (geometry.type === "Point") return null;
  const vertices = verticesOf(geometry);
  if (geometry.type === "Polygon") {
    if (vertices.length < 3) return null;
    const areaM2 = area(geometry);
    return { areaM2, areaMu: areaM2 / M2_PER_MU };
  }
  let lengthM = 0;
  for (let i = 1; i < vertices.length; i++) {
    const [[x1, y1], [x2, y2]] = [vertices[i - 1]!, vertices[i]!];
    lengthM += geodesicBetween(x1!, y1!, x2!, y2!).distanceM;
  }
  return { lengthM };
}

/** True when a shape encloses something: at least three different vertices. */
export function isShape(geometry: Drawn): boolean {
  return (
    geometry.type !== "Polygon" ||
    new Set(verticesOf(geometry).map((vertex) => vertex.join())).size >= 3
  );
}
