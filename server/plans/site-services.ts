import type { SiteFacts } from "../../core/contract/plan-check.ts";
import { SECTORS, type Sector } from "../../core/contract/rule.ts";
import { STATUSES } from "../../core/contract/coverage.ts";
import { findArea } from "../../core/coverage/locate.ts";
import type { Box } from "../../core/coverage/polygons.ts";
import { measureCoverage } from "../../core/coverage/measure.ts";
import {
  NOT_RECORDED,
  type FeatureColumns,
  type PolygonColumns,
  type Snapshot,
  type VillageColumns,
} from "../../core/coverage/snapshot.ts";
import { SITE_RULES } from "../../geodata/standards/site-rules.ts";
import { featuresNear } from "./near-features.ts";

type Position = readonly [lng: number, lat: number];
type Services = SiteFacts["services"];

/** Distances beyond this are not looked for: who asks wants to know what is near. */
const LOOK_M = 5_000;

/**
 * Which services reach some places, by the site rules: the coverage engine judges each place as if a village stood there. A service is
 * unknown where no dataset covers the place. Distances beyond 5 km are null.
 */
export function siteServices(snapshot: Snapshot, places: readonly Position[]): Services[] {
  const villages = villagesAt(snapshot, places);
  const boxes = places.map(([lng, lat]): Box => [lng, lat, lng, lat]);
  const services = places.map((): Services => []);
  for (const { service, rule } of SITE_RULES) {
    const features: Record<Sector, FeatureColumns> = {
      ...snapshot.features,
      [rule.sector]: featuresNear(snapshot.features[rule.sector], rule, boxes, LOOK_M),
    };
    const verdicts = measureCoverage({ ...snapshot, villages, features }, rule);
    places.forEach((_, i) => {
      const status = STATUSES[verdicts.status[i]!]!;
      const distanceM = verdicts.distanceM[i]!;
      services[i]!.push({
        service,
        status: status === "notEligible" ? "unknown" : status,
        distanceM: Number.isNaN(distanceM) ? null : Math.round(distanceM * 10) / 10,
      });
    });
  }
  return services;
}

/** The places as villages that are nothing but a point. */
function villagesAt(snapshot: Snapshot, places: readonly Position[]): VillageColumns {
  const count = places.length;
  const none = new Int32Array(count).fill(-1);
  const outline: PolygonColumns = {
    polygonOf: new Int32Array(count + 1),
    ringOf: Int32Array.of(0),
    vertexOf: Int32Array.of(0),
    coordinates: new Float64Array(0),
  };
  const attested = new Uint8Array(count).fill(NOT_RECORDED);
  return {
    count,
    id: Int32Array.from(places, (_, i) => i),
    code: places.map(() => null),
    name: places.map(() => ""),
    lng: Float64Array.from(places, ([lng]) => lng),
    lat: Float64Array.from(places, ([, lat]) => lat),
    area: Int32Array.from(places, ([lng, lat]) => findArea(snapshot.areas, lng, lat)?.area ?? 0),
    households: none,
    persons: none,
    poorHouseholds: none,
    poorPersons: none,
    willingHouseholds: none,
    attributes: {},
    attested: Object.fromEntries(SECTORS.map((sector) => [sector, attested])) as Record<
      Sector,
      Uint8Array
    >,
    outline,
  };
}
