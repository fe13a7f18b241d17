import { fork, type ChildProcess } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Snapshot } from "../../core/coverage/snapshot.ts";
import { worldX, worldY } from "../../server/tiles/grid.ts";
import { TILE_LAYERS } from "../../server/tiles/tile-encoder.ts";
import type { DemonstrationRegion } from "../../geodata/demonstration/generate.ts";
import { makeBenchRegion } from "./tiles-data.ts";
import { requestAll } from "./tiles-load.ts";
import { type PgbenchPeer, preparePgbench } from "./tiles-pgbench.ts";
import type { MeasureAnswer, TileRequest } from "./tiles-server.ts";

type TileXyz = [z: number, x: number, y: number];

const CONNECTIONS = 8;
const PER_ZOOM = 240;
const ROUNDS = 5;
const LAYERS = "villages,road";

/**
 * Tiles per second over HTTP, villages and roads together: made anew (each tile once) and from the cache, against ST_AsMVT through pgbench on
 * the same data and machine when DATABASE_URL names a PostGIS server; and the size of the largest tile with every layer.
 * Both take turns, round by round, so that whatever else the machine does meets both.
 */
export async function benchTiles(args: readonly string[]): Promise<void> {
  const size = sizeOf(args);
  const log = (text: string): void => console.error(text);
  log("making the data ...");
  const worker = fileURLToPath(import.meta.resolve("./tiles-server.js"));
  const server = fork(worker, { stdio: ["ignore", 2, 2, "ipc"] });
  let peer: PgbenchPeer | null = null;
  try {
    const [region, port] = await Promise.all([
      makeBenchRegion(size),
      call(server, { ask: "start", size }) as Promise<number>,
    ]);
    const near = sampleTiles(region.snapshot, [10, 11, 12, 13]);
    const wide = sampleTiles(region.snapshot, [8, 9, 10, 11, 12, 13]);
    const databaseUrl = process.env["DATABASE_URL"];
    if (databaseUrl) peer = await preparePgbench(databaseUrl, region, near, log);

    const rounds: Round[] = [];
    await measureRound(server, port, near, null);
    for (let k = 0; k < ROUNDS; k++) rounds.push(await measureRound(server, port, near, peer));
    const measured = summarize(rounds);
    log(describe("z10-13", near.length, measured));
    const beside = await measureRound(server, port, wide, null);
    log(describe("z8-13", wide.length, beside));
    const largest = (await call(server, {
      ask: "measure",
      layers: [...TILE_LAYERS],
      tiles: [...allTiles(region.snapshot, 0, 11), ...sampleTiles(region.snapshot, [12, 13, 14])],
    })) as MeasureAnswer;
    log(
      `largest tile with all layers: ${kb(largest.largest)} kB (${largest.largestTile}); before thinning ${kb(largest.unthinned)} kB, ${largest.thinned} tiles thinned`,
    );
    print(args, measured, largest.largest);
  } finally {
    await peer?.close();
    if (server.connected) server.disconnect();
  }
}

function sizeOf(args: readonly string[]): DemonstrationRegion {
  const at = args.indexOf("--region");
  const region = at < 0 ? "guangxi" : args[at + 1];
  if (region !== "guangxi" && region !== "hechi") throw new Error("--region is guangxi or hechi");
  return region;
}

/** Tiles per second, and kilobytes a tile. */
interface Round {
  uncached: number;
  cached: number;
  pgbench: number | null;
  kbPerTile: number;
}

const kb = (bytes: number): string => (bytes / 1000).toFixed(0);

function describe(zooms: string, tiles: number, { uncached, cached, kbPerTile }: Round): string {
  return `${zooms}: ${tiles} tiles, ${kbPerTile.toFixed(1)} kB each; uncached ${uncached.toFixed(0)}/s, cached ${cached.toFixed(0)}/s`;
}

/** Medians over the rounds. */
function summarize(rounds: readonly Round[]): Round {
  const pgbench = rounds.flatMap((round) => round.pgbench ?? []);
  return {
    uncached: median(rounds.map((round) => round.uncached)),
    cached: median(rounds.map((round) => round.cached)),
    pgbench: pgbench.length > 0 ? median(pgbench) : null,
    kbPerTile: rounds[0]!.kbPerTile,
  };
}

function print(
  args: readonly string[],
  { uncached, cached, pgbench }: Round,
  largest: number,
): void {
  const round = (value: number): number => Math.round(value * 100) / 100;
  const answer = {
    uncachedPerSecond: Math.round(uncached),
    cachedPerSecond: Math.round(cached),
    ...(pgbench === null ? {} : { pgbenchPerSecond: Math.round(pgbench) }),
    ratios:
      pgbench === null
        ? {}
        : { uncached: round(uncached / pgbench), cached: round(cached / pgbench) },
    largestTileKb: round(largest / 1000),
  };
  console.log(args.includes("--json") ? JSON.stringify(answer) : JSON.stringify(answer, null, 2));
}

/** One turn each: every tile made anew (three times over), all from the cache, and pgbench. */
async function measureRound(
  server: ChildProcess,
  port: number,
  tiles: readonly TileXyz[],
  peer: PgbenchPeer | null,
): Promise<Round> {
  const paths = tiles.map(
    (tile) => `/tiles/${LAYERS}/${tile.join("/")}?region=45&rule=village-road`,
  );
  let seconds = 0;
  let bytes = 0;
  for (let pass = 0; pass < 3; pass++) {
    await call(server, { ask: "clear" });
    const made = await requestAll(port, paths, CONNECTIONS);
    seconds += made.seconds;
    bytes = made.bytes;
  }
  const again = Array.from({ length: 12 }, () => paths).flat();
  const kept = await requestAll(port, again, CONNECTIONS);
  return {
    uncached: (paths.length * 3) / seconds,
    cached: kept.requests / kept.seconds,
    pgbench: peer ? await peer.measure() : null,
    kbPerTile: bytes / paths.length / 1000,
  };
}

const median = (values: number[]): number => values.sort((a, b) => a - b)[values.length >> 1]!;

/** Tiles that hold villages, the same number of each zoom where there are enough, spread evenly and shuffled the same way each time. */
function sampleTiles(snapshot: Snapshot, zooms: readonly number[]): TileXyz[] {
  const chosen = zooms.flatMap((zoom) => {
    const all = populated(snapshot, zoom);
    const step = Math.max(1, all.length / PER_ZOOM);
    return Array.from(
      { length: Math.min(PER_ZOOM, all.length) },
      (_, k) => all[Math.floor(k * step)]!,
    );
  });
  const order = (tile: TileXyz): number =>
    Math.imul(tile[0] * 73856093 + tile[1] * 19349663 + tile[2] * 83492791, 0x9e3779b1) >>> 0;
  return chosen.sort((a, b) => order(a) - order(b));
}

function populated({ villages }: Snapshot, zoom: number): TileXyz[] {
  const found = new Map<number, TileXyz>();
  for (let i = 0; i < villages.count; i++) {
    const x = worldX(villages.lng[i]!) >> (30 - zoom);
    const y = worldY(villages.lat[i]!) >> (30 - zoom);
    found.set(y * 2 ** zoom + x, [zoom, x, y]);
  }
  return [...found.entries()].sort((a, b) => a[0] - b[0]).map(([, tile]) => tile);
}

/** Every tile of the region's box from one zoom to another. */
function allTiles({ villages }: Snapshot, from: number, to: number): TileXyz[] {
  const x = Int32Array.from(villages.lng, worldX).sort();
  const y = Int32Array.from(villages.lat, worldY).sort();
  const tiles: TileXyz[] = [];
  for (let z = from; z <= to; z++)
    for (let tx = x[0]! >> (30 - z); tx <= x.at(-1)! >> (30 - z); tx++)
      for (let ty = y[0]! >> (30 - z); ty <= y.at(-1)! >> (30 - z); ty++) tiles.push([z, tx, ty]);
  return tiles;
}

function call(server: ChildProcess, message: TileRequest): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const fail = (code: number | null): void =>
      reject(new Error(`the server of the benchmark ended with ${code}`));
    server.once("exit", fail);
    server.once("message", (answer) => {
      server.off("exit", fail);
      resolve(answer);
    });
    server.send(message);
  });
}
