import { spawn, type ChildProcess } from "node:child_process";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { serve, type Running } from "../../../server/serve.ts";
import { ENGINE, withTestDatabase, type TestDatabase } from "../../support/database.ts";
import { REGION, seedSmallRegion, store, VILLAGES } from "../coverage/small-region.ts";

const MAIN = fileURLToPath(new URL("../../../dist/server/main.js", import.meta.url));

let database: TestDatabase;
beforeAll(async () => {
  database = await withTestDatabase();
});
afterAll(() => database.close());

interface Ready {
  ready: boolean;
  activity: { phase: string; message: string } | null;
}

async function readiness(port: number): Promise<{ status: number; body: Ready }> {
  const response = await fetch(`http://127.0.0.1:${port}/readyz`);
  return { status: response.status, body: (await response.json()) as Ready };
}

async function until(isDone: () => Promise<boolean>): Promise<void> {
  while (!(await isDone())) await new Promise((resolve) => setTimeout(resolve, 100));
}

describe("the service", () => {
  let running: Running | null = null;
  afterEach(() => running?.close());

  it("answers while it opens, says that an empty database is empty, and shows what is then imported", async () => {
    await database.release();
    running = await serve(database.config, { demonstration: "none", log: () => {} });
    const early = await readiness(running.port);
    expect(early.status).toBe(503);
    expect(early.body.activity!.phase).toMatch(/opening|migrating/);
    await running.ready;
    const empty = await readiness(running.port);
    expect(empty.status).toBe(503);
    expect(empty.body).toMatchObject({ ready: false, activity: { phase: "empty" } });
    await running.close();

    const again = await withTestDatabaseAgain();
    await seedSmallRegion(again.knex);
    await again.close();

    running = await serve(database.config, { demonstration: "none", log: () => {} });
    await running.ready;
    expect((await readiness(running.port)).status).toBe(200);
    const rules = await fetch(`http://127.0.0.1:${running.port}/api/rules`);
    expect(((await rules.json()) as { rules: { id: string }[] }).rules.length).toBeGreaterThan(5);
    const tile = await fetch(
      `http://127.0.0.1:${running.port}/tiles/villages/12/3276/1766?region=${REGION}`,
    );
    expect(tile.status).toBe(200);
  });

  it("refuses a port that is taken with a sentence that says what to do", async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    const { port } = other.address() as AddressInfo;
    const starting = serve({ ...database.config, port }, { demonstration: "none", log: () => {} });
    await expect(starting).rejects.toThrow(/taken .* PORT=/);
    await new Promise((resolve) => other.close(resolve));
  });

  async function withTestDatabaseAgain(): Promise<TestDatabase> {
    const { openDatabase } = await import("../../../server/database/open.ts");
    const opened = await openDatabase(database.config);
    return { ...opened, config: database.config, release: () => opened.close() };
  }
});

describe("the process", () => {
  const children: ChildProcess[] = [];
  afterAll(() => children.forEach((child) => child.kill("SIGKILL")));

  function start(): { child: ChildProcess; output: () => string; exit: Promise<number | null> } {
    const child = spawn(process.execPath, [MAIN, "--demo", "none", "--port", "0"], {
      env: {
        ...process.env,
        DATABASE_URL: database.config.databaseUrl ?? "",
        QIANTU_DATA_DIR: database.config.dataDir,
      },
    });
    children.push(child);
    let text = "";
    child.stdout.on("data", (chunk: Buffer) => (text += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (text += chunk.toString()));
    const exit = new Promise<number | null>((resolve) => child.on("exit", resolve));
    return { child, output: () => text, exit };
  }

  it("prints its address, and ends with 0 at SIGTERM after finishing what it answers", async () => {
    const { child, output, exit } = start();
    await until(async () => output().includes("is ready"));
    const [, address] = /is ready after .*(http:\S+\/)/.exec(output())!;
    const meta = (await (await fetch(`${address}api/meta`)).json()) as {
      regions: { villages: number }[];
    };
    expect(meta.regions[0]!.villages).toBe(VILLAGES.length);
    const download = await fetch(
      `${address}api/gaps?rule=village-road&status=served,unserved,unknown&format=csv`,
    );
    child.kill("SIGTERM");
    expect((await download.text()).split("\r\n").length).toBeGreaterThan(5);
    expect(await exit).toBe(0);
  });

  it.runIf(ENGINE === "embedded")("says so when another process holds the data", async () => {
    const first = start();
    await until(async () => first.output().includes("is ready"));
    const second = start();
    expect(await second.exit).toBe(1);
    expect(second.output()).toMatch(/has the embedded database open/);
    first.child.kill("SIGTERM");
    expect(await first.exit).toBe(0);
  });

  it.runIf(ENGINE === "server")("outlives its database connections being cut", async () => {
    const { child, output, exit } = start();
    await until(async () => output().includes("is ready"));
    const { openDatabase } = await import("../../../server/database/open.ts");
    const opened = await openDatabase(database.config);
    await opened.knex.raw(
      "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()",
    );
    await store(opened.knex, "villages", REGION, VILLAGES.slice(0, 4));
    await opened.close();
    const [, address] = /is ready after .*(http:\S+\/)/.exec(output())!;
    await until(async () => {
      const meta = (await (await fetch(`${address}api/meta`)).json()) as {
        regions: { villages: number }[];
      };
      return meta.regions[0]!.villages === 4;
    });
    child.kill("SIGTERM");
    expect(await exit).toBe(0);
  });
});
