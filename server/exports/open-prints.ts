import { join } from "node:path";
import type { Config } from "../config.ts";
import type { PlanContext } from "../plans/context.ts";
import { PrintPool } from "./print-pool.ts";
import type { PrintContext } from "./service.ts";

/** The part of a server process that prints; to be closed before the server stops. */
export function openPrints(
  plans: PlanContext,
  { dataDir }: Pick<Config, "dataDir">,
  operations: PrintContext["operations"],
): { context: PrintContext; close(): Promise<void> } {
  const pool = new PrintPool();
  return {
    context: {
      plans,
      operations,
      print: (job, signal) => pool.print(job, signal),
      fontFolder: join(dataDir, "fonts"),
      now: () => new Date(),
    },
    close: () => pool.close(),
  };
}
