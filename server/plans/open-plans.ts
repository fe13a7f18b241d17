import type { Knex } from "knex";
import { layLines, type LayLines } from "../coverage/lay-lines.ts";
import type { Regions } from "../coverage/regions.ts";
import type { OpenDatabase } from "../database/open.ts";
import { PlanAssessor } from "./assessor.ts";
import { BuildOrMoveDesk } from "./build-or-move-desk.ts";
import type { PlanContext } from "./context.ts";
import { PlanFeed } from "./feed.ts";
import { PlanMemory } from "./plan-memory.ts";
import { RatesDesk } from "./rates-desk.ts";
import { Turns } from "./turns.ts";

/** The part of a server process that answers about plans. Its feed is to be closed before the server stops. */
export function openPlans(options: {
  database: () => Knex;
  engine: () => OpenDatabase["engine"];
  regions: Regions;
  log: (text: string) => void;
  /** How lines are laid; in this thread when it is not given. */
  lay?: LayLines;
}): PlanContext {
  const { database, engine, regions, log, lay = layLines } = options;
  const dataVersionOf = (regionCode: string): string | null =>
    regions.get(regionCode)?.snapshot.dataVersion ?? null;
  return {
    database,
    regions,
    desk: { memory: new PlanMemory(), turns: new Turns(), dataVersionOf },
    measure: { assessor: new PlanAssessor(), rates: new RatesDesk() },
    buildOrMove: new BuildOrMoveDesk(lay),
    feed: new PlanFeed({ database, engine, dataVersionOf, log }),
  };
}
