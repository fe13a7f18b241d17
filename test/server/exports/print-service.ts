import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createApp } from "../../../server/app.ts";
import { Regions } from "../../../server/coverage/regions.ts";
import { openPrints } from "../../../server/exports/open-prints.ts";
import { PRINT_OPERATIONS, printRoutes } from "../../../server/exports/routes.ts";
import { LEADER_OPERATIONS } from "../../../server/figures/routes.ts";
import { openPlans } from "../../../server/plans/open-plans.ts";
import { planRoutes } from "../../../server/plans/routes.ts";
import { THEMATIC_OPERATIONS, thematicRoutes } from "../../../server/thematic/routes.ts";
import type { TestDatabase } from "../../support/database.ts";

export interface PrintTestService {
  url: string;
  logged: string[];
  close(): Promise<void>;
}

/** The service that prints, as one process of it would be. */
export async function startPrints(database: TestDatabase): Promise<PrintTestService> {
  const logged: string[] = [];
  const log = (text: string): void => void logged.push(text);
  const regions = new Regions(() => {});
  await regions.refresh(database.knex);
  const plans = openPlans({
    database: () => database.knex,
    engine: () => database.engine,
    regions,
    log,
  });
  const prints = openPrints(plans, database.config, [...THEMATIC_OPERATIONS, ...LEADER_OPERATIONS]);
  const server = createServer(
    createApp({
      regions,
      clientDir: database.config.dataDir,
      routes: [planRoutes(plans), thematicRoutes(plans), printRoutes(prints.context, null)],
      operations: PRINT_OPERATIONS,
      log,
    }),
  );
  server.keepAliveTimeout = 120_000;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    logged,
    async close() {
      plans.feed.close();
      await plans.proposals.close();
      await prints.close();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
      await regions.stop();
    },
  };
}
