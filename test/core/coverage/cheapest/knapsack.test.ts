import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Draft, ROOT } from "../../../../core/coverage/cheapest/draft.ts";
import { clipFor, gapOf, type Gap } from "../../../../core/coverage/cheapest/gap.ts";
import { grow } from "../../../../core/coverage/cheapest/grow.ts";
import { keepOnly, reduceTo, treeKnapsack } from "../../../../core/coverage/cheapest/knapsack.ts";
import { lineWorksOf } from "../../../../core/coverage/cheapest/line-works.ts";
import { nestedBlocks } from "../../../../core/coverage/cheapest/nested.ts";
import { polish } from "../../../../core/coverage/cheapest/polish.ts";
import { allNodes } from "../../../../core/coverage/cheapest/solve.ts";
import { buildSnapshot, type TestRegion } from "../../support/build-snapshot.ts";
import { POLICY, scattered, VILLAGE_ROAD } from "./support.ts";

function gapIn(county: TestRegion): Gap {
  const works = lineWorksOf(VILLAGE_ROAD, POLICY, 2016)!;
  const clipped = clipFor(buildSnapshot(county), VILLAGE_ROAD, 0);
  return gapOf(clipped, VILLAGE_ROAD, works, { counted: "villages", policy: POLICY, year: 2016 });
}
const grown = (gap: Gap): Draft => {
  const draft = new Draft(gap);
  grow(draft);
  return draft;
};
const rootsOf = (draft: Draft) => allNodes(draft).filter((node) => draft.isRoot(node));

describe("the tree knapsack", () => {
  test("is the cheapest of all connected choices of lines that weigh enough", () => {
    fc.assert(
      fc.property(scattered, (county) => {
        const draft = grown(gapIn(county));
        const lines = draft.order().filter((node) => draft.hasLine(node));
        fc.pre(lines.length > 0 && lines.length <= 10);
        const best = new Map<number, number>();
        for (let set = 0; set < 1 << lines.length; set++) {
          const has = (node: number): boolean => ((set >> lines.indexOf(node)) & 1) === 1;
          const chosen = lines.filter(has);
          const isConnected = chosen.every(
            (node) => draft.isRoot(draft.parent[node]!) || has(draft.parent[node]!),
          );
          if (!isConnected) continue;
          const served = new Set(chosen.flatMap((node) => draft.reaches[node]!)).size;
          const yuan = chosen.reduce((sum, node) => sum + draft.yuan[node]!, 0);
          for (let weight = 0; weight <= served; weight++)
            best.set(weight, Math.min(best.get(weight) ?? Infinity, yuan));
        }
        const knapsack = treeKnapsack(draft, rootsOf(draft));
        const { yuan } = knapsack;
        for (let weight = 0; weight < yuan.length; weight++) {
          if (yuan[weight] === Infinity) continue;
          // A target within reach of two branches counts at one of them: the table may ask for more than it must, never for less.
          expect(yuan[weight]).toBeGreaterThanOrEqual(best.get(weight)! - 1e-6);
          const kept = draft.copy();
          keepOnly(kept, rootsOf(kept), knapsack.keep(weight));
          expect(kept.totalYuan).toBeCloseTo(yuan[weight]!, 3);
          expect(kept.servedWeight).toBeGreaterThanOrEqual(weight);
        }
        const isTree = draft.cover.every((count) => count === 1);
        const least = isTree ? best.get(yuan.length - 1)! : yuan.at(-1)!;
        expect(yuan.at(-1)).toBeCloseTo(least, 3);
      }),
      { numRuns: 60 },
    );
  });

  test("reduces to enough, and to no more cost than before", () => {
    fc.assert(
      fc.property(scattered, fc.nat(20), (county, some) => {
        const draft = grown(gapIn(county));
        const needed = Math.min(some, draft.servedWeight);
        const before = draft.totalYuan;
        expect(reduceTo(draft, needed)).toBe(true);
        expect(draft.servedWeight).toBeGreaterThanOrEqual(needed);
        expect(draft.totalYuan).toBeLessThanOrEqual(before + 1e-6);
        expect(reduceTo(draft, 1000)).toBe(false);
      }),
      { numRuns: 40 },
    );
  });
});

describe("moving lines about", () => {
  test("loses nobody and costs less; sums kept up are those made anew", () => {
    fc.assert(
      fc.property(scattered, (county) => {
        const draft = grown(gapIn(county));
        const [yuan, weight] = [draft.totalYuan, draft.servedWeight];
        polish(draft, allNodes(draft));
        expect(draft.servedWeight).toBeGreaterThanOrEqual(weight);
        expect(draft.totalYuan).toBeLessThanOrEqual(yuan + 1e-6);
        const anew = draft.compact();
        expect(anew.totalYuan).toBeCloseTo(draft.totalYuan, 2);
        expect([...anew.cover]).toEqual([...draft.cover]);
      }),
      { numRuns: 40 },
    );
  });

  test("draws two lines from one place together over a junction", () => {
    const gap = gapIn({
      villages: [
        { at: [107.08, 24.06], households: 30 },
        { at: [107.12, 24.06], households: 30 },
      ],
      features: {
        road: [
          {
            geometry: {
              type: "LineString",
              coordinates: [
                [107.1, 24],
                [107.1001, 24],
              ],
            },
          },
        ],
      },
    });
    const draft = new Draft(gap);
    const root = draft.add(gap.existing.nearest(gap.targets[0]!.spot)!.spot, ROOT);
    const from = draft.add({ x: draft.x[root]!, y: draft.y[root]! + 1 }, root);
    for (const { spot } of gap.targets) draft.add(spot, from);
    const before = draft.totalYuan;
    polish(draft, allNodes(draft));
    expect(draft.servedWeight).toBe(2);
    expect(draft.totalYuan).toBeLessThan(0.95 * before);
    expect(allNodes(draft).some((node) => draft.children[node]!.length === 2)).toBe(true);
  });
});

describe("nested blocks", () => {
  test("come with what they hang on before them, the best for each village first, and serve all in the end", () => {
    fc.assert(
      fc.property(scattered, (county) => {
        const draft = grown(gapIn(county));
        const blocks = nestedBlocks(draft);
        const built = new Set<number>();
        let ratio = 0;
        for (const { nodes, yuan, weight } of blocks) {
          for (const node of nodes) {
            const parent = draft.parent[node]!;
            expect(draft.isRoot(parent) || built.has(parent)).toBe(true);
            built.add(node);
          }
          expect(weight).toBeGreaterThan(0);
          expect(yuan / weight).toBeGreaterThanOrEqual(ratio - 1e-6);
          ratio = yuan / weight;
        }
        expect(blocks.reduce((sum, { weight }) => sum + weight, 0)).toBe(draft.servedWeight);
      }),
      { numRuns: 60 },
    );
  });
});
