import { spawn, type ChildProcess } from "node:child_process";
import { randomUUID } from "node:crypto";
import { fileURLToPath } from "node:url";
import { expect } from "vitest";
import type { PlanChange } from "../../../core/contract/plan.ts";
import { applyChange } from "../../../core/relocation/apply.ts";
import { emptyPlan, equalPlans } from "../../../core/relocation/plan.ts";
import type { Config } from "../../../server/config.ts";
import { openDatabase } from "../../../server/database/open.ts";
import { loadPlan } from "../../../server/plans/load-plan.ts";
import { findPlan, listChanges } from "../../../server/plans/queries.ts";
import { settlement } from "../../core/relocation/support/arbitrary-changes.ts";
import { EAST } from "../coverage/small-region.ts";
import { PlannerPage } from "./planner-page.ts";

const MAIN = fileURLToPath(new URL("../../../dist/server/main.js", import.meta.url));
const WRITERS = 3;
/** A large edit, so that many kills come in the middle of one. */
const MANY = 400;

/** The service as a process of its own. */
export class ServiceProcess {
  address = "http://127.0.0.1:1";
  readonly #config: Config;
  #child: ChildProcess | null = null;
  #output = "";

  constructor(config: Config) {
    this.#config = config;
  }

  /** Starts it and waits until it is ready: a database that goes while it starts ends it, and whoever runs it starts it again. */
  async start(): Promise<void> {
    this.#output = "";
    const child = spawn(process.execPath, [MAIN], {
      env: {
        ...process.env,
        DATABASE_URL: this.#config.databaseUrl ?? "",
        QIANTU_DATA_DIR: this.#config.dataDir,
        QIANTU_DEMO: "none",
        PORT: "0",
      },
      stdio: ["ignore", "ignore", "pipe"],
    });
    this.#child = child;
    child.stderr.on("data", (chunk: Buffer) => {
      this.#output += chunk.toString();
      const found = /listens at (http:\/\/\S+)\/ /.exec(this.#output);
      if (found) this.address = found[1]!;
    });
    await this.untilItAnswers();
    while (!this.#output.includes("is ready after")) {
      if (child.exitCode !== null) throw new Error(this.#output.slice(-4000));
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** Waits until it answers about plans. Throws with what it said where it does not within two minutes. */
  async untilItAnswers(): Promise<void> {
    const began = performance.now();
    let last = "";
    const answers = (): Promise<boolean> =>
      fetch(`${this.address}/api/plans`, { signal: AbortSignal.timeout(30_000) }).then(
        (response) => {
          last = `${response.status}`;
          return response.ok;
        },
        (error: unknown) => {
          last = String(error);
          return false;
        },
      );
    while (!(await answers())) {
      if (performance.now() - began > 120_000)
        throw new Error(
          `${this.address}: ${last}; exit ${this.#child?.exitCode}\n${this.#output.slice(-4000)}`,
        );
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** Ends it as it is. */
  async kill(): Promise<void> {
    const child = this.#child;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGKILL");
    await gone;
  }
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

/**
 * People who edit one plan without pause while `strike` ends something in the middle of it and brings it back, so many times. At the end
 * every accepted change is in the history once, nothing else is, and the tables are the plan that the history tells.
 */
export async function editUnderStrikes(
  config: Config,
  service: ServiceProcess,
  strikes: number,
  strike: (n: number) => Promise<void>,
): Promise<{ accepted: number }> {
  const made = await fetch(`${service.address}/api/plans`, {
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
    (_, i) => new PlannerPage(() => service.address, id, `writer-${i}`),
  );
  for (const writer of writers) await writer.open();
  const countAccepted = (): number =>
    writers.reduce((sum, { accepted }) => sum + accepted.length, 0);
  let isOver = false;
  // Each goes on from round to round; an edit that is cut off is sent again, with its key, until somebody answers.
  const writing = writers.map(async (writer, i) => {
    for (const change of editsOf(i)) {
      if (isOver) return;
      await writer.edit(change);
    }
  });
  for (let n = 0; n < strikes; n++) {
    const before = countAccepted();
    await expect
      .poll(countAccepted, { timeout: 120_000, interval: 10 })
      .toBeGreaterThan(before + 3);
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 60));
    await strike(n);
    for (const writer of writers) await writer.listen().catch(() => {});
  }
  isOver = true;
  await Promise.all(writing);
  for (const writer of writers) writer.stop();
  await service.kill();

  const opened = await openDatabase(config);
  const row = (await findPlan(opened.knex, id))!;
  const keys: string[] = await opened
    .knex("plan_changes")
    .where({ plan_id: id })
    .pluck("idempotency_key");
  const accepted = writers.flatMap((writer) => writer.accepted.map(({ key }) => key));
  expect(accepted.length).toBeGreaterThan(strikes * 4);
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
  return { accepted: accepted.length };
}
