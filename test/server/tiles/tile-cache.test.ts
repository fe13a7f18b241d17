import { describe, expect, test } from "vitest";
import { TileCache } from "../../../server/tiles/tile-cache.ts";

const body = (size: number) => () =>
  Promise.resolve({ bytes: new Uint8Array(size), zipped: false });

describe("the tile cache", () => {
  test("it never holds more than its bytes, and gives up what was used least lately", async () => {
    const cache = new TileCache(4000);
    await cache.load("a", body(1000));
    await cache.load("b", body(1000));
    await cache.load("c", body(1000));
    expect(cache.get("a")?.bytes).toHaveLength(1000);
    await cache.load("d", body(1000));
    expect(cache.bytes).toBeLessThanOrEqual(4000);
    expect(cache.get("b")).toBeUndefined();
    expect(
      [cache.get("a"), cache.get("c"), cache.get("d")].every((kept) => kept?.bytes.length === 1000),
    ).toBe(true);
  });

  test("a tile larger than the whole cache is served and not kept", async () => {
    const cache = new TileCache(1000);
    expect((await cache.load("large", body(5000)))?.bytes).toHaveLength(5000);
    expect([cache.get("large"), cache.bytes]).toEqual([undefined, 0]);
  });

  test("an empty tile is kept as empty", async () => {
    const cache = new TileCache(1000);
    let made = 0;
    const make = async () => {
      made++;
      return null;
    };
    expect([await cache.load("sea", make), await cache.load("sea", make), made]).toEqual([
      null,
      null,
      1,
    ]);
  });

  test("a failure reaches all who wait, and the next one tries again", async () => {
    const cache = new TileCache(1000);
    let tries = 0;
    const fail = async () => {
      tries++;
      await Promise.resolve();
      throw new Error("no");
    };
    const results = await Promise.allSettled([cache.load("a", fail), cache.load("a", fail)]);
    expect([results.map((result) => result.status), tries]).toEqual([["rejected", "rejected"], 1]);
    expect((await cache.load("a", body(3)))?.bytes).toHaveLength(3);
  });
});
