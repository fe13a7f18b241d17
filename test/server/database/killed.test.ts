import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openDatabase } from "../../../server/database/open.ts";
import { ENGINE, type TestDatabase, withTestDatabase } from "../../support/database.ts";

const ROUNDS = 20;
const WRITER = fileURLToPath(new URL("../../support/writing-process.mjs", import.meta.url));

let database: TestDatabase;
beforeAll(async () => {
  database = await withTestDatabase({ migrated: false });
  await database.release();
});
afterAll(() => database.close());

interface Round {
  found: { batch: number; lines: number }[];
  acknowledged: number[];
}

/** Starts a writing process and kills it so long after its first acknowledged transaction. */
function writeAndKill(afterMs: number): Promise<Round> {
  const child = spawn(
    process.execPath,
    [WRITER, database.config.databaseUrl ?? "", database.config.dataDir],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  const round: Round = { found: [], acknowledged: [] };
  let lines = 0;
  createInterface({ input: child.stdout }).on("line", (line) => {
    if (lines++ === 0) round.found = JSON.parse(line) as Round["found"];
    else round.acknowledged.push(Number(line));
    if (lines === 2) setTimeout(() => child.kill("SIGKILL"), afterMs);
  });
  return new Promise((resolve) => child.once("close", () => resolve(round)));
}

test(
  `a writing process killed ${ROUNDS} times loses no acknowledged transaction and leaves none half`,
  { timeout: 400_000 },
  async () => {
    const acknowledged = new Set<number>();
    for (let number = 0; number < ROUNDS; number++) {
      // A server may finish the transaction in flight after its client is gone; a moment lets it.
      if (ENGINE === "server") await new Promise((resolve) => setTimeout(resolve, 100));
      const round = await writeAndKill((number * 37) % 400);
      expect(round.found.filter((batch) => batch.lines !== 200)).toEqual([]);
      const found = new Set(round.found.map((row) => row.batch));
      expect([...acknowledged].filter((batch) => !found.has(batch))).toEqual([]);
      expect(round.acknowledged.length).toBeGreaterThan(0);
      for (const batch of round.acknowledged) acknowledged.add(batch);
    }
    expect(acknowledged.size).toBeGreaterThan(ROUNDS);
  },
);

test.runIf(ENGINE === "embedded")(
  "embedded only: a second process is refused while the first one lives, and told by whom",
  async () => {
    const child = spawn(process.execPath, [WRITER, "", database.config.dataDir], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    try {
      await new Promise((resolve) => child.stdout.once("data", resolve));
      await expect(openDatabase(database.config)).rejects.toThrow(
        new RegExp(`process ${child.pid} has the embedded database open.*DATABASE_URL`),
      );
    } finally {
      const ended = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGKILL");
      await ended;
    }
    const reopened = await openDatabase(database.config);
    await reopened.close();
  },
);
