import { setImmediate } from "node:timers/promises";
import { area as areaM2 } from "@turf/turf";
import type { Polygon } from "geojson";
import { LEVELS, type Level } from "../../core/contract/area.ts";
import type { Settlement } from "../../core/contract/plan.ts";
import type { SiteFacts } from "../../core/contract/plan-check.ts";
import type { SiteExitAnswer } from "../../core/contract/plan-service.ts";
import { findArea } from "../../core/coverage/locate.ts";
import type { AreaColumns } from "../../core/coverage/snapshot.ts";
import { leaveZone } from "../../core/relocation/leave-zone.ts";
import { outlineFault } from "../../core/relocation/outline.ts";
import type { RegionState } from "../coverage/state.ts";
import type { Db } from "../database/open.ts";
import { loadZones } from "../tiles/queries.ts";
import type { ZoneColumns } from "../tiles/zone-layer.ts";
import { PolygonParts } from "./polygon-parts.ts";
import { siteServices } from "./site-services.ts";

export type Site = Pick<Settlement, "position" | "outline">;

/** Borders drawn by different hands leave slivers: an outline touches a county with more than this share of its area. */
const SLIVER_SHARE = 0.001;
/** Sites looked at between two other requests. */
const SITES_AT_ONCE = 25;

interface Ground {
  readonly zones: ZoneColumns;
  readonly zoneParts: PolygonParts;
  readonly counties: PolygonParts;
}
const grounds = new WeakMap<RegionState, Promise<Ground>>();

/** Zones and counties of a region, made once for each state of its data. */
function groundOf(db: Db, state: RegionState): Promise<Ground> {
  let ground = grounds.get(state);
  if (!ground) {
    ground = loadGround(db, state);
    grounds.set(state, ground);
    ground.catch(() => grounds.delete(state));
  }
  return ground;
}

async function loadGround(db: Db, state: RegionState): Promise<Ground> {
  const { areas, regionCode } = state.snapshot;
  const zones = await loadZones(db, regionCode);
  // Karst is the lie of the land and forbids nothing.
  const forbidding = Array.from(zones.kind.keys()).filter((i) => zones.kind[i] !== "karst");
  const county = LEVELS.indexOf("county");
  const counties = Array.from(areas.code.keys()).filter((i) => areas.level[i] === county);
  return {
    zones,
    zoneParts: new PolygonParts(zones.outline, forbidding),
    counties: new PolygonParts(areas.outline, counties),
  };
}

/** What the data of a region say of some places for settlements, in their order; see the contract for what is told. */
export async function siteFacts(
  db: Db,
  state: RegionState,
  sites: readonly Site[],
): Promise<SiteFacts[]> {
  const ground = await groundOf(db, state);
  const services = siteServices(
    state.snapshot,
    sites.map((site) => site.position),
  );
  const facts: SiteFacts[] = [];
  for (const [i, site] of sites.entries()) {
    if (i % SITES_AT_ONCE === 0) await setImmediate();
    facts.push({ ...placeOf(state, ground, site), services: services[i]! });
  }
  return facts;
}

/** Tells the kinds of the zones, karst left out, that hold a place. */
export async function zonesAt(
  db: Db,
  state: RegionState,
): Promise<(position: readonly [number, number]) => string[]> {
  const { zones, zoneParts } = await groundOf(db, state);
  return (position) => zoneParts.holding([...position]).map((row) => zones.kind[row]!);
}

/** How far around a site zones are looked at, in degrees: beyond the 5 km that a way out may have. */
const AROUND_DEG = 0.06;

/** A site shifted out of the zones that it meets, with the metres; null where it meets none or no way out is near. */
export async function siteExit(db: Db, state: RegionState, site: Site): Promise<SiteExitAnswer> {
  const { zones, zoneParts } = await groundOf(db, state);
  const places = [site.position, ...(site.outline?.flat() ?? [])];
  const xs = places.map(([lng]) => lng);
  const ys = places.map(([, lat]) => lat);
  const around = [
    ...zoneParts.touching([
      Math.min(...xs) - AROUND_DEG,
      Math.min(...ys) - AROUND_DEG,
      Math.max(...xs) + AROUND_DEG,
      Math.max(...ys) + AROUND_DEG,
    ]),
  ];
  const outlines = around.map(({ row, polygon }) => ({ kind: zones.kind[row]!, outline: polygon }));
  return { exit: leaveZone(site, outlines) };
}

function placeOf(
  state: RegionState,
  { zones, zoneParts, counties }: Ground,
  { position, outline }: Site,
): Omit<SiteFacts, "services"> {
  const { areas } = state.snapshot;
  const { township, county } = areasOfSite(areas, position);
  const zone = (row: number, overlapM2: number | null): SiteFacts["zones"][number] => ({
    kind: zones.kind[row]!,
    name: zones.name[row] ?? null,
    overlapM2,
  });
  const fault = outline && (outlineFault(outline)?.fault ?? null);
  if (outline === null || fault !== null)
    return {
      township,
      county,
      counties: county === null ? [] : [county],
      areaM2: outline === null ? null : 0,
      crossed: fault === "crosses",
      zones: zoneParts.holding(position).map((row) => zone(row, null)),
    };
  const polygon: Polygon = { type: "Polygon", coordinates: outline };
  const wholeM2 = areaM2(polygon);
  return {
    township,
    county,
    counties: counties
      .meeting(polygon)
      .filter(({ overlapM2 }) => overlapM2 > SLIVER_SHARE * wholeM2)
      .map(({ row }) => areas.code[row]!),
    areaM2: round(wholeM2),
    crossed: false,
    zones: zoneParts.meeting(polygon).map(({ row, overlapM2 }) => zone(row, round(overlapM2))),
  };
}

/** Codes of the township and the county that hold a place; null where there is none. */
export function areasOfSite(
  areas: AreaColumns,
  position: Site["position"],
): Pick<SiteFacts, "township" | "county"> {
  const at = findArea(areas, ...position)?.area ?? -1;
  return { township: codeAbove(areas, at, "township"), county: codeAbove(areas, at, "county") };
}

/** Code of the area of a level that holds an area, itself where it is one. */
function codeAbove(areas: AreaColumns, area: number, level: Level): string | null {
  const wanted = LEVELS.indexOf(level);
  for (let at = area; at >= 0; at = areas.parent[at]!)
    if (areas.level[at] === wanted) return areas.code[at]!;
  return null;
}

const round = (m2: number): number => Math.round(m2 * 10) / 10;
