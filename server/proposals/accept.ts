import type { Knex } from "knex";
import type { PlanCheck } from "../../core/contract/plan-check.ts";
import type { PlanChange } from "../../core/contract/plan.ts";
import type { AcceptAnswer, AcceptRequest } from "../../core/contract/proposal.ts";
import type { PlanEvent } from "../../core/contract/plan-service.ts";
import { differenceCounts } from "../../core/planner/proposal/difference.ts";
import { gate } from "../../core/planner/proposal/gate.ts";
import type { Proposal } from "../../core/planner/proposal/propose.ts";
import { changedIn, changeOfPart } from "../../core/planner/proposal/to-change.ts";
import { isEmptyChange } from "../../core/relocation/combine.ts";
import { equalValues, type Plan } from "../../core/relocation/plan.ts";
import type { RegionState } from "../coverage/state.ts";
import { HttpProblem, problem } from "../http/problem.ts";
import type { MeasureDesk } from "../plans/measure-service.ts";
import { findChange, findCreation } from "../plans/queries.ts";
import { refusedChange, stale } from "../plans/refusals.ts";
import {
  createPlan,
  readPlan,
  summaryOf,
  writeChange,
  type Once,
  type PlanDesk,
} from "../plans/service.ts";

type Found = NonNullable<Proposal["found"]>;

/** What accepting works with. */
export interface AcceptDesk {
  readonly db: Knex;
  readonly desk: PlanDesk;
  readonly measure: MeasureDesk;
  readonly state: RegionState;
}

/** What was written: the answer, and the event of the plan itself where it was the plan. */
export interface Accepted {
  readonly answer: AcceptAnswer;
  readonly event: PlanEvent | null;
}

const MOST_TOLD = 100;
const NO_DIFFERENCE = { added: 0, changed: 0, removed: 0, persons: 0, amountYuan: 0 };

/**
 * Writes a proposal, or a part of it, as one change of its plan or of a scenario of it. The checks are made on the plan as it is: others
 * may have accepted another part meanwhile. Throws a problem: 412 made on another version, 409 villages that others have moved since,
 * 422 a part that fails hard checks by itself, or nothing left to write.
 */
export async function acceptProposal(
  { db, desk, measure, state }: AcceptDesk,
  found: Found,
  planId: string,
  asked: AcceptRequest,
  once: Once & { version: number },
): Promise<Accepted> {
  const isScenario = asked.as === "scenario";
  const isDone = isScenario
    ? (await findCreation(db, once.key)) !== null
    : (await findChange(db, planId, once.key)) !== null;
  const read = await readPlan(db, desk, planId);
  let change: PlanChange = {};
  let difference = NO_DIFFERENCE;
  if (!isDone) {
    if (read.row.version !== once.version) throw await stale(db, read.row, once.version);
    refuseConflicts(read.plan, found, asked);
    change = withoutKnown(read.plan, changeOfPart(read.plan, found.proposed, asked));
    if (isEmptyChange(change))
      throw problem(422, "nothingToAccept", "The plan has all of this already, or none was named.");
    const before = await measure.assessor.assess(db, state, read.row, read.plan);
    const gated = gate(before, change);
    if (!gated.ok) throw refusedChange(gated.problems);
    if (gated.breaks.length > 0) throw breaksChecks(gated.breaks);
    difference = differenceCounts(found.proposed, asked, before, gated.assessed);
  }
  const { author, client } = asked;
  if (isScenario) {
    const name = asked.name ?? `${read.row.name.slice(0, 80)} · 自动规划`;
    const made = await createPlan(
      db,
      desk,
      { name, author, branchOf: planId, onBranch: { version: once.version, change } },
      once,
    );
    return { answer: { plan: summaryOf(made.row), difference }, event: null };
  }
  const by = { author, client, reason: asked.reason };
  const event = await writeChange(db, desk, planId, once, by, () => change);
  const { row } = await readPlan(db, desk, planId);
  return { answer: { plan: summaryOf(row), difference }, event };
}

/** What of a change the plan does not have yet, from another part that was accepted. */
function withoutKnown(plan: Plan, { moves = {}, settlements }: PlanChange): PlanChange {
  const left = Object.entries(moves).filter(
    ([key, move]) => !equalValues(move, plan.moves.get(key) ?? null),
  );
  if (left.length === 0) return {};
  return { moves: Object.fromEntries(left), ...(settlements && { settlements }) };
}

/** Villages that have neither the move that the proposal was made on nor the one that it gives. */
function refuseConflicts(plan: Plan, found: Found, asked: AcceptRequest): void {
  const astray = changedIn(found.proposed, asked).filter(({ candidate, before, after }) => {
    const now = plan.moves.get(candidate.key) ?? null;
    return !equalValues(now, before) && !equalValues(now, after);
  });
  if (astray.length === 0) return;
  throw new HttpProblem(
    409,
    "Others have moved these villages meanwhile.",
    astray.slice(0, MOST_TOLD).map(({ candidate }) => ({
      code: "changedMeanwhile",
      path: `villages.${candidate.key}`,
      params: { village: candidate.key, name: candidate.name },
    })),
    { more: { count: astray.length } },
  );
}

function breaksChecks(breaks: readonly PlanCheck[]): HttpProblem {
  return new HttpProblem(
    422,
    "This part by itself would fail checks of the plan; take more of the proposal.",
    breaks.slice(0, MOST_TOLD).map(({ code, subject, actual, limit, unit, params }) => ({
      code: "breaksHardChecks",
      path: subject,
      params: { ...params, check: code, actual, limit, unit },
    })),
    { more: { count: breaks.length } },
  );
}
