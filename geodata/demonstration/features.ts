import type { LineString, Position as GeoPosition } from "geojson";
import type { FacilityRecord, NetworkRecord } from "../../core/contract/record.ts";
import { type Point, toPosition } from "./plane.ts";

/** A network record with everything absent that is not given. */
export function feature(
  given: Pick<NetworkRecord, "geometry" | "class"> & Partial<NetworkRecord>,
): NetworkRecord {
  return {
    code: null,
    name: null,
    surface: null,
    allSeason: null,
    openedOn: null,
    acceptedOn: null,
    numbers: {},
    ...given,
  };
}

/** A line through the places; points that fall on one another after rounding are merged. */
export function lineOf(points: readonly Point[]): LineString {
  const coordinates: GeoPosition[] = [];
  for (const [x, y] of points) {
    const position = toPosition(x, y) as unknown as GeoPosition;
    const last = coordinates.at(-1);
    if (last === undefined || last[0] !== position[0] || last[1] !== position[1])
      coordinates.push(position);
  }
  return { type: "LineString", coordinates };
}

export function pointOf(x: number, y: number): { type: "Point"; coordinates: GeoPosition } {
  return { type: "Point", coordinates: toPosition(x, y) as unknown as GeoPosition };
}

export function facility(
  kind: string,
  name: string,
  x: number,
  y: number,
  capacity: number | null = null,
): FacilityRecord {
  return { code: null, name, kind, position: toPosition(x, y), capacity };
}
