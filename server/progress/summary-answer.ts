import type { SummaryAnswer } from "../../core/contract/progress.ts";
import { summarizeProgress } from "../../core/progress/summary.ts";
import { areaName } from "../boundaries/area-tree.ts";
import type { Db } from "../database/open.ts";
import { problem } from "../http/problem.ts";
import { readProgressVersion, readReturns } from "./queries.ts";
import { groundOf, type PlanGround, type ProgressDesk } from "./service.ts";

/** Index of an area of a plan, its own without a code. Throws a problem: 404 for an area that the data do not hold, 422 for one outside of the plan's. */
function areaOfPlan({ state, on }: PlanGround, code: string | undefined): number {
  const area = code === undefined ? on.context.area : (state.areaIndex(code) ?? -1);
  if (area < 0)
    throw problem(404, "unknownArea", "There is no area with this code.", "area", {
      area: code ?? on.context.frame.area,
    });
  if (on.context.isInside[area] === 0)
    throw problem(422, "outsidePlan", "The plan is of another area.", "area", {
      area: code!,
      plan: on.context.frame.area,
    });
  return area;
}

/** Planned against actual, of the plan's area or of one in it. */
export async function summaryAnswer(
  db: Db,
  desk: ProgressDesk,
  id: string,
  asked: { area?: string | undefined; year?: number | undefined },
): Promise<SummaryAnswer> {
  const ground = await groundOf(db, desk, id);
  const { row, state, on } = ground;
  const area = areaOfPlan(ground, asked.area);
  const version = await readProgressVersion(db, row.id);
  const returns = await readReturns(db, row.id);
  const { settlements, areas, ...summary } = summarizeProgress(
    on,
    returns,
    area,
    asked.year ?? null,
  );
  const { code } = state.snapshot.areas;
  return {
    plan: row.id,
    planName: row.name,
    demonstration: row.demonstration,
    planVersion: row.version,
    version,
    area: areaName(state.snapshot.areas, area),
    returns: returns.length,
    ...summary,
    settlements: settlements.map(({ areaIndex, ...each }) => ({
      ...each,
      area: code[areaIndex] ?? null,
    })),
    areas: areas.map(({ index, ...each }) => ({
      ...areaName(state.snapshot.areas, index),
      ...each,
    })),
  };
}
