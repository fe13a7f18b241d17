import type { DatasetKind } from "../../core/contract/dataset.ts";
import type {
  BoundaryRecord,
  DatasetRecord,
  FacilityRecord,
  NetworkRecord,
  VillageRecord,
  ZoneRecord,
} from "../../core/contract/record.ts";
import { SECTORS } from "../../core/contract/rule.ts";
import type { CopyValue } from "../database/copy.ts";
import { encodeGeometry, encodeMultiPolygon, encodePoint } from "../database/wkb.ts";
import { readAloud } from "./pinyin.ts";

interface Table {
  name: "admin_units" | "natural_villages" | "network_features" | "facilities" | "zones";
  columns: readonly string[];
}

const ADMIN_UNITS: Table = {
  name: "admin_units",
  columns: [
    "dataset_id",
    "code",
    "level",
    "parent_code",
    "name",
    "pinyin",
    "initials",
    "geom",
    "seat",
    "qualified",
    "city_class",
    "county_class",
  ],
};
const VILLAGES: Table = {
  name: "natural_villages",
  columns: [
    "dataset_id",
    "code",
    "name",
    "pinyin",
    "initials",
    "area_code",
    "point",
    "outline",
    "households",
    "persons",
    "poor_households",
    "poor_persons",
    "willing_households",
    "attributes",
  ],
};
const NETWORK: Table = {
  name: "network_features",
  columns: [
    "dataset_id",
    "sector",
    "code",
    "name",
    "geom",
    "class",
    "surface",
    "all_season",
    "opened_on",
    "accepted_on",
    "numbers",
  ],
};
const FACILITIES: Table = {
  name: "facilities",
  columns: ["dataset_id", "kind", "code", "name", "point", "capacity"],
};
const ZONES: Table = { name: "zones", columns: ["dataset_id", "kind", "name", "geom"] };

const NETWORK_SECTOR = {
  roads: "road",
  electricity: "electricity",
  water: "water",
  broadband: "broadband",
} as const;

/** The table that holds the records of a kind, with the columns in the order rowWriter gives them. */
export function tableOf(kind: DatasetKind): Table {
  switch (kind) {
    case "boundaries":
      return ADMIN_UNITS;
    case "villages":
      return VILLAGES;
    case "facilities":
      return FACILITIES;
    case "zones":
      return ZONES;
    case "roads":
    case "electricity":
    case "water":
    case "broadband":
      return NETWORK;
  }
}

/** Gives the function that turns a record of a kind into a row of its table. Attested facts go to `facts`. */
export function rowWriter(
  kind: DatasetKind,
  datasetId: number,
  facts: FactCollector,
): (record: DatasetRecord) => readonly CopyValue[] {
  switch (kind) {
    case "boundaries":
      return (record) => boundaryRow(datasetId, record as BoundaryRecord);
    case "villages":
      return (record) => {
        facts.take((record as VillageRecord).attested);
        return villageRow(datasetId, record as VillageRecord);
      };
    case "facilities":
      return (record) => facilityRow(datasetId, record as FacilityRecord);
    case "zones":
      return (record) => zoneRow(datasetId, record as ZoneRecord);
    case "roads":
    case "electricity":
    case "water":
    case "broadband":
      return (record) => networkRow(datasetId, NETWORK_SECTOR[kind], record as NetworkRecord);
  }
}

function boundaryRow(datasetId: number, unit: BoundaryRecord): readonly CopyValue[] {
  const aloud = readAloud(unit.name);
  return [
    datasetId,
    unit.code,
    unit.level,
    unit.parentCode,
    unit.name,
    aloud.pinyin,
    aloud.initials,
    encodeMultiPolygon(unit.geometry),

    unit.seat === null ? null : encodePoint(unit.seat),
    unit.qualified,
    unit.cityClass,
    unit.countyClass,
  ];
}

function villageRow(datasetId: number, village: VillageRecord): readonly CopyValue[] {
  const aloud = readAloud(village.name);
  return [
    datasetId,
    village.code,
    village.name,
    aloud.pinyin,
    aloud.initials,
    village.areaCode,
    encodePoint(village.position),

    encodeMultiPolygon(village.outline),
    village.households,
    village.persons,
    village.poorHouseholds,
    village.poorPersons,
    village.willingHouseholds,
    JSON.stringify(village.attributes),
  ];
}

function networkRow(
  datasetId: number,
  sector: string,
  feature: NetworkRecord,
): readonly CopyValue[] {
  return [
    datasetId,
    sector,
    feature.code,
    feature.name,
    encodeGeometry(feature.geometry),
    feature.class,
    feature.surface,
    feature.allSeason,
    feature.openedOn,
    feature.acceptedOn,
    JSON.stringify(feature.numbers),
  ];
}

function facilityRow(datasetId: number, facility: FacilityRecord): readonly CopyValue[] {
  return [
    datasetId,
    facility.kind,
    facility.code,
    facility.name,
    encodePoint(facility.position),
    facility.capacity,
  ];
}

function zoneRow(datasetId: number, zone: ZoneRecord): readonly CopyValue[] {
  return [datasetId, zone.kind, zone.name, encodeMultiPolygon(zone.geometry)];
}

/** Keeps attested statuses (two small numbers each) until the villages have their ids. */
export class FactCollector {
  static readonly columns = [
    "dataset_id",
    "village_id",
    "sector",
    "served",
    "attested_by",
    "attested_on",
  ] as const;
  readonly #village: number[] = [];
  readonly #status: number[] = [];
  #next = 0;

  get size(): number {
    return this.#village.length;
  }

  /** Takes the facts of the next village in the order of the file. */
  take(attested: VillageRecord["attested"]): void {
    for (const sector in attested) {
      const served = attested[sector as keyof VillageRecord["attested"]];
      if (served === undefined) continue;
      this.#village.push(this.#next);
      this.#status.push(SECTORS.indexOf(sector as (typeof SECTORS)[number]) * 2 + (served ? 1 : 0));
    }
    this.#next++;
  }

  /** Rows of service_facts; `ids` are the village ids in the order of the file. */
  *rows(
    datasetId: number,
    ids: readonly number[],
    by: string,
    on: string | null,
  ): Generator<readonly CopyValue[]> {
    for (let i = 0; i < this.#village.length; i++) {
      const status = this.#status[i]!;
      yield [datasetId, ids[this.#village[i]!]!, SECTORS[status >> 1]!, status % 2 === 1, by, on];
    }
  }
}
