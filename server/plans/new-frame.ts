import type { NewPlan } from "../../core/contract/plan-service.ts";
import type { PlanFrame } from "../../core/contract/plan.ts";
import { findRegionOf } from "../coverage/region-queries.ts";
import type { Db } from "../database/open.ts";
import { problem } from "../http/problem.ts";
import { findPlanArea, findPolicyYears } from "./queries.ts";

/** Levels of the areas that plan: the county answers for its plan, city and region look across. */
const PLANNING_LEVELS = new Set(["region", "city", "county"]);

/** Where and when a plan that is to be made is for. */
export interface NewFrame {
  readonly regionCode: string;
  readonly area: { readonly code: string; readonly name: string };
  readonly years: PlanFrame["years"];
}

/**
 * Area and years of a plan that is to be made; without years those of the region's annual task. Throws a problem: 404 unknown area, 422 an
 * area that does not plan, or years that neither the question nor the figures of policy say.
 */
export async function frameOfNew(
  db: Db,
  asked: Pick<NewPlan, "area" | "years">,
): Promise<NewFrame> {
  if (asked.area === undefined)
    throw problem(422, "missingParameter", "Name the area that the plan is for.", "area");
  const area = await findPlanArea(db, asked.area);
  const regionCode = area && (await findRegionOf(db, area.code));
  if (area === null || regionCode === null)
    throw problem(404, "unknownArea", "There is no area with this code.", "area", {
      area: asked.area,
    });
  if (!PLANNING_LEVELS.has(area.level))
    throw problem(422, "areaTooSmall", "A county, a city or a region plans.", "area", {
      area: asked.area,
      level: area.level,
    });
  const years = asked.years ?? (await findPolicyYears(db, regionCode));
  if (years === null)
    throw problem(422, "missingParameter", "Say from which to which year people move.", "years");
  return { regionCode, area, years };
}
