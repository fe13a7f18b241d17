import { existsSync, mkdtempSync, rmSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import express from "express";
import { chromium } from "playwright-core";
import { build } from "vite";
import type { PlanChange } from "../../core/contract/plan.ts";
import type { PlanAnswer } from "../../core/contract/plan-service.ts";
import type { ColumnsOfArea } from "../../core/coverage/area-columns.ts";
import { clipSnapshot } from "../../core/coverage/clip-snapshot.ts";
import { measureCoverage } from "../../core/coverage/measure.ts";
import { packColumns } from "../../core/coverage/pack-columns.ts";
import type { Snapshot } from "../../core/coverage/snapshot.ts";
import { SHIPPED_RULES } from "../../geodata/standards/indicator-rules.ts";
import { SHIPPED_PARAMETERS } from "../../geodata/standards/policy-parameters.ts";
import { sendBytes, sendText } from "../../server/http/send.ts";

const ID = "00000000-0000-4000-8000-000000000000";
const LOADS = 5;

/** What one load took, in ms; see test/e2e/plan-load/main.ts. */
export interface PageLoad {
  readonly planMs: number;
  readonly columnsMs: number;
  readonly assessMs: number;
  readonly loadMs: number;
  /** Processor time of the page's thread, which other programs on the machine disturb less. */
  readonly cpuMs: number;
  readonly moves: number;
  readonly failing: number;
}

/** Where a browser is, null when there is none. */
const browserAt = (): string | null => {
  const path = process.env["CHROMIUM"] ?? "/usr/bin/chromium";
  return existsSync(path) ? path : null;
};

/**
 * Loads a plan of a whole region in Chromium with the code of the workspace (session, columns, checks) from a service on this machine that
 * holds the answers ready and sends them as the server does: each time in a new browser context. Null without a browser.
 */
export async function loadInBrowser(
  snapshot: Snapshot,
  document: PlanChange,
  years: { from: number; to: number },
): Promise<PageLoad[] | null> {
  const executablePath = browserAt();
  if (executablePath === null) return null;
  const outDir = mkdtempSync(join(tmpdir(), "qiantu-plan-load-"));
  const root = fileURLToPath(new URL("../../../test/e2e/plan-load/", import.meta.url));
  await build({
    configFile: false,
    root,
    logLevel: "warn",
    build: { outDir, emptyOutDir: true },
  });
  const server = answersOf(snapshot, document, years, outDir).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as AddressInfo;
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  try {
    const loads: PageLoad[] = [];
    for (let n = 0; n < LOADS; n++) {
      const context = await browser.newContext();
      const page = await context.newPage();
      const devtools = await context.newCDPSession(page);
      await devtools.send("Performance.enable", { timeDomain: "threadTicks" });
      await page.goto(`http://127.0.0.1:${port}/?plan=${ID}`);
      const load: Omit<PageLoad, "cpuMs"> = await page.evaluate("window.loaded");
      const { metrics } = await devtools.send("Performance.getMetrics");
      const seconds = metrics.find(({ name }) => name === "TaskDuration")?.value ?? NaN;
      loads.push({ ...load, cpuMs: Math.round(1000 * seconds) });
      await context.close();
    }
    return loads;
  } finally {
    await browser.close();
    server.closeAllConnections();
    server.close();
    rmSync(outDir, { recursive: true, force: true });
  }
}

/** The service: the page, and what it asks for. */
function answersOf(
  snapshot: Snapshot,
  document: PlanChange,
  years: { from: number; to: number },
  pages: string,
): express.Express {
  const moment = "2026-01-01T00:00:00Z";
  const answer: PlanAnswer = {
    plan: {
      id: ID,
      name: "bench",
      area: snapshot.regionCode,
      areaName: snapshot.areas.name[0]!,
      regionCode: snapshot.regionCode,
      years,
      version: 1,
      dataVersion: "bench",
      branchOf: null,
      archived: false,
      demonstration: true,
      createdBy: "bench",
      createdAt: moment,
      changedAt: moment,
    },
    document,
  };
  const plan = JSON.stringify(answer);
  const columns = packColumns(columnsOf(snapshot));
  const parameters = JSON.stringify({ items: SHIPPED_PARAMETERS });
  const app = express();
  app.use(express.static(pages));
  app.get(`/api/plans/${ID}`, (request, response) => sendText(request, response, "json", plan));
  app.get(`/api/areas/${snapshot.regionCode}/columns`, (request, response) =>
    sendBytes(request, response, "application/octet-stream", columns),
  );
  app.get("/api/parameters", (request, response) =>
    sendText(request, response, "json", parameters),
  );
  app.get("/api/events", (_, response) => {
    response.type("text/event-stream").flushHeaders();
  });
  app.post(`/api/plans/${ID}/presence`, (_, response) => void response.status(204).end());
  return app;
}

/** What the server gives a page of the whole region. */
function columnsOf(snapshot: Snapshot): ColumnsOfArea {
  const rules = SHIPPED_RULES.filter(({ unit }) => unit === "naturalVillage");
  return {
    version: "bench",
    snapshot: clipSnapshot(snapshot, 0, []),
    status: Object.fromEntries(
      rules.map((rule) => [rule.id, measureCoverage(snapshot, rule).status]),
    ),
  };
}
