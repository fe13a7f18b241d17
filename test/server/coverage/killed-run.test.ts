import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";
import { runCoverage } from "../../../server/coverage/run.ts";
import { readCurrentRun } from "../../../server/coverage/run-queries.ts";
import { openDatabase } from "../../../server/database/open.ts";
import { withTestDatabase, type TestDatabase } from "../../support/database.ts";
import { REGION, seedSmallRegion, store, village } from "./small-region.ts";

const CHILD = fileURLToPath(new URL("run-forever.mjs", import.meta.url));
const KILLS = 10;
const VILLAGES = 20_000;

let database: TestDatabase;
beforeAll(async () => {
  database = await withTestDatabase();
  await seedSmallRegion(database.knex);
  const many = Array.from({ length: VILLAGES }, (_, i) =>
    village(
      `m${i}`,
      `屯${i}`,
      "900101001001",
      [108 + (i % 200) / 2000, 23.9 + i / 2e5],
      10 + (i % 40),
    ),
  );
  await store(database.knex, "villages", REGION, many);
  await runCoverage(database.knex, REGION);
});
afterAll(() => database.close());

interface Round {
  /** What the child found at its start. */
  found: { id: number; whole: boolean };
  /** Runs it completed before it was killed. */
  completed: number;
}

/** Lets another process run coverage again and again and kills it at a random moment after its start. */
function runAndKill(afterMs: number): Promise<Round> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [CHILD], {
      env: {
        ...process.env,
        TEST_CONFIG: JSON.stringify(database.config),
        TEST_REGION: REGION,
        TEST_VILLAGES: String(VILLAGES),
      },
      stdio: ["ignore", "pipe", "inherit"],
    });
    const round: Partial<Round> = { completed: 0 };
    child.stdout.on("data", (chunk: Buffer) => {
      for (const line of chunk.toString().split("\n")) {
        if (line === "completed") round.completed!++;
        if (!line.startsWith("{")) continue;
        round.found = JSON.parse(line) as Round["found"];
        setTimeout(() => child.kill("SIGKILL"), afterMs);
      }
    });
    child.on("error", reject);
    child.on("exit", (code, signal) =>
      signal === "SIGKILL" && round.found
        ? resolve(round as Round)
        : reject(new Error(`child ended with ${code}`)),
    );
  });
}

it("that is killed at any moment leaves a whole run, never older than the last completed one", async () => {
  let last = (await readCurrentRun(database.knex, REGION))!.id;
  await database.release();
  let completed = 0;
  for (let kill = 0; kill < KILLS; kill++) {
    const round = await runAndKill(20 + Math.random() * 700);
    expect(round.found.whole).toBe(true);
    // Each completed run has a higher id; the one that was cut off may have committed just before it could say so.
    expect(round.found.id).toBeGreaterThanOrEqual(last + completed);
    last = round.found.id;
    completed = round.completed;
  }
  const opened = await openDatabase(database.config);
  const { run } = await runCoverage(opened.knex, REGION);
  expect(run.id).toBeGreaterThan(last);
  await opened.close();
}, 300_000);
