import type { Geometry, MultiPolygon, Polygon } from "geojson";
import type { Level } from "./area.ts";

/** Checked records, longitude-latitude WGS 84: what importers and the demonstration generator hand to storage. */
export type Position = readonly [lng: number, lat: number];

export interface BoundaryRecord {
  code: string;
  level: Level;
  parentCode: string | null;
  name: string;
  geometry: Polygon | MultiPolygon | null;
  /** The seat of the committee or government, when known. */
  seat: Position | null;
  /** "Qualified" (具备条件) for the hardened-road and broadband rules; null when not recorded. */
  qualified: boolean | null;
  cityClass: number | null;
  countyClass: number | null;
}

export interface VillageRecord {
  code: string | null;
  name: string;
  /** Code of the deepest area that holds the village; null when it lies in none. */
  areaCode: string | null;
  position: Position;
  outline: Polygon | MultiPolygon | null;
  households: number | null;
  persons: number | null;
  poorHouseholds: number | null;
  poorPersons: number | null;
  willingHouseholds: number | null;
  /** Yes/no attributes by name: `qualified`, `rural`, `waterScarce`, `karst`, `hazard`. Absent = not recorded. */
  attributes: Readonly<Record<string, boolean>>;
  /** Attested status by sector, as a form and stamp say. */
  attested: Readonly<
    Partial<Record<"road" | "electricity" | "water" | "broadband" | "facility", boolean>>
  >;
}

/** Roads, power lines and transformers, water pipes, sources and supply areas, broadband fibre, nodes and base stations. */
export interface NetworkRecord {
  code: string | null;
  name: string | null;
  geometry: Geometry;
  class: string | null;
  surface: string | null;
  allSeason: boolean | null;
  openedOn: string | null;
  acceptedOn: string | null;
  /** Numeric attributes by field name; see NETWORK_NUMBERS. Absent = not recorded. */
  numbers: Readonly<Partial<Record<NetworkNumber, number>>>;
}

export const NETWORK_NUMBERS = [
  "roadbedWidthM",
  "surfaceWidthM",
  "gravelCm",
  "curveRadiusM",
  "gradePercent",
  "capacity",
  "radiusM",
  "quantityLPerHeadDay",
  "daysOffPerYear",
  "mbps",
] as const;
export type NetworkNumber = (typeof NETWORK_NUMBERS)[number];

export interface FacilityRecord {
  code: string | null;
  name: string | null;
  kind: string;
  position: Position;
  capacity: number | null;
}

export interface ZoneRecord {
  kind: "hazard" | "redLine" | "farmland" | "flood" | "karst";
  name: string | null;
  geometry: Polygon | MultiPolygon;
}

export type DatasetRecord =
  BoundaryRecord | VillageRecord | NetworkRecord | FacilityRecord | ZoneRecord;
