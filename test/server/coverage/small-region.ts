import type { Polygon } from "geojson";
import { IndicatorRule } from "../../../core/contract/rule.ts";
import type {
  BoundaryRecord,
  DatasetRecord,
  FacilityRecord,
  NetworkRecord,
  Position,
  VillageRecord,
} from "../../../core/contract/record.ts";
import type { DatasetKind } from "../../../core/contract/dataset.ts";
import type { Db } from "../../../server/database/open.ts";
import { storeDataset } from "../../../server/datasets/store.ts";
import { seedRules } from "../../../server/indicators/queries.ts";

/**
 * A region small enough to count by hand: 试验区 (90) > 河市 (9001) > 东县 (900101, surveyed for roads) and 西县 (900102, not surveyed),
 * one township and one administrative village each. A road runs along latitude 24.0 through 东县 from 108.00 to 108.05.
 */
export const REGION = "90";
export const EAST = "900101";
export const WEST = "900102";
export const EAST_VILLAGE_COMMITTEE = "900101001001";

function square(west: number, south: number, east: number, north: number): Polygon {
  return {
    type: "Polygon",
    coordinates: [
      [
        [west, south],
        [east, south],
        [east, north],
        [west, north],
        [west, south],
      ],
    ],
  };
}

function boundary(
  code: string,
  level: BoundaryRecord["level"],
  parentCode: string | null,
  name: string,
  box: readonly [number, number, number, number],
): BoundaryRecord {
  const seat: Position = [(box[0] + box[2]) / 2, 24.001];
  return {
    code,
    level,
    parentCode,
    name,
    geometry: square(...box),
    seat: level === "administrativeVillage" ? seat : null,
    qualified: level === "administrativeVillage" ? true : null,
    cityClass: null,
    countyClass: null,
  };
}

const EAST_BOX = [108.0, 23.9, 108.1, 24.1] as const;
const WEST_BOX = [107.9, 23.9, 108.0, 24.1] as const;
const WHOLE_BOX = [107.9, 23.9, 108.1, 24.1] as const;

const BOUNDARIES: readonly BoundaryRecord[] = [
  boundary(REGION, "region", null, "试验区", WHOLE_BOX),
  boundary("9001", "city", REGION, "河市", WHOLE_BOX),
  boundary(EAST, "county", "9001", "东县", EAST_BOX),
  boundary(WEST, "county", "9001", "西县", WEST_BOX),
  boundary("900101001", "township", EAST, "东乡", EAST_BOX),
  boundary("900102001", "township", WEST, "西乡", WEST_BOX),
  boundary(EAST_VILLAGE_COMMITTEE, "administrativeVillage", "900101001", "东村", EAST_BOX),
  boundary("900102001001", "administrativeVillage", "900102001", "西村", WEST_BOX),
];

export function village(
  code: string,
  name: string,
  areaCode: string,
  position: Position,
  households: number | null,
  more: Partial<VillageRecord> = {},
): VillageRecord {
  return {
    code,
    name,
    areaCode,
    position,
    outline: null,
    households,
    persons: households === null ? null : households * 4,
    poorHouseholds: null,
    poorPersons: null,
    willingHouseholds: null,
    attributes: {},
    attested: {},
    ...more,
  };
}

const E = EAST_VILLAGE_COMMITTEE;
const W = "900102001001";

/** In 东县: two served, two unserved (one of them on paper only), one too small; in 西县: two of whom nothing is known. */
export const VILLAGES: readonly VillageRecord[] = [
  village("v1", "上屯", E, [108.01, 24.001], 30),
  village("v2", "下屯", E, [108.02, 24.003], 20),
  village("v3", "=高山屯", E, [108.03, 24.02], 45),
  village("v4", "远弄", E, [108.04, 24.03], 25, { attested: { road: false } }),
  village("v5", "小弄", E, [108.045, 24.03], 19),
  village("v6", "西屯", W, [107.95, 24.0], 40, { attested: { road: true } }),
  village("v7", "垌屯", W, [107.96, 24.02], 50, { attributes: { karst: true } }),
];

const ROADS: readonly NetworkRecord[] = [
  {
    code: "r1",
    name: "东西路",
    geometry: {
      type: "LineString",
      coordinates: [
        [108.0, 24.0],
        [108.05, 24.0],
      ],
    },
    class: "village",
    surface: "gravel",
    allSeason: true,
    openedOn: null,
    acceptedOn: null,
    numbers: { surfaceWidthM: 3.5 },
  },
];

const FACILITIES: readonly FacilityRecord[] = [
  { code: "c1", name: "东村卫生室", kind: "clinic", position: [108.02, 24.0], capacity: null },
];

/** Written with ids of their own, so that rules that ship may be beside them. */
export const RULES: readonly IndicatorRule[] = [
  IndicatorRule.parse({
    id: "village-road",
    sector: "road",
    unit: "naturalVillage",
    eligible: { minHouseholds: 20 },
    test: { kind: "distance", reachM: 500 },
    target: 0.95,
    source: "test",
  }),
  IndicatorRule.parse({
    id: "clinic",
    sector: "facility",
    unit: "administrativeVillage",
    test: { kind: "inside", facilityKinds: ["clinic"] },
    target: 1,
    source: "test",
  }),
];

/** Stores records as the current version of a dataset of an area. */
export async function store(
  db: Db,
  kind: DatasetKind,
  areaCode: string,
  records: readonly DatasetRecord[],
  layer = "",
): Promise<void> {
  await db.transaction(async (trx) => {
    await storeDataset(
      trx,
      {
        kind,
        areaCode,
        layer,
        source: "test",
        licence: null,
        dataDate: "2014-06-30",
        datum: "wgs84",
        demonstration: true,
      },
      records,
    );
  });
}

export async function seedSmallRegion(db: Db): Promise<void> {
  await seedRules(db, RULES);
  await store(db, "boundaries", REGION, BOUNDARIES);
  await store(db, "villages", REGION, VILLAGES);
  await store(db, "roads", EAST, ROADS);
  await store(db, "facilities", REGION, FACILITIES);
}
