import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { PlanChange } from "../../../core/contract/plan.ts";
import { createApp } from "../../../server/app.ts";
import { Regions } from "../../../server/coverage/regions.ts";
import { LEADER_OPERATIONS, leaderRoutes } from "../../../server/figures/routes.ts";
import { openPlans } from "../../../server/plans/open-plans.ts";
import { PLAN_OPERATIONS, planRoutes } from "../../../server/plans/routes.ts";
import { THEMATIC_OPERATIONS, thematicRoutes } from "../../../server/thematic/routes.ts";
import type { TestDatabase } from "../../support/database.ts";

interface PlanAnswerOf {
  status: number;
  headers: Headers;
  // The shape is what the tests are about.
  // oxlint-disable-next-line no-explicit-any
  json: any;
  text: string;
}

export interface PlanTestService {
  url: string;
  regions: Regions;
  logged: string[];
  get(path: string, headers?: Record<string, string>): Promise<PlanAnswerOf>;
  /** Sends JSON, with the headers of a write: a new key, and the version it was made on where one is given. */
  send(
    method: "POST" | "PATCH" | "DELETE",
    path: string,
    body: unknown,
    write?: { version?: number; key?: string; headers?: Record<string, string> },
  ): Promise<PlanAnswerOf>;
  /** Makes a plan and gives its id. */
  make(body?: Record<string, unknown>): Promise<string>;
  /** Changes a plan. */
  change(
    id: string,
    version: number,
    change: PlanChange,
    more?: { key?: string; client?: string; author?: string; reason?: string },
  ): Promise<PlanAnswerOf>;
  close(): Promise<void>;
}

/** The service of plans on a database, as one process of it would be; without regions where they are not needed. */
export async function startPlans(
  database: TestDatabase,
  area: string,
  options: { withRegions?: boolean } = {},
): Promise<PlanTestService> {
  const logged: string[] = [];
  const log = (text: string): void => void logged.push(text);
  const regions = new Regions(() => {});
  if (options.withRegions ?? true) await regions.refresh(database.knex);
  const context = openPlans({
    database: () => database.knex,
    engine: () => database.engine,
    regions,
    log,
  });
  const clientDir = mkdtempSync(join(tmpdir(), "qiantu-pages-"));
  const server: Server = createServer(
    createApp({
      regions,
      clientDir,
      routes: [planRoutes(context), thematicRoutes(context), leaderRoutes(context)],
      operations: [...PLAN_OPERATIONS, ...THEMATIC_OPERATIONS, ...LEADER_OPERATIONS],
      log,
    }),
  );
  // A slow machine must not meet connections that were closed for idleness just then.
  server.keepAliveTimeout = 120_000;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  async function ask(path: string, init: RequestInit): Promise<PlanAnswerOf> {
    const response = await fetch(`${url}${path}`, init);
    const text = await response.text();
    const isJson = /json/.test(response.headers.get("content-type") ?? "") && text !== "";
    return {
      status: response.status,
      headers: response.headers,
      text,
      json: isJson ? JSON.parse(text) : undefined,
    };
  }
  const send: PlanTestService["send"] = (method, path, body, write = {}) =>
    ask(path, {
      method,
      ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
      headers: {
        "Content-Type": "application/json",
        "Idempotency-Key": write.key ?? randomUUID(),
        ...(write.version === undefined ? {} : { "If-Match": `"${write.version}"` }),
        ...write.headers,
      },
    });
  return {
    url,
    regions,
    logged,
    get: (path, headers = {}) => ask(path, { headers }),
    send,
    async make(body = {}) {
      const made = await send("POST", "/api/plans", {
        name: "规划",
        author: "韦",
        area,
        years: { from: 2014, to: 2020 },
        ...body,
      });
      if (made.status !== 201) throw new Error(made.text);
      return made.json.plan.id as string;
    },
    change: (id, version, change, { key, client = "page", author = "韦", reason } = {}) =>
      send(
        "POST",
        `/api/plans/${id}/changes`,
        { change, author, client, ...(reason === undefined ? {} : { reason }) },
        { version, ...(key === undefined ? {} : { key }) },
      ),
    async close() {
      context.feed.close();
      await context.proposals.close();
      rmSync(clientDir, { recursive: true });
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}
