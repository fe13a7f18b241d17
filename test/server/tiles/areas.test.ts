import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { EXTENT, positionOf, worldX, worldY } from "../../../server/tiles/grid.ts";
import { TileEncoder } from "../../../server/tiles/tile-encoder.ts";
import { type ReadFeature, readTile } from "./read-tile.ts";
import { type AreaRow, snapshotOf } from "./synthetic-region.ts";

type Place = readonly [number, number];

/** Twice the signed area of a ring in tile units; positive = clockwise on the screen. */
function area2(ring: readonly { x: number; y: number }[]): number {
  let sum = 0;
  for (let k = 0, j = ring.length - 1; k < ring.length; j = k++)
    sum += ring[j]!.x * ring[k]!.y - ring[k]!.x * ring[j]!.y;
  return sum;
}

/** A square of counties side by side whose common borders are jagged: rows x columns cells over one degree. */
function jaggedCounties(side: number, jags: readonly number[]): AreaRow[] {
  let at = 0;
  const jag = () => jags[at++ % jags.length]! * 0.02;
  const edges = new Map<string, Place[]>();
  const corner = (i: number, j: number): Place => [107 + i / side, 24 + j / side];
  /** Vertices of the border between two neighbouring corners, made once and shared by both counties. */
  const edge = (a: [number, number], b: [number, number]): Place[] => {
    const key = `${a.join()}-${b.join()}`;
    const known = edges.get(key);
    if (known) return known;
    const [from, to] = [corner(...a), corner(...b)];
    const places: Place[] = [from];
    for (let k = 1; k < 20; k++) {
      const t = k / 20;
      places.push([
        from[0] + (to[0] - from[0]) * t + jag() / side,
        from[1] + (to[1] - from[1]) * t + jag() / side,
      ]);
    }
    places.push(to);
    edges.set(key, places);
    return places;
  };
  const rows: AreaRow[] = [{ id: 1, code: "45", name: "广西", level: "region", parent: -1 }];
  for (let i = 0; i < side; i++) {
    for (let j = 0; j < side; j++) {
      const south = edge([i, j], [i + 1, j]);
      const east = edge([i + 1, j], [i + 1, j + 1]);
      const north = [...edge([i, j + 1], [i + 1, j + 1])].reverse();
      const west = [...edge([i, j], [i, j + 1])].reverse();
      const ring = [...south, ...east.slice(1), ...north.slice(1), ...west.slice(1)];
      // Every county starts its ring elsewhere, as real files do.
      const turn = (i * 7 + j * 13) % (ring.length - 1);
      const turned = [...ring.slice(turn, -1), ...ring.slice(0, turn)];
      rows.push({
        id: rows.length + 1,
        code: `45${i}${j}`,
        name: `县${i}${j}`,
        level: "county",
        parent: 0,
        seat: [107 + (i + 0.5) / side, 24 + (j + 0.5) / side],
        polygons: [[[...turned, turned[0]!]]],
      });
    }
  }
  return rows;
}

describe("areas in tiles", () => {
  test("no gap opens between neighbours at any zoom: every inner border is drawn alike from both sides", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 60, maxLength: 200 }),
        fc.integer({ min: 4, max: 9 }),
        (jags, z) => {
          const encoder = new TileEncoder(snapshotOf({ areas: jaggedCounties(3, jags) }));
          const [x, y] = [worldX(107.5) >> (30 - z), worldY(24.5) >> (30 - z)];
          const counties = (
            readTile(encoder.encode(["areas"], z, x, y, null))["areas"] ?? []
          ).filter((feature) => feature.properties["lv"] === 2);
          // A segment inside the tile is the border of two counties, once in each direction, or the outer border.
          const count = new Map<string, number>();
          let total = 0;
          for (const { geometry } of counties) {
            for (const ring of geometry) {
              for (let k = 1; k < ring.length; k++) {
                const ends = [ring[k - 1]!, ring[k]!];
                if (ends.some((p) => p.x <= 0 || p.y <= 0 || p.x >= EXTENT || p.y >= EXTENT))
                  continue;
                const [a, b] = ends.map((p) => `${p.x},${p.y}`);
                count.set(`${a} ${b}`, (count.get(`${a} ${b}`) ?? 0) + 1);
                total++;
              }
            }
          }
          const outer = (key: string) => {
            const [a, b] = key.split(" ").map((text) => text.split(",").map(Number));
            return [a!, b!].every(([px, py]) => {
              const [lng, lat] = positionOf(
                (x * EXTENT + px!) * 2 ** (18 - z),
                (y * EXTENT + py!) * 2 ** (18 - z),
              );
              return (
                Math.min(
                  Math.abs(lng - 107),
                  Math.abs(lng - 108),
                  Math.abs(lat - 24),
                  Math.abs(lat - 25),
                ) < 0.02
              );
            });
          };
          let alone = 0;
          for (const key of count.keys()) {
            const [a, b] = key.split(" ");
            if (!count.has(`${b} ${a}`) && !outer(key)) alone++;
          }
          expect(total).toBeGreaterThan(0);
          expect(alone).toBe(0);
        },
      ),
      { numRuns: 40 },
    );
  });

  test("shells turn clockwise on the screen and holes the other way", () => {
    const shell: Place[] = [
      [107, 24],
      [107.4, 24],
      [107.4, 24.4],
      [107, 24.4],
      [107, 24],
    ];
    const hole: Place[] = [
      [107.1, 24.1],
      [107.3, 24.1],
      [107.3, 24.3],
      [107.1, 24.3],
      [107.1, 24.1],
    ];
    for (const rings of [
      [shell, hole],
      [[...shell].reverse(), [...hole].reverse()],
    ]) {
      const areas: AreaRow[] = [
        { id: 9, code: "45", name: "广西", level: "region", parent: -1, polygons: [rings] },
      ];
      const feature = readTile(
        new TileEncoder(snapshotOf({ areas })).encode(["areas"], 8, 204, 110, null),
      )["areas"]![0] as ReadFeature;
      expect(feature.properties).toEqual({ code: "45", name: "广西", level: "region", lv: 0 });
      expect(feature.geometry.map((ring) => Math.sign(area2(ring)))).toEqual([1, -1]);
    }
  });

  test("an area that covers the whole tile fills it to the buffer", () => {
    const shell: Place[] = [
      [100, 15],
      [115, 15],
      [115, 30],
      [100, 30],
      [100, 15],
    ];
    const areas: AreaRow[] = [
      { id: 9, code: "45", name: "广西", level: "region", parent: -1, polygons: [[shell]] },
    ];
    const [feature] = readTile(
      new TileEncoder(snapshotOf({ areas })).encode(["areas"], 10, 817, 440, null),
    )["areas"]!;
    expect(Math.abs(area2(feature!.geometry[0]!)) / 2).toBe((EXTENT + 128) ** 2);
  });

  test("each area has one label, at its seat, from the zoom of its level on", () => {
    const rows = jaggedCounties(2, [0.3]);
    rows.push({
      id: 99,
      code: "450001001",
      name: "城关镇",
      pinyin: "Chengguan Zhen",
      level: "township",
      parent: 1,
      seat: [107.3, 24.3],
    });
    const encoder = new TileEncoder(snapshotOf({ areas: rows }));
    const labels = (z: number) => {
      const found: ReadFeature[] = [];
      for (let x = worldX(106.9) >> (30 - z); x <= worldX(108.1) >> (30 - z); x++)
        for (let y = worldY(25.1) >> (30 - z); y <= worldY(23.9) >> (30 - z); y++)
          found.push(...(readTile(encoder.encode(["areas"], z, x, y, null))["area-labels"] ?? []));
      return found
        .map(({ properties }) => [properties["name"], properties["latin"]].filter(Boolean).join())
        .sort((a, b) => (a < b ? -1 : 1));
    };
    expect(labels(6)).toEqual(["县00", "县01", "县10", "县11"]);
    expect(labels(9)).toEqual(["县00", "县01", "县10", "县11", "城关镇,Chengguan"]);
  });

  test("rules on administrative villages draw their seats with status and households, and villages without status", () => {
    const areas: AreaRow[] = [
      { id: 1, code: "45", name: "广西", level: "region", parent: -1 },
      {
        id: 2,
        code: "451202001001",
        name: "六排村",
        pinyin: "Liupai Cun",
        level: "administrativeVillage",
        parent: 0,
        seat: [107.2, 24.2],
      },
      { id: 3, code: "451202001002", name: "八腊村", level: "administrativeVillage", parent: 0 },
    ];
    const villages = [
      { id: 1, at: [107.21, 24.2] as Place, households: 30, area: 1 },
      { id: 2, at: [107.22, 24.2] as Place, households: 12, area: 1 },
    ];
    const encoder = new TileEncoder(snapshotOf({ areas, villages }));
    const status = {
      unit: "administrativeVillage" as const,
      units: Int32Array.of(1, 2),
      status: Uint8Array.of(1, 3),
    };
    const at = (zoom: number) =>
      encoder.encode(
        ["villages"],
        zoom,
        worldX(107.21) >> (30 - zoom),
        worldY(24.2) >> (30 - zoom),
        status,
      );
    const tile = readTile(at(11));
    const seat = { id: 2, s: 1, hh: 42, lv: 4, code: "451202001001", n: "六排村", latin: "Liupai" };
    expect(tile["units"]!.map(({ id, properties }) => ({ id, ...properties }))).toEqual([seat]);
    // Named from their first zoom on, so that a dot can be read and opened wherever it is seen.
    expect(readTile(at(8))["units"]![0]!.properties).toMatchObject({ n: "六排村" });
    expect(tile["villages"]!.map(({ properties }) => "s" in properties)).toEqual([false, false]);
  });

  test("a tile covers exactly what the outline covers, whatever of it lies outside", () => {
    const outline = fc
      .array(fc.double({ min: 0.2, max: 1, noNaN: true }), {
        minLength: 5,
        maxLength: 300,
        size: "max",
      })
      .map((radii): Place[] => {
        const ring = radii.map((radius, k): Place => {
          const angle = (2 * Math.PI * k) / radii.length;
          return [107.5 + radius * 0.4 * Math.cos(angle), 24.5 + radius * 0.4 * Math.sin(angle)];
        });
        return [...ring, ring[0]!];
      });
    fc.assert(
      fc.property(outline, fc.integer({ min: 8, max: 13 }), fc.nat(3), (ring, z, corner) => {
        const areas: AreaRow[] = [
          { id: 9, code: "45", name: "广西", level: "region", parent: -1, polygons: [[ring]] },
        ];
        const encoder = new TileEncoder(snapshotOf({ areas }));
        const near = ring[Math.floor((ring.length * corner) / 4)]!;
        const [x, y] = [worldX(near[0]) >> (30 - z), worldY(near[1]) >> (30 - z)];
        const unit = 2 ** (18 - z);
        const path = ring.map(([lng, lat]) => ({
          x: worldX(lng) / unit - x * EXTENT,
          y: worldY(lat) / unit - y * EXTENT,
        }));
        const drawn = (readTile(encoder.encode(["areas"], z, x, y, null))["areas"] ?? []).flatMap(
          (feature) => feature.geometry,
        );
        for (let px = 37; px < EXTENT; px += 391) {
          for (let py = 53; py < EXTENT; py += 397) {
            // Within the tolerance of simplification and rounding either answer is right.
            if (distanceTo({ x: px, y: py }, path) <= 6) continue;
            const covered =
              drawn.filter((each) => isInside({ x: px, y: py }, each)).length % 2 === 1;
            expect(covered).toBe(isInside({ x: px, y: py }, path));
          }
        }
      }),
      { numRuns: 60 },
    );
  });
});

interface XY {
  x: number;
  y: number;
}

/** Even-odd rule along a ray to the east. */
function isInside(p: XY, ring: readonly XY[]): boolean {
  let inside = false;
  for (let k = 0, j = ring.length - 1; k < ring.length; j = k++) {
    const [a, b] = [ring[j]!, ring[k]!];
    if (a.y > p.y !== b.y > p.y && p.x < a.x + ((p.y - a.y) / (b.y - a.y)) * (b.x - a.x))
      inside = !inside;
  }
  return inside;
}

function distanceTo(p: XY, ring: readonly XY[]): number {
  let least = Infinity;
  for (let k = 1; k < ring.length; k++) {
    const [a, b] = [ring[k - 1]!, ring[k]!];
    const [dx, dy] = [b.x - a.x, b.y - a.y];
    const length2 = dx * dx + dy * dy;
    const t =
      length2 > 0 ? Math.min(1, Math.max(0, ((p.x - a.x) * dx + (p.y - a.y) * dy) / length2)) : 0;
    least = Math.min(least, Math.hypot(p.x - a.x - t * dx, p.y - a.y - t * dy));
  }
  return least;
}
