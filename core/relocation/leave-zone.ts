import { booleanIntersects } from "@turf/turf";
import type { MultiPolygon, Polygon } from "geojson";
import type { Settlement } from "../contract/plan.ts";
import { boxOf, isInside } from "../coverage/polygons.ts";
import { createFrame, localFrame, WGS84 } from "../geodesy/ellipsoid.ts";

/** A zone that settlements keep clear of. */
export interface ZoneOutline {
  readonly kind: string;
  readonly outline: Polygon | MultiPolygon;
}

type Site = Pick<Settlement, "position" | "outline">;
type Shifted = Site & { readonly distanceM: number };

const DIRECTIONS = 48;
const FIRST_STEP_M = 10;
const STEP_FACTOR = 1.08;
const FARTHEST_M = 5000;
/** How near the way out is found, and how far beyond the border the site then stands. */
const CLOSE_ENOUGH_M = 1;
const CLEARANCE_M = 5;

/**
 * The site shifted out of all zones by about the shortest way (of 48 directions, to a few metres), by Turf; null when it meets none, or
 * when there is no way out within 5 km. The shift is measured on WGS 84; it keeps the outline's shape to the centimetre.
 */
export function leaveZone(site: Site, zones: readonly ZoneOutline[]): Shifted | null {
  const frame = createFrame();
  localFrame(site.position[1], WGS84, frame);
  const [perLng, perLat] = [frame[0]!, frame[2]!];
  const near = nearZones(site, zones, FARTHEST_M / perLng, FARTHEST_M / perLat);
  const shifted = (direction: number, distanceM: number): Site => {
    const angle = (2 * Math.PI * direction) / DIRECTIONS;
    const dx = (distanceM * Math.sin(angle)) / perLng;
    const dy = (distanceM * Math.cos(angle)) / perLat;
    return shift(site, dx, dy);
  };
  const isClear = (at: Site): boolean => !near.some((zone) => meets(at, zone));
  if (isClear(site)) return null;
  let blocked = 0;
  for (let far = FIRST_STEP_M; far <= FARTHEST_M; far *= STEP_FACTOR) {
    let best: { direction: number; distanceM: number } | null = null;
    for (let direction = 0; direction < DIRECTIONS; direction++) {
      if (!isClear(shifted(direction, far))) continue;
      const distanceM = border(blocked, far, (metres) => isClear(shifted(direction, metres)));
      if (best === null || distanceM < best.distanceM) best = { direction, distanceM };
    }
    if (best !== null) {
      const beyond = best.distanceM + CLEARANCE_M;
      const distanceM = isClear(shifted(best.direction, beyond)) ? beyond : best.distanceM;
      return { ...shifted(best.direction, distanceM), distanceM: Math.ceil(distanceM) };
    }
    blocked = far;
  }
  return null;
}

/** A distance that is clear, at most a metre beyond one that is not. */
function border(blocked: number, clear: number, isClear: (metres: number) => boolean): number {
  let [low, high] = [blocked, clear];
  while (high - low > CLOSE_ENOUGH_M) {
    const middle = (low + high) / 2;
    if (isClear(middle)) high = middle;
    else low = middle;
  }
  return high;
}

function shift({ position, outline }: Site, dx: number, dy: number): Site {
  const move = ([lng, lat]: readonly [number, number]): [number, number] => [
    Number((lng + dx).toFixed(7)),
    Number((lat + dy).toFixed(7)),
  ];
  return {
    position: move(position),
    outline: outline === null ? null : outline.map((ring) => ring.map(move)),
  };
}

function meets({ position, outline }: Site, zone: ZoneOutline["outline"]): boolean {
  if (isInside(position[0], position[1], zone)) return true;
  return outline !== null && booleanIntersects({ type: "Polygon", coordinates: outline }, zone);
}

/** Zones whose box the site can reach within some degrees. */
function nearZones(
  { position, outline }: Site,
  zones: readonly ZoneOutline[],
  lngs: number,
  lats: number,
): ZoneOutline["outline"][] {
  const places = [position, ...(outline?.flat() ?? [])];
  const xs = places.map(([x]) => x);
  const ys = places.map(([, y]) => y);
  const [west, east] = [Math.min(...xs) - lngs, Math.max(...xs) + lngs];
  const [south, north] = [Math.min(...ys) - lats, Math.max(...ys) + lats];
  return zones
    .map((zone) => zone.outline)
    .filter((zone) => {
      const box = boxOf(zone);
      return box !== null && box[0] <= east && box[2] >= west && box[1] <= north && box[3] >= south;
    });
}
