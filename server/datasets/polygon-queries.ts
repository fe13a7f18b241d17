import type { MultiPolygon, Polygon } from "geojson";
import type { Db } from "../database/open.ts";

export interface Inspection {
  /** What is wrong and where, as GEOS says it; null for a valid polygon. */
  fault: string | null;
  /** A point inside a valid polygon. */
  inner: readonly [lng: number, lat: number] | null;
}

/** Whether polygons (hexadecimal EWKB) are valid, in their order. */
export async function inspectPolygons(db: Db, polygons: readonly string[]): Promise<Inspection[]> {
  const { rows } = await db.raw<{
    rows: { reason: string; lng: number | null; lat: number | null }[];
  }>(
    `select reason, ST_X(inner_point) as lng, ST_Y(inner_point) as lat
     from (select position, geom, ST_IsValidReason(geom) as reason
           from unnest(?::text[]) with ordinality as input (hex, position), lateral (select hex::geometry as geom) as decoded) as judged,
          lateral (select case when reason = 'Valid Geometry' then ST_PointOnSurface(geom) end as inner_point) as inside
     order by position`,
    [[...polygons]],
  );
  return rows.map(({ reason, lng, lat }) => ({
    fault: reason === "Valid Geometry" ? null : reason,
    inner: lng === null || lat === null ? null : [lng, lat],
  }));
}

/** Repairs an invalid polygon by its rings (method=structure, never the default one); null when nothing of it is left. */
export async function repairPolygon(
  db: Db,
  polygon: string,
): Promise<{ polygon: Polygon | MultiPolygon; inner: readonly [lng: number, lat: number] } | null> {
  const { rows } = await db.raw<{ rows: { json: string; lng: number; lat: number }[] }>(
    `select ST_AsGeoJSON(geom, 15) as json, ST_X(ST_PointOnSurface(geom)) as lng, ST_Y(ST_PointOnSurface(geom)) as lat
     from (select ST_CollectionExtract(ST_MakeValid(?::geometry, 'method=structure'), 3) as geom) as repaired
     where not ST_IsEmpty(geom) and ST_IsValid(geom)`,
    [polygon],
  );
  const [row] = rows;
  if (row === undefined) return null;
  return { polygon: JSON.parse(row.json) as Polygon | MultiPolygon, inner: [row.lng, row.lat] };
}
