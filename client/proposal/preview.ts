import { useMemo } from "react";
import type { DifferenceAnswer } from "../../core/contract/proposal.ts";
import { applyChange } from "../../core/relocation/apply.ts";
import { assessPlan, type AssessedPlan } from "../../core/relocation/assess.ts";
import { equalValues } from "../../core/relocation/plan.ts";
import { useDesk } from "../plan/desk.ts";
import { useProposal } from "./proposal-desk.ts";

type Village = DifferenceAnswer["villages"][number];

/** A village that a proposal changes, where it is. */
interface Proposed {
  readonly position: readonly [number, number];
  readonly kind: Village["kind"];
}

/** A plan as it would be, with the moves that are new in it, and the villages that change. */
export interface Preview {
  readonly assessed: AssessedPlan;
  readonly moves: AssessedPlan["plan"]["moves"];
  readonly proposed: readonly Proposed[];
}

/** A plan with what of a difference it does not have yet; null where there is nothing to show, or it cannot be applied any more. */
function previewOf(assessed: AssessedPlan, difference: DifferenceAnswer): Preview | null {
  const { plan, context } = assessed;
  const open = difference.villages.filter(
    ({ key, after }) => !equalValues(plan.moves.get(key) ?? null, after),
  );
  if (open.length === 0) return null;
  const settlements = Object.fromEntries(
    Object.entries(difference.change.settlements ?? {}).filter(([id]) => !plan.settlements.has(id)),
  );
  const moves = Object.fromEntries(open.map(({ key, after }) => [key, after]));
  const applied = applyChange(plan, { settlements, moves });
  if (!applied.ok) return null;
  const changed = new Set(open.map(({ key }) => key));
  return {
    assessed: assessPlan({ plan: applied.plan, context }),
    moves: applied.plan.moves.filter((_, key) => changed.has(key)),
    proposed: open.flatMap(({ position, kind }) => (position === null ? [] : [{ position, kind }])),
  };
}

/** What the map shows of the proposal that is looked at; null while it is not to be shown. */
export function usePreview(): Preview | null {
  const { assessed } = useDesk();
  const { isOpen, isShown, difference } = useProposal();
  return useMemo(
    () => (isOpen && isShown && difference !== null ? previewOf(assessed, difference) : null),
    [assessed, isOpen, isShown, difference],
  );
}
