import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { Client } from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { POINT } from "../../core/coverage/snapshot.ts";
import { zoomOfClass } from "../../core/policy/class-zoom.ts";
import { TOLERANCE } from "../../server/tiles/simplify.ts";
import type { BenchRegion } from "./tiles-data.ts";

const SCHEMA = "qiantu_bench_tiles";
const CLIENTS = [2, 4, 8];
/** Seconds of a run that looks for the best number of clients, and of a measured one. */
const TRIAL_SECONDS = 2;
const SECONDS = 4;

/** Where pgbench lies, or null when it is not installed. */
function findPgbench(): string | null {
  const folders = [
    ...(process.env["PATH"] ?? "").split(":"),
    ...[18, 17, 16, 15].map((version) => `/usr/lib/postgresql/${version}/bin`),
  ];
  return folders.map((folder) => join(folder, "pgbench")).find((file) => existsSync(file)) ?? null;
}

/** PostGIS with the data loaded, ready to be asked for tiles. */
export interface PgbenchPeer {
  /** Tiles per second of one run, with the number of clients that was best. */
  measure(): Promise<number>;
  /** Removes the data. */
  close(): Promise<void>;
}

/**
 * Prepares ST_AsMVT through pgbench on the same data: the same layers and properties, roads generalised beforehand for each zoom
 * as the service does, GiST indexes, clustered tables, prepared statements, no parallel query, no JIT; the best of 2, 4 and 8 clients.
 * Works in a schema of its own. Null when pgbench is not installed.
 */
export async function preparePgbench(
  databaseUrl: string,
  region: BenchRegion,
  tiles: readonly [number, number, number][],
  log: (text: string) => void,
): Promise<PgbenchPeer | null> {
  const pgbench = findPgbench();
  if (!pgbench) return null;
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  const folder = mkdtempSync(join(tmpdir(), "qiantu-bench-"));
  const close = async (): Promise<void> => {
    rmSync(folder, { recursive: true, force: true });
    await client.query(`drop schema if exists ${SCHEMA} cascade`);
    await client.end();
  };
  try {
    await load(client, region, tiles);
    const zooms = [...new Set(tiles.map(([z]) => z))];
    const scripts = zooms.flatMap((zoom) => {
      const file = join(folder, `z${zoom}.sql`);
      writeFileSync(file, scriptOf(zoom, tiles.filter(([z]) => z === zoom).length));
      return ["-f", file];
    });
    const runWith = (clients: number, seconds: number): Promise<number> => {
      const options = ["-n", "-M", "prepared", "-c", String(clients), "-j", "2"];
      return run(pgbench, databaseUrl, [...options, "-T", String(seconds), ...scripts]);
    };
    let best = { clients: 0, perSecond: 0 };
    for (const clients of CLIENTS) {
      const perSecond = await runWith(clients, TRIAL_SECONDS);
      log(`pgbench, ${clients} clients: ${Math.round(perSecond)} tiles/s`);
      if (perSecond > best.perSecond) best = { clients, perSecond };
    }
    return { measure: () => runWith(best.clients, SECONDS), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function load(
  client: Client,
  region: BenchRegion,
  tiles: readonly [number, number, number][],
): Promise<void> {
  await client.query(`
    create extension if not exists postgis;
    drop schema if exists ${SCHEMA} cascade;
    create schema ${SCHEMA};
    create unlogged table ${SCHEMA}.tile (z int, n int, x int, y int, primary key (z, n));
    create unlogged table ${SCHEMA}.village_text (id int, lng float8, lat float8, s int, hh int, n text);
    create unlogged table ${SCHEMA}.road_text (id int, c text, sf text, z int, wkt text);`);
  const seen = new Map<number, number>();
  await copy(client, "tile", function* () {
    for (const [z, x, y] of tiles) {
      const n = (seen.get(z) ?? 0) + 1;
      seen.set(z, n);
      yield [z, n, x, y];
    }
  });
  const { snapshot } = region;
  const { villages } = snapshot;
  const { verdicts } = await region.judge(region.rule());
  const status = new Map(
    Array.from(verdicts.units, (village, u) => [village, verdicts.status[u]!]),
  );
  await copy(client, "village_text", function* () {
    for (let i = 0; i < villages.count; i++)
      yield [
        villages.id[i]!,
        villages.lng[i]!,
        villages.lat[i]!,
        status.get(i) ?? "\\N",
        villages.households[i]! < 0 ? "\\N" : villages.households[i]!,
        villages.name[i]!,
      ];
  });
  const roads = snapshot.features.road;
  await copy(client, "road_text", function* () {
    for (let i = 0; i < roads.count; i++) {
      if (roads.geometry[i] === POINT) continue;
      const lines: string[] = [];
      for (let p = roads.partOf[i]!; p < roads.partOf[i + 1]!; p++) {
        const places: string[] = [];
        for (let k = roads.vertexOf[p]!; k < roads.vertexOf[p + 1]!; k++)
          places.push(`${roads.coordinates[2 * k]} ${roads.coordinates[2 * k + 1]}`);
        lines.push(`(${places.join(",")})`);
      }
      const kind = roads.classes[roads.class[i]!]!;
      const wkt =
        lines.length === 1 ? `LINESTRING${lines[0]}` : `MULTILINESTRING(${lines.join(",")})`;
      yield [
        roads.id[i]!,
        kind || "\\N",
        roads.surfaces[roads.surface[i]!] || "\\N",
        zoomOfClass("road", kind),
        wkt,
      ];
    }
  });
  await client.query(`
    create unlogged table ${SCHEMA}.village as
      select id, s, hh, n, ST_Transform(ST_SetSRID(ST_MakePoint(lng, lat), 4326), 3857) as geom from ${SCHEMA}.village_text;
    create index on ${SCHEMA}.village using gist (geom);
    cluster ${SCHEMA}.village using village_geom_idx;`);
  for (const zoom of seen.keys()) {
    const toleranceM = (40075016.68 / 2 ** zoom / 4096) * TOLERANCE;
    await client.query(`
      create unlogged table ${SCHEMA}.road_${zoom} as
        select id, c, sf, ST_Simplify(ST_Transform(ST_GeomFromText(wkt, 4326), 3857), ${toleranceM}, true) as geom
        from ${SCHEMA}.road_text where z <= ${zoom};
      create index on ${SCHEMA}.road_${zoom} using gist (geom);
      cluster ${SCHEMA}.road_${zoom} using road_${zoom}_geom_idx;`);
  }
  await client.query(`vacuum analyze`);
}

/** One tile of villages and roads, as the service makes it. */
function scriptOf(zoom: number, count: number): string {
  const name = zoom >= 11 ? ", n" : "";
  return `\\set i random(1, ${count})
with t as materialized (
  select ST_TileEnvelope(z, x, y) as box, ST_TileEnvelope(z, x, y, margin => 0.015625) as wide
  from ${SCHEMA}.tile where z = ${zoom} and n = :i)
select (select ST_AsMVT(f, 'road', 4096, 'geom', 'id') from (
          select id, c, sf, ST_AsMVTGeom(r.geom, t.box, 4096, 64, true) as geom from ${SCHEMA}.road_${zoom} r, t where r.geom && t.wide) f where geom is not null)
    || (select ST_AsMVT(f, 'villages', 4096, 'geom', 'id') from (
          select id, s, hh${name}, ST_AsMVTGeom(v.geom, t.box, 4096, 0, false) as geom from ${SCHEMA}.village v, t where v.geom && t.box) f where geom is not null);
`;
}

async function copy(
  client: Client,
  table: string,
  rows: () => Iterable<readonly (string | number)[]>,
): Promise<void> {
  const lines = function* (): Generator<string> {
    let chunk = "";
    for (const row of rows()) {
      chunk += `${row.join("\t")}\n`;
      if (chunk.length > 65536) {
        yield chunk;
        chunk = "";
      }
    }
    yield chunk;
  };
  await pipeline(
    Readable.from(lines()),
    client.query(copyFrom(`copy ${SCHEMA}.${table} from stdin`)),
  );
}

function run(pgbench: string, databaseUrl: string, args: readonly string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(pgbench, [...args, databaseUrl], {
      env: { ...process.env, PGOPTIONS: "-c max_parallel_workers_per_gather=0 -c jit=off" },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let text = "";
    let errors = "";
    child.stdout.on("data", (chunk: Buffer) => (text += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (errors += chunk.toString()));
    child.on("error", reject);
    child.on("exit", () => {
      const perSecond = /^tps = ([\d.]+)/m.exec(text)?.[1];
      if (perSecond === undefined) reject(new Error(`pgbench failed: ${errors.slice(-500)}`));
      else resolve(Number(perSecond));
    });
  });
}
