import { afterEach, describe, expect, test } from "vitest";
import { worldX, worldY } from "../../../server/tiles/grid.ts";
import type { TileStatus } from "../../../server/tiles/tile-encoder.ts";
import { type TileJob, TilePool } from "../../../server/tiles/tile-pool.ts";
import { readTile } from "./read-tile.ts";
import { snapshotOf } from "./synthetic-region.ts";

const AT = [107.5, 24.1] as const;
const PLACE = { z: 10, x: worldX(AT[0]) >> 20, y: worldY(AT[1]) >> 20 };

const pools: TilePool[] = [];
function poolOf(threads: number): TilePool {
  const pool = new TilePool(threads);
  pools.push(pool);
  return pool;
}
afterEach(async () => {
  await Promise.all(pools.splice(0).map((pool) => pool.close()));
});

function jobOf(id: number, region = "45"): TileJob {
  const snapshot = snapshotOf({ villages: [{ id, at: AT, households: 20 }] });
  return {
    region,
    snapshot,
    zones: null,
    status: null,
    statusKey: "",
    layers: ["villages"],
    ...PLACE,
  };
}
const statusOf = (value: number): TileStatus => ({
  unit: "naturalVillage",
  units: Int32Array.of(0),
  status: Uint8Array.of(value),
});
async function villagesOf(pool: TilePool, job: TileJob) {
  const tile = await pool.write(job);
  return readTile(tile!.bytes)["villages"]!.map(({ id, properties }) => [id, properties["s"]]);
}

describe("the threads that write tiles", () => {
  test("regions are kept apart, and new data of a region replace the old", async () => {
    const pool = poolOf(1);
    const [first, other, renewed] = [jobOf(1), jobOf(2, "LA"), jobOf(3)];
    expect(await villagesOf(pool, first)).toEqual([[1, undefined]]);
    expect(await villagesOf(pool, other)).toEqual([[2, undefined]]);
    expect(await villagesOf(pool, renewed)).toEqual([[3, undefined]]);
    expect(await villagesOf(pool, other)).toEqual([[2, undefined]]);
  });

  test("each question keeps its own status, also when more are asked than a thread keeps", async () => {
    const pool = poolOf(2);
    const job = jobOf(1);
    const ask = (value: number) =>
      villagesOf(pool, { ...job, status: statusOf(value % 4), statusKey: `rule ${value}` });
    for (const value of [...Array(30).keys(), 0, 1, 2, 3])
      expect(await ask(value)).toEqual([[1, value % 4]]);
  });

  test("a thread that ends fails what it was at, and the next tile starts another", async () => {
    const pool = poolOf(1);
    const job = jobOf(1);
    await villagesOf(pool, job);
    const [lost] = await Promise.allSettled([pool.write(job), pool.close()]);
    expect(lost.status === "rejected" && String(lost.reason)).toContain("a tile thread ended");
    expect(await villagesOf(pool, job)).toEqual([[1, undefined]]);
  });

  test("a tile that cannot be written fails alone", async () => {
    const pool = poolOf(1);
    const job = jobOf(1);
    const broken = {
      ...job,
      region: "X",
      snapshot: { ...job.snapshot, villages: { ...job.snapshot.villages, lng: null as never } },
    };
    await expect(pool.write(broken)).rejects.toThrow("null");
    expect(await villagesOf(pool, job)).toEqual([[1, undefined]]);
  });
});
