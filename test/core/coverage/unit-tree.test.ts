import fc from "fast-check";
import type { Polygon } from "geojson";
import { describe, expect, test } from "vitest";
import { closestPieces } from "../../../core/coverage/nearest-outline.ts";
import type { Box } from "../../../core/coverage/polygons.ts";
import { buildSegmentGrid } from "../../../core/coverage/segment-grid.ts";
import { edgesOf, type Segments } from "../../../core/coverage/segments.ts";
import { UnitTree, unitTreeOf } from "../../../core/coverage/unit-tree.ts";
import { hasOutline, unitsOf, type Units } from "../../../core/coverage/units.ts";
import { WGS84 } from "../../../core/geodesy/ellipsoid.ts";
import { frameDistanceM } from "../../../core/geodesy/segment-distance.ts";
import { buildSnapshot, type TestVillage } from "../support/build-snapshot.ts";
import { square } from "../support/judge.ts";

const share = fc.double({ min: 0, max: 1, noNaN: true });

/** Villages, some with outlines and one perhaps without a place, and a piece of a road, spread over metres or over degrees. */
const scene = fc
  .record({
    lat: fc.double({ min: -70, max: 70, noNaN: true }),
    spread: fc.constantFrom(0.001, 0.05, 1, 8),
    at: fc.array(fc.tuple(share, share, fc.option(share, { freq: 2 })), {
      minLength: 1,
      maxLength: 80,
    }),
    from: fc.tuple(share, share),
    to: fc.tuple(share, share),
    lost: fc.boolean(),
  })
  .map(({ lat, spread, at, from, to, lost }) => {
    const place = ([x, y]: readonly [number, number]): [number, number] => [
      100 + 2 * x * spread,
      lat + y * spread,
    ];
    const villages = at.map(([x, y, size]): TestVillage => {
      const [lng, north] = place([x, y]);
      const outline = size === null ? {} : { outline: square(lng, north, 0.1 * size * spread) };
      return { at: [lng, north], ...outline };
    });
    if (lost) villages.push({ at: [NaN, 23] });
    const [ax, ay] = place(from);
    const [bx, by] = place([to[0] * 0.05 + from[0], to[1] * 0.05 + from[1]]);
    const piece: Segments = {
      count: 1,
      ends: Float64Array.of(ax, ay, bx, by),
      feature: Int32Array.of(0),
    };
    const box: Box = [Math.min(ax, bx), Math.min(ay, by), Math.max(ax, bx), Math.max(ay, by)];
    return { units: unitsOf(buildSnapshot({ villages }), "naturalVillage"), piece, box };
  });

/** Square of the metres in the frame from a unit to a piece. */
function squaredTo(units: Units, n: number, piece: Segments, from: "seat" | "outline"): number {
  if (from === "outline" && hasOutline(units, n)) {
    return closestPieces(buildSegmentGrid(piece), edgesOf(units.outline, n), WGS84)!.squared;
  }
  const [ax, ay, bx, by] = piece.ends;
  return frameDistanceM(units.lng[n]!, units.lat[n]!, ax!, ay!, bx!, by!, WGS84) ** 2;
}

describe.each(["seat", "outline"] as const)("the tree of units by their %s", (from) => {
  test("passes over no unit that is nearer to a piece than to what serves it, or as near", () => {
    fc.assert(
      fc.property(scene, share, ({ units, piece, box }, slack) => {
        const tree = new UnitTree(units, from);
        const inTree = [...tree.items];
        const rank = new Float64Array(units.count).fill(NaN);
        for (const n of inTree) rank[n] = squaredTo(units, n, piece, from) * (1 + slack * 1e-6);
        // Each alone, so that no other unit of its leaf opens the way.
        for (const n of inTree) {
          const lone = new Float64Array(units.count).fill(-1);
          lone[n] = rank[n]!;
          const visited = new Set<number>();
          tree.visitNearer([[0, 0, 0, 0], box], tree.mostOf(lone), (leaf) => {
            const [first, end] = tree.itemsOf(leaf);
            for (let i = first; i < end; i++) visited.add(tree.items[i]!);
          });
          expect(visited.has(n)).toBe(true);
          expect(tree.mayBeNearer(tree.leafOf[n]!, box, rank[n]!)).toBe(true);
        }
      }),
      { numRuns: 400 },
    );
  });

  test("gives a bound that no distance is below, at any latitude and over a thousand kilometres", () => {
    const degrees = (most: number) => fc.double({ min: -most, max: most, noNaN: true });
    fc.assert(
      fc.property(
        degrees(75),
        degrees(12),
        fc.oneof(degrees(12), degrees(0.2)),
        fc.oneof(fc.constant(null), fc.double({ min: 1e-6, max: 0.09, noNaN: true })),
        (lat, dx, dy, size) => {
          const outline = size === null ? {} : { outline: square(100, lat, size) };
          const villages = [{ at: [100, lat], ...outline }];
          const units = unitsOf(buildSnapshot({ villages }), "naturalVillage");
          const tree = new UnitTree(units, from);
          const [x, y] = [100 + dx, lat + dy];
          const piece = { count: 1, ends: Float64Array.of(x, y, x, y), feature: Int32Array.of(0) };
          const rank = squaredTo(units, 0, piece, from);
          expect(tree.mayBeNearer(0, [x, y, x, y], rank)).toBe(true);
        },
      ),
      { numRuns: 5000 },
    );
  });

  test("passes over units that something nearer serves, though another unit is far from everything", () => {
    const villages = Array.from({ length: 4000 }, (_, i) => ({
      at: [108 + (i % 64) * 0.01, 23 + Math.floor(i / 64) * 0.01],
    }));
    const units = unitsOf(buildSnapshot({ villages }), "naturalVillage");
    const tree = new UnitTree(units, from);
    const rank = new Float64Array(4000).fill(500 ** 2);
    rank[17] = Infinity;
    let visited = 0;
    tree.visitNearer([[108.3, 23.3, 108.31, 23.31]], tree.mostOf(rank), () => visited++);
    expect(visited).toBeGreaterThan(0);
    expect(visited).toBeLessThan(8);
  });

  test("finds exactly the units whose place or outline touches a box", () => {
    fc.assert(
      fc.property(scene, ({ units, box }) => {
        const found: number[] = [];
        const tree = new UnitTree(units, from);
        tree.visitTouching(box, (n) => found.push(n));
        const wanted = [...tree.items].filter((n) => {
          const { vertexOf, ringOf, polygonOf, coordinates } = units.outline;
          const vertices =
            from === "outline" && hasOutline(units, n)
              ? coordinates.subarray(
                  2 * vertexOf[ringOf[polygonOf[n]!]!]!,
                  2 * vertexOf[ringOf[polygonOf[n + 1]!]!]!,
                )
              : [units.lng[n]!, units.lat[n]!];
          const xs = [...vertices].filter((_, i) => i % 2 === 0);
          const ys = [...vertices].filter((_, i) => i % 2 === 1);
          return (
            Math.min(...xs) <= box[2] &&
            Math.max(...xs) >= box[0] &&
            Math.min(...ys) <= box[3] &&
            Math.max(...ys) >= box[1]
          );
        });
        expect(found.toSorted((a, b) => a - b)).toEqual(wanted.toSorted((a, b) => a - b));
        expect(found.every((n) => tree.mayTouch(n, box))).toBe(true);
      }),
    );
  });

  test("knows the greatest rank below every node after some have changed", () => {
    fc.assert(
      fc.property(
        scene,
        fc.array(fc.tuple(fc.nat(80), fc.double({ noNaN: true }))),
        ({ units }, changes) => {
          const tree = new UnitTree(units, from);
          const rank = new Float64Array(units.count).fill(7);
          const most = tree.mostOf(rank);
          const leaves = new Set<number>();
          for (const [which, value] of changes) {
            const n = tree.items[which % tree.items.length]!;
            rank[n] = value;
            leaves.add(tree.leafOf[n]!);
          }
          tree.refresh(most, rank, leaves);
          expect(most).toEqual(tree.mostOf(rank));
          expect(most.at(-1)).toBe(Math.max(...Array.from(tree.items, (n) => rank[n]!)));
        },
      ),
    );
  });
});

test("units without a place are in no leaf, and no units make an empty tree", () => {
  const lost = unitsOf(buildSnapshot({ villages: [{ at: [NaN, 1] }] }), "naturalVillage");
  const none = unitsOf(buildSnapshot({}), "naturalVillage");
  for (const units of [lost, none]) {
    const tree = new UnitTree(units, "outline");
    expect([tree.items.length, tree.nodes, ...tree.leafOf]).toEqual([
      0,
      0,
      ...Array.from(units.index, () => -1),
    ]);
    tree.visitNearer([[0, 0, 1, 1]], tree.mostOf(new Float64Array(units.count)), () =>
      expect.fail("visited"),
    );
    tree.visitTouching([-200, -90, 200, 90], () => expect.fail("visited"));
    for (const n of units.index.keys()) expect(tree.mayTouch(n, [-200, -90, 200, 90])).toBe(false);
  }
});

test("an outline with a vertex that is not a number is where its other vertices are", () => {
  const broken = square(108, 23, 0.1);
  broken.coordinates[0]![2] = [NaN, 23];
  const outline: Polygon = broken;
  const units = unitsOf(buildSnapshot({ villages: [{ at: [0, 0], outline }] }), "naturalVillage");
  const found: number[] = [];
  new UnitTree(units, "outline").visitTouching([108, 23.05, 108, 23.06], (n) => found.push(n));
  expect(found).toEqual([0]);
});

test("the tree is made once, and is the same from the seat where no unit has an outline", () => {
  const plain = unitsOf(buildSnapshot({ villages: [{ at: [1, 2] }] }), "naturalVillage");
  expect(unitTreeOf(plain, "outline")).toBe(unitTreeOf(plain, "seat"));
  const outlined = unitsOf(
    buildSnapshot({ villages: [{ at: [1, 2], outline: square(1, 2, 1) }] }),
    "naturalVillage",
  );
  expect(unitTreeOf(outlined, "outline")).not.toBe(unitTreeOf(outlined, "seat"));
  expect(unitTreeOf(outlined, "outline")).toBe(unitTreeOf(outlined, "outline"));
});
