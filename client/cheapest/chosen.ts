import type { CheapestAnswer, CheapestSelection } from "../../core/contract/cheapest.ts";
import type { Proposal } from "../map/proposal.ts";

/** What of an answer is looked at: the cheapest set, or so many steps of the nested list. */
export type Chosen =
  { readonly kind: "optimum" } | { readonly kind: "nested"; readonly steps: number };
export const OPTIMUM: Chosen = { kind: "optimum" };

/** Steps shown faintly on the map as what would come next. */
const NEXT_SHOWN = 12;

/** Number of steps of the nested list that reach the target; all of them where they do not. */
export function targetStep({ picks }: CheapestAnswer): number {
  const at = picks.findIndex(({ reachesTarget }) => reachesTarget);
  return at < 0 ? picks.length : at + 1;
}

/** Lines and units of what is chosen, with what they add up to. */
export function chosenOf(answer: CheapestAnswer, chosen: Chosen): CheapestSelection {
  if (chosen.kind === "optimum") return answer.optimum;
  const picks = answer.picks.slice(0, chosen.steps);
  const { served, low } = answer.today;
  return {
    lines: picks.flatMap(({ lines }) => lines),
    units: picks.flatMap(({ units }) => units),
    total: picks.at(-1)?.cumulative ?? { lengthM: 0, yuan: 0, units: 0, served, low },
  };
}

/** What the map draws of it. */
export function proposalOf(answer: CheapestAnswer, chosen: Chosen): Proposal {
  const { lines, units } = chosenOf(answer, chosen);
  const next =
    chosen.kind === "nested" ? answer.picks.slice(chosen.steps, chosen.steps + NEXT_SHOWN) : [];
  return {
    lines: lines.map(({ line }) => line),
    next: next.flatMap((pick) => pick.lines.map(({ line }) => line)),
    units: units.map(({ position }) => position),
  };
}
