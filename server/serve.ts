import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { ActivityStep } from "../core/contract/area.ts";
import type { Knex } from "knex";
import { createApp } from "./app.ts";
import type { Config } from "./config.ts";
import { describeError, Regions, type Activity } from "./coverage/regions.ts";
import { listRegions } from "./coverage/region-queries.ts";
import { MeasureThread } from "./coverage/measure-thread.ts";
import { cachedLoader } from "./coverage/snapshot-file.ts";
import { datasetRoutes } from "./datasets/routes.ts";
import { migrateUp } from "./database/migrate.ts";
import { openDatabase, type Db, type OpenDatabase } from "./database/open.ts";
import { REGION } from "../geodata/facts/cities.ts";
import { lacksDemonstrationAtlas, storeDemonstrationAtlas } from "./demonstration/atlas.ts";
import { lacksDemonstrationFigures, storeDemonstrationFigures } from "./demonstration/figures.ts";
import { loadDemonstration } from "./demonstration/load.ts";
import { lacksDemonstrationPlan, storeDemonstrationPlan } from "./demonstration/plan.ts";
import { problem } from "./http/problem.ts";
import { openPlans } from "./plans/open-plans.ts";
import { PLAN_OPERATIONS, planRoutes } from "./plans/routes.ts";
import type { PlanDesk } from "./plans/service.ts";
import { LEADER_IMPORTS, LEADER_OPERATIONS, leaderRoutes } from "./figures/routes.ts";
import { seedStandards } from "./indicators/seed.ts";
import { THEMATIC_OPERATIONS, thematicRoutes } from "./thematic/routes.ts";
import { openPrints } from "./exports/open-prints.ts";
import { PRINT_OPERATIONS, printRoutes } from "./exports/routes.ts";
import { removeLostTemporary } from "./temporary.ts";
import { tileHandler } from "./tiles/handler.ts";
import { loadZones } from "./tiles/queries.ts";

/** What an empty database gets at the first start. */
export const DEMONSTRATIONS = ["none", "hechi", "guangxi"] as const;
export type Demonstration = (typeof DEMONSTRATIONS)[number];

/** The database on its way. */
interface Opening {
  database: OpenDatabase | null;
  isMigrated: boolean;
}

const CLIENT_DIR = fileURLToPath(new URL("../client", import.meta.url));
const WATCH_EVERY_MS = 2000;
/** Requests still running this long after a signal are cut off. */
const DRAIN_MS = 8000;
/** A file of two gigabytes over a slow line; what sleeps is cut off long before by whoever reads the body. */
const REQUEST_MS = 3_600_000;

export interface Running {
  /** The port in use; another than asked for when that was 0. */
  port: number;
  /** Resolves when data and verdicts of every region can be seen; rejects when the start fails. */
  ready: Promise<void>;
  /** Lets running requests end, then closes the database. May be called twice. */
  close(): Promise<void>;
}

/**
 * Starts the service. It listens at once and tells at /readyz and /api/meta how far it is, while it opens the database, migrates it,
 * seeds rules and parameters, fills an empty one with the demonstration region and runs coverage where no run fits the data.
 * Rejects when the port is taken.
 */
export async function serve(
  config: Config,
  options: { demonstration: Demonstration; log: (text: string) => void },
): Promise<Running> {
  const { log } = options;
  const thread = new MeasureThread();
  const load = cachedLoader(join(config.dataDir, "snapshots"), log);
  const regions = new Regions(log, load, thread.measure);
  const opening: Opening = { database: null, isMigrated: false };
  const database = (): Knex => {
    if (!opening.database || !opening.isMigrated)
      throw problem(503, "notReady", "The database is not open yet.", null, {
        ...regions.activity,
      });
    return opening.database.knex;
  };
  const plans = openPlans({
    database,
    engine: () => opening.database!.engine,
    regions,
    log,
    lay: thread.layLines,
  });
  const prints = openPrints(plans, config, [...THEMATIC_OPERATIONS, ...LEADER_OPERATIONS]);
  const listener = createApp({
    regions,
    clientDir: CLIENT_DIR,
    tiles: tileHandler({
      regionOf: (code) => regions.get(code),
      zonesOf: (code) => loadZones(database(), code),
      log,
    }),
    routes: [
      datasetRoutes(database, { onAccepted: () => showNewData(regions, database(), log) }),
      planRoutes(plans),
      thematicRoutes(plans),
      printRoutes(prints.context, config.address ?? null),
      leaderRoutes(plans),
    ],
    operations: [
      ...PLAN_OPERATIONS,
      ...THEMATIC_OPERATIONS,
      ...PRINT_OPERATIONS,
      ...LEADER_OPERATIONS,
      ...LEADER_IMPORTS,
    ],
    hosts: [...(config.hosts ?? []), config.host],
    log,
  });
  let draining = false;
  const server = createServer((request, response) => {
    if (draining) response.setHeader("Connection", "close");
    listener(request, response);
  });
  server.requestTimeout = REQUEST_MS;
  await listen(server, config);
  const starting = start(config, options.demonstration, regions, plans.desk, opening, log);
  let closing: Promise<void> | null = null;
  return {
    port: (server.address() as AddressInfo).port,
    ready: starting,
    close: () =>
      (closing ??= (async () => {
        draining = true;
        // Streams of events would hold the server open.
        plans.feed.close();
        await plans.proposals.close();
        await prints.close();
        await drain(server);
        await thread.close();
        await regions.stop();
        await starting.catch(() => {});
        await opening.database?.close();
      })()),
  };
}

/** The demonstration region comes with a plan and an atlas; people see the region while they are made. */
async function addPlan(
  db: Knex,
  desk: PlanDesk,
  regions: Regions,
  log: (text: string) => void,
): Promise<void> {
  const state = regions.get(REGION.code);
  if (!state) return;
  if (await lacksDemonstrationPlan(db)) await storeDemonstrationPlan(db, desk, state, log);
  if (await lacksDemonstrationAtlas(db)) await storeDemonstrationAtlas(db, state, log);
  if (await lacksDemonstrationFigures(db)) await storeDemonstrationFigures(db, desk, state, log);
}

/** Looks for new data at once; the import that brought them does not wait until they can be seen. */
function showNewData(regions: Regions, db: Db, log: (text: string) => void): void {
  regions.refresh(db).catch((error: unknown) => log(describeError(error)));
}

function listen(server: Server, config: Config): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const taken = error.code === "EADDRINUSE";
      reject(
        taken
          ? new Error(
              `Port ${config.port} on ${config.host} is taken by another program; choose another with PORT=3001.`,
              { cause: error },
            )
          : error,
      );
    });
    server.listen(config.port, config.host, resolve);
  });
}

async function drain(server: Server): Promise<void> {
  const cut = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
  });
  clearTimeout(cut);
}

async function start(
  config: Config,
  demonstration: Demonstration,
  regions: Regions,
  desk: PlanDesk,
  opening: Opening,
  log: (text: string) => void,
): Promise<void> {
  const tell = (
    phase: NonNullable<Activity>["phase"],
    message: string,
    step?: ActivityStep,
  ): void => {
    regions.activity = { phase, message, ...(step && { step }) };
    log(message);
  };
  try {
    await removeLostTemporary().catch((error: unknown) => log(describeError(error)));
    tell("opening", "Opening the database ...");
    const database = await openDatabase(config);
    opening.database = database;
    const db = database.knex;
    tell("migrating", "Bringing the tables up to date ...");
    await migrateUp(db);
    opening.isMigrated = true;
    await seedStandards(db);
    if (demonstration !== "none" && (await listRegions(db)).length === 0) {
      tell("loading", "Making the demonstration region ...");
      await loadDemonstration(db, {
        region: demonstration,
        log: (text, step) => tell("loading", text, step),
      });
    }
    // Data that cannot be shown are told on the page; the service stays up so that better ones can be brought.
    await regions.refresh(db).catch((error: unknown) => log(describeError(error)));
    if (demonstration !== "none")
      await addPlan(db, desk, regions, log).catch((error: unknown) => log(describeError(error)));
    regions.watch(db, WATCH_EVERY_MS);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    regions.activity = { phase: "failed", message };
    throw error;
  }
}
