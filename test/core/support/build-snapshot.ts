import type { Geometry, MultiPolygon, Polygon, Position } from "geojson";
import { LEVELS, type Level } from "../../../core/contract/area.ts";
import { IndicatorRule, SECTORS, type Sector } from "../../../core/contract/rule.ts";
import {
  LINE,
  NO,
  NOT_RECORDED,
  POINT,
  POLYGON,
  YES,
  type AreaColumns,
  type FeatureColumns,
  type PolygonColumns,
  type Snapshot,
  type VillageColumns,
} from "../../../core/coverage/snapshot.ts";

/** Rows as a test writes them; what is left out is not recorded. */
export interface TestArea {
  code: string;
  level: Level;
  parent?: string;
  seat?: Position;
  outline?: Polygon | MultiPolygon;
  attributes?: Record<string, boolean>;
  /** Sectors whose datasets do not cover the area; all others do. */
  notSurveyed?: readonly Sector[];
}

export interface TestVillage {
  at: Position;
  area?: string;
  name?: string;
  households?: number;
  persons?: number;
  outline?: Polygon | MultiPolygon;
  attributes?: Record<string, boolean>;
  attested?: Partial<Record<Sector, boolean>>;
}

export interface TestFeature {
  geometry: Geometry;
  class?: string;
  surface?: string;
  allSeason?: boolean;
  accepted?: boolean;
  numbers?: Record<string, number>;
}

export interface TestRegion {
  areas?: readonly TestArea[];
  villages?: readonly TestVillage[];
  features?: Partial<Record<Sector, readonly TestFeature[]>>;
}

const flag = (value: boolean | undefined): number =>
  value === undefined ? NOT_RECORDED : value ? YES : NO;

export function polygonColumns(
  outlines: readonly (Polygon | MultiPolygon | undefined)[],
): PolygonColumns {
  const polygonOf = [0];
  const ringOf = [0];
  const vertexOf = [0];
  const coordinates: number[] = [];
  for (const outline of outlines) {
    const polygons = !outline
      ? []
      : outline.type === "Polygon"
        ? [outline.coordinates]
        : outline.coordinates;
    for (const rings of polygons) {
      for (const ring of rings) {
        for (const [x, y] of ring) coordinates.push(x!, y!);
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

function flagsByName(
  rows: readonly (Record<string, boolean> | undefined)[],
): Record<string, Uint8Array> {
  const names = new Set(rows.flatMap((row) => Object.keys(row ?? {})));
  return Object.fromEntries(
    [...names].map((name) => [name, Uint8Array.from(rows, (row) => flag(row?.[name]))]),
  );
}

function bySector<Value>(make: (sector: Sector) => Value): Record<Sector, Value> {
  return Object.fromEntries(SECTORS.map((sector) => [sector, make(sector)])) as Record<
    Sector,
    Value
  >;
}

export function areaColumns(areas: readonly TestArea[]): AreaColumns {
  const index = new Map(areas.map(({ code }, i) => [code, i]));
  return {
    count: areas.length,
    id: Int32Array.from(areas, (_, i) => 1000 + i),
    code: areas.map(({ code }) => code),
    name: areas.map(({ code }) => code),
    pinyin: areas.map(() => null),
    level: Uint8Array.from(areas, ({ level }) => LEVELS.indexOf(level)),
    parent: Int32Array.from(areas, ({ parent }) =>
      parent === undefined ? -1 : index.get(parent)!,
    ),
    lng: Float64Array.from(areas, ({ seat }) => seat?.[0] ?? NaN),
    lat: Float64Array.from(areas, ({ seat }) => seat?.[1] ?? NaN),
    attributes: flagsByName(areas.map(({ attributes }) => attributes)),
    outline: polygonColumns(areas.map(({ outline }) => outline)),
    surveyed: bySector((sector) =>
      Uint8Array.from(areas, ({ notSurveyed }) => (notSurveyed?.includes(sector) ? NO : YES)),
    ),
  };
}

function villageColumns(
  villages: readonly TestVillage[],
  areas: readonly TestArea[],
): VillageColumns {
  const index = new Map(areas.map(({ code }, i) => [code, i]));
  const counts = (of: (village: TestVillage) => number | undefined): Int32Array =>
    Int32Array.from(villages, (village) => of(village) ?? -1);
  return {
    count: villages.length,
    id: Int32Array.from(villages, (_, i) => 1 + i),
    code: villages.map(() => null),
    name: villages.map(({ name }, i) => name ?? `village ${i}`),
    lng: Float64Array.from(villages, ({ at }) => at[0]!),
    lat: Float64Array.from(villages, ({ at }) => at[1]!),
    area: Int32Array.from(villages, ({ area }) => (area === undefined ? 0 : index.get(area)!)),
    households: counts(({ households }) => households),
    persons: counts(({ persons }) => persons),
    poorHouseholds: counts(() => undefined),
    poorPersons: counts(() => undefined),
    willingHouseholds: counts(() => undefined),
    attributes: flagsByName(villages.map(({ attributes }) => attributes)),
    attested: bySector((sector) =>
      Uint8Array.from(villages, ({ attested }) => flag(attested?.[sector])),
    ),
    outline: polygonColumns(villages.map(({ outline }) => outline)),
  };
}

type Part = readonly [role: number, positions: readonly Position[]];

function partsOf(geometry: Geometry): readonly [kind: number, parts: readonly Part[]] {
  switch (geometry.type) {
    case "Point":
      return [POINT, [[0, [geometry.coordinates]]]];
    case "MultiPoint":
      return [POINT, geometry.coordinates.map((at): Part => [0, [at]])];
    case "LineString":
      return [LINE, [[0, geometry.coordinates]]];
    case "MultiLineString":
      return [LINE, geometry.coordinates.map((line): Part => [0, line])];
    case "Polygon":
      return [POLYGON, geometry.coordinates.map((ring, r): Part => [r === 0 ? 1 : 2, ring])];
    case "MultiPolygon":
      return [
        POLYGON,
        geometry.coordinates.flatMap((rings) =>
          rings.map((ring, r): Part => [r === 0 ? 1 : 2, ring]),
        ),
      ];
    case "GeometryCollection":
      throw new Error("not a feature of a network");
  }
}

export function featureColumns(sector: Sector, features: readonly TestFeature[]): FeatureColumns {
  const classes = [...new Set(["", ...features.map((one) => one.class ?? "")])];
  const surfaces = [...new Set(["", ...features.map((one) => one.surface ?? "")])];
  const names = new Set(features.flatMap(({ numbers }) => Object.keys(numbers ?? {})));
  const partOf = [0];
  const vertexOf = [0];
  const role: number[] = [];
  const coordinates: number[] = [];
  const geometry: number[] = [];
  for (const feature of features) {
    const [kind, parts] = partsOf(feature.geometry);
    geometry.push(kind);
    for (const [partRole, positions] of parts) {
      for (const [x, y] of positions) coordinates.push(x!, y!);
      vertexOf.push(coordinates.length / 2);
      role.push(partRole);
    }
    partOf.push(role.length);
  }
  return {
    sector,
    count: features.length,
    id: Int32Array.from(features, (_, i) => 5000 + i),
    name: features.map(() => null),
    class: Uint8Array.from(features, (one) => classes.indexOf(one.class ?? "")),
    classes,
    surface: Uint8Array.from(features, (one) => surfaces.indexOf(one.surface ?? "")),
    surfaces,
    allSeason: Uint8Array.from(features, ({ allSeason }) => flag(allSeason)),
    accepted: Uint8Array.from(features, ({ accepted }) => flag(accepted)),
    numbers: Object.fromEntries(
      [...names].map((name) => [
        name,
        Float32Array.from(features, ({ numbers }) => numbers?.[name] ?? NaN),
      ]),
    ),
    geometry: Uint8Array.from(geometry),
    partOf: Int32Array.from(partOf),
    vertexOf: Int32Array.from(vertexOf),
    role: Uint8Array.from(role),
    coordinates: Float64Array.from(coordinates),
  };
}

/** A snapshot from rows. Without areas there is one region, `R`, surveyed in every sector. */
export function buildSnapshot(region: TestRegion): Snapshot {
  const areas = region.areas ?? [{ code: "R", level: "region" as const }];
  return {
    regionCode: areas[0]!.code,
    dataVersion: "test",
    areas: areaColumns(areas),
    villages: villageColumns(region.villages ?? [], areas),
    features: bySector((sector) => featureColumns(sector, region.features?.[sector] ?? [])),
  };
}

/** A rule as a test writes it: what matters, the rest filled in. */
export function rule(partial: Record<string, unknown>): IndicatorRule {
  return IndicatorRule.parse({
    id: "test",
    sector: "road",
    unit: "naturalVillage",
    target: 0.95,
    source: "test",
    ...partial,
  });
}
