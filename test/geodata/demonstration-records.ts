import type {
  BoundaryRecord,
  DatasetRecord,
  FacilityRecord,
  NetworkRecord,
  VillageRecord,
  ZoneRecord,
} from "../../core/contract/record.ts";
import {
  type DemonstrationDataset,
  type DemonstrationRegion,
  generateDemonstration,
} from "../../geodata/demonstration/generate.ts";

/** All records of a demonstration region, by kind. */
export interface DemonstrationRecords {
  datasets: readonly DemonstrationDataset[];
  boundaries: readonly BoundaryRecord[];
  villages: readonly VillageRecord[];
  roads: readonly NetworkRecord[];
  electricity: readonly NetworkRecord[];
  water: readonly NetworkRecord[];
  broadband: readonly NetworkRecord[];
  facilities: readonly FacilityRecord[];
  zones: readonly ZoneRecord[];
}

export function readDemonstration(region: DemonstrationRegion): DemonstrationRecords {
  const datasets = [...generateDemonstration({ region })];
  const of = <Kept extends DatasetRecord>(kind: DemonstrationDataset["kind"]): Kept[] =>
    datasets.filter((each) => each.kind === kind).flatMap((each) => [...each.records] as Kept[]);
  return {
    datasets,
    boundaries: of("boundaries"),
    villages: of("villages"),
    roads: of("roads"),
    electricity: of("electricity"),
    water: of("water"),
    broadband: of("broadband"),
    facilities: of("facilities"),
    zones: of("zones"),
  };
}
