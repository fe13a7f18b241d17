import { LEVELS } from "../../../core/contract/area.ts";
import { SECTORS, type Sector } from "../../../core/contract/rule.ts";
import {
  type AreaColumns,
  type FeatureColumns,
  LINE,
  NOT_RECORDED,
  POINT,
  POLYGON,
  type PolygonColumns,
  type Snapshot,
  type VillageColumns,
  YES,
} from "../../../core/coverage/snapshot.ts";

type Place = readonly [lng: number, lat: number];

export interface VillageRow {
  id: number;
  at: Place;
  name?: string;
  households?: number;
  area?: number;
}

export interface FeatureRow {
  id: number;
  class?: string;
  surface?: string;
  name?: string;
  point?: Place;
  /** Parts of a line. */
  lines?: readonly (readonly Place[])[];
  /** Shell and holes, closed. */
  rings?: readonly (readonly Place[])[];
}

export interface AreaRow {
  id: number;
  code: string;
  name: string;
  pinyin?: string;
  level: (typeof LEVELS)[number];
  parent: number;
  seat?: Place;
  /** Polygons of rings, closed. */
  polygons?: readonly (readonly (readonly Place[])[])[];
}

/** A snapshot of the given rows, for tests. */
export function snapshotOf(rows: {
  villages?: readonly VillageRow[];
  areas?: readonly AreaRow[];
  features?: Partial<Record<Sector, readonly FeatureRow[]>>;
}): Snapshot {
  const features = Object.fromEntries(
    SECTORS.map((sector) => [sector, featureColumns(sector, rows.features?.[sector] ?? [])]),
  );
  return {
    regionCode: "45",
    dataVersion: "test",
    areas: areaColumns(
      rows.areas ?? [{ id: 1, code: "45", name: "广西", level: "region", parent: -1 }],
    ),
    villages: villageColumns(rows.villages ?? []),
    features: features as Record<Sector, FeatureColumns>,
  };
}

function polygonColumns(rows: readonly (AreaRow["polygons"] | undefined)[]): PolygonColumns {
  const polygonOf = [0];
  const ringOf = [0];
  const vertexOf = [0];
  const coordinates: number[] = [];
  for (const polygons of rows) {
    for (const rings of polygons ?? []) {
      for (const ring of rings) {
        for (const [lng, lat] of ring) coordinates.push(lng, lat);
        vertexOf.push(coordinates.length / 2);
      }
      ringOf.push(vertexOf.length - 1);
    }
    polygonOf.push(ringOf.length - 1);
  }
  return {
    polygonOf: Int32Array.from(polygonOf),
    ringOf: Int32Array.from(ringOf),
    vertexOf: Int32Array.from(vertexOf),
    coordinates: Float64Array.from(coordinates),
  };
}

function areaColumns(rows: readonly AreaRow[]): AreaColumns {
  const surveyed = () => new Uint8Array(rows.length).fill(YES);
  return {
    count: rows.length,
    id: Int32Array.from(rows, (row) => row.id),
    code: rows.map((row) => row.code),
    name: rows.map((row) => row.name),
    pinyin: rows.map((row) => row.pinyin ?? null),
    level: Uint8Array.from(rows, (row) => LEVELS.indexOf(row.level)),
    parent: Int32Array.from(rows, (row) => row.parent),
    lng: Float64Array.from(rows, (row) => row.seat?.[0] ?? NaN),
    lat: Float64Array.from(rows, (row) => row.seat?.[1] ?? NaN),
    attributes: {},
    outline: polygonColumns(rows.map((row) => row.polygons)),
    surveyed: {
      road: surveyed(),
      electricity: surveyed(),
      water: surveyed(),
      broadband: surveyed(),
      facility: surveyed(),
    },
  };
}

function villageColumns(rows: readonly VillageRow[]): VillageColumns {
  const unknown = () => new Int32Array(rows.length).fill(-1);
  const unattested = () => new Uint8Array(rows.length).fill(NOT_RECORDED);
  return {
    count: rows.length,
    id: Int32Array.from(rows, (row) => row.id),
    code: rows.map(() => null),
    name: rows.map((row) => row.name ?? `屯${row.id}`),
    lng: Float64Array.from(rows, (row) => row.at[0]),
    lat: Float64Array.from(rows, (row) => row.at[1]),
    area: Int32Array.from(rows, (row) => row.area ?? 0),
    households: Int32Array.from(rows, (row) => row.households ?? -1),
    persons: unknown(),
    poorHouseholds: unknown(),
    poorPersons: unknown(),
    willingHouseholds: unknown(),
    attributes: {},
    attested: {
      road: unattested(),
      electricity: unattested(),
      water: unattested(),
      broadband: unattested(),
      facility: unattested(),
    },
    outline: polygonColumns(rows.map(() => undefined)),
  };
}

function featureColumns(sector: Sector, rows: readonly FeatureRow[]): FeatureColumns {
  const classes = ["", ...new Set(rows.flatMap((row) => row.class ?? []))];
  const surfaces = ["", ...new Set(rows.flatMap((row) => row.surface ?? []))];
  const partOf = [0];
  const vertexOf = [0];
  const role: number[] = [];
  const coordinates: number[] = [];
  for (const row of rows) {
    const parts = row.point ? [[row.point]] : (row.lines ?? row.rings ?? []);
    parts.forEach((part, k) => {
      for (const [lng, lat] of part) coordinates.push(lng, lat);
      vertexOf.push(coordinates.length / 2);
      role.push(row.rings ? (k === 0 ? 1 : 2) : 0);
    });
    partOf.push(role.length);
  }
  return {
    sector,
    count: rows.length,
    id: Int32Array.from(rows, (row) => row.id),
    name: rows.map((row) => row.name ?? null),
    class: Uint8Array.from(rows, (row) => classes.indexOf(row.class ?? "")),
    classes,
    surface: Uint8Array.from(rows, (row) => surfaces.indexOf(row.surface ?? "")),
    surfaces,
    allSeason: new Uint8Array(rows.length).fill(NOT_RECORDED),
    numbers: {},
    geometry: Uint8Array.from(rows, (row) => (row.point ? POINT : row.rings ? POLYGON : LINE)),
    partOf: Int32Array.from(partOf),
    vertexOf: Int32Array.from(vertexOf),
    role: Uint8Array.from(role),
    coordinates: Float64Array.from(coordinates),
  };
}
