import type { NetworkRecord } from "../../core/contract/record.ts";
import type { Snapshot } from "../../core/coverage/snapshot.ts";
import { buildSnapshot, type TestFeature } from "../core/support/build-snapshot.ts";
import type { DemonstrationRecords } from "./demonstration-records.ts";

/** The demonstration region as the engine sees it, so that coverage is measured from the geometry. */
export function snapshotOf(records: DemonstrationRecords): Snapshot {
  const network = (rows: readonly NetworkRecord[]): TestFeature[] =>
    rows.map((row) => ({
      geometry: row.geometry,
      class: row.class ?? "",
      surface: row.surface ?? "",
      ...(row.allSeason === null ? {} : { allSeason: row.allSeason }),
      accepted: row.acceptedOn !== null,
      numbers: row.numbers as Record<string, number>,
    }));
  return buildSnapshot({
    areas: records.boundaries.map((area) => ({
      code: area.code,
      level: area.level,
      ...(area.parentCode === null ? {} : { parent: area.parentCode }),
      seat: [...area.seat!],
      outline: area.geometry!,
      ...(area.qualified === null ? {} : { attributes: { qualified: area.qualified } }),
    })),
    villages: records.villages.map((village) => ({
      at: [...village.position],
      area: village.areaCode!,
      households: village.households!,
      persons: village.persons!,
      ...(village.outline === null ? {} : { outline: village.outline }),
      attributes: village.attributes,
      attested: village.attested,
    })),
    features: {
      road: network(records.roads),
      electricity: network(records.electricity),
      water: network(records.water),
      broadband: network(records.broadband),
      facility: records.facilities.map((each) => ({
        geometry: { type: "Point", coordinates: [...each.position] },
        class: each.kind,
      })),
    },
  });
}
