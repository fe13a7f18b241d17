import type { Knex } from "knex";
import * as coverage from "./0001-coverage.ts";
import * as plans from "./0002-plans.ts";
import * as progress from "./0003-progress.ts";
import * as statistics from "./0004-statistics.ts";
import * as thematic from "./0005-thematic.ts";
import * as shortLinks from "./0006-short-links.ts";

/** Every migration, in order. Append only. */
export const MIGRATIONS: readonly {
  name: string;
  up(knex: Knex): Promise<void>;
  down(knex: Knex): Promise<void>;
}[] = [
  { name: "0001-coverage", ...coverage },
  { name: "0002-plans", ...plans },
  { name: "0003-progress", ...progress },
  { name: "0004-statistics", ...statistics },
  { name: "0005-thematic", ...thematic },
  { name: "0006-short-links", ...shortLinks },
];
