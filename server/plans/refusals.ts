import type { PlanProblem } from "../../core/contract/plan.ts";
import type { Db } from "../database/open.ts";
import { HttpProblem, problem } from "../http/problem.ts";
import { findBatchEnd, listChanges, type PlanRow } from "./queries.ts";

/** What others did is told up to this much; beyond it the plan is to be loaded again. */
const TOLD = { changes: 100, bytes: 256 * 1024 };
const MOST_FAULTS = 100;

export function unknownPlan(id: string): HttpProblem {
  return problem(404, "unknownPlan", "There is no plan with this id.", "id", {
    id: id.slice(0, 64),
  });
}

/** A change that cannot be applied, with the first of its faults. */
export function refusedChange(problems: readonly PlanProblem[]): HttpProblem {
  return new HttpProblem(
    422,
    "The change cannot be applied.",
    problems.slice(0, MOST_FAULTS).map(({ code, path, params }) => ({ code, path, params })),
    { more: { count: problems.length } },
  );
}

export function keyReused(): HttpProblem {
  return problem(
    422,
    "idempotencyKeyReused",
    "This key was used for another request; make a new one for each edit.",
    "Idempotency-Key",
  );
}

/** 412: the plan is at another version than the write was made on, with what others did since, or `reload` where that is too much. */
export async function stale(db: Db, row: PlanRow, madeOn: number): Promise<HttpProblem> {
  const end = madeOn < row.version ? await findBatchEnd(db, row.id, madeOn, TOLD) : row.version - 1;
  const more =
    end === row.version
      ? { changes: await listChanges(db, row.id, madeOn, end) }
      : { reload: true };
  return new HttpProblem(
    412,
    "Others changed the plan meanwhile.",
    [{ code: "stale", path: "If-Match", params: { version: row.version } }],
    { more },
  );
}
