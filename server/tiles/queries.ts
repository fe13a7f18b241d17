import { PolygonBuilder } from "../coverage/polygon-builder.ts";
import { listRegionDatasets } from "../coverage/region-queries.ts";
import { readCopy } from "../database/copy.ts";
import type { Db } from "../database/open.ts";
import type { ZoneColumns } from "./zone-layer.ts";

/** The zones in force of a region, by id; none when no dataset of zones is current. */
export async function loadZones(db: Db, regionCode: string): Promise<ZoneColumns> {
  const datasets = (await listRegionDatasets(db, regionCode))
    .filter((dataset) => dataset.kind === "zones")
    .map((dataset) => dataset.id);
  const id: number[] = [];
  const kind: string[] = [];
  const name: (string | null)[] = [];
  const outline = new PolygonBuilder();
  if (datasets.length > 0) {
    const query = `select id, kind, name, geom from zones where dataset_id in (${datasets.join(",")}) order by id`;
    for await (const row of readCopy(db, query)) {
      id.push(Number(row[0]));
      kind.push(row[1] ?? "");
      name.push(row[2] ?? null);
      outline.add(row[3] ?? null);
    }
  }
  return { count: id.length, id: Int32Array.from(id), kind, name, outline: outline.finish() };
}
