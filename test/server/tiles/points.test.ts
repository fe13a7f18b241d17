import { gunzipSync, gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { TileEncoder, type TileStatus } from "../../../server/tiles/tile-encoder.ts";
import { worldX, worldY } from "../../../server/tiles/grid.ts";
import { readTile } from "./read-tile.ts";
import { snapshotOf, type VillageRow } from "./synthetic-region.ts";

/** The tile of a zoom that holds a place, by the usual formula. */
function tileOf(z: number, [lng, lat]: readonly [number, number]): [number, number] {
  const radians = (lat * Math.PI) / 180;
  const x = ((lng + 180) / 360) * 2 ** z;
  const y = ((1 - Math.log(Math.tan(radians) + 1 / Math.cos(radians)) / Math.PI) / 2) * 2 ** z;
  return [x, y];
}

const place = fc.tuple(
  fc.double({ min: 104.4, max: 112.1, noNaN: true }),
  fc.double({ min: 20.9, max: 26.4, noNaN: true }),
);
const villages = fc
  .array(
    fc.record({
      at: place,
      households: fc.integer({ min: -1, max: 9000 }),
      status: fc.integer({ min: 0, max: 3 }),
    }),
    {
      minLength: 1,
      maxLength: 60,
    },
  )
  .map((rows) => rows.map((row, i) => ({ ...row, id: 1000 + i, name: `岜${i % 7}屯` })));

function statusOf(rows: readonly { status: number }[]): TileStatus {
  return {
    unit: "naturalVillage",
    units: Int32Array.from(rows.keys()),
    status: Uint8Array.from(rows, (row) => row.status),
  };
}

describe("villages in tiles", () => {
  test("every village is in the tile of its place, once, within one tile unit, with its status and households", () => {
    fc.assert(
      fc.property(villages, fc.integer({ min: 8, max: 18 }), (rows, z) => {
        const encoder = new TileEncoder(snapshotOf({ villages: rows }));
        const status = statusOf(rows);
        const tiles = new Map<string, [number, number]>();
        for (const row of rows) {
          const [x, y] = [worldX(row.at[0]) >> (30 - z), worldY(row.at[1]) >> (30 - z)];
          tiles.set(`${x}/${y}`, [x, y]);
        }
        const seen = new Map<number, number>();
        for (const [tx, ty] of tiles.values()) {
          for (const feature of readTile(encoder.encode(["villages"], z, tx, ty, status))[
            "villages"
          ] ?? []) {
            const row = rows[feature.id! - 1000]!;
            seen.set(feature.id!, (seen.get(feature.id!) ?? 0) + 1);
            const [x, y] = tileOf(z, row.at);
            const at = feature.geometry[0]![0]!;
            expect(Math.abs(at.x - (x - tx) * 4096)).toBeLessThanOrEqual(1);
            expect(Math.abs(at.y - (y - ty) * 4096)).toBeLessThanOrEqual(1);
            expect(at.x >= 0 && at.x < 4096 && at.y >= 0 && at.y < 4096).toBe(true);
            const { s, hh, n } = feature.properties;
            expect(s).toBe(row.status);
            expect(hh).toBe(row.households < 0 ? undefined : row.households);
            expect(n).toBe(z >= 11 ? row.name : undefined);
          }
        }
        expect([...seen.values()]).toEqual(rows.map(() => 1));
      }),
      { numRuns: 60 },
    );
  });

  test("a village that the rule does not name carries no status, and without a rule none does", () => {
    const rows: VillageRow[] = [
      { id: 7, at: [107.5, 24.1], households: 25 },
      { id: 8, at: [107.5001, 24.1], households: 12 },
    ];
    const encoder = new TileEncoder(snapshotOf({ villages: rows }));
    const [x, y] = [worldX(107.5) >> 20, worldY(24.1) >> 20];
    const status: TileStatus = {
      unit: "naturalVillage",
      units: Int32Array.of(1),
      status: Uint8Array.of(3),
    };
    const judged = readTile(encoder.encode(["villages"], 10, x, y, status))["villages"]!;
    expect(judged.map((feature) => feature.properties)).toEqual([{ hh: 25 }, { hh: 12, s: 3 }]);
    const plain = readTile(encoder.encode(["villages"], 10, x, y, null))["villages"]!;
    expect(plain.map((feature) => feature.properties)).toEqual([{ hh: 25 }, { hh: 12 }]);
  });

  test("below zoom 8 clusters hold every village, its households and the counts of each status", () => {
    fc.assert(
      fc.property(villages, fc.integer({ min: 0, max: 7 }), (rows, z) => {
        const encoder = new TileEncoder(snapshotOf({ villages: rows }));
        const status = statusOf(rows);
        const total = { count: 0, hh: 0, served: 0, unserved: 0, unknown: 0 };
        for (let x = 0; x < 2 ** z; x++) {
          for (let y = 0; y < 2 ** z; y++) {
            for (const { properties } of readTile(encoder.encode(["villages"], z, x, y, status))[
              "villages"
            ] ?? [])
              for (const key of Object.keys(total) as (keyof typeof total)[])
                total[key] += properties[key] as number;
          }
        }
        const withStatus = (status: number) => rows.filter((row) => row.status === status).length;
        expect(total).toEqual({
          count: rows.length,
          hh: rows.reduce((sum, row) => sum + Math.max(0, row.households), 0),
          served: withStatus(3),
          unserved: withStatus(1),
          unknown: withStatus(2),
        });
      }),
      { numRuns: 24 },
    );
  });

  test("a tile without anything has no bytes", () => {
    const encoder = new TileEncoder(snapshotOf({ villages: [{ id: 1, at: [107, 24] }] }));
    expect(
      encoder.encode(["areas", "zones", "road", "facility", "villages"], 10, 1, 1, null),
    ).toHaveLength(0);
    expect(
      new TileEncoder(snapshotOf({})).encode(["villages", "road"], 8, 204, 110, null),
    ).toHaveLength(0);
  });

  test("a tile that would be too heavy is thinned until it is not over 500 kB gzipped", () => {
    const crowd = 90_000;
    const rows = Array.from({ length: crowd }, (_, i) => ({
      id: Math.imul(i + 1, 0x9e3779b1) >>> 1,
      at: [
        107.5 + (Math.imul(i, 48271) % 65521) / 1e6,
        24.1 + (Math.imul(i, 69621) % 65521) / 1e6,
      ] as const,
      households: Math.imul(i, 7919) % 4001,
      name: `${i.toString(36)}屯`,
    })).map((row) => ({ ...row, households: Math.abs(row.households) }));
    const encoder = new TileEncoder(snapshotOf({ villages: rows }));
    const [x, y] = [worldX(107.5) >> 21, worldY(24.1) >> 21];
    const layers = ["villages"] as const;
    for (const [z, tx, ty] of [
      [9, x, y],
      [11, worldX(107.53) >> 19, worldY(24.11) >> 19],
    ] as const) {
      const whole = gzipSync(encoder.encode(layers, z, tx, ty, null), { level: 1 }).length;
      const sent = encoder.pack(layers, z, tx, ty, null)!;
      expect(whole).toBeGreaterThan(500_000);
      expect(sent.bytes.length).toBeLessThanOrEqual(500_000);
      expect(readTile(gunzipSync(sent.bytes))["villages"]!.length).toBeGreaterThan(crowd / 40);
    }
  });
});
