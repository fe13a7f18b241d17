import type { Position } from "geojson";
import type {
  BoundaryRecord,
  DatasetRecord,
  FacilityRecord,
  NetworkRecord,
  VillageRecord,
} from "../../../core/contract/record.ts";
import type { Box } from "../../../core/coverage/polygons.ts";
import { generateDemonstration } from "../../../geodata/demonstration/generate.ts";
import { storeDataset } from "../../../server/datasets/store.ts";
import type { Db } from "../../../server/database/open.ts";
import { seedStandards } from "../../../server/indicators/seed.ts";

/** 天峨县: one county of the demonstration region, with its villages, roads and settlements. */
export const COUNTY = "451222";
/** Networks that a plan of moves does not ask about take most of the time. */
const KINDS = new Set(["boundaries", "villages", "roads", "facilities"]);

/** Stores what the demonstration region holds of the county. */
export async function seedCounty(db: Db): Promise<void> {
  await seedStandards(db);
  let box: Box = [0, 0, 0, 0];
  for (const { records, ...about } of generateDemonstration({ region: "hechi" })) {
    if (!KINDS.has(about.kind)) continue;
    const kept = [...records].filter((record) => belongs(about.kind, record, box));
    if (about.kind === "villages") box = boxOf(kept.map((one) => (one as VillageRecord).position));
    if (kept.length === 0) continue;
    const meta = { ...about, datum: "wgs84", demonstration: true } as const;
    await db.transaction((trx) => storeDataset(trx, meta, kept));
  }
}

function belongs(kind: string, record: DatasetRecord, box: Box): boolean {
  if (kind === "boundaries") {
    const { code, level } = record as BoundaryRecord;
    return code.startsWith(COUNTY) || level === "region" || code === "451200";
  }
  if (kind === "villages") return (record as VillageRecord).areaCode?.startsWith(COUNTY) ?? false;
  const places: readonly Position[] =
    kind === "facilities"
      ? [[...(record as FacilityRecord).position]]
      : ((record as NetworkRecord).geometry as { coordinates: Position[] }).coordinates;
  return places.some(
    ([lng, lat]) => lng! >= box[0] && lat! >= box[1] && lng! <= box[2] && lat! <= box[3],
  );
}

function boxOf(places: readonly (readonly [number, number])[]): Box {
  const [lngs, lats] = [places.map(([lng]) => lng), places.map(([, lat]) => lat)];
  return [Math.min(...lngs), Math.min(...lats), Math.max(...lngs), Math.max(...lats)];
}
