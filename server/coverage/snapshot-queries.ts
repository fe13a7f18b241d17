import { readCopy } from "../database/copy.ts";
import type { Db } from "../database/open.ts";

/** Rows come as text, exactly as PostgreSQL writes them to COPY; geometries as hexadecimal EWKB, booleans as t or f. */
export type TextRow = readonly (string | null)[];

const idList = (ids: readonly number[]): string =>
  ids.length === 0 ? "null::integer" : ids.map((id) => Math.trunc(id)).join(",");

/**
 * Areas of the given boundary datasets and the root: id, code, level, parent_code, name, pinyin, initials, qualified, position, outline.
 * Where two datasets hold one code the newer one with an outline comes first, and the reader keeps the first.
 */
export function readAreaRows(
  db: Db,
  datasets: readonly number[],
  rootId: number,
): AsyncIterable<TextRow> {
  return readCopy(
    db,
    `copy (
      select id, code, level, parent_code, name, pinyin, initials, qualified,
             case when seat is null and geom is not null then ST_PointOnSurface(geom) else seat end, geom
      from admin_units
      where dataset_id in (${idList(datasets)}) or id = ${Math.trunc(rootId)}
      order by code, geom is null, dataset_id desc nulls last
    ) to stdout`,
  );
}

/** Villages of the given datasets by id, those moved out left aside. */
export function readVillageRows(db: Db, datasets: readonly number[]): AsyncIterable<TextRow> {
  return readCopy(
    db,
    `copy (
      select id, code, name, pinyin, initials, area_code, point, outline, households, persons,
             poor_households, poor_persons, willing_households, attributes
      from natural_villages
      where dataset_id in (${idList(datasets)}) and status <> 'moved_out'
      order by id
    ) to stdout`,
  );
}

/** Attested status of the villages of the given datasets: village_id, sector, served. */
export function readAttestedRows(db: Db, datasets: readonly number[]): AsyncIterable<TextRow> {
  return readCopy(
    db,
    `copy (
      select f.village_id, f.sector, f.served
      from service_facts f join natural_villages v on v.id = f.village_id
      where v.dataset_id in (${idList(datasets)})
    ) to stdout`,
  );
}

/** Network features of a sector by id: id, name, class, surface, all_season, numbers, geometry, dataset, accepted. */
export function readNetworkRows(
  db: Db,
  datasets: readonly number[],
  sector: "road" | "electricity" | "water" | "broadband",
): AsyncIterable<TextRow> {
  return readCopy(
    db,
    `copy (
      select id, name, class, surface, all_season, numbers, geom, dataset_id, accepted_on is not null
      from network_features
      where dataset_id in (${idList(datasets)}) and sector = '${sector}'
      order by id
    ) to stdout`,
  );
}

/** Facilities by id in the shape of network rows; their kind stands for the class. */
export function readFacilityRows(db: Db, datasets: readonly number[]): AsyncIterable<TextRow> {
  return readCopy(
    db,
    `copy (
      select id, name, kind, null, null,
             case when capacity is null then '{}' else json_build_object('capacity', capacity)::text end, point, dataset_id, false
      from facilities
      where dataset_id in (${idList(datasets)})
      order by id
    ) to stdout`,
  );
}
