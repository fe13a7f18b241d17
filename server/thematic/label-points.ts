import type { MultiPolygon, Position } from "geojson";
import polylabel from "polylabel";
import { isInside, polygonOfRow } from "../../core/coverage/polygons.ts";
import type { AreaColumns } from "../../core/coverage/snapshot.ts";
import { isPlace } from "../../core/geodesy/place.ts";

type Place = [lng: number, lat: number];

/** The point is found to within this share of the shorter side. */
const PRECISION = 1 / 50;
/** Positions of a ring that tell its shape. */
const MOST_POSITIONS = 150;

const made = new WeakMap<AreaColumns, Map<number, Place | null>>();

/**
 * Where a label or symbol of an area stands best: the point farthest from the border of its largest part; without an outline its seat, and null
 * where neither is known. Found once for each area of the same data.
 */
export function labelPointOf(areas: AreaColumns, area: number): Place | null {
  let points = made.get(areas);
  if (points === undefined) made.set(areas, (points = new Map()));
  let point = points.get(area);
  if (point === undefined) {
    const outline = polygonOfRow(areas.outline, area);
    point = (outline && innermost(outline)) ?? seatOf(areas, area);
    points.set(area, point);
  }
  return point;
}

function seatOf({ lng, lat }: AreaColumns, area: number): Place | null {
  const seat: Place = [lng[area]!, lat[area]!];
  return isPlace(...seat) ? seat : null;
}

/** The point of the largest polygon that is farthest from its border; null for one without width or height. */
function innermost({ coordinates }: MultiPolygon): Place | null {
  const [largest] = coordinates.toSorted((a, b) => areaOf(b[0]) - areaOf(a[0]));
  const shell = largest?.[0] ?? [];
  const [west, east] = rangeOf(shell.map(([lng]) => lng!));
  const [south, north] = rangeOf(shell.map(([, lat]) => lat!));
  // A degree of longitude is shorter than one of latitude.
  const squeeze = Math.cos((((south + north) / 2) * Math.PI) / 180);
  const side = Math.min((east - west) * squeeze, north - south);
  if (!(side > 0)) return null;
  const find = (rings: readonly Position[][]): Place => {
    const flat = rings.map((ring) => ring.map(([lng, lat]): Place => [lng! * squeeze, lat!]));
    const [x, y] = polylabel(flat, side * PRECISION);
    return [x / squeeze, y];
  };
  // The shape is enough to find the middle; where it misleads, the border itself is asked.
  const rough = find(largest!.map(thinned));
  return isInside(...rough, { type: "Polygon", coordinates: largest! }) ? rough : find(largest!);
}

/** Every so many-th position of a long ring, and its last. */
function thinned(ring: Position[]): Position[] {
  const step = Math.ceil(ring.length / MOST_POSITIONS);
  return step === 1 ? ring : ring.filter((_, i) => i % step === 0 || i === ring.length - 1);
}

function areaOf(ring: readonly Position[] = []): number {
  let sum = 0;
  for (let i = 0; i + 1 < ring.length; i++)
    sum += ring[i]![0]! * ring[i + 1]![1]! - ring[i + 1]![0]! * ring[i]![1]!;
  return Math.abs(sum);
}

function rangeOf(values: readonly number[]): [number, number] {
  return values.reduce<[number, number]>(
    ([least, most], value) => [Math.min(least, value), Math.max(most, value)],
    [Infinity, -Infinity],
  );
}
