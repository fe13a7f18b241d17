import type { BuildOrMoveColumnsAnswer, MapLevel } from "../../core/contract/thematic.ts";
import { comparisonPrices, middleYear } from "../../core/policy/build-or-move-policy.ts";
import { buildRules } from "../../core/policy/build-ways.ts";
import { resolvePolicy } from "../../core/policy/plan-policy.ts";
import { compareBuildAndMove, type Comparison } from "../../core/relocation/build-or-move.ts";
import type { BuildGeometry } from "../../core/relocation/service-lines.ts";
import { buildColumns } from "../../core/thematic/build-columns.ts";
import { indexOfId } from "../coverage/load-villages.ts";
import type { Db } from "../database/open.ts";
import { problem } from "../http/problem.ts";
import { listParameters } from "../indicators/queries.ts";
import { geometryQuestion, type ComparedPlace } from "../plans/build-or-move.ts";
import type { BuildOrMoveDesk } from "../plans/build-or-move-desk.ts";
import { findPolicyYears } from "../plans/queries.ts";

/** The last comparison of each geometry, with the years and figures that it was made with. */
const kept = new WeakMap<BuildGeometry, { prices: string; comparison: Comparison }>();

/**
 * Building against moving by the areas of a level, over the years of the plan or of the region's annual task, at the figures of their middle.
 * Throws a problem 422 where there are neither.
 */
export async function buildOrMoveColumns(
  db: Db,
  desk: BuildOrMoveDesk,
  place: ComparedPlace,
  by: MapLevel,
): Promise<BuildOrMoveColumnsAnswer> {
  const { state, area } = place;
  const { areas, villages, regionCode } = state.snapshot;
  const years = place.plan?.plan.frame.years ?? (await findPolicyYears(db, regionCode));
  if (years === null)
    throw problem(
      422,
      "missingParameter",
      "There is no annual task that says over which years to compare; name a plan.",
      "plan",
    );
  const geometry = await desk.geometry(db, state, geometryQuestion(place, buildRules(state.rules)));
  const policy = resolvePolicy(await listParameters(db), regionCode);
  const prices = comparisonPrices(policy, years, middleYear(years));
  const name = JSON.stringify(prices);
  let of = kept.get(geometry);
  if (of?.prices !== name)
    kept.set(geometry, (of = { prices: name, comparison: compareBuildAndMove(geometry, prices) }));
  const areaOf = (v: number): number => villages.area[indexOfId(villages.id, geometry.id[v]!)]!;
  return {
    area: areas.code[area]!,
    by,
    ...buildColumns(of.comparison, areas, areaOf, { within: area, by }),
  };
}
