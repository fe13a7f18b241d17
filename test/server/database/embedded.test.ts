import { spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import knex from "knex";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { copyRows } from "../../../server/database/copy.ts";
import { ensureCluster } from "../../../server/database/embedded/cluster.ts";
import {
  type EmbeddedDatabase,
  openEmbedded,
} from "../../../server/database/embedded/open-embedded.ts";
import { processStartedAt } from "../../../server/database/embedded/process-start.ts";
import { ENGINE, makeDataDir } from "../../support/database.ts";

describe.runIf(ENGINE === "embedded")("embedded only", () => {
  const { dataDir } = makeDataDir();
  let database: EmbeddedDatabase;
  beforeAll(async () => {
    database = await openEmbedded(dataDir);
    await database.knex.raw("create table things (id integer primary key, note text)");
  });
  afterAll(async () => {
    await database.close();
    rmSync(dataDir, { recursive: true, force: true });
  });

  const ids = (): Promise<number[]> => database.knex("things").orderBy("id").pluck("id");

  test("opening the same folder twice is refused with the way out", async () => {
    await expect(openEmbedded(dataDir)).rejects.toThrow(/already opened the embedded database/);
    expect(await ids()).toEqual([]);
  });

  test("PostgreSQL itself says that fsync, full page writes and synchronous commit are on", async () => {
    const { rows } = await database.knex.raw<{ rows: unknown[] }>(
      "select current_setting('fsync') as fsync, current_setting('full_page_writes') as pages, current_setting('synchronous_commit') as commit",
    );
    expect(rows).toEqual([{ fsync: "on", pages: "on", commit: "on" }]);
  });

  test("when the thread is ended in the middle of a statement, that statement fails and the next one works", async () => {
    await database.knex("things").insert({ id: 1, note: "committed" });
    const slow = database.knex.raw("insert into things select 2, pg_sleep(60)::text").then(
      () => "done",
      (error: Error) => error.message,
    );
    await new Promise((resolve) => setTimeout(resolve, 300));
    await database.terminate();
    expect(await slow).toMatch(/The embedded database stopped/);
    expect(await ids()).toEqual([1]);
  });

  test("when the thread is ended inside a transaction, none of it stays", async () => {
    const work = database.knex.transaction(async (trx) => {
      await trx("things").insert({ id: 3, note: "open" });
      await database.terminate();
      await trx("things").insert({ id: 4, note: "open" });
    });
    await expect(work).rejects.toThrow(/stopped|terminated|not queryable/);
    expect(await ids()).toEqual([1]);
  });

  test("when the thread is ended in the middle of a COPY, nothing of it stays and it does not hang", async () => {
    const rows = (async function* () {
      for (let id = 10; id < 100_000; id++) {
        if (id === 50_000) await database.terminate();
        yield [id, "x".repeat(100)];
      }
    })();
    await expect(copyRows(database.knex, "things", ["id", "note"], rows)).rejects.toThrow(
      /stopped|terminated|Premature close/,
    );
    expect(await ids()).toEqual([1]);
  });

  test("a statement outside `trx` inside a transaction fails with a timeout instead of waiting for ever", async () => {
    const pool = (database.knex.client as { pool: { acquireTimeoutMillis: number } }).pool;
    const usual = pool.acquireTimeoutMillis;
    expect(usual).toBe(60_000);
    pool.acquireTimeoutMillis = 300;
    try {
      await expect(
        database.knex.transaction(() => database.knex("things").insert({ id: 5 })),
      ).rejects.toBeInstanceOf(knex.KnexTimeoutError);
    } finally {
      pool.acquireTimeoutMillis = usual;
    }
    expect(await ids()).toEqual([1]);
  });

  test("closing twice is once, and everything is there after opening again", async () => {
    await Promise.all([database.close(), database.close()]);
    expect(existsSync(join(dataDir, "lock"))).toBe(false);
    database = await openEmbedded(dataDir);
    expect(await ids()).toEqual([1]);
  });

  test("a lock left by a process that is gone is taken over", async () => {
    await database.close();
    const gone = { pid: 4_000_000, startedAt: "another boot/1", token: "left behind" };
    writeFileSync(join(dataDir, "lock"), JSON.stringify(gone));
    database = await openEmbedded(dataDir);
    expect(JSON.parse(readFileSync(join(dataDir, "lock"), "utf8"))).toMatchObject({
      pid: process.pid,
    });
  });

  test("a lock whose process number now belongs to another process is taken over", async () => {
    await database.close();
    writeFileSync(
      join(dataDir, "lock"),
      JSON.stringify({ pid: process.ppid, startedAt: "another boot/1", token: "left behind" }),
    );
    database = await openEmbedded(dataDir);
    expect(await ids()).toEqual([1]);
  });

  test.runIf(process.platform === "linux")(
    "a lock of a killed process that nobody has buried is taken over",
    async () => {
      await database.close();
      // The shell becomes a sleep that never asks what became of its child.
      const parent = spawn("sh", ["-c", "sleep 60 & echo $!; exec sleep 60"], {
        stdio: ["ignore", "pipe", "ignore"],
      });
      const zombie = Number(await new Promise((resolve) => parent.stdout.once("data", resolve)));
      const startedAt = await processStartedAt(zombie);
      process.kill(zombie, "SIGKILL");
      await expect.poll(() => processStartedAt(zombie)).not.toBe(startedAt);
      expect(() => process.kill(zombie, 0)).not.toThrow(/ESRCH/);
      writeFileSync(
        join(dataDir, "lock"),
        JSON.stringify({ pid: zombie, startedAt, token: "left behind" }),
      );
      database = await openEmbedded(dataDir);
      parent.kill("SIGKILL");
      expect(await ids()).toEqual([1]);
    },
  );

  test("a lock file cut off by a power failure does not keep the database shut", async () => {
    await database.close();
    writeFileSync(join(dataDir, "lock"), '{"pid": 12');
    database = await openEmbedded(dataDir);
    expect(await ids()).toEqual([1]);
  });

  test("of ten that open one folder at once, one gets it", async () => {
    await database.close();
    const results = await Promise.allSettled(
      Array.from({ length: 10 }, () => openEmbedded(dataDir)),
    );
    const opened = results.filter((result) => result.status === "fulfilled");
    expect(opened).toHaveLength(1);
    const [winner] = opened;
    if (winner) database = winner.value;
    expect(await ids()).toEqual([1]);
  });

  test("a table that lost half its rows is vacuumed and analysed while nobody asks anything", async () => {
    await database.knex.raw(
      "create table shrinking as select n from generate_series(1, 20000) as n; delete from shrinking where n % 2 = 0",
    );
    let isTidy = false;
    for (let i = 0; i < 5 && !isTidy; i++) {
      await new Promise((resolve) => setTimeout(resolve, 7000)); // Idle is five seconds without a statement.
      const { rows } = await database.knex.raw<{ rows: { tidy: boolean }[] }>(
        "select last_vacuum is not null and last_analyze is not null as tidy from pg_stat_user_tables where relname = 'shrinking'",
      );
      isTidy = rows[0]?.tidy ?? false;
    }
    expect(isTidy).toBe(true);
  });

  test("what a killed first start left half made is cleared away", async () => {
    const fresh = makeDataDir();
    writeFileSync(join(fresh.dataDir, "postgres.123.tmp"), "half");
    await ensureCluster(join(fresh.dataDir, "postgres"), join(fresh.dataDir, "cache"));
    expect(readdirSync(fresh.dataDir).sort()).toEqual(["cache", "postgres"]);
    expect(existsSync(join(fresh.dataDir, "postgres", "PG_VERSION"))).toBe(true);
    rmSync(fresh.dataDir, { recursive: true, force: true });
  });
});
