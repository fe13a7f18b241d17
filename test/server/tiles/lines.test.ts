import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { BUFFER, EXTENT, worldX, worldY } from "../../../server/tiles/grid.ts";
import { TOLERANCE } from "../../../server/tiles/simplify.ts";
import { TileEncoder } from "../../../server/tiles/tile-encoder.ts";
import { readTile } from "./read-tile.ts";
import { snapshotOf } from "./synthetic-region.ts";

type Place = readonly [number, number];
interface XY {
  x: number;
  y: number;
}

/** Roads that wander around one place, with steps from metres to tens of kilometres. */
const road = fc
  .tuple(
    fc.double({ min: 107.2, max: 107.8, noNaN: true }),
    fc.double({ min: 23.7, max: 24.3, noNaN: true }),
    fc.constantFrom(0.0002, 0.004, 0.05),
    fc.array(
      fc.tuple(
        fc.double({ min: -1, max: 1, noNaN: true }),
        fc.double({ min: -1, max: 1, noNaN: true }),
      ),
      { minLength: 1, maxLength: 400, size: "max" },
    ),
  )
  .map(([lng, lat, step, moves]) => {
    const places: Place[] = [[lng, lat]];
    for (const [dx, dy] of moves) {
      const [x, y] = places.at(-1)!;
      places.push([x + dx * step, y + dy * step]);
    }
    return places;
  });

const distance = (p: XY, a: XY, b: XY): number => {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const length2 = dx * dx + dy * dy;
  const t =
    length2 > 0 ? Math.min(1, Math.max(0, ((p.x - a.x) * dx + (p.y - a.y) * dy) / length2)) : 0;
  return Math.hypot(p.x - a.x - t * dx, p.y - a.y - t * dy);
};
const distanceToRuns = (p: XY, runs: readonly (readonly XY[])[]): number =>
  Math.min(Infinity, ...runs.flatMap((run) => run.slice(1).map((b, k) => distance(p, run[k]!, b))));

/** Points along a path, a tile unit or more apart. */
function* walk(path: readonly XY[], most = 40): Generator<XY> {
  for (let k = 1; k < path.length; k++) {
    const [a, b] = [path[k - 1]!, path[k]!];
    const steps = Math.min(most, Math.ceil(Math.hypot(b.x - a.x, b.y - a.y)) + 1);
    for (let s = 0; s <= steps; s++)
      yield { x: a.x + ((b.x - a.x) * s) / steps, y: a.y + ((b.y - a.y) * s) / steps };
  }
}

function inTile(places: readonly Place[], z: number, x: number, y: number): XY[] {
  const unit = 2 ** (18 - z);
  return places.map(([lng, lat]) => ({
    x: worldX(lng) / unit - x * EXTENT,
    y: worldY(lat) / unit - y * EXTENT,
  }));
}

function tilesAround(places: readonly Place[], z: number): [number, number][] {
  const shift = 30 - z;
  const keys = new Set(
    places.map(([lng, lat]) => `${worldX(lng) >> shift}/${worldY(lat) >> shift}`),
  );
  return [...keys].slice(0, 6).map((key) => key.split("/").map(Number) as [number, number]);
}

describe("roads in tiles", () => {
  test("what a tile shows of a road lies on the road, and every part of the road in the tile is shown", () => {
    fc.assert(
      fc.property(road, fc.integer({ min: 10, max: 16 }), (places, z) => {
        const snapshot = snapshotOf({
          features: { road: [{ id: 5, class: "county", lines: [places] }] },
        });
        const encoder = new TileEncoder(snapshot);
        // Rounding down to the grid moves a line by up to a unit, clipping by another half.
        const slack = (z >= 14 ? 0 : TOLERANCE) + 2;
        for (const [x, y] of tilesAround(places, z)) {
          const path = inTile(places, z, x, y);
          const feature = (readTile(encoder.encode(["road"], z, x, y, null))["road"] ?? [])[0];
          const runs = feature?.geometry ?? [];
          const extent = Math.max(
            ...[0, 1].map((axis) => {
              const values = path.map((p) => (axis === 0 ? p.x : p.y));
              return Math.max(...values) - Math.min(...values);
            }),
          );
          if (!feature && extent < 8) continue;
          for (const run of runs) {
            expect(run.length).toBeGreaterThan(1);
            for (const point of walk(run)) {
              expect(distanceToRuns(point, [path])).toBeLessThanOrEqual(slack);
              expect(
                Math.max(-point.x, -point.y, point.x - EXTENT, point.y - EXTENT),
              ).toBeLessThanOrEqual(BUFFER);
            }
          }
          for (const point of walk(path, 60)) {
            if (point.x < 0 || point.y < 0 || point.x > EXTENT || point.y > EXTENT) continue;
            expect(distanceToRuns(point, runs)).toBeLessThanOrEqual(slack);
          }
        }
      }),
      { numRuns: 150 },
    );
  });

  test("a road meets itself at the border of two tiles", () => {
    fc.assert(
      fc.property(road, fc.integer({ min: 11, max: 14 }), (places, z) => {
        const encoder = new TileEncoder(
          snapshotOf({ features: { road: [{ id: 5, class: "county", lines: [places] }] } }),
        );
        for (const [x, y] of tilesAround(places, z)) {
          const here =
            (readTile(encoder.encode(["road"], z, x, y, null))["road"] ?? [])[0]?.geometry ?? [];
          const east =
            (readTile(encoder.encode(["road"], z, x + 1, y, null))["road"] ?? [])[0]?.geometry ??
            [];
          const moved = east.map((run) => run.map((p) => ({ x: p.x + EXTENT, y: p.y })));
          for (const run of here) {
            for (const point of walk(run)) {
              if (Math.abs(point.x - EXTENT) > BUFFER / 2 || point.y < 0 || point.y > EXTENT)
                continue;
              expect(distanceToRuns(point, moved)).toBeLessThanOrEqual(2);
            }
          }
        }
      }),
      { numRuns: 100 },
    );
  });

  test("a road that only passes beside the tile leaves nothing in it", () => {
    // Both ends lie beyond different sides, so that its box covers a corner of the tile, but the road does not.
    const [z, x, y] = [12, 3271, 1760];
    const lng = (units: number) => ((x * EXTENT + units) / 4096 / 2 ** z) * 360 - 180;
    const lat = (units: number) =>
      (Math.atan(Math.sinh(Math.PI * (1 - (2 * (y * EXTENT + units)) / 4096 / 2 ** z))) * 180) /
      Math.PI;
    const places: Place[] = [
      [lng(-3000), lat(1500)],
      [lng(1500), lat(-3000)],
    ];
    const encoder = new TileEncoder(
      snapshotOf({ features: { road: [{ id: 1, class: "trunk", lines: [places] }] } }),
    );
    expect(encoder.encode(["road"], z, x, y, null)).toHaveLength(0);
    expect(readTile(encoder.encode(["road"], z, x - 1, y, null))["road"]).toHaveLength(1);
  });

  test("further out only wider roads are drawn", () => {
    const classes = ["trunk", "provincial", "county", "township", "village"];
    const rows = classes.map((name, i) => ({
      id: i + 1,
      class: name,
      surface: "cement",
      lines: [
        [
          [107.0, 24 + i * 0.01],
          [107.5, 24.2 + i * 0.01],
        ] as Place[],
      ],
    }));
    const encoder = new TileEncoder(snapshotOf({ features: { road: rows } }));
    const shown = (z: number) => {
      const [x, y] = [worldX(107.25) >> (30 - z), worldY(24.1) >> (30 - z)];
      return (readTile(encoder.encode(["road"], z, x, y, null))["road"] ?? []).map(
        (feature) => feature.properties["c"],
      );
    };
    expect(shown(6)).toEqual(["trunk", "provincial"]);
    expect(shown(8)).toEqual(["trunk", "provincial", "county"]);
    expect(shown(10)).toEqual(["trunk", "provincial", "county", "township"]);
    expect(shown(11)).toEqual(classes);
  });

  test("lines, service areas and points of a network keep their ids, classes and surfaces", () => {
    const ring: Place[] = [
      [107.1, 24.1],
      [107.2, 24.1],
      [107.2, 24.2],
      [107.1, 24.2],
      [107.1, 24.1],
    ];
    const hole: Place[] = [
      [107.14, 24.14],
      [107.14, 24.16],
      [107.16, 24.16],
      [107.16, 24.14],
      [107.14, 24.14],
    ];
    const encoder = new TileEncoder(
      snapshotOf({
        features: {
          water: [
            { id: 11, class: "supplyArea", rings: [ring, hole] },
            {
              id: 12,
              class: "pipe",
              lines: [
                [
                  [107.1, 24.1],
                  [107.2, 24.2],
                ],
                [
                  [107.12, 24.1],
                  [107.2, 24.12],
                ],
              ],
            },
            { id: 13, class: "source", name: "龙潭", point: [107.15, 24.15] },
          ],
        },
      }),
    );
    const [x, y] = [worldX(107.15) >> 19, worldY(24.15) >> 19];
    const features = readTile(encoder.encode(["water"], 11, x, y, null))["water"]!;
    expect(features.map(({ id, type, properties }) => ({ id, type, ...properties }))).toEqual([
      { id: 11, type: 3, c: "supplyArea" },
      { id: 12, type: 2, c: "pipe" },
      { id: 13, type: 1, c: "source", n: "龙潭" },
    ]);
    expect(features[0]!.geometry).toHaveLength(2);
    expect(features[1]!.geometry).toHaveLength(2);
  });
});
