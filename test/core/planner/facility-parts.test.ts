import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Assignment } from "../../../core/planner/facility/assignment.ts";
import { Knapsack } from "../../../core/planner/facility/knapsack.ts";
import { NodeHeap } from "../../../core/planner/facility/node-heap.ts";
import { climb, Prices, startingPrices } from "../../../core/planner/facility/prices.ts";
import { transport } from "../../../core/planner/facility/transport.ts";
import { leastCost } from "./support/facility-oracle.ts";
import { anyFacility, facility } from "./support/facility-problems.ts";

const anyItems = fc.record({
  room: fc.nat({ max: 30 }),
  items: fc.array(fc.tuple(fc.nat({ max: 9 }), fc.integer({ min: -5, max: 20 })), { maxLength: 9 }),
});

describe("what a site can earn", () => {
  const earned = (kind: "whole" | "divided", room: number, items: [number, number][]) => {
    const knapsack = new Knapsack(items.length);
    const demand = Float64Array.from(items, ([need]) => need);
    const price = Float64Array.from(items, ([, profit]) => profit + 10);
    const cost = new Float64Array(items.length).fill(10);
    const { most, count } = knapsack[kind](room, demand, price, cost, 0);
    let profit = 0;
    let taken = 0;
    for (let k = 0; k < count; k++) {
      profit += knapsack.share[k]! * items[knapsack.chosen[k]!]![1];
      taken += knapsack.share[k]! * items[knapsack.chosen[k]!]![0];
    }
    return { most, profit, taken };
  };

  test("with whole customers is the best of all choices", () => {
    fc.assert(
      fc.property(anyItems, ({ room, items }) => {
        let best = 0;
        for (let set = 0; set < 2 ** items.length; set++) {
          const chosen = items.filter((_, k) => (set >> k) % 2 === 1);
          if (chosen.reduce((total, [need]) => total + need, 0) > room) continue;
          best = Math.max(
            best,
            chosen.reduce((total, [, profit]) => total + profit, 0),
          );
        }
        const { most, profit, taken } = earned("whole", room, items);
        expect(most).toBe(best);
        expect(profit).toBe(best);
        expect(taken).toBeLessThanOrEqual(room);
      }),
    );
  });

  test("with divided customers is no less, fills no more than the room, and is what the choice earns", () => {
    fc.assert(
      fc.property(anyItems, ({ room, items }) => {
        const { most, profit, taken } = earned("divided", room, items);
        expect(most).toBeGreaterThanOrEqual(earned("whole", room, items).most - 1e-9);
        expect(profit).toBeCloseTo(most, 9);
        expect(taken).toBeLessThanOrEqual(room + 1e-9);
      }),
    );
  });
});

describe("the bound by prices", () => {
  test("is never above the least cost, whatever the prices", () => {
    fc.assert(
      fc.property(
        anyFacility,
        fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 5, maxLength: 5 }),
        fc.boolean(),
        (problem, given, isWhole) => {
          const price = Float64Array.from(problem.demand, (_, i) => given[i]!);
          const states = new Int8Array(problem.capacity.length).fill(-1);
          const { bound } = new Prices(problem, isWhole).boundAt(price, states);
          expect(bound).toBeLessThanOrEqual(leastCost(problem, isWhole) + 1e-6);
        },
      ),
    );
  });

  test("tells of each site what the opposite adds at least", () => {
    fc.assert(
      fc.property(anyFacility, fc.boolean(), (problem, isWhole) => {
        const prices = new Prices(problem, isWhole);
        const states = new Int8Array(problem.capacity.length).fill(-1);
        const { bound, value } = prices.boundAt(startingPrices(problem), states);
        value.forEach((adds, site) => {
          // Opening a site that stays closed by itself, or the reverse: by a problem in which it has to.
          const forced = problem.fixedCost.slice();
          const capacity = problem.capacity.slice();
          if (adds < 0) capacity[site] = 0;
          else forced[site] = 0;
          const least =
            adds < 0
              ? leastWithout(problem, site, isWhole)
              : leastCost({ ...problem, fixedCost: forced }, isWhole) + problem.fixedCost[site]!;
          expect(bound + Math.abs(adds)).toBeLessThanOrEqual(least + 1e-6);
        });
      }),
    );
  });

  test("rises by moving prices", () => {
    const problem = facility(
      [
        [10, 20],
        [10, 25],
        [10, 22],
      ],
      [4, 5, 6, 3],
      [
        [2, 9, 7, 4],
        [8, 3, 6, 9],
        [5, 6, 2, 3],
      ],
    );
    const states = new Int8Array(3).fill(-1);
    const prices = new Prices(problem, true);
    const start = startingPrices(problem);
    const least = leastCost(problem, true);
    const { best, price } = climb(prices, start, states, {
      steps: 200,
      target: () => least,
      shouldStop: () => false,
    });
    expect(best.bound).toBeGreaterThan(prices.boundAt(start, states).bound);
    expect(best.bound).toBeLessThanOrEqual(least + 1e-9);
    expect(prices.boundAt(price, states).bound).toBe(best.bound);
  });
});

/** The least cost when a site stays closed. */
function leastWithout(
  problem: Parameters<typeof leastCost>[0],
  site: number,
  isWhole: boolean,
): number {
  const rest = [...problem.capacity.keys()].filter((j) => j !== site);
  const customers = problem.demand.length;
  return leastCost(
    {
      capacity: Float64Array.from(rest, (j) => problem.capacity[j]!),
      fixedCost: Float64Array.from(rest, (j) => problem.fixedCost[j]!),
      demand: problem.demand,
      cost: Float64Array.from(
        rest.flatMap((j) => Array.from(problem.cost.slice(j * customers, (j + 1) * customers))),
      ),
    },
    isWhole,
  );
}

test("service from open sites costs the least there is, and its prices prove it", () => {
  fc.assert(
    fc.property(anyFacility, (problem) => {
      const sites = [...problem.capacity.keys()];
      const free = { ...problem, fixedCost: problem.fixedCost.map(() => 0) };
      const least = leastCost(free, false);
      const served = transport(free, sites);
      const cost = served?.shares.reduce(
        (total, { site, customer, share }) =>
          total + share * free.cost[site * free.demand.length + customer]!,
        0,
      );
      const allOpen = new Int8Array(sites.length).fill(1);
      const bound =
        served === null ? Infinity : new Prices(free, false).boundAt(served.price, allOpen).bound;
      expect(cost ?? Infinity).toBeCloseTo(least, 7);
      expect(bound).toBeCloseTo(least, 7);
    }),
    { numRuns: 300 },
  );
});

test("an assignment that is improved stays whole, keeps all capacities and never costs more", () => {
  fc.assert(
    fc.property(anyFacility, (problem) => {
      const assignment = new Assignment(problem);
      if (!assignment.fill([...problem.capacity.keys()])) return;
      const before = assignment.objective;
      assignment.improve(() => false);
      expect(assignment.isWhole).toBe(true);
      expect(assignment.objective).toBeLessThanOrEqual(before + 1e-9);
      expect(assignment.objective).toBeGreaterThanOrEqual(leastCost(problem, true) - 1e-9);
      problem.capacity.forEach((capacity, site) => {
        const load = problem.demand.filter((_, i) => assignment.site[i] === site);
        expect(load.reduce((a, b) => a + b, 0)).toBeLessThanOrEqual(capacity);
      });
    }),
  );
});

test("the heap gives parts of the search in order of their bounds, of equals the deepest first", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat({ max: 9 }), fc.nat({ max: 3 }))), (pairs) => {
      const heap = new NodeHeap();
      for (const [bound, depth] of pairs)
        heap.push({ bound, depth, parent: null, settled: [], from: 0 });
      const out: [number, number][] = [];
      expect(heap.lowest).toBe(Math.min(Infinity, ...pairs.map(([bound]) => bound)));
      for (let node = heap.pop(); node !== undefined; node = heap.pop())
        out.push([node.bound, node.depth]);
      expect(out).toEqual(pairs.toSorted((a, b) => a[0] - b[0] || b[1] - a[1]));
      expect(heap.size).toBe(0);
    }),
  );
});
