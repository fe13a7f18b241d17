import type { Db } from "../database/open.ts";

/** A row of `thematic_maps`. */
export interface MapRow {
  id: string;
  regionCode: string;
  name: string;
  query: string;
  version: number;
  createdBy: string;
  /** Who made the last change, or made it. */
  changedBy: string;
  changedAt: string;
}

/** A row of `atlases`; its pages are read by `listPages`. */
export type AtlasRow = Omit<MapRow, "query">;

/** More than this of one region are not listed. */
const MOST_LISTED = 1000;

/** The audit trail knows who changed what; it is read by the time of the last change, which its index is of. */
const columnsOf = (alias: string, object: "map" | "atlas"): string => `
  coalesce((select e.actor from audit_events e where e.at <= ${alias}.changed_at + interval '1 minute'
    and e.at >= ${alias}.changed_at - interval '1 minute' and e.object = '${object}:' || ${alias}.id
    order by e.id desc limit 1), ${alias}.created_by) as "changedBy",
  ${alias}.id, ${alias}.region_code as "regionCode", ${alias}.name, ${alias}.version, ${alias}.created_by as "createdBy",
  to_char(${alias}.changed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "changedAt"`;
const MAP_COLUMNS = `${columnsOf("m", "map")}, m.query`;
const ATLAS_COLUMNS = columnsOf("a", "atlas");

/** Saved maps of a region (of all without one), last made first: whoever changes one finds it where it was. */
export async function listMaps(db: Db, regionCode: string | null): Promise<MapRow[]> {
  const { rows } = await db.raw<{ rows: MapRow[] }>(
    `select ${MAP_COLUMNS} from thematic_maps m where :regionCode::text is null or m.region_code = :regionCode
     order by m.created_at desc, m.id limit ${MOST_LISTED}`,
    { regionCode },
  );
  return rows;
}

/** A saved map, null when there is none. `lock` keeps other writers of it out to the end of the transaction. */
export async function findMap(db: Db, id: string, lock = false): Promise<MapRow | null> {
  const { rows } = await db.raw<{ rows: MapRow[] }>(
    `select ${MAP_COLUMNS} from thematic_maps m where m.id = ?${lock ? " for update" : ""}`,
    [id],
  );
  return rows[0] ?? null;
}

/** What a request that made a map or an atlas is known again by. */
export interface Creation {
  key: string;
  hash: string;
}

type Made = "thematic_maps" | "atlases";

/** What a request with this idempotency key made, with the hash of its body; null when there was none. */
export async function findMade(
  db: Db,
  table: Made,
  key: string,
): Promise<{ id: string; hash: string } | null> {
  const { rows } = await db.raw<{ rows: { id: string; hash: string }[] }>(
    "select id, creation_hash as hash from ?? where creation_key = ?",
    [table, key],
  );
  return rows[0] ?? null;
}

/** Saves a map; false when another request with the same idempotency key was faster. */
export async function insertMap(
  trx: Db,
  map: Pick<MapRow, "id" | "regionCode" | "name" | "query" | "createdBy">,
  { key, hash }: Creation,
): Promise<boolean> {
  const { rows } = await trx.raw<{ rows: unknown[] }>(
    `insert into thematic_maps (id, region_code, name, query, created_by, creation_key, creation_hash)
     values (:id, :regionCode, :name, :query, :createdBy, :key, :hash)
     on conflict (creation_key) do nothing returning id`,
    { ...map, key, hash },
  );
  return rows.length > 0;
}

/** Changes a map to its next version; null leaves a field as it is. */
export async function updateMap(
  trx: Db,
  id: string,
  set: { name: string | null; query: string | null; regionCode: string | null },
): Promise<void> {
  await trx.raw(
    `update thematic_maps set name = coalesce(:name, name), query = coalesce(:query, query),
       region_code = coalesce(:regionCode, region_code), version = version + 1, changed_at = clock_timestamp()
     where id = :id`,
    { id, ...set },
  );
}

/**
 * Lets those who put maps into atlases and those who delete maps come one after another, to the end of the transaction: they lock maps and
 * atlases in opposite orders.
 */
export async function takeTurn(trx: Db): Promise<void> {
  await trx.raw("select pg_advisory_xact_lock(hashtext('atlas_pages'))");
}

/** Deletes a map that stands in no atlas. */
export async function deleteMap(trx: Db, id: string): Promise<void> {
  await trx.raw("delete from thematic_maps where id = ?", [id]);
}

/** Atlases that hold a map, by name. */
export async function listAtlasesOf(
  db: Db,
  mapId: string,
): Promise<{ id: string; name: string }[]> {
  const { rows } = await db.raw<{ rows: { id: string; name: string }[] }>(
    `select a.id, a.name from atlases a where exists (select from atlas_pages p where p.atlas_id = a.id and p.map_id = ?)
     order by a.name, a.id`,
    [mapId],
  );
  return rows;
}

/** Atlases of a region (of all without one), first made first: none moves when one is changed or made. */
export async function listAtlases(db: Db, regionCode: string | null): Promise<AtlasRow[]> {
  const { rows } = await db.raw<{ rows: AtlasRow[] }>(
    `select ${ATLAS_COLUMNS} from (
       select * from atlases where :regionCode::text is null or region_code = :regionCode
       order by created_at desc, id desc limit ${MOST_LISTED}
     ) a order by a.created_at, a.id`,
    { regionCode },
  );
  return rows;
}

/** An atlas, null when there is none. `lock` keeps other writers of it out to the end of the transaction. */
export async function findAtlas(db: Db, id: string, lock = false): Promise<AtlasRow | null> {
  const { rows } = await db.raw<{ rows: AtlasRow[] }>(
    `select ${ATLAS_COLUMNS} from atlases a where a.id = ?${lock ? " for update" : ""}`,
    [id],
  );
  return rows[0] ?? null;
}

/** The maps of some atlases, page by page. */
export async function listPages(
  db: Db,
  atlasIds: readonly string[],
): Promise<(MapRow & { atlasId: string })[]> {
  const { rows } = await db.raw<{ rows: (MapRow & { atlasId: string })[] }>(
    `select p.atlas_id as "atlasId", ${MAP_COLUMNS} from atlas_pages p join thematic_maps m on m.id = p.map_id
     where p.atlas_id = any (?::uuid[]) order by p.atlas_id, p.page`,
    [[...atlasIds]],
  );
  return rows;
}

/** Makes an atlas without pages; false when another request with the same idempotency key was faster. */
export async function insertAtlas(
  trx: Db,
  atlas: Pick<AtlasRow, "id" | "regionCode" | "name" | "createdBy">,
  { key, hash }: Creation,
): Promise<boolean> {
  const { rows } = await trx.raw<{ rows: unknown[] }>(
    `insert into atlases (id, region_code, name, created_by, creation_key, creation_hash)
     values (:id, :regionCode, :name, :createdBy, :key, :hash)
     on conflict (creation_key) do nothing returning id`,
    { ...atlas, key, hash },
  );
  return rows.length > 0;
}

/** Changes an atlas to its next version; null leaves the name as it is. */
export async function updateAtlas(trx: Db, id: string, name: string | null): Promise<void> {
  await trx.raw(
    `update atlases set name = coalesce(:name, name), version = version + 1, changed_at = clock_timestamp() where id = :id`,
    { id, name },
  );
}

/** Puts maps on the pages of an atlas, in order, instead of those it had. */
export async function replacePages(
  trx: Db,
  atlasId: string,
  mapIds: readonly string[],
): Promise<void> {
  await trx.raw("delete from atlas_pages where atlas_id = ?", [atlasId]);
  await trx.raw(
    `insert into atlas_pages (atlas_id, page, map_id)
     select :atlasId, page, map_id from unnest(:mapIds::uuid[]) with ordinality as t (map_id, page)`,
    { atlasId, mapIds: [...mapIds] },
  );
}

/** Deletes an atlas; its maps stay. */
export async function deleteAtlas(trx: Db, id: string): Promise<void> {
  await trx.raw("delete from atlases where id = ?", [id]);
}

/** Of some maps those that exist, with their regions. Locked, so that none is deleted before it stands in an atlas. */
export async function findRegionsOf(
  trx: Db,
  mapIds: readonly string[],
): Promise<{ id: string; regionCode: string }[]> {
  const { rows } = await trx.raw<{ rows: { id: string; regionCode: string }[] }>(
    `select id, region_code as "regionCode" from thematic_maps where id = any (?::uuid[]) order by id for key share`,
    [[...mapIds]],
  );
  return rows;
}
