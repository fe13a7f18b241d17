import type { Flow } from "../../core/relocation/flow.ts";
import type { Flow as DrawnFlow } from "../map/plan-features.ts";

/** Flows as the map draws them: of one year, or of all years together; those without a place or people are left out. */
export function drawnFlows(
  flows: readonly Flow[],
  firstYear: number,
  year: number | null,
): DrawnFlow[] {
  return flows.flatMap(({ from, settlement, start, end, persons }) => {
    const count =
      year === null ? persons.reduce((sum, one) => sum + one, 0) : (persons[year - firstYear] ?? 0);
    return start === null || count <= 0
      ? []
      : [{ key: `${from} ${settlement}`, from: start, to: end, persons: count }];
  });
}
