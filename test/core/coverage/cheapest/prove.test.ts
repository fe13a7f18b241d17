import fc from "fast-check";
import loadHighs, { type Highs } from "highs";
import { beforeAll, describe, expect, test } from "vitest";
import { prove } from "../../../../core/coverage/cheapest/bound.ts";
import { cheapestWay } from "../../../../core/coverage/cheapest/cheapest-way.ts";
import { CutNetwork } from "../../../../core/coverage/cheapest/least-cut.ts";
import { buildSnapshot } from "../../support/build-snapshot.ts";
import { POLICY, ratesWith, scattered, VILLAGE_ROAD } from "./support.ts";

let highs: Highs;
beforeAll(async () => {
  highs = await loadHighs();
});

const NONE = { triesPerTarget: 0, leastTries: 0, mostTries: 0 };

describe("the integer bound", () => {
  test("is never above what was found; the program only makes it cheaper, and it still reaches the target", () => {
    fc.assert(
      fc.property(scattered, fc.constantFrom(0.6, 0.8, 1), (county, target) => {
        const snapshot = buildSnapshot(county);
        const question = {
          rule: VILLAGE_ROAD,
          area: 0,
          target,
          counted: "villages" as const,
          budgetYuan: null,
          policy: POLICY,
          year: 2016,
          // Without any tries the program has something left to find.
          effort: NONE,
        };
        const plain = cheapestWay(snapshot, question)!;
        const proven = cheapestWay(snapshot, question, {
          prove: (best, others, needed) => prove(highs, best, others, needed, 5),
        })!;
        if (plain.outcome === "met") return;
        const { bound, optimum } = proven;
        const rounding = optimum.lines.length + plain.optimum.lines.length + 2;
        expect(bound).not.toBeNull();
        expect(bound!.yuan).toBeLessThanOrEqual(optimum.total.yuan);
        expect(bound!.gap).toBeGreaterThanOrEqual(0);
        expect(bound!.gap).toBeLessThan(bound!.isProven ? 0.01 : 1);
        expect(optimum.total.yuan).toBeLessThanOrEqual(plain.optimum.total.yuan + rounding);
        const rate = ratesWith(snapshot, VILLAGE_ROAD, proven, optimum.lines).villages;
        expect(rate.low).toBeGreaterThanOrEqual(target - 1e-12);
      }),
      { numRuns: 8 },
    );
  });
});

describe("the least cut", () => {
  const arcs = fc.array(fc.tuple(fc.nat(5), fc.nat(5), fc.integer({ min: 0, max: 4 })), {
    maxLength: 14,
  });

  test("is as large as the flow, parts the two, and none of all cuts is smaller", () => {
    fc.assert(
      fc.property(arcs, (list) => {
        const real = list.filter(([from, to]) => from !== to);
        const from = Int32Array.from(real, ([one]) => one);
        const to = Int32Array.from(real, ([, one]) => one);
        const capacity = Float64Array.from(real, ([, , one]) => one);
        // Arcs to node 5 lead to the sink instead.
        const ends = real.flatMap(([, head], arc) => (head === 5 ? [arc] : []));
        const network = new CutNetwork(6, from, to, 0);
        const { flow, nearSource, nearSink } = network.leastCut(capacity, ends, Infinity);
        const sum = (of: readonly number[]): number =>
          of.reduce((all, arc) => all + capacity[arc]!, 0);
        expect(sum(nearSource)).toBeCloseTo(flow, 6);
        expect(sum(nearSink)).toBeCloseTo(flow, 6);
        let least = Infinity;
        for (let set = 0; set < 16; set++) {
          const side = (node: number): boolean =>
            node === 0 || (node !== 5 && ((set >> (node - 1)) & 1) === 1);
          const over = real
            .map((_, arc) => arc)
            .filter((arc) => side(from[arc]!) && !side(to[arc]!));
          least = Math.min(least, sum(over));
        }
        expect(flow).toBeCloseTo(least, 6);
      }),
    );
  });

  test("has no arcs when enough flows", () => {
    const network = new CutNetwork(2, Int32Array.of(0), Int32Array.of(1), 0);
    const { nearSource, nearSink } = network.leastCut(Float64Array.of(3), [0], 2);
    expect([nearSource, nearSink]).toEqual([[], []]);
  });
});
