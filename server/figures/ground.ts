import { countReturns, returnsOf, type CountedReturns } from "../../core/progress/area-returns.ts";
import type { AreaReturns } from "../../core/progress/actual.ts";
import type { NewReturn } from "../../core/contract/progress.ts";
import type { Db } from "../database/open.ts";
import { problem } from "../http/problem.ts";
import { readProgressVersion, readReturns } from "../progress/queries.ts";
import { groundOf, type PlanGround, type ProgressDesk } from "../progress/service.ts";

/** A plan with its returns, as figures are made from. */
export interface FigurePlan extends PlanGround {
  readonly returns: readonly NewReturn[];
  readonly counted: CountedReturns;
  readonly progressVersion: number;
}

/** Reads a plan and its returns. Throws a problem 404 for an unknown plan. */
export async function readFigurePlan(db: Db, desk: ProgressDesk, id: string): Promise<FigurePlan> {
  const ground = await groundOf(db, desk, id);
  const progressVersion = await readProgressVersion(db, ground.row.id);
  const returns = await readReturns(db, ground.row.id);
  return { ...ground, returns, counted: countReturns(returns, ground.on), progressVersion };
}

/** Whether an area lies in the plan's, is it, or holds it. */
export function touches({ on }: PlanGround, area: number): boolean {
  return on.context.isInside[area] === 1 || isAround(on.context, area);
}

/** Throws a problem 422 where a plan has nothing to do with an area. */
export function refuseOutside(ground: PlanGround, area: number, code: string): void {
  if (!touches(ground, area))
    throw problem(422, "outsidePlan", "The plan is of another area.", "plan", {
      area: code,
      plan: ground.on.context.frame.area,
    });
}

function isAround(context: PlanGround["on"]["context"], area: number): boolean {
  for (let at = context.area; at >= 0; at = context.data.areas.parent[at]!)
    if (at === area) return true;
  return false;
}

/** Index of the area that returns are looked up by: of an area around the plan's, the plan's own. */
export function returnsArea({ on }: PlanGround, area: number): number {
  return isAround(on.context, area) ? on.context.area : area;
}

/** The returns that count in an area. */
export function returnsIn(plan: FigurePlan, area: number): AreaReturns {
  return returnsOf(plan.counted, returnsArea(plan, area));
}
