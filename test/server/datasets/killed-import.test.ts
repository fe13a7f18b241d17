import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ENGINE, withTestDatabase, type TestDatabase } from "../../support/database.ts";
import { Folder } from "./support/files.ts";

const ROUNDS = 10;
const VILLAGES = 4_000;
const IMPORTER = fileURLToPath(new URL("./support/import-forever.mjs", import.meta.url));

const folder = new Folder();
let database: TestDatabase;
beforeAll(async () => {
  for (let version = 0; version < 4; version++) {
    const rows = Array.from(
      { length: VILLAGES + version },
      (_, i) => `${i},village ${version},20,${(10 + i / 1e4).toFixed(4)},10,是`,
    );
    folder.write(`${version}.csv`, `code,name,households,lng,lat,是否通路\n${rows.join("\n")}\n`);
  }
  database = await withTestDatabase();
  await database.release();
});
afterAll(async () => {
  folder.clear();
  await database.close();
});

interface Found {
  current: { id: number; rows: number; version: string }[];
  staged: number;
  villages: number;
  facts: number;
  versions: string[];
}

/** Starts a process that imports without end and kills it so long after it took in that many versions. */
function importAndKill(
  versions: number,
  afterMs: number,
): Promise<{ found: Found; accepted: number }> {
  const child = spawn(
    process.execPath,
    [IMPORTER, database.config.databaseUrl ?? "", database.config.dataDir, folder.path],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  let found: Found | undefined;
  let accepted = 0;
  createInterface({ input: child.stdout }).on("line", (line) => {
    if (found === undefined) found = JSON.parse(line) as Found;
    else if (line === "true") accepted++;
    if (accepted === versions) setTimeout(() => child.kill("SIGKILL"), afterMs);
  });
  return new Promise((resolve, reject) =>
    child.once("close", () =>
      found === undefined
        ? reject(new Error("the importer never started"))
        : resolve({ found, accepted }),
    ),
  );
}

test(
  `an import killed at ${ROUNDS} moments leaves one whole version in force, with its facts, and nothing else`,
  { timeout: 400_000 },
  async () => {
    let accepted = 0;
    for (let round = 0; round <= ROUNDS; round++) {
      // A server may finish the transaction in flight after its client is gone; a moment lets it.
      if (ENGINE === "server") await new Promise((resolve) => setTimeout(resolve, 200));
      // At random in the whole of an import: reading, checking, copying, committing; the first one or the second.
      const killed = await importAndKill(round % 2, Math.round(Math.random() * 1_200));
      const { current, staged, villages, facts, versions } = killed.found;
      expect(staged).toBe(0);
      expect(current.length).toBe(accepted > 0 ? 1 : current.length);
      const [version] = current;
      expect(villages).toBe(version?.rows ?? 0);
      expect(facts).toBe(version?.rows ?? 0);
      expect(versions).toEqual(version === undefined ? [] : [version.version]);
      expect(version?.rows).toBe(version && VILLAGES + Number(version.version));
      accepted += killed.accepted;
    }
    expect(accepted).toBeGreaterThan(0);
  },
);
