import type { Move, PlanChange, Settlement } from "../../contract/plan.ts";
import { equalValues, type Plan } from "../../relocation/plan.ts";
import type { Candidate } from "./candidates.ts";
import type { Choice } from "./choose.ts";
import type { PlannerPlan } from "../problem.ts";
import type { Way } from "./ways.ts";

/** What an answer of the solver means for one village. */
export interface Treatment {
  readonly candidate: Candidate;
  readonly kind: "move" | "build" | "leave";
  /** Calendar year; null for a village that is left. */
  readonly year: number | null;
  /** Index of the settlement; -1 where it does not move. */
  readonly site: number;
  /** What it has in the plan, and what it is to have. */
  readonly before: Move | null;
  readonly after: Move | null;
}

/** An answer as entries of the plan. */
export interface Proposed {
  readonly treatments: readonly Treatment[];
  /** Settlements that the plan does not have, by id, as they come into it when somebody goes there. */
  readonly settlements: Readonly<Record<string, Settlement>>;
}

/** Reads an answer of the solver as what becomes of each candidate of a plan. */
export function proposedBy(
  plan: Plan,
  { candidates, sites }: Pick<Choice, "candidates" | "sites">,
  ways: readonly (readonly Way[])[],
  answer: PlannerPlan,
): Proposed {
  const { from } = plan.frame.years;
  const settlements: Record<string, Settlement> = {};
  const treatments = candidates.map((candidate, v): Treatment => {
    const choice = answer.choices[v]!;
    const before = plan.moves.get(candidate.key) ?? null;
    const year = choice.kind === "leave" ? null : from + choice.year;
    if (choice.kind !== "move")
      return { candidate, kind: choice.kind, year, site: -1, before, after: null };
    const { site } = ways[v]![choice.arc]!;
    const { id, settlement, isInPlan, isDraft } = sites[site]!;
    if (!isInPlan)
      settlements[id] = isDraft
        ? { ...settlement, readyYear: from + answer.openYear[site]! }
        : settlement;
    const parts = [{ settlement: id, year: year!, households: candidate.households }];
    const after: Move = { parts, reason: candidate.reason };
    return { candidate, kind: "move", year, site, before, after };
  });
  return { treatments, settlements };
}

/** Which part of a proposal: villages of any of these areas or with any of these keys; all where nothing is named. */
export interface PartOfProposal {
  readonly counties?: readonly string[] | undefined;
  readonly townships?: readonly string[] | undefined;
  readonly villages?: readonly string[] | undefined;
}

/** The villages of a part whose moves it changes. */
export function changedIn({ treatments }: Proposed, part: PartOfProposal): Treatment[] {
  const belongs = belongsTo(part);
  return treatments.filter(
    ({ candidate, before, after }) => belongs(candidate) && !equalValues(before, after),
  );
}

/** True for the villages of a part. */
export function belongsTo(part: PartOfProposal): (candidate: Candidate) => boolean {
  const { counties, townships, villages } = part;
  if (counties === undefined && townships === undefined && villages === undefined)
    return () => true;
  const [inCounties, inTownships, named] = [counties, townships, villages].map(
    (codes) => new Set(codes),
  );
  return ({ county, township, key }) =>
    inCounties!.has(county) || (township !== null && inTownships!.has(township)) || named!.has(key);
}

/**
 * The change that a part of a proposal makes of a plan: moves of its villages, and the settlements that these need and the plan does not
 * have. What a village has already is not written.
 */
export function changeOfPart(plan: Plan, proposed: Proposed, part: PartOfProposal): PlanChange {
  const moves: Record<string, Move | null> = {};
  const settlements: Record<string, Settlement> = {};
  for (const { candidate, after } of changedIn(proposed, part)) {
    moves[candidate.key] = after;
    for (const { settlement } of after?.parts ?? [])
      if (!plan.settlements.has(settlement))
        settlements[settlement] = proposed.settlements[settlement]!;
  }
  return {
    ...(Object.keys(settlements).length > 0 && { settlements }),
    ...(Object.keys(moves).length > 0 && { moves }),
  };
}
