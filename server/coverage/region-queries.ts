import type { Db } from "../database/open.ts";

export interface RegionRow {
  id: number;
  code: string;
  name: string;
}

/** Every region (an area without a parent), by code. */
export async function listRegions(db: Db): Promise<RegionRow[]> {
  const { rows } = await db.raw<{ rows: RegionRow[] }>(`
    select distinct on (u.code) u.id, u.code, u.name
    from admin_units u left join datasets d on d.id = u.dataset_id
    where u.parent_code is null and (u.dataset_id is null or d.state = 'current')
    order by u.code, u.dataset_id desc nulls last`);
  return rows;
}

export interface RegionDataset {
  id: number;
  kind: string;
  areaCode: string;
  layer: string;
  source: string;
  licence: string | null;
  dataDate: string | null;
  demonstration: boolean;
  rows: number;
}

/** The datasets in force whose area is the region or lies anywhere below it, by id. */
export async function listRegionDatasets(db: Db, regionCode: string): Promise<RegionDataset[]> {
  const { rows } = await db.raw<{ rows: RegionDataset[] }>(
    `with recursive tree (code) as (
       select ?::text
       union
       select u.code from admin_units u join tree on u.parent_code = tree.code
     )
     select d.id, d.kind, d.area_code as "areaCode", d.layer, d.source, d.licence,
            to_char(d.data_date, 'YYYY-MM-DD') as "dataDate", d.demonstration, d.rows
     from datasets d
     where d.state = 'current' and d.area_code in (select code from tree)
     order by d.id`,
    [regionCode],
  );
  return rows;
}

/**
 * A text that changes whenever a dataset of any region is swapped, a root is made, a rule changes or a run becomes current:
 * cheap enough to ask every second, so that the costlier questions are asked only when it moved.
 */
export async function readStamp(db: Db): Promise<string> {
  const { rows } = await db.raw<{ rows: { stamp: string }[] }>(`
    select md5(concat_ws('|',
      (select string_agg(id::text, ',' order by id) from datasets where state = 'current'),
      (select string_agg(code, ',' order by code) from admin_units where dataset_id is null),
      (select string_agg(id || ':' || version, ',' order by id, version) from indicator_rules),
      (select string_agg(id::text, ',' order by id) from coverage_runs where state = 'current'))) as stamp`);
  return rows[0]!.stamp;
}

/**
 * The data version of a region: changes whenever a dataset in force for the region or a rule in force changes.
 * The moment of acceptance is part of it, so that no two databases share a version and a file named by it can be trusted.
 */
export async function readDataVersion(db: Db, regionCode: string): Promise<string> {
  const datasets = await listRegionDatasets(db, regionCode);
  const { rows } = await db.raw<{ rows: { version: string }[] }>(
    `select md5(concat_ws('|', ?::text,
       (select string_agg(id || '@' || extract(epoch from accepted_at), ',' order by id) from datasets where id = any (?::integer[])),
       (select string_agg(id || ':' || version || ':' || md5(rule::text), ',' order by id)
        from (select distinct on (id) id, version, rule from indicator_rules order by id, version desc) r))) as version`,
    [regionCode, datasets.map((dataset) => dataset.id)],
  );
  return rows[0]!.version;
}

/** Code of the region that holds an area, itself where it is one; null when there is no such area. */
export async function findRegionOf(db: Db, code: string): Promise<string | null> {
  const { rows } = await db.raw<{ rows: { code: string }[] }>(
    `with recursive up (code, parent_code) as (
       select u.code, u.parent_code
       from admin_units u left join datasets d on d.id = u.dataset_id
       where u.code = ? and (u.dataset_id is null or d.state = 'current')
       union
       select u.code, u.parent_code from admin_units u join up on u.code = up.parent_code
     )
     select code from up where parent_code is null order by code limit 1`,
    [code],
  );
  return rows[0]?.code ?? null;
}
