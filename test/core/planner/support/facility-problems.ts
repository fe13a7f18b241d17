import fc from "fast-check";
import type { FacilityProblem } from "../../../../core/planner/facility/problem.ts";

/** A problem from plain lists; `cost` by site. */
export function facility(
  sites: readonly (readonly [capacity: number, fixedCost: number])[],
  demand: readonly number[],
  cost: readonly (readonly number[])[],
): FacilityProblem {
  return {
    capacity: Float64Array.from(sites, ([capacity]) => capacity),
    fixedCost: Float64Array.from(sites, ([, fixedCost]) => fixedCost),
    demand: Float64Array.from(demand),
    cost: Float64Array.from(cost.flat()),
  };
}

/** Small problems of whole numbers: no demand, no capacity, no cost and no way of serving everybody among them. */
export const anyFacility: fc.Arbitrary<FacilityProblem> = fc
  .tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 5 }))
  .chain(([sites, customers]) =>
    fc
      .record({
        sites: fc.array(fc.tuple(fc.nat({ max: 12 }), fc.nat({ max: 40 })), {
          minLength: sites,
          maxLength: sites,
        }),
        demand: fc.array(fc.nat({ max: 6 }), { minLength: customers, maxLength: customers }),
        cost: fc.array(
          fc.array(fc.nat({ max: 30 }), { minLength: customers, maxLength: customers }),
          {
            minLength: sites,
            maxLength: sites,
          },
        ),
      })
      .map(({ sites: pairs, demand, cost }) => facility(pairs, demand, cost)),
  );
