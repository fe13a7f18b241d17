import { booleanPointInPolygon } from "@turf/turf";
import type { MultiPolygon } from "geojson";
import type { Places } from "./hex-bins.ts";

/** Dots that may be drawn at once, so that a map stays readable. */
const MOST_DOTS = 20_000;
/** Persons that a dot may stand for: 1, 2, 5, 10, 20, 50, ... */
const ROUND = [1, 2, 5];

/** The least round number of persons a dot at which a map has no more than so many dots; 1 where there are few. */
export function personsPerDot(persons: number, most = MOST_DOTS): number {
  for (let ten = 1; ; ten *= 10)
    for (const round of ROUND) if (persons / (ten * round) <= most) return ten * round;
}

/**
 * Dots at villages, each for a stated number of persons, as lng, lat, lng, lat, ... A village that is not enough for a dot hands its persons on
 * to the next one of its area in the order given, so that an area has the dots of its sum, rounded, wherever its people live. Persons that
 * are not recorded (-1) count as none; places that are not known hand theirs on.
 */
export function dotsOfVillages(
  villages: Places & { readonly persons: ArrayLike<number>; readonly area: ArrayLike<number> },
  perDot: number,
): Float64Array {
  const dots: number[] = [];
  /** Half a dot to begin with: sums are rounded, not cut. */
  const left = new Map<number, number>();
  for (let i = 0; i < villages.count; i++) {
    const area = villages.area[i]!;
    let persons = (left.get(area) ?? perDot / 2) + Math.max(0, villages.persons[i]!);
    const [lng, lat] = [villages.lng[i]!, villages.lat[i]!];
    if (Number.isFinite(lng) && Number.isFinite(lat))
      for (let n = 0; persons >= perDot; n++, persons -= perDot) {
        const [x, y] = spiral(n);
        dots.push(lng + x, lat + y);
      }
    left.set(area, persons);
  }
  return Float64Array.from(dots);
}

/** Degrees between dots of one village, about 150 m. */
const APART = 0.0014;
const GOLDEN_ANGLE = Math.PI * (3 - Math.sqrt(5));

/** Where the n-th dot of a village lies beside it: the first on it, the others around it, none on another. Source: Vogel (1979). */
function spiral(n: number): [number, number] {
  const far = APART * Math.sqrt(n);
  return [far * Math.cos(n * GOLDEN_ANGLE), far * Math.sin(n * GOLDEN_ANGLE)];
}

/**
 * A number of dots spread over an outline, as lng, lat, ...: for areas whose villages are not known. The same for the same outline, and the
 * first dots stay where more are asked for. Fewer than asked for only where the outline is so thin that none fall into it. Source: Halton
 * (1960), bases 2 and 3.
 */
export function dotsOfOutline(outline: MultiPolygon, dots: number): Float64Array {
  const shells = outline.coordinates.flatMap(([shell = []]) => shell);
  const [west, east] = rangeOf(shells.map(([lng]) => lng!));
  const [south, north] = rangeOf(shells.map(([, lat]) => lat!));
  const found: number[] = [];
  if (!(west < east && south < north)) return Float64Array.from(found);
  for (let n = 1, most = 200 + dots * 100; found.length < 2 * dots && n <= most; n++) {
    const place = [west + (east - west) * halton(n, 2), south + (north - south) * halton(n, 3)];
    if (booleanPointInPolygon(place, outline)) found.push(...place);
  }
  return Float64Array.from(found);
}

function rangeOf(values: readonly number[]): [number, number] {
  return values.reduce(
    ([least, most], value) => [Math.min(least, value), Math.max(most, value)],
    [Infinity, -Infinity],
  );
}

function halton(n: number, base: number): number {
  let [value, share] = [0, 1];
  for (let rest = n; rest > 0; rest = Math.floor(rest / base)) {
    share /= base;
    value += share * (rest % base);
  }
  return value;
}
