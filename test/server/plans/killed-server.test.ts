import { spawn, type ChildProcess } from "node:child_process";
import { randomUUID } from "node:crypto";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import type { PlanChange } from "../../../core/contract/plan.ts";
import { applyChange } from "../../../core/relocation/apply.ts";
import { emptyPlan, equalPlans } from "../../../core/relocation/plan.ts";
import { openDatabase } from "../../../server/database/open.ts";
import { loadPlan } from "../../../server/plans/load-plan.ts";
import { findPlan, listChanges } from "../../../server/plans/queries.ts";
import { withTestDatabase, type TestDatabase } from "../../support/database.ts";
import { settlement } from "../../core/relocation/support/arbitrary-changes.ts";
import { EAST, seedSmallRegion } from "../coverage/small-region.ts";
import { PlannerPage } from "./planner-page.ts";

const MAIN = fileURLToPath(new URL("../../../dist/server/main.js", import.meta.url));
const KILLS = 20;
const WRITERS = 3;
/** A large edit, so that many kills come in the middle of one. */
const MANY = 400;

let database: TestDatabase;
let child: ChildProcess | null = null;
let address = "http://127.0.0.1:1";
beforeAll(async () => {
  database = await withTestDatabase();
  await seedSmallRegion(database.knex);
  await database.release();
});
afterEach(() => void child?.kill("SIGKILL"));
afterAll(() => database.close());

/** Starts the service and waits until it answers about plans. */
async function startServer(): Promise<void> {
  const { config } = database;
  let output = "";
  child = spawn(process.execPath, [MAIN], {
    env: {
      ...process.env,
      DATABASE_URL: config.databaseUrl ?? "",
      QIANTU_DATA_DIR: config.dataDir,
      QIANTU_DEMO: "none",
      PORT: "0",
    },
    stdio: ["ignore", "ignore", "pipe"],
  });
  child.stderr!.on("data", (chunk: Buffer) => {
    output += chunk.toString();
    const found = /listens at (http:\/\/\S+)\/ /.exec(output);
    if (found) address = found[1]!;
  });
  const began = performance.now();
  for (;;) {
    const isUp = await fetch(`${address}/api/plans`).then(
      (response) => response.ok,
      () => false,
    );
    if (isUp) return;
    if (performance.now() - began > 120_000) throw new Error(output);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Kills the service as it is; on a server, what it had open there is cut off too. */
async function killServer(): Promise<void> {
  const gone = new Promise((resolve) => child!.once("exit", resolve));
  child!.kill("SIGKILL");
  const { databaseUrl } = database.config;
  if (databaseUrl !== null) {
    const client = new pg.Client({ connectionString: databaseUrl });
    await client.connect();
    await client.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()",
    );
    await client.end();
  }
  await gone;
}

/** Edits of one writer's own villages and figures, small and large, so that writers do not contradict each other. */
function* editsOf(writer: number): Generator<PlanChange> {
  for (let n = 0; ; n++) {
    const move = {
      parts: [{ settlement: "s1", year: 2014 + (n % 7), households: null }],
      reason: null,
    };
    const count = n % 3 === 0 ? MANY : 1;
    yield n % 5 === 4
      ? { targets: { [`${EAST}-${writer}:2016`]: n } }
      : {
          moves: Object.fromEntries(
            Array.from({ length: count }, (_, i) => [
              `w${writer}-${(n + i) % 900}`,
              n % 7 === 6 ? null : move,
            ]),
          ),
        };
  }
}

it("a service killed twenty times in the middle of edits has every accepted change once, and nothing half", async () => {
  await startServer();
  const made = await fetch(`${address}/api/plans`, {
    method: "POST",
    headers: { "Content-Type": "application/json", "Idempotency-Key": randomUUID() },
    body: JSON.stringify({
      name: "x",
      author: "韦",
      area: EAST,
      years: { from: 2014, to: 2020 },
      document: { settlements: { s1: settlement() } },
    }),
  });
  const { id } = ((await made.json()) as { plan: { id: string } }).plan;
  const writers = Array.from(
    { length: WRITERS },
    (_, i) => new PlannerPage(() => address, id, `writer-${i}`),
  );
  for (const writer of writers) await writer.open();
  let isOver = false;
  // Each goes on from round to round; an edit that is cut off is sent again, with its key, until somebody answers.
  const writing = writers.map(async (writer, i) => {
    for (const change of editsOf(i)) {
      if (isOver) return;
      await writer.edit(change);
    }
  });
  for (let kill = 0; kill < KILLS; kill++) {
    const before = writers.reduce((sum, { accepted }) => sum + accepted.length, 0);
    await expect
      .poll(() => writers.reduce((sum, { accepted }) => sum + accepted.length, 0), {
        timeout: 120_000,
        interval: 10,
      })
      .toBeGreaterThan(before + 3);
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 60));
    await killServer();
    await startServer();
    for (const writer of writers) await writer.listen().catch(() => {});
  }
  isOver = true;
  await Promise.all(writing);
  for (const writer of writers) writer.stop();
  await killServer();

  const opened = await openDatabase(database.config);
  const row = (await findPlan(opened.knex, id))!;
  const keys: string[] = await opened
    .knex("plan_changes")
    .where({ plan_id: id })
    .pluck("idempotency_key");
  const accepted = writers.flatMap((writer) => writer.accepted.map(({ key }) => key));
  expect(accepted.length).toBeGreaterThan(KILLS * 4);
  expect(keys.toSorted()).toEqual(["creation", ...accepted].toSorted());
  expect(writers.flatMap(({ dropped }) => dropped)).toEqual([]);
  let plan = emptyPlan({ area: EAST, years: { from: 2014, to: 2020 } });
  for (const { version, change } of await listChanges(opened.knex, id, 0, row.version)) {
    const applied = applyChange(plan, change);
    expect([version, applied.ok]).toEqual([version, true]);
    if (applied.ok) plan = applied.plan;
  }
  expect(equalPlans(await loadPlan(opened.knex, row), plan)).toBe(true);
  await opened.close();
}, 900_000);
