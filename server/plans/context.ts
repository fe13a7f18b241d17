import type { Knex } from "knex";
import type { Regions } from "../coverage/regions.ts";
import type { PlanFeed } from "./feed.ts";
import type { PlanDesk } from "./service.ts";

/** What the addresses of plans are answered with. */
export interface PlanContext {
  /** Throws a problem 503 until the database is open and its tables are up to date. */
  readonly database: () => Knex;
  readonly regions: Regions;
  readonly desk: PlanDesk;
  readonly feed: PlanFeed;
}
