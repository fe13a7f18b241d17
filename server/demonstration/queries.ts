import type { Db } from "../database/open.ts";

/** Current datasets for the area or anything below it (by code) that somebody brought: demonstration data must not replace them. */
export async function findRealDatasets(
  db: Db,
  areaCode: string,
): Promise<{ id: number; kind: string; areaCode: string }[]> {
  const rows: { id: number; kind: string; areaCode: string }[] = await db("datasets")
    .select("id", "kind", { areaCode: "area_code" })
    .where({ state: "current", demonstration: false })
    .whereLike("area_code", `${areaCode}%`)
    .orderBy("id");
  return rows;
}

/** Brings the planner's statistics up to date after a load in bulk. */
export async function analyzeTables(db: Db): Promise<void> {
  await db.raw(
    "analyze admin_units, natural_villages, network_features, facilities, zones, service_facts",
  );
}

/** True where the audit trail tells of something done under a key, whatever has become of it since. */
export async function hasDone(db: Db, action: string, key: string): Promise<boolean> {
  const { rows } = await db.raw<{ rows: unknown[] }>(
    "select from audit_events where action = ? and detail ->> 'key' = ? limit 1",
    [action, key],
  );
  return rows.length > 0;
}
