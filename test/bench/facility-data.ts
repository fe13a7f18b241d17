import type { FacilityProblem } from "../../core/planner/facility/problem.ts";

/** Size and tightness of a made instance; `ratio` is what all sites hold, by what all customers need. */
export interface FacilitySize {
  readonly seed: number;
  readonly sites: number;
  readonly customers: number;
  readonly ratio: number;
}

/**
 * An instance of whole numbers after the recipe of G. Cornuejols, R. Sridharan, J. M. Thizy: A comparison of heuristics and relaxations
 * for the capacitated plant location problem, European Journal of Operational Research 50 (1991): points in a square, costs by distance
 * and demand, fixed costs that grow with the root of capacity. The same seed gives the same instance everywhere.
 */
export function makeFacility({ seed, sites, customers, ratio }: FacilitySize): FacilityProblem {
  let state = seed >>> 0;
  const random = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const point = (): [number, number] => [random(), random()];
  const homes = Array.from({ length: customers }, point);
  const places = Array.from({ length: sites }, point);
  const demand = Float64Array.from(homes, () => 5 + Math.floor(random() * 31));
  const sizes = places.map(() => 10 + random() * 150);
  const factor = (ratio * demand.reduce((a, b) => a + b, 0)) / sizes.reduce((a, b) => a + b, 0);
  const capacity = Float64Array.from(sizes, (size) => Math.max(35, Math.round(size * factor)));
  const fixedCost = capacity.map((size) =>
    Math.round(random() * 90 + (100 + random() * 10) * Math.sqrt(size)),
  );
  const cost = new Float64Array(sites * customers);
  places.forEach(([x, y], j) => {
    homes.forEach(([u, v], i) => {
      // sqrt and not hypot: engines differ in the last digit of hypot.
      const distance = Math.sqrt((u - x) ** 2 + (v - y) ** 2);
      cost[j * customers + i] = Math.round(10 * distance * demand[i]!);
    });
  });
  return { capacity, fixedCost, demand, cost };
}

/** The same as a file of Holmberg's format. */
export function facilityText({ capacity, fixedCost, demand, cost }: FacilityProblem): string {
  const lines = [`${capacity.length} ${demand.length}`];
  capacity.forEach((size, j) => lines.push(`${size} ${fixedCost[j]!}`));
  lines.push(demand.join(" "));
  for (let j = 0; j < capacity.length; j++)
    lines.push(cost.slice(j * demand.length, (j + 1) * demand.length).join(" "));
  return `${lines.join("\n")}\n`;
}
