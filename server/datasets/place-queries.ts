import type { Knex } from "knex";
import type { BoundingBox } from "../../core/contract/area.ts";
import { copyRows, readCopy } from "../database/copy.ts";
import type { Db } from "../database/open.ts";

/** The region (the area without a parent) above an area, by code and name; null when the area does not exist. */
export async function findRegionOf(
  db: Db,
  areaCode: string,
): Promise<{ region: string; name: string } | null> {
  const { rows } = await db.raw<{
    rows: { code: string; name: string; depth: number; parent_code: string | null }[];
  }>(
    `with recursive chain (code, name, parent_code, depth) as (
       select code, name, parent_code, 0 from admin_units where code = ?
       union
       select unit.code, unit.name, unit.parent_code, chain.depth + 1
       from chain join admin_units unit on unit.code = chain.parent_code where chain.depth < 20
     )
     select code, name, parent_code, depth from chain order by depth`,
    [areaCode],
  );
  const top = rows.at(-1);
  return top === undefined ? null : { region: top.code, name: top.name };
}

const REGION_TREE = `
  with recursive tree (code) as (
    select ?::text
    union
    select unit.code from admin_units unit join tree on unit.parent_code = tree.code
  )`;

/** Areas of a region: code, level, parent code, outline as GeoJSON or null. Parents come in no particular order. */
export function readRegionAreas(db: Db, regionCode: string): AsyncIterable<(string | null)[]> {
  return readCopy(
    db,
    db.raw(
      `${REGION_TREE}
       select unit.code, unit.level, unit.parent_code, ST_AsGeoJSON(unit.geom, 15)
       from admin_units unit join tree on tree.code = unit.code order by unit.code, unit.geom is null`,
      [regionCode],
    ),
  );
}

/** West, south, east, north of a region's outlines, else of its villages; null when it has neither. */
export async function findRegionExtent(
  db: Db,
  regionCode: string,
): Promise<{ box: BoundingBox; from: "outlines" | "villages" } | null> {
  for (const [from, source] of [
    [
      "outlines",
      "select ST_Extent(unit.geom) as box from admin_units unit join tree on tree.code = unit.code",
    ],
    [
      "villages",
      `select ST_Extent(village.point) as box from natural_villages village
       join datasets on datasets.id = village.dataset_id join tree on tree.code = datasets.area_code`,
    ],
  ] as const) {
    const { rows } = await db.raw<{
      rows: { west: number | null; south: number; east: number; north: number }[];
    }>(
      `${REGION_TREE}, extent as (${source})
       select ST_XMin(box) as west, ST_YMin(box) as south, ST_XMax(box) as east, ST_YMax(box) as north from extent`,
      [regionCode],
    );
    const [row] = rows;
    if (row && row.west !== null) return { box: [row.west, row.south, row.east, row.north], from };
  }
  return null;
}

/** Makes a region that no boundary file has brought yet. */
export async function insertRoot(
  trx: Knex.Transaction,
  root: { code: string; name: string; pinyin: string | null; initials: string | null },
): Promise<void> {
  await trx.raw(
    "insert into admin_units (code, level, name, pinyin, initials) values (:code, 'region', :name, :pinyin, :initials) on conflict do nothing",
    { ...root },
  );
}

/** Areas of other datasets whose parent no longer exists: they would be lost from the tree. At most 1,000. */
export async function findOrphans(
  trx: Knex.Transaction,
): Promise<{ code: string; parentCode: string }[]> {
  const { rows } = await trx.raw<{ rows: { code: string; parentCode: string }[] }>(
    `select unit.code, unit.parent_code as "parentCode" from admin_units unit
     where unit.parent_code is not null and not exists (select from admin_units parent where parent.code = unit.parent_code)
     order by unit.code limit 1000`,
  );
  return rows;
}

/** Villages of a region's current datasets: id, longitude, latitude, area code. */
export function readVillagePlaces(
  trx: Knex.Transaction,
  regionCode: string,
): AsyncIterable<(string | null)[]> {
  return readCopy(
    trx,
    trx.raw(
      `${REGION_TREE}
       select village.id, ST_X(village.point), ST_Y(village.point), village.area_code
       from natural_villages village join datasets on datasets.id = village.dataset_id
       where datasets.state = 'current' and datasets.area_code in (select code from tree)`,
      [regionCode],
    ),
  );
}

/** Writes the areas of villages anew. */
export async function updateVillageAreas(
  trx: Knex.Transaction,
  moved: readonly (readonly [id: number, areaCode: string | null])[],
): Promise<void> {
  await trx.raw(
    "create temporary table village_areas (id integer primary key, area_code text) on commit drop",
  );
  await copyRows(trx, "village_areas", ["id", "area_code"], moved);
  await trx.raw(
    "update natural_villages village set area_code = new.area_code from village_areas new where new.id = village.id",
  );
}
