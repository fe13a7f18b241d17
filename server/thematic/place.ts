import type { ReturnedYears } from "../../core/thematic/returned.ts";
import { findPlace, type PlaceOfQuestion } from "../coverage/questions.ts";
import type { RegionState } from "../coverage/state.ts";
import { problem } from "../http/problem.ts";
import { versionOf } from "../http/send.ts";
import { shownState, type PlanContext } from "../plans/context.ts";
import type { PlanOfRow } from "../plans/measure-service.ts";
import { PROCESS } from "../plans/process-name.ts";
import { findRow, readPlan } from "../plans/service.ts";
import { actualByYear } from "../progress/actual.ts";

/** The region and area of a question. Throws a problem: 503 while no region can be seen, 404 for an unknown area. */
export function placeOf({ regions }: PlanContext, area: string): PlaceOfQuestion {
  if (!regions.ready)
    throw problem(503, "notReady", "The first coverage run is not complete yet.", null, {
      ...regions.activity,
    });
  return findPlace(regions, area);
}

/** A plan with the data on which it is shown. */
export interface PlanShown extends PlanOfRow {
  readonly state: RegionState;
}

/** Reads a plan. Throws a problem: 404 unknown plan, 503 while the data of its region cannot be seen. */
export async function planShown(context: PlanContext, id: string): Promise<PlanShown> {
  const db = context.database();
  const state = shownState(context, await findRow(db, id));
  return { ...(await readPlan(db, context.desk, id)), state };
}

/** A plan with what has been returned about it. */
export async function planReturned(
  context: PlanContext,
  id: string,
): Promise<PlanShown & { readonly returned: ReturnedYears; readonly returnedStamp: unknown }> {
  const shown = await planShown(context, id);
  const returned = await actualByYear(context.database(), id);
  const stamp = [returned.settlements, returned.villages].map((subjects) =>
    [...subjects].map(([key, years]) => [key, [...years]]),
  );
  return { ...shown, returned, returnedStamp: stamp };
}

/** Names an answer that changes only with the data, a plan and what else is given. */
export function etagOf(state: RegionState, ...parts: readonly unknown[]): string {
  return `"${versionOf(JSON.stringify([PROCESS, state.version, ...parts]))}"`;
}

/** What of a plan's row names its state. */
export function stampOf({ row }: PlanShown): readonly unknown[] {
  return [row.id, row.version];
}
