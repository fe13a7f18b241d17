import type { Knex } from "knex";
import type { Regions } from "../coverage/regions.ts";
import type { RegionState } from "../coverage/state.ts";
import { problem } from "../http/problem.ts";
import type { BuildOrMoveDesk } from "./build-or-move-desk.ts";
import type { PlanFeed } from "./feed.ts";
import type { MeasureDesk } from "./measure-service.ts";
import type { PlanRow } from "./queries.ts";
import type { PlanDesk } from "./service.ts";

/** What the addresses of plans are answered with. */
export interface PlanContext {
  /** Throws a problem 503 until the database is open and its tables are up to date. */
  readonly database: () => Knex;
  readonly regions: Regions;
  readonly desk: PlanDesk;
  readonly measure: MeasureDesk;
  readonly buildOrMove: BuildOrMoveDesk;
  readonly feed: PlanFeed;
}

/** The data on which a plan is measured. Throws a problem 503 while they cannot be seen. */
export function shownState({ regions }: PlanContext, row: PlanRow): RegionState {
  const state = regions.get(row.regionCode);
  if (!state)
    throw problem(503, "notReady", "The data of the plan's region cannot be seen yet.", null, {
      region: row.regionCode,
      ...regions.activity,
    });
  return state;
}
