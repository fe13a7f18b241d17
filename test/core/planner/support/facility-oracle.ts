import type { FacilityProblem } from "../../../../core/planner/facility/problem.ts";

/** The least cost over all sets of open sites, each set by itself; Infinity when no set can serve everybody. Whole numbers only. */
export function leastCost(problem: FacilityProblem, singleSource: boolean): number {
  const sites = problem.capacity.length;
  let least = Infinity;
  for (let set = 0; set < 2 ** sites; set++) {
    const open = [...problem.capacity.keys()].filter((j) => (set >> j) % 2 === 1);
    const fixed = open.reduce((total, j) => total + problem.fixedCost[j]!, 0);
    const served = singleSource ? leastAssignment(problem, open) : leastTransport(problem, open);
    least = Math.min(least, fixed + served);
  }
  return least;
}

/** Tries every site for every customer, one after the other. */
function leastAssignment({ capacity, demand, cost }: FacilityProblem, open: number[]): number {
  const room = capacity.slice();
  const from = (customer: number): number => {
    if (customer === demand.length) return 0;
    let least = Infinity;
    for (const j of open) {
      if (room[j]! < demand[customer]!) continue;
      room[j]! -= demand[customer]!;
      least = Math.min(least, cost[j * demand.length + customer]! + from(customer + 1));
      room[j]! += demand[customer]!;
    }
    return least;
  };
  return from(0);
}

/** Sends unit after unit along the cheapest way there is, taking back what was sent before where that is cheaper. */
function leastTransport({ capacity, demand, cost }: FacilityProblem, open: number[]): number {
  const sent = open.map(() => demand.map(() => 0));
  const room = open.map((j) => capacity[j]!);
  let total = 0;
  for (let customer = 0; customer < demand.length; customer++) {
    const at = (k: number, i: number): number => cost[open[k]! * demand.length + i]!;
    if (demand[customer] === 0) total += Math.min(Infinity, ...open.map((_, k) => at(k, customer)));
    for (let unit = 0; unit < demand[customer]!; unit++) {
      // Cheapest way to each site, over guests that can be sent on: Bellman and Ford.
      const way = open.map((_, k) => at(k, customer) / demand[customer]!);
      const before = open.map((): { site: number; guest: number } | null => null);
      for (let round = 0; round < open.length; round++) {
        open.forEach((_, a) => {
          open.forEach((__, b) => {
            sent[a]!.forEach((units, guest) => {
              if (units <= 0 || a === b) return;
              const through = way[a]! + (at(b, guest) - at(a, guest)) / demand[guest]!;
              if (through >= way[b]! - 1e-9) return;
              way[b] = through;
              before[b] = { site: a, guest };
            });
          });
        });
      }
      const free = open.map((_, k) => k).filter((k) => room[k]! > 0);
      if (free.length === 0) return Infinity;
      let end = free.reduce((best, k) => (way[k]! < way[best]! ? k : best));
      total += way[end]!;
      room[end]!--;
      for (let step = before[end]; step != null; step = before[end]) {
        sent[end]![step.guest]!++;
        sent[step.site]![step.guest]!--;
        end = step.site;
      }
      sent[end]![customer]!++;
    }
  }
  return total;
}
