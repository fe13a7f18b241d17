import { shownState, type PlanContext } from "../plans/context.ts";
import type { PlanOfRow } from "../plans/measure-service.ts";
import { findRow, readPlan } from "../plans/service.ts";
import type { Job } from "./job.ts";
import { groundOf, type Ground } from "./run-proposal.ts";

/** The plan that a job was asked on, and what its question is thought over on: the data are those that are shown now. */
export async function groundOfJob(
  context: PlanContext,
  job: Job,
): Promise<{ read: PlanOfRow; ground: Ground }> {
  const db = context.database();
  const state = shownState(context, await findRow(db, job.plan));
  const read = await readPlan(db, context.desk, job.plan, job.version);
  const { question } = job.answer();
  const { measure, buildOrMove } = context;
  return { read, ground: await groundOf({ db, state, measure, buildOrMove }, read, question) };
}
