import { pipeline } from "node:stream/promises";
import { Readable } from "node:stream";
import pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import type { Snapshot } from "../../core/coverage/snapshot.ts";

const SCHEMA = "bench_coverage";

export interface PostgisTimes {
  readonly knn: number;
  readonly dwithin: number;
  /** Villages within each reach of a road, by position. */
  readonly within: ReadonlyMap<number, Uint8Array>;
}

function* segmentRows({ features: { road } }: Snapshot): Generator<string> {
  for (let i = 0; i < road.count; i++) {
    for (let v = road.vertexOf[i]!; v + 1 < road.vertexOf[i + 1]!; v++) {
      const [ax, ay, bx, by] = road.coordinates.subarray(2 * v, 2 * v + 4);
      yield `SRID=4326;LINESTRING(${ax} ${ay},${bx} ${by})\n`;
    }
  }
}

function* villageRows({ villages }: Snapshot): Generator<string> {
  for (let i = 0; i < villages.count; i++) {
    yield `${i}\tSRID=4326;POINT(${villages.lng[i]} ${villages.lat[i]})\n`;
  }
}

async function load(client: pg.Client, snapshot: Snapshot): Promise<void> {
  await client.query(`drop schema if exists ${SCHEMA} cascade; create schema ${SCHEMA}`);
  await client.query(`create extension if not exists postgis`);
  await client.query(`set search_path = ${SCHEMA}, public`);
  await client.query("set max_parallel_workers_per_gather = 0; set jit = off");
  await client.query("set maintenance_work_mem = '512MB'");
  await client.query("create table segments (geog geography)");
  await client.query("create table villages (id integer primary key, geog geography)");
  const copy = (table: string, rows: Generator<string>): Promise<void> =>
    pipeline(Readable.from(rows), client.query(copyFrom(`copy ${table} from stdin`)));
  await copy("segments (geog)", segmentRows(snapshot));
  await copy("villages (id, geog)", villageRows(snapshot));
  await client.query("create index on segments using gist (geog)");
  await client.query("vacuum analyze segments");
  await client.query("vacuum analyze villages");
}

/** Microseconds per village of a query that looks at the villages of the sample, on warm data, one backend. */
async function timed(client: pg.Client, sql: string, sample: readonly number[]): Promise<number> {
  await client.query(sql, [sample.slice(0, 200)]);
  const start = performance.now();
  await client.query(sql, [sample]);
  return ((performance.now() - start) * 1000) / sample.length;
}

/**
 * PostGIS on the same data, a row per segment (ST_Distance on geography is up to 9 m too large for lines of many segments): nearest by
 * KNN and ST_DWithin on a sample, and the verdicts within each reach over all villages.
 */
export async function measurePostgis(
  url: string,
  snapshot: Snapshot,
  sample: readonly number[],
  reachesM: readonly number[],
): Promise<PostgisTimes> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await load(client, snapshot);
    const knn = await timed(
      client,
      `select sum((select ST_Distance(s.geog, v.geog) from segments s order by s.geog <-> v.geog limit 1))
         from villages v where id = any($1::integer[])`,
      sample,
    );
    const dwithin = await timed(
      client,
      `select count(*) filter (where exists (select 1 from segments s where ST_DWithin(s.geog, v.geog, ${reachesM[0]!})))
         from villages v where id = any($1::integer[])`,
      sample,
    );
    const within = new Map<number, Uint8Array>();
    for (const reachM of reachesM) {
      const answer = await client.query<{ id: number }>(
        `select id from villages v where exists (select 1 from segments s where ST_DWithin(s.geog, v.geog, ${reachM}))`,
      );
      const served = new Uint8Array(snapshot.villages.count);
      for (const { id } of answer.rows) served[id] = 1;
      within.set(reachM, served);
    }
    return { knn, dwithin, within };
  } finally {
    await client.query(`drop schema if exists ${SCHEMA} cascade`);
    await client.end();
  }
}
