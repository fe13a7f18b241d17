import type { MapSubject, ThematicView } from "../../core/contract/thematic.ts";
import { isKnown, listIndicators } from "../../core/thematic/indicators.ts";
import { formatView, readView } from "../../core/thematic/view.ts";
import type { RegionState } from "../coverage/state.ts";
import type { Db } from "../database/open.ts";
import { problem } from "../http/problem.ts";
import type { PlanContext } from "../plans/context.ts";
import { findRow } from "../plans/service.ts";
import { placeOf } from "./place.ts";

/** A query that names a map, as it is kept, and the region that it is of. */
export interface NamedMap {
  readonly query: string;
  readonly regionCode: string;
}

/** Names in a query that a map cannot do without: what stands there must be understood. */
const NEEDED = ["area", "ind", "ind2", "plan", "plan2"];

/**
 * A query as it is kept: its view written out again, whatever no view has left out. Throws a problem: 422 where it names no area, or an
 * area, indicator or plan that is not there; 503 while no region can be seen.
 */
export async function nameMap(context: PlanContext, query: string): Promise<NamedMap> {
  const { view, leftOut } = readView(query, "");
  const broken = leftOut.find(({ name }) => NEEDED.includes(name));
  if (broken)
    throw problem(422, "badParameter", "The query names no map.", "query", {
      parameter: broken.name,
      value: broken.value.slice(0, 100),
    });
  if (view.area === "")
    throw problem(422, "missingParameter", "The query names no area.", "query", {
      expected: "area=CODE",
    });
  const state = stateOf(context, view);
  const db = context.database();
  for (const subject of view.other === null ? [view] : [view, view.other])
    await checkSubject(db, state, subject);
  return { query: formatView(view), regionCode: state.snapshot.regionCode };
}

function stateOf(context: PlanContext, { area }: ThematicView): RegionState {
  try {
    return placeOf(context, area).state;
  } catch (error) {
    if (!context.regions.ready) throw error;
    throw problem(422, "unknownArea", "There is no area with this code.", "query", {
      parameter: "area",
      area: area.slice(0, 64),
      regions: context.regions.all().map(({ snapshot }) => snapshot.regionCode),
    });
  }
}

async function checkSubject(
  db: Db,
  state: RegionState,
  { indicator, plan }: MapSubject,
): Promise<void> {
  const rules = state.rules.map(({ id }) => id);
  if (!isKnown(indicator, rules))
    throw problem(422, "unknownIndicator", "There is no indicator with this name.", "query", {
      parameter: "ind",
      indicator,
      indicators: listIndicators(rules).map(({ id }) => id),
    });
  if (plan === null) return;
  const row = await findRow(db, plan).catch(() => null);
  if (row?.regionCode !== state.snapshot.regionCode)
    throw problem(422, "unknownPlan", "There is no such plan of this region.", "query", {
      parameter: "plan",
      plan,
    });
}
