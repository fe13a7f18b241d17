import { SECTORS, type IndicatorRule, type Sector } from "../../core/contract/rule.ts";
import type {
  BoundaryRecord,
  DatasetRecord,
  FacilityRecord,
  NetworkRecord,
  VillageRecord,
  ZoneRecord,
} from "../../core/contract/record.ts";
import { measureCoverage } from "../../core/coverage/measure.ts";
import type { FeatureColumns, Snapshot } from "../../core/coverage/snapshot.ts";
import {
  type DemonstrationDataset,
  type DemonstrationRegion,
  generateDemonstration,
} from "../../geodata/demonstration/generate.ts";
import { SHIPPED_RULES } from "../../geodata/standards/indicator-rules.ts";
import { loadAreas } from "../../server/coverage/load-areas.ts";
import { loadFeatures } from "../../server/coverage/load-features.ts";
import { loadVillages } from "../../server/coverage/load-villages.ts";
import { PolygonBuilder } from "../../server/coverage/polygon-builder.ts";
import type { TextRow } from "../../server/coverage/snapshot-queries.ts";
import { encodeGeometry, encodeMultiPolygon, encodePoint } from "../../server/database/wkb.ts";
import type { TileRegion } from "../../server/tiles/handler.ts";
import type { ZoneColumns } from "../../server/tiles/zone-layer.ts";

/** The demonstration region in memory, judged by the village-road rule. */
export interface BenchRegion extends TileRegion {
  rule(id?: string): IndicatorRule;
  readonly zones: ZoneColumns;
}

const KIND_OF_SECTOR: Readonly<Record<Sector, string>> = {
  road: "roads",
  electricity: "electricity",
  water: "water",
  broadband: "broadband",
  facility: "facilities",
};

/** Makes the demonstration region without a database; every process that makes it gets the same. */
export async function makeBenchRegion(size: DemonstrationRegion): Promise<BenchRegion> {
  const datasets = [...generateDemonstration({ region: size })];
  const regionCode = datasets[0]!.areaCode;
  const rowsOf = <Row extends DatasetRecord>(
    kind: string,
    write: (record: Row, id: number) => TextRow,
  ): AsyncIterable<TextRow> => textRows(datasets, kind, write);

  const { areas } = await loadAreas(
    rowsOf("boundaries", areaRow),
    regionCode,
    datasets.map(asCurrent),
  );
  const { villages } = await loadVillages(
    rowsOf("villages", villageRow),
    noRows(),
    new Map(areas.code.map((code, i) => [code, i])),
  );
  const features = {} as Record<Sector, FeatureColumns>;
  for (const sector of SECTORS) {
    const kind = KIND_OF_SECTOR[sector];
    features[sector] = await loadFeatures(
      sector === "facility" ? rowsOf(kind, facilityRow) : rowsOf(kind, networkRow),
      sector,
    );
  }
  const snapshot: Snapshot = { regionCode, dataVersion: "bench", areas, villages, features };
  const rule = SHIPPED_RULES.find((each) => each.id === "village-road")!;
  const verdicts = measureCoverage(snapshot, rule);
  return {
    snapshot,
    version: "bench",
    zones: zoneColumns(datasets),
    rule: () => rule,
    judge: async () => ({ verdicts }),
  };
}

async function* textRows<Row extends DatasetRecord>(
  datasets: readonly DemonstrationDataset[],
  kind: string,
  write: (record: Row, id: number) => TextRow,
): AsyncGenerator<TextRow> {
  let id = 0;
  for (const dataset of datasets) {
    if (dataset.kind !== kind) continue;
    for (const record of dataset.records) yield write(record as Row, ++id);
  }
}

async function* noRows(): AsyncGenerator<TextRow> {}

function asCurrent(dataset: DemonstrationDataset, index: number) {
  return { ...dataset, id: index + 1, demonstration: true, rows: 0 };
}

const flag = (value: boolean | null): string | null => (value === null ? null : value ? "t" : "f");
const text = (value: number | null): string | null => (value === null ? null : String(value));

function areaRow(record: BoundaryRecord, id: number): TextRow {
  const { code, level, parentCode, name, qualified, seat, geometry } = record;
  const place = seat ? encodePoint(seat) : null;
  return [
    String(id),
    code,
    level,
    parentCode,
    name,
    null,
    null,
    flag(qualified),
    place,
    encodeMultiPolygon(geometry),
  ];
}

function villageRow(record: VillageRecord, id: number): TextRow {
  const { code, name, areaCode, position, outline, households, persons } = record;
  const { poorHouseholds, poorPersons, willingHouseholds, attributes } = record;
  const counts = [households, persons, poorHouseholds, poorPersons, willingHouseholds].map(text);
  const head = [String(id), code, name, null, null, areaCode];
  return [
    ...head,
    encodePoint(position),
    encodeMultiPolygon(outline),
    ...counts,
    JSON.stringify(attributes),
  ];
}

function networkRow(record: NetworkRecord, id: number): TextRow {
  const { name, surface, allSeason, numbers, geometry, acceptedOn } = record;
  const head = [String(id), name, record.class, surface, flag(allSeason), JSON.stringify(numbers)];
  return [...head, encodeGeometry(geometry), "1", flag(acceptedOn !== null)];
}

function facilityRow({ name, kind, position, capacity }: FacilityRecord, id: number): TextRow {
  const numbers = capacity === null ? "{}" : JSON.stringify({ capacity });
  return [String(id), name, kind, null, null, numbers, encodePoint(position), "1", "f"];
}

function zoneColumns(datasets: readonly DemonstrationDataset[]): ZoneColumns {
  const records = datasets
    .filter((dataset) => dataset.kind === "zones")
    .flatMap((dataset) => [...dataset.records] as ZoneRecord[]);
  const outline = new PolygonBuilder();
  for (const { geometry } of records) outline.add(encodeMultiPolygon(geometry));
  return {
    count: records.length,
    id: Int32Array.from(records, (_, i) => i + 1),
    kind: records.map(({ kind }) => kind),
    name: records.map(({ name }) => name),
    outline: outline.finish(),
  };
}
